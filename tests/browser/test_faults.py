"""Faults are switched on at the page, the bot copes, and the traffic shows how."""

import json

import pytest
from playwright.async_api import Page, expect

from demo import world
from demo.stage import Stage
from demo.steps import open_a_case
from demo.town import Town
from demo.transcript import Transcript
from tests.browser.windows import Window, Windows

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def switches(window: Window, name: str, *, on: bool) -> None:
    await window.page.get_by_role("button", name="Faults").first.click()
    panel = window.page.get_by_role("dialog", name="Faults")
    await panel.get_by_role("switch", name=name).set_checked(on)
    await expect(panel.get_by_role("switch", name=name)).to_be_checked(checked=on)
    await panel.get_by_role("button", name="Close Faults").click()


@pytest.fixture
async def case(here: Town) -> Stage:
    stage = Stage(here=here, transcript=Transcript(None))
    async with here.busy:
        await open_a_case(stage)
    return stage


async def test_with_duplicates_on_each_reply_is_taken_in_once(here: Town, windows: Windows, case: Stage) -> None:
    ana, alex = await windows.of("ana", world.LAKESIDE), await windows.of("alex", world.DESK)
    await switches(ana, "Duplicates", on=True)
    await expect(alex.page.get_by_role("button", name="Faults 1 switched on")).to_be_visible()
    await ana.opens_thread("Case 1")
    await alex.opens_thread("Case 1")
    await ana.answers("Once only.")
    await expect(alex.reply("Once only.")).to_be_visible()
    await here.people.settle()
    traffic = await windows.open("/traffic")
    await traffic.get_by_label("Search").fill("message Once only.")
    await expect(traffic.locator(".entry.from_app").filter(has_text="chat.postMessage")).to_have_count(1)
    assert await traffic.locator(".entry.to_app").filter(has_text="message").count() >= 3
    await expect(alex.thread.get_by_text("Once only.")).to_have_count(1)
    assert case.card


async def test_while_the_app_is_down_a_command_fails_at_once_and_a_reply_comes_later(
    here: Town, windows: Windows, case: Stage
) -> None:
    ana, alex = await windows.of("ana", world.LAKESIDE), await windows.of("alex", world.DESK)
    await ana.opens_thread("Case 1")
    await alex.opens_thread("Case 1")
    await switches(ana, "The app is down", on=True)
    await ana.answers("Is anybody there?")
    await ana.says("/case list")
    await expect(ana.message("failed with the error")).to_contain_text("Only visible to you")
    await expect(alex.thread.get_by_text("Is anybody there?")).to_have_count(0)
    await switches(ana, "The app is down", on=False)
    await expect(alex.reply("Is anybody there?")).to_be_visible(timeout=60_000)  # a minute later, by the town's clock
    await ana.says("/case list")
    await expect(ana.message("Grades vanish on save")).to_be_visible()
    assert case.here is here


async def test_the_traffic_is_searched_opened_and_copied(here: Town, windows: Windows, case: Stage) -> None:
    traffic: Page = await windows.open("/traffic", permissions=["clipboard-read", "clipboard-write"])
    await traffic.get_by_label("Search").fill("views.open Grades")
    await expect(traffic.get_by_role("status").filter(has_text="One entry")).to_be_visible()
    await traffic.get_by_role("button", name="Copy the arguments of views.open").click()
    copied = json.loads(await traffic.evaluate("navigator.clipboard.readText()"))
    assert copied["view"]["callback_id"] == "form.open-case"
    await traffic.locator(".entry summary").click()
    await expect(traffic.locator(".payload").first).to_contain_text("form.open-case")
    await traffic.get_by_label("Search").fill(world.BOT_TOKEN)
    await expect(traffic.get_by_text("Nothing has these words in it.")).to_be_visible()
    assert (case.card, here.bot.courier.alive) != ("", False)
