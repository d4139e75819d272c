"""The page in a real browser: headless Chromium, beside the town of the stories.

Without a browser these tests are left out, and say so; where LIAISON_BROWSER is "required" they fail instead.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NoReturn

import pytest
from playwright.async_api import Browser, async_playwright

from demo.pictures import BROWSERS, QUIETLY
from demo.show import Show
from demo.town import Town, town
from sandbox import page
from tests.browser.axe import AXE
from tests.browser.windows import Windows

REQUIRED = os.environ.get("LIAISON_BROWSER") == "required"  # noqa: TID251  # said by whoever runs the tests
SECOND = timedelta(seconds=1)


def chromium() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        missing(f"no browser: none of {', '.join(BROWSERS)} is installed (Debian's package is chromium)")
    return found


def missing(why: str) -> NoReturn:
    """Leaves the test out, unless what is missing was required."""
    if REQUIRED:
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=path, args=QUIETLY)
        yield found
        await found.close()


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        missing("axe-core is not installed: `make page` installs it, and needs npm")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    """The town of the stories with its page, alive: its clock goes on by itself, faster than the wall's."""

    async def nothing() -> None:
        """The database stays as it is: no test starts over but the one that has a file to empty."""

    show = Show(nothing)
    async with town(database_url, parts=(page.part(show),)) as found:
        show.stands(found)
        living = asyncio.create_task(_live(found))
        yield found
        living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await living


async def _live(here: Town) -> None:
    while True:
        await asyncio.sleep(0.05)
        if not here.busy.locked():
            await here.clock.turn(SECOND)
            here.bot.courier.nudge()


@pytest.fixture
async def windows(browser: Browser, here: Town) -> AsyncIterator[Windows]:
    """Ends with the question whether all that the windows asked for was here, and nothing was wrong in them."""
    found = Windows(browser=browser, url=here.sandbox.url)
    yield found
    await found.close()
    assert found.outside == []
    assert found.wrong == []
