"""Pictures of issues and an incident: a contact's list, and what a lead sees before something is set or opened."""

from playwright.async_api import Page

from demo import world
from demo.pictured import TALL, Picture
from demo.stage import Stage, card_of
from sandbox.people import Person

SAVED = {
    "title": "Grades vanish on save in Firefox",
    "module": "Grades",
    "description": "A grade that is typed while the page still loads is gone after Save.",
    "workaround": "Wait until the bar above the grid is full, then type.",
}
LATE = {
    "title": "Bus numbers are missing on the attendance sheet",
    "module": "Attendance",
    "description": "The column stays empty where a student takes two buses.",
    "workaround": "",
}


async def publish_two(stage: Stage) -> None:
    """Of which one is behind Ana's case; it is in testing by now."""
    here, lee, alex = stage.here, stage.person("lee"), stage.person("alex")
    for number, words in enumerate((SAVED, LATE), 1):
        await lee.types("/case", "issues", channel=world.TOWN)
        await lee.clicks_in_window("issue.new")
        await lee.submits(**words)
        await lee.closes(everything=True)
        await _opens(lee, number, "issue.publish")
        await lee.submits()
        await lee.closes(everything=True)
    card = await card_of(stage, "alex", world.DESK)
    await alex.clicks("case.more", channel=world.DESK, on=card.ts, value="case.status 1")
    await alex.clicks_in_window("case.status-chosen", "develop")
    await alex.submits(issue="1")
    await here.quiet()
    await _opens(lee, 1, "issue.change")
    await lee.submits(status="in-testing")
    await lee.submits()
    await lee.closes(everything=True)
    await here.bot.tick()
    await here.quiet()


async def _opens(lee: Person, number: int, action: str) -> None:
    await lee.types("/case", f"issue {number}", channel=world.TOWN)
    await lee.clicks_in_window(action)


async def _typed(window: Page) -> None:
    await window.locator("main .composer textarea").press("Enter")
    await window.locator("dialog.window").wait_for()


PUBLISHED = (
    Picture(name="issues", path=f"/as/U0ANA/{world.TOWN}?typed=%2Fcase%20issues", walk=_typed),
    Picture(name="issue", path=f"/as/U0LEE/{world.TOWN}?typed=%2Fcase%20released%201", walk=_typed, height=TALL),
)


async def _incident(window: Page) -> None:
    """As far as the preview."""
    await _typed(window)
    form = window.locator("dialog.window")
    await form.get_by_label("What does not work?").fill("Grades are not saved")
    await form.get_by_role("button", name="Preview").click()
    await form.get_by_text("will read").wait_for()


INCIDENT = (Picture(name="incident", path=f"/as/U0LEE/{world.TOWN}?typed=%2Fcase%20incident", walk=_incident),)
