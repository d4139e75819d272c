"""Keyboard and screen reader: axe finds nothing on any screen, in either theme, narrow and wide."""

from collections.abc import Awaitable, Callable
from typing import Literal

import pytest
from playwright.async_api import FilePayload, expect

from demo import picture, world
from demo.stage import Stage
from demo.steps import open_a_case
from demo.town import Town
from demo.transcript import Transcript
from tests.browser.axe import violations
from tests.browser.windows import Window, Windows

Go = Callable[[Window], Awaitable[None]]
pytestmark = [pytest.mark.parametrize("database_url", ["sqlite"], indirect=True), pytest.mark.timeout(900)]


async def places(it: Window) -> None:
    """On a narrow screen the places lie behind a button."""
    button = it.page.get_by_role("button", name="Places", exact=True)
    if await button.is_visible():
        await button.click()


async def channel(it: Window) -> None:
    await it.message("Grades vanish").wait_for()


async def thread(it: Window) -> None:
    await it.opens_thread("Case 1")
    await it.reply("Gone after a reload.").wait_for()


async def emoji(it: Window) -> None:
    await it.message("Case 1").get_by_role("button", name="Add a reaction").first.click()


async def menu(it: Window) -> None:
    await it.message("Case 1").hover()
    await it.message("Case 1").get_by_role("button", name="More actions").click()


async def members(it: Window) -> None:
    await it.page.get_by_role("button", name="people in").click()


async def form(it: Window) -> None:
    await it.says("/case Ink")
    await it.form.wait_for()


async def wrong_form(it: Window) -> None:
    await form(it)
    await it.sends()
    await it.form.get_by_text("Please complete this required field.").first.wait_for()


async def hints(it: Window) -> None:
    await it.composer.fill("/case")
    await it.page.get_by_role("option").first.wait_for()


async def stays(_: Window) -> None:
    """As it opens."""


async def traffic(it: Window) -> None:
    await it.page.locator(".entry summary").first.click()
    await it.page.locator(".payload").first.wait_for()


async def home(it: Window) -> None:
    await it.page.get_by_text("Contacts of Lakeside").wait_for()


async def messages(it: Window) -> None:
    await it.composer.wait_for()


def panel(name: str) -> Go:
    async def go(it: Window) -> None:
        await it.page.get_by_role("banner").get_by_role("button", name=name).first.click()
        await it.page.get_by_role("dialog").wait_for()

    return go


async def suggestions(it: Window) -> None:
    """More of them than are shown at once."""
    await it.composer.fill("@a")
    await it.page.get_by_role("option").first.wait_for()


async def picker(it: Window) -> None:
    await emoji(it)
    await it.page.get_by_label("Search emoji").fill("no-such-emoji")


def own_reply(action: str, then: str) -> Go:
    """`then`: what is on the screen after this choice from the menu of Alex's own reply."""

    async def go(it: Window) -> None:
        await it.opens_thread("Case 1")
        await it.reply("Look").hover()
        await it.reply("Look").get_by_role("button", name="More actions").click()
        await it.page.get_by_role("menuitem", name=action).click()
        await it.page.locator(then).wait_for()

    return go


async def start_over(it: Window) -> None:
    await it.page.get_by_role("button", name="Start over").click()
    await it.page.get_by_role("dialog", name="Start over?").wait_for()


async def toast(it: Window) -> None:
    await it.says("/no-such-command please")
    await it.page.get_by_role("status").filter(has_text="no app has").wait_for()


async def files(it: Window) -> None:
    one: FilePayload = {"name": "a-rather-long-name-of-a-file.png", "mimeType": "image/png", "buffer": b"x"}
    other: FilePayload = {"name": "b.txt", "mimeType": "text/plain", "buffer": b"x"}
    await it.page.locator(".place input[type=file]").set_input_files([one, other])
    await it.page.get_by_role("list", name="Files to send").wait_for()


async def stacked(it: Window) -> None:
    """What was asked before is looked at above the form."""
    await it.says("/case Grades vanish on save")
    await it.fills(Module="Grades", Description="Gone after a reload.")
    await it.sends()
    await it.form.get_by_role("button", name="Open case 1").click()
    await it.form.get_by_role("button", name="Back to the window before").wait_for()


async def clock_results(it: Window) -> None:
    await panel("Clock")(it)
    clock = it.page.get_by_role("dialog", name="Clock")
    await clock.get_by_role("button", name="A week on").click()
    await clock.get_by_role("link").first.wait_for(timeout=180_000)


SCREENS: list[tuple[str, str, Go]] = [
    ("start", "/", stays),
    ("gallery", "/gallery?as=U0ANA", stays),
    ("traffic", "/traffic", traffic),
    ("places", f"/as/U0ALEX/{world.DESK}", places),
    ("channel", f"/as/U0ALEX/{world.DESK}", channel),
    ("thread", f"/as/U0ALEX/{world.DESK}", thread),
    ("emoji", f"/as/U0ALEX/{world.DESK}", emoji),
    ("menu", f"/as/U0ALEX/{world.DESK}", menu),
    ("members", f"/as/U0ALEX/{world.DESK}", members),
    ("form", f"/as/U0ANA/{world.TOWN}", form),
    ("form with errors", f"/as/U0BEN/{world.TOWN}", wrong_form),
    ("hints", f"/as/U0PIA/{world.TOWN}", hints),
    ("home", "/as/U0TESS/home", home),
    ("messages", "/as/U0SAM/direct", messages),
    ("a place of others", f"/as/U0SAM/{world.DESK}", stays),
    ("nobody", "/as/U0NOBODY", stays),
    ("clock", f"/as/U0PAUL/{world.TOWN}", panel("Clock")),
    ("faults", f"/as/U0PAUL/{world.TOWN}", panel("Faults")),
    ("people", f"/as/U0PAUL/{world.TOWN}", panel("be somebody else")),
    ("suggestions", f"/as/U0PAUL/{world.TOWN}", suggestions),
    ("emoji that is not there", f"/as/U0ALEX/{world.DESK}", picker),
    ("editing", f"/as/U0ALEX/{world.DESK}", own_reply("Edit message", ".thread .message .composer")),
    ("deleting", f"/as/U0ALEX/{world.DESK}", own_reply("Delete message", "dialog.question")),
    ("starting over", "/", start_over),
    ("toast", f"/as/U0PAUL/{world.TOWN}", toast),
    ("files to send", f"/as/U0PAUL/{world.TOWN}", files),
    ("a window on another", f"/as/U0TESS/{world.TOWN}", stacked),
    ("what the clock did", f"/as/U0ALEX/{world.DESK}", clock_results),
]


@pytest.fixture
async def told(here: Town) -> Town:
    """A town in which something was said, with a picture and a reaction."""
    stage = Stage(here=here, transcript=Transcript(None))
    async with here.busy:
        await open_a_case(stage)
        alex = stage.person("alex")
        note = await alex.says(
            "*Look*: `cache`", channel=world.DESK, thread=stage.desk_card, files=[("a.png", picture.screen())]
        )
        await here.people.do("reaction", user="U0ALEX", channel=world.DESK, ts=stage.desk_card, name="eyes")
        await here.people.do("reaction", user="U0ALEX", channel=world.DESK, ts=note, name="tada")
        await here.quiet()
    return here


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_screen(
    told: Town, windows: Windows, axe: str, theme: Literal["light", "dark"], width: int
) -> None:
    found: dict[str, list[str]] = {}
    for name, path, go in SCREENS:
        page = await windows.open(path, color_scheme=theme, viewport={"width": width, "height": 800})
        await page.wait_for_selector("main")
        await go(Window(page))
        await page.wait_for_timeout(150)
        wrong = await violations(page, axe)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[name] = [*wrong, *([f"{wide} px wider than the screen"] if wide > 0 else [])]
        await page.context.close()
    told_of = "\n".join(f"{name}: {it}" for name, wrong in found.items() for it in wrong)
    assert told_of == ""
    assert told.bot.courier.alive


async def test_a_case_is_opened_by_the_keyboard_alone(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    keys = ana.page.keyboard
    await ana.composer.focus()
    await keys.type("/ca")
    await keys.press("Tab")
    await expect(ana.composer).to_have_value("/case ")
    await keys.type("Grades vanish on save")
    await keys.press("Enter")
    await expect(ana.form.get_by_label("Type")).to_be_focused()
    await keys.press("Tab")
    await keys.type("Gra")
    await keys.press("Tab")
    await expect(ana.form.get_by_label("Subject")).to_be_focused()
    await keys.press("Tab")
    await keys.type("Gone after a reload.")
    await keys.press("Enter")
    await expect(ana.form.get_by_label("Description")).to_have_value("Gone after a reload.\n")
    await ana.form.get_by_role("button", name="Send").focus()
    await keys.press("Enter")
    await expect(ana.form).to_contain_text("Case 1 is with Support")
    await keys.press("Escape")
    await expect(ana.form).to_have_count(0)
    await expect(ana.composer).to_be_focused()


async def test_a_messages_menu_opens_moves_and_closes_by_keys(told: Town, windows: Windows) -> None:
    alex = await windows.of("alex", world.DESK)
    await alex.page.get_by_role("log", name="Messages").first.focus()
    for key in ("ArrowUp", "ArrowUp", "Home"):
        await alex.page.keyboard.press(key)
    await expect(alex.page.locator("article").first).to_be_focused()
    more = alex.message("Case 1").get_by_role("button", name="More actions")
    await more.focus()
    await alex.page.keyboard.press("Enter")
    await expect(alex.page.get_by_role("menuitem", name="Copy link")).to_be_focused()
    await alex.page.keyboard.press("ArrowUp")
    await expect(alex.page.get_by_role("menuitem", name="Redact this text")).to_be_focused()
    await alex.page.keyboard.press("Escape")
    await expect(alex.page.get_by_role("menu")).to_have_count(0)
    await expect(more).to_be_focused()
    assert told.bot.courier.alive
