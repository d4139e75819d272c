"""Pictures of reports: the window in which one is asked for, its numbers there, and what comes by direct message."""

from playwright.async_api import Page

from demo import world
from demo.pictured import TALL, Picture
from demo.stage import Stage

SUBJECTS = (
    *(("Grades", "A final grade is not on the transcript"), ("Grades", "The rounding of averages is off")),
    *(("Grades", "Comments are cut off on report cards"), ("Grades", "A teacher sees no grading window")),
    *(("Attendance", "Bus numbers are missing"), ("Attendance", "A tardy counts as an absence")),
    *(("Scheduling", "Two sections share a room"), ("Billing", "A receipt shows the wrong school")),
)
TO_THE_END = """() => {
  let it = [...document.querySelectorAll("main figure img")].at(-1);
  while (it && it.scrollHeight <= it.clientHeight + 1) it = it.parentElement;
  if (it) it.scrollTop = it.scrollHeight;
}"""


async def open_some(stage: Stage) -> None:
    """Cases of two contacts, so that there is something to count."""
    here = stage.here
    for number, (module, subject) in enumerate(SUBJECTS):
        contact = stage.person(("ana", "tess")[number % 2])
        await contact.types("/case", subject, channel=world.TOWN)
        await contact.submits(module=module, description="It has been so since Monday.")
        if "Is it one of these?" in await contact.reads_window():
            await contact.submits()
        await contact.closes(everything=True)
        await here.quiet()


async def ask_for_volume(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.types("/case", "reports", channel=world.TOWN)
    await ana.submits(report="volume", period="school-year")
    await ana.closes(everything=True)
    await stage.here.quiet()


async def _typed(window: Page) -> None:
    await window.locator("main .composer textarea").press("Enter")
    await window.locator("dialog.window").wait_for()


async def _numbers(window: Page) -> None:
    await _typed(window)
    await window.locator("dialog.window select").first.select_option("volume")
    await window.locator("dialog.window").get_by_role("button", name="Show").click()
    await window.locator("dialog.window").get_by_text("on their way to you").wait_for()


async def _file(window: Page) -> None:
    """To the end, once the picture has its height."""
    await window.locator("main figure img").last.wait_for()
    await window.wait_for_function("() => [...document.querySelectorAll('main figure img')].every(it => it.complete)")
    await window.evaluate(TO_THE_END)


REPORTS = f"/as/U0ANA/{world.TOWN}?typed=%2Fcase%20reports"
ASKED = (
    Picture(name="reports", path=REPORTS, walk=_typed, height=TALL),
    Picture(name="report-files", path="/as/U0ANA/direct", walk=_file, height=TALL),
    Picture(name="report-numbers", path=REPORTS, walk=_numbers, height=TALL),
)
