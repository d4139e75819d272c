"""`make pictures`: the documentation's pictures, taken from the running sandbox, so that they cannot grow stale."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.observing import set_up_logging
from demo import pictures_of_homes as homes
from demo import pictures_of_issues as issues
from demo import pictures_of_lists as lists
from demo import pictures_of_reports as reports
from demo import world
from demo.pictured import LOW, TALL, Picture
from demo.show import Show
from demo.stage import Stage
from demo.steps import open_a_case
from demo.town import Town, town
from demo.transcript import Transcript
from sandbox import page
from storage import migrations

FOLDER = Path("docs/pictures")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTH = 1180
SHARP = 1.5
"""As many pixels to a point as a good screen has."""

READ = """() => !document.querySelector(".lost-line, .sidebar a[aria-current] :is(.count, .dot)")
  && !(document.querySelector(".thread") && document.querySelector(".thread-summary .new"))"""
"""What is looked at is read: the mark of it is taken a moment after the messages are there."""

WORDS = """() => {
  const typed = [...document.querySelectorAll("input, textarea, select")].map(it => it.value);
  const lines = [document.body.innerText, ...typed].join("\\n").split("\\n");
  return lines.map(it => it.trim()).filter(Boolean).join("\\n");
}"""
"""All that stands on the screen: kept beside the picture, so that a test sees when it grew stale."""


async def _redirect(window: Page) -> None:
    await window.locator("main .composer textarea").fill("/case")
    await window.locator("main .composer textarea").press("Enter")
    await window.get_by_text("Only visible to you").last.wait_for()


async def _thread(window: Page) -> None:
    await window.locator(".thread-summary").first.click()
    await window.get_by_role("region", name="Thread").locator("article").nth(4).wait_for()


async def _form(window: Page) -> None:
    await window.locator("main .composer textarea").press("Enter")
    await window.locator("dialog.window").wait_for()


async def _menu(window: Page) -> None:
    await _thread(window)
    await window.locator(".place article").get_by_role("button", name="More choices").last.click()
    await window.get_by_role("menu", name="More choices").wait_for()


async def _status(window: Page) -> None:
    await window.locator(".place article").get_by_role("button", name="More choices").last.click()
    await window.get_by_role("menuitem", name="Change status…").click()
    await window.locator("dialog.window").get_by_text("Assigned to Development").click()
    await window.get_by_label("Title of a new issue").wait_for()


async def _preview(window: Page) -> None:
    await window.locator(".place article").get_by_role("button", name="Reply to district").last.click()
    form = window.locator("dialog.window")
    await form.locator("textarea").fill("Please clear Firefox's cache, then reload.\nDoes it help?")
    await form.get_by_role("button", name="Preview").click()
    await form.get_by_text("Read by").wait_for()


async def _as_it_is(window: Page) -> None:
    await window.get_by_text("Keep my access").first.wait_for()


async def _start(window: Page) -> None:
    await window.get_by_role("heading", name="The people").wait_for()


BEFORE = (
    Picture(name="start", path="/", walk=_start, height=TALL),
    Picture(name="redirect", path=f"/as/U0SAM/{world.TOWN}", walk=_redirect),
    Picture(
        name="form",
        path=f"/as/U0ANA/{world.TOWN}?typed=%2Fcase%20Grades%20vanish%20on%20save",
        walk=_form,
        height=TALL,
    ),
    Picture(name="thread", path=f"/as/U0ALEX/{world.DESK}", walk=_thread, height=TALL),
    Picture(name="contact", path=f"/as/U0ANA/{world.LAKESIDE}", walk=_menu, height=TALL),
    Picture(name="status", path=f"/as/U0ALEX/{world.DESK}", walk=_status, height=TALL),
    Picture(name="preview", path=f"/as/U0ALEX/{world.DESK}", walk=_preview, height=LOW),
)
"""Of an ordinary day."""
AFTER = (Picture(name="warning", path="/as/U0PIA/direct", walk=_as_it_is), lists.QUIET)
"""Of a time in which a contact had gone quiet."""
EVERY = (
    *(*BEFORE, *lists.ASKED, *lists.CHANGED, *lists.TO_CONFIRM, *AFTER),
    *(*issues.PUBLISHED, *issues.INCIDENT, *homes.FILLED, *reports.ASKED),
)
ROUND_S = 600
QUIET = timedelta(days=150.1)
"""When the first warning has gone out."""


async def take(folder: Path) -> list[Path]:
    """All pictures, in both themes, and what stands in them."""
    taken: list[Path] = []
    async with _browser() as browser, _standing_town() as here:
        stage = Stage(here=here, transcript=Transcript(None))
        await open_a_case(stage)
        await _talk(stage)
        begun = here.clock.now()
        taken += await _all_taken(browser, here, BEFORE, folder)
        await lists.ask_for_a_contact(stage)
        taken += await _all_taken(browser, here, lists.ASKED, folder)
        await lists.change_the_list(stage)
        taken += await _all_taken(browser, here, lists.CHANGED, folder)
        await here.pass_days(lists.QUARTER)
        taken += await _all_taken(browser, here, lists.TO_CONFIRM, folder)
        await here.pass_days((begun + QUIET - here.clock.now()) / timedelta(days=1))
        taken += await _all_taken(browser, here, AFTER, folder)
        await issues.publish_two(stage)
        taken += await _all_taken(browser, here, (*issues.PUBLISHED, *issues.INCIDENT), folder)
        await homes.fill_two_homes(stage)
        taken += await _all_taken(browser, here, homes.FILLED, folder)
        taken += await _of_reports(browser, folder)
    return taken


async def _of_reports(browser: Browser, folder: Path) -> list[Path]:
    """In a town of their own, where nothing else happened."""
    async with _standing_town() as here:
        stage = Stage(here=here, transcript=Transcript(None))
        await open_a_case(stage)
        await reports.open_some(stage)
        await reports.ask_for_volume(stage)
        return await _all_taken(browser, here, reports.ASKED, folder)


async def _all_taken(browser: Browser, here: Town, pictures: Iterable[Picture], folder: Path) -> list[Path]:
    await _to_a_round_time(here)
    return [path for it in pictures for path in await _taken(browser, here, it, folder)]


async def _to_a_round_time(here: Town) -> None:
    """How many seconds it took until everything was delivered is in no picture."""
    past = here.clock.now().timestamp() % ROUND_S
    await here.clock.turn(timedelta(seconds=ROUND_S - past))


async def _talk(stage: Stage) -> None:
    """A question, an answer and a note, so that there is something to read."""
    here, ana, alex = stage.here, stage.person("ana"), stage.person("alex")
    await alex.clicks("case.take", channel=world.DESK, on=stage.desk_card)
    await alex.says("Looks like the cache. Build 2611 had the same.", channel=world.DESK, thread=stage.desk_card)
    await here.quiet()
    await alex.clicks("case.ask-input", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="Which browser is it, and does it happen to every teacher?")
    await here.quiet()
    await here.clock.turn(timedelta(minutes=12))
    await ana.says("Firefox; everyone at North Elementary.", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()


@asynccontextmanager
async def _standing_town() -> AsyncIterator[Town]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pictures.db"
        await asyncio.to_thread(migrations.upgrade, url)

        async def nothing() -> None:
            """Nobody starts over while pictures are taken."""

        show = Show(nothing)
        async with town(url, parts=(page.part(show),)) as here:
            show.stands(here)
            yield here


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit(f"No browser: install one of {', '.join(BROWSERS)} (Debian's package is chromium).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIETLY)
        yield browser
        await browser.close()


async def _taken(browser: Browser, here: Town, picture: Picture, folder: Path) -> list[Path]:
    """Of one and the same window: in every theme, and in words."""
    context = await browser.new_context(
        viewport=ViewportSize(width=WIDTH, height=picture.height), color_scheme=THEMES[0], device_scale_factor=SHARP
    )
    window = await context.new_page()
    await _close_windows(here, picture.path)
    await window.goto(here.sandbox.url + picture.path)
    await picture.walk(window)
    await window.wait_for_function(READ)
    await window.evaluate("document.activeElement?.blur()")
    await window.mouse.move(0, 0)
    words = folder / f"{picture.name}.txt"
    words.write_text(f"{await window.evaluate(WORDS)}\n", encoding="utf-8")
    paths = [folder / f"{picture.name}-{theme}.png" for theme in THEMES]
    for theme, path in zip(THEMES, paths, strict=True):
        await window.emulate_media(color_scheme=theme)
        await window.locator(f"html[data-theme={theme}]").wait_for()
        await window.screenshot(path=path, animations="disabled")
    await context.close()
    return [*paths, words]


async def _close_windows(here: Town, path: str) -> None:
    """What the picture before left open is the person's, and would stand in this one too."""
    user = path.split("/")[2] if path.startswith("/as/") else ""
    if user and (await here.people.look(f"view/{user}"))["view"] is not None:
        await here.people.do("close-view", user=user, all=True)


def main(folder: Annotated[Path, typer.Option(help="Where the pictures go")] = FOLDER) -> None:
    """Take the documentation's pictures."""
    set_up_logging(json=False, level="error")
    folder.mkdir(parents=True, exist_ok=True)
    for path in asyncio.run(take(folder)):
        typer.echo(path)


if __name__ == "__main__":
    typer.run(main)
