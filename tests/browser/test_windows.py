"""Windows of an app that tries everything: one on another, choices from the app, questions before an act."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, expect

from sandbox import control, page
from sandbox.clock import HandClock
from sandbox.server import Sandbox
from tests.browser.windows import Window, Windows
from tests.clockwork import NOON
from tests.sandbox.answering_app import AnsweringApp, answering, form
from tests.sandbox.block_samples import actions, asked, button, confirm, modal, option, plain
from tests.sandbox.two_workspaces import TWO_WORKSPACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Ann's window, and the app that she acts with."""

    app: AnsweringApp
    ann: Window


@pytest.fixture
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    running = Sandbox.running(clock=HandClock(NOON), world=TWO_WORKSPACES, parts=(control.part, page.part()))
    async with running as sandbox, ClientSession(), answering(sandbox.api_url) as app:
        windows = Windows(browser=browser, url=sandbox.url)
        yield Desk(app=app, ann=Window(await windows.open("/as/U0ANN/C0OPEN")))
        await windows.close()
        assert (windows.outside, windows.wrong) == ([], [])


async def test_windows_lie_on_each_other_and_what_was_typed_below_is_kept(desk: Desk) -> None:
    desk.app.pushes = form(title=plain("Above"))
    await desk.ann.says("/open")
    await desk.ann.form.locator("input").first.fill("Typed below")
    await desk.ann.form.get_by_role("button", name="Take").click()
    await expect(desk.ann.form.get_by_role("heading", name="Above")).to_be_visible()
    told = desk.app.interactions()[-1]["view"]["state"]["values"]
    assert "Typed below" in str(told)
    await desk.ann.form.get_by_role("button", name="Back to the window before").click()
    await expect(desk.ann.form.get_by_role("heading", name="Above")).to_have_count(0)
    await expect(desk.ann.form.locator("input").first).to_have_value("Typed below")


async def test_what_the_app_offers_is_sought_and_sent(desk: Desk) -> None:
    outer = {"type": "external_select", "action_id": "outer", "min_query_length": 2}
    desk.app.opens = modal(asked(outer, block_id="module", label=plain("Module")), callback_id="form")
    desk.app.offers = {"options": [option("grades", text=plain("Grades")), option("bus", text=plain("Bus"))]}
    await desk.ann.says("/open")
    seek = desk.ann.form.get_by_role("combobox", name="Module")
    await seek.press_sequentially("gr")
    await expect(desk.ann.form.get_by_role("option")).to_have_count(2)
    await seek.press("ArrowDown")
    await seek.press("Enter")
    await expect(seek).to_have_value("Bus")
    await desk.ann.form.get_by_role("button", name="Send").click()
    await expect(desk.ann.form).to_have_count(0)
    sent = desk.app.interactions()[-1]["view"]["state"]["values"]["module"]["outer"]["selected_option"]
    assert sent["value"] == "bus"


async def test_a_required_field_stays_with_the_person_until_it_is_filled(desk: Desk) -> None:
    await desk.ann.says("/open")
    await desk.ann.form.get_by_role("button", name="Send").click()
    await expect(desk.ann.form.get_by_text("Please complete this required field.")).to_be_visible()
    await expect(desk.ann.form.locator("input").first).to_be_focused()
    assert [it["type"] for it in desk.app.interactions()] == []
    await desk.ann.form.locator("input").first.fill("Ink")
    await desk.ann.form.get_by_role("button", name="Send").click()
    await expect(desk.ann.form).to_have_count(0)


async def test_a_question_is_asked_before_the_app_hears_of_a_press(desk: Desk) -> None:
    client = desk.app.clients["T0HERE"]
    asking = button(action_id="sure", confirm=confirm())
    await client.chat_postMessage(channel="C0OPEN", text="x", blocks=[actions(asking)])
    press = desk.ann.page.locator("article").get_by_role("button").filter(has_text="Take").last
    question = desk.ann.page.locator("dialog.question")
    await press.click()
    await question.get_by_role("button").nth(1).click()
    assert desk.app.interactions() == []
    await press.click()
    await question.get_by_role("button").nth(2).click()
    await expect(question).to_have_count(0)
    await expect(press).to_be_enabled()
    assert [it["actions"][0]["action_id"] for it in desk.app.interactions()] == ["sure"]


async def test_without_a_demonstration_there_is_no_clock_to_turn(desk: Desk) -> None:
    await expect(desk.ann.page.get_by_role("button", name="Faults")).to_be_visible()
    await expect(desk.ann.page.get_by_role("button", name="Clock")).to_have_count(0)


async def test_what_cannot_be_drawn_says_so_and_the_rest_is_drawn(desk: Desk) -> None:
    """Slack's attachments are checked by nobody."""
    client = desk.app.clients["T0HERE"]
    broken = [{"blocks": [{"type": "table"}, {"type": "header", "text": plain("Whole")}]}]
    await client.chat_postMessage(channel="C0OPEN", text="Above", attachments=broken)
    await desk.ann.says("Below")
    await expect(desk.ann.page.get_by_text("A block of the kind table, which is not drawn here")).to_be_visible()
    await expect(desk.ann.page.get_by_role("heading", name="Whole")).to_be_visible()
    await expect(desk.ann.message("Below")).to_be_visible()
