"""A form that comes back: what is new or wrong in it is before the eyes, and said; the focus stays in it."""

import pytest
from playwright.async_api import Locator, expect

from demo import world
from demo.town import Town
from tests.browser.windows import Window, Windows
from tests.town_cases import open_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FOCUSED = "document.activeElement.tagName"


@pytest.fixture
async def case(here: Town) -> Town:
    async with here.busy:
        await open_case(here)
    return here


async def asks_first(ana: Window) -> Locator:
    """Sends what was asked before: the form comes back with what is like it."""
    await ana.says("/case Grades vanish on save")
    await ana.fills(Module="Grades", Description="They are gone after a reload.")
    await ana.form.get_by_role("button", name="Send", exact=True).focus()
    await ana.page.keyboard.press("Enter")
    notice = ana.form.get_by_text("Is it one of these?")
    await notice.wait_for()
    return notice


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 800)])
async def test_what_is_new_in_a_form_that_was_sent_is_in_view_and_said(
    case: Town, windows: Windows, width: int, height: int
) -> None:
    ana = await windows.of("ana", world.TOWN, viewport={"width": width, "height": height})
    notice = await asks_first(ana)
    await expect(notice).to_be_in_viewport(ratio=1)
    await expect(ana.form.get_by_role("status")).to_have_text("The form has changed.")
    await expect(ana.form.get_by_role("button", name="Send anyway")).to_be_focused()
    await ana.page.keyboard.press("Enter")
    await expect(ana.form).to_contain_text("Case 2 is with Support")
    assert await ana.page.evaluate(FOCUSED) == "BUTTON"
    assert case.bot.courier.alive


async def test_the_first_error_is_in_view(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN, viewport={"width": 360, "height": 420})
    await ana.says("/case Ink")
    await ana.fills(Module="Grades", Description="Gone.")
    body = ana.form.locator(".window-body")
    await body.evaluate("it => it.scrollTo(0, it.scrollHeight)")
    await ana.sends()
    error = ana.form.get_by_text("Please use at least 5 characters.")
    await expect(error).to_be_in_viewport(ratio=1)
    await expect(ana.form.get_by_text("Subject", exact=True)).to_be_in_viewport(ratio=1)
    await expect(ana.form.get_by_label("Subject")).to_be_focused()
