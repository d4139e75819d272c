"""Installing from a browser: what somebody sees from the first page to the last, and where it can end."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from demo.town import Town
from tests.browser.axe import violations
from tests.stories.four_workspaces import four

Theme = Literal["light", "dark"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[Town]:
    """The app is nowhere yet."""
    async with four(database_url, transport="socket") as (found, _):
        yield found


class Installer:
    """Somebody with a browser; every page they come to is looked at."""

    def __init__(self, page: Page, bot: str, axe: str) -> None:
        self.page, self._bot, self._axe = page, bot, axe

    async def begins(self) -> None:
        await self.page.goto(f"{self._bot}/slack/install")
        await self._looks("Add Liaison to Slack")

    async def answers(self, decision: str, *, who: str = "Sam Rivera", whole: bool = False) -> None:
        await self.page.get_by_role("link", name="Continue to Slack").click()
        await self._looks("Liaison asks for permission")
        await self.page.get_by_label("Who are you, and where?").select_option(f"{who}, administrator")
        if whole:
            await self.page.get_by_label("the whole organization").check()
        await self.page.get_by_role("button", name=decision, exact=True).click()

    async def ends(self, title: str, words: str) -> None:
        await self._looks(title)
        await expect(self.page.get_by_text(words)).to_be_visible()

    async def _looks(self, title: str) -> None:
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        assert await violations(self.page, self._axe) == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await self.page.evaluate(wide)


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
async def test_a_browser_comes_to_each_end_of_an_installation(
    browser: Browser, bare: Town, axe: str, theme: Theme, width: int
) -> None:
    context = await browser.new_context(color_scheme=theme, viewport={"width": width, "height": 800}, bypass_csp=True)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    sam = Installer(page, f"http://127.0.0.1:{bare.bot.port}", axe)
    await sam.begins()
    await sam.answers("Cancel")
    await sam.ends("Not installed", "You cancelled")
    await page.get_by_role("link", name="Start again").click()
    await sam.answers("Allow", whole=True)
    await sam.ends("Please install it in one workspace", "what Slack had granted was given back")
    await page.get_by_role("link", name="Start again").click()
    await sam.answers("Allow")
    await sam.ends("Installed", "Lake Works")
    ended = page.url
    await page.reload()
    await sam.ends("This page was used already", "all is well")
    await context.clear_cookies()
    await page.goto(ended)
    await sam.ends("This link is not from here", "Nothing was installed")
    assert [it for it in wrong if "status of 40" not in it] == []  # Chromium logs each answer that is a refusal
    await context.close()
