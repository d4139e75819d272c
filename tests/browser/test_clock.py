"""The clock's panel: what happened on the way, in the reader's words, and for the reader's eyes."""

import pytest
from playwright.async_api import Locator, Page, expect

from demo import world
from demo.guide import GUIDE
from demo.town import Town
from tests.browser.windows import Window, Windows
from tests.town_cases import open_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def clock_of(window: Window) -> Locator:
    await window.page.get_by_role("button", name="Clock").first.click()
    return window.page.get_by_role("dialog", name="Clock")


async def a_week_on(clock: Locator) -> None:
    turns = await clock.locator(".happened").count()
    await clock.get_by_role("button", name="A week on").click()
    await expect(clock.locator(".happened")).to_have_count(turns + 1, timeout=180_000)


async def copied(page: Page, message: Locator) -> str:
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Copy text").click()
    await expect(page.get_by_role("status").filter(has_text="Text copied")).to_be_visible()
    return str(await page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.timeout(900)
async def test_what_the_clock_did_is_told_in_words_to_whoever_may_read_it(here: Town, windows: Windows) -> None:
    async with here.busy:
        await open_case(here)
    alex = await windows.of("alex", world.DESK, permissions=["clipboard-read", "clipboard-write"])
    sam = await windows.of("sam", world.TOWN)
    clock = await clock_of(alex)
    await a_week_on(clock)
    told = clock.get_by_role("link").filter(has_text="#support-desk")
    await expect(told.filter(has_text="is due").first).to_be_visible()
    assert "^" not in await clock.inner_text()
    await a_week_on(clock)
    await clock.get_by_role("button", name="Close Clock").click()
    assert "^" not in await copied(alex.page, alex.message("Case 1 ·").first)
    sams = await clock_of(sam)
    await expect(sams.locator(".happened")).to_have_count(2)
    await expect(sams.get_by_role("link")).to_have_count(0)
    await expect(sams).to_contain_text("only others can read")
    assert "Case 1" not in await sams.inner_text()
    await clock_of(alex)
    await told.first.click()
    await expect(alex.page).to_have_title("Alex Kim · support-desk")


@pytest.mark.timeout(900)
async def test_a_step_that_turns_the_clock_is_told_of_there_too(windows: Windows) -> None:
    start = await windows.open("/")
    await start.get_by_role("button", name=f"Play it: {GUIDE.steps[4].title}").click()
    tess = await windows.of("tess", "direct")
    clock = await clock_of(tess)
    happened = clock.get_by_role("region", name=f"as “{GUIDE.steps[4].title}” was played")
    flagged = happened.get_by_role("link").filter(has_text="has been flagged for deactivation")
    await expect(flagged).to_be_visible(timeout=270_000)
    await happened.get_by_role("link").filter(has_text="You have not been active").first.click()
    await expect(tess.message("You have not been active").first).to_be_visible()
    await expect(tess.page.get_by_role("button", name="You are Tess Lindqvist")).to_be_visible()
