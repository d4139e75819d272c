"""A demonstration is begun anew, with its windows open: the world and the bot forget, time goes on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from demo import world
from demo.show import Show
from demo.town import Town, town
from sandbox.page import part
from storage import migrations
from tests.browser.windows import Windows


@pytest.fixture
async def demonstration(tmp_path: Path) -> AsyncIterator[Town]:
    """As `make demo` has it: with a database of its own to begin again with."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"

    async def empty() -> None:
        for left in tmp_path.glob("demo.db*"):  # noqa: ASYNC240  # a file or three
            left.unlink()
        await asyncio.to_thread(migrations.upgrade, url)

    await empty()
    show = Show(empty)
    async with town(url, parts=(part(show),)) as here:
        show.stands(here)
        yield here


@pytest.mark.timeout(900)
async def test_after_starting_over_the_story_is_told_from_the_beginning_at_a_later_time(
    demonstration: Town, browser: Browser
) -> None:
    here, windows = demonstration, Windows(browser=browser, url=demonstration.sandbox.url)
    await here.clock.turn(timedelta(days=40))
    start, ana = await windows.open("/"), await windows.of("ana", world.LAKESIDE)
    await start.get_by_role("button", name="Play it: A contact opens a case").click()
    await expect(ana.message("Case 1")).to_be_visible()
    await start.get_by_role("button", name="Start over").click()
    await start.get_by_role("dialog", name="Start over?").get_by_role("button", name="Start over").click()
    await expect(ana.message("Case 1")).to_have_count(0)
    await expect(start.get_by_text("Played", exact=True)).to_have_count(0)
    for number in range(5):
        step = start.locator(".story > ol > li").nth(number)
        await step.get_by_role("button", name="Play it").click()
        await expect(step.get_by_text("Played", exact=True)).to_be_visible(timeout=270_000)
    await windows.close()
    assert windows.outside == []
