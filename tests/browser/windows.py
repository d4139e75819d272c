"""Browser windows, each of one person, watched for what they ask of whom and for what goes wrong in them."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

expect.set_options(timeout=30_000)


@dataclass(kw_only=True)
class Windows:
    """`outside`: what was asked of anybody but this sandbox. `wrong`: what the consoles said."""

    browser: Browser
    url: str
    outside: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def open(self, path: str = "/", **context: Any) -> Page:
        """A window of its own, as if in another browser."""
        made = await self.browser.new_context(**context)
        made.set_default_timeout(30_000)
        self._contexts.append(made)
        window = await made.new_page()
        window.on("request", self._asked)
        window.on("console", self._said)
        window.on("pageerror", lambda error: self.wrong.append(str(error)))
        await window.goto(self.url + path)
        return window

    async def of(self, name: str, place: str = "", **context: Any) -> "Window":
        """The window of a person, by first name, at a place."""
        path = f"/as/U0{name.upper()}" + (f"/{place}" if place else "")
        return Window(await self.open(path, **context))

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"blob", "data"} and address.netloc != urlsplit(self.url).netloc:
            self.outside.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(message.text)

    async def close(self) -> None:
        for it in self._contexts:
            await it.close()


@dataclass(frozen=True, slots=True)
class Window:
    """What a person does in their window, and finds there."""

    page: Page

    @property
    def composer(self) -> Locator:
        return self.page.locator(".place .composer textarea").last

    @property
    def form(self) -> Locator:
        return self.page.locator("dialog.window")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("region", name="Thread")

    def message(self, words: str) -> Locator:
        """The newest message in the channel with these words."""
        return self.page.locator(".place article").filter(has_text=words).last

    def reply(self, words: str) -> Locator:
        return self.thread.locator("article").filter(has_text=words).last

    async def goes_to(self, name: str) -> None:
        await self.page.get_by_role("navigation", name="Places").get_by_role("link", name=name).click()

    async def says(self, words: str) -> None:
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def answers(self, words: str) -> None:
        """Within the thread that stands open."""
        area = self.thread.locator(".composer textarea").last
        await area.fill(words)
        await area.press("Enter")

    async def opens_thread(self, words: str) -> None:
        await self.message(words).locator(".thread-summary").click()
        await expect(self.thread).to_be_visible()

    async def presses(self, label: str) -> None:
        """The newest button of that name in the channel."""
        await self.page.locator(".place article").get_by_role("button", name=re.compile(f"^{label}")).last.click()

    async def fills(self, **fields: str) -> None:
        """Of the form, by label; underscores are spaces."""
        for label, value in fields.items():
            field_ = self.form.get_by_label(label.replace("_", " ")).first
            if await field_.evaluate("it => it.tagName") == "SELECT":
                await field_.select_option(label=value)
            else:
                await field_.fill(value)

    async def sends(self, label: str = "Send") -> None:
        await self.form.get_by_role("button", name=label, exact=True).click()

    async def closes(self) -> None:
        await self.form.get_by_role("button", name="Close the window").click()
        await expect(self.form).to_have_count(0)
