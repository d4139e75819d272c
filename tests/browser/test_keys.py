"""Blocks by the keyboard: nothing is told that was only passed over, and the focus stays where it was."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Route, expect
from slack_sdk.web.async_client import AsyncWebClient

from demo import world
from demo.stage import Stage
from demo.steps import open_a_case
from demo.town import Town
from demo.transcript import Transcript
from tests.browser.windows import Windows

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def asked(windows: Windows) -> Locator:
    page = await windows.open("/gallery?as=U0ANA")
    return page.get_by_role("region", name="Asked first, and for some alone")


async def test_arrows_choose_nothing_until_enter(asked: Locator) -> None:
    page, heard = asked.page, asked.page.locator(".heard")
    await asked.get_by_label("A public channel").focus()
    await page.keyboard.press("ArrowDown")
    await expect(asked.get_by_label("A public channel")).to_have_value("C0TOWN")
    await page.keyboard.press("Escape")
    await expect(asked.get_by_label("A public channel")).to_have_value("")
    await expect(heard).to_have_text("Press something.")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(heard).to_have_text('public pressed: "C0TOWN"')
    await expect(asked.get_by_label("A public channel")).to_be_focused()


async def test_what_letters_find_is_chosen_on_leaving(asked: Locator) -> None:
    await asked.get_by_label("Watch modules").focus()
    await asked.page.keyboard.type("Sch")
    await expect(asked.page.locator(".heard")).to_have_text("Press something.")
    await asked.page.keyboard.press("Tab")
    await expect(asked.page.locator(".heard")).to_have_text('watched pressed: ["scheduling"]')


async def test_groups_and_a_most_of_several(asked: Locator) -> None:
    field = asked.get_by_label("Watch modules")
    await expect(field.locator("optgroup")).to_have_count(2)
    for it in ("Grades", "Attendance", "Scheduling"):
        await field.select_option(label=it)
    await expect(field).to_contain_text("No more than 3")
    await asked.get_by_role("button", name="Take Grades back").press("Enter")
    await expect(field).to_be_focused()
    await expect(field).to_contain_text("Watch modules")


async def test_what_was_not_agreed_to_goes_back_and_is_asked_once(asked: Locator) -> None:
    question = asked.page.get_by_role("dialog")
    for label, value in (("Hand over", "grades"), ("Remind me on", "2026-12-24")):
        field = asked.get_by_label(label)
        before = await field.input_value()
        await (field.select_option(value) if label == "Hand over" else field.fill(value))
        await question.wait_for()
        await asked.page.keyboard.press("Escape")
        await expect(question).to_have_count(0)
        await expect(field).to_have_value(before)
    await expect(asked.page.locator(".heard")).to_have_text("Press something.")


async def test_some_do_not_see_a_button(asked: Locator) -> None:
    await expect(asked.get_by_role("button", name="Everybody's")).to_be_visible()
    await expect(asked.get_by_role("button", name="Not for Ana")).to_have_count(0)


def section(action: str, accessory: dict[str, Any]) -> dict[str, Any]:
    words = {"type": "mrkdwn", "text": action}
    return {"type": "section", "block_id": action, "text": words, "accessory": {"action_id": action, **accessory}}


def field(label: str, element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": label,
        "label": {"type": "plain_text", "text": label},
        "element": {"action_id": "typed", **element},
    }


OPTIONS = [{"text": {"type": "plain_text", "text": it}, "value": it} for it in ("Grades", "Attendance")]
BLOCKS = [
    field("Subject", {"type": "plain_text_input"}),
    section("More", {"type": "overflow", "options": OPTIONS}),
    field("Elsewhere", {"type": "external_select", "min_query_length": 1}),
    field("Screens", {"type": "file_input", "filetypes": ["png"], "max_files": 2}),
    field("Where", {"type": "channels_select"}),
    field("Note", {"type": "plain_text_input", "focus_on_load": True}),
]


@pytest.fixture
async def form(here: Town, windows: Windows) -> Locator:
    """A window of Ana's with all that this page is about."""
    view = {
        "type": "modal",
        **{it: {"type": "plain_text", "text": it} for it in ("title", "submit", "close")},
        "blocks": BLOCKS,
    }
    installed = here.sandbox.slack.installation(world.APP, world.TEAM)
    here.sandbox.slack.views.open(view, team=world.TEAM, user="U0ANA", app_id=world.APP, bot_id=installed.bot_user_id)
    ana = await windows.of("ana", world.TOWN)
    await ana.form.wait_for()
    return ana.form


async def test_the_focus_begins_where_the_app_wants_it(form: Locator) -> None:
    await expect(form.get_by_label("Note")).to_be_focused()


async def test_escape_closes_the_menu_and_not_the_window(form: Locator) -> None:
    more = form.get_by_role("button", name="More choices")
    await more.press("Enter")
    await expect(form.get_by_role("menuitem", name="Grades")).to_be_focused()
    await form.page.keyboard.press("Escape")
    await expect(more).to_be_focused()
    seek = form.get_by_label("Elsewhere")
    await seek.press_sequentially("g")
    await expect(seek).to_have_value("g")
    await form.page.keyboard.press("Escape")
    await expect(seek).to_have_value("")
    await expect(form).to_be_visible()
    await form.page.keyboard.press("Escape")
    await expect(form).to_have_count(0)


async def test_files_of_another_kind_or_too_many_are_left_out(form: Locator) -> None:
    names = ("one.png", "two.exe", "three.PNG", "four.png")
    files: list[FilePayload] = [{"name": it, "mimeType": "image/png", "buffer": b"x"} for it in names]
    await form.get_by_label("Screens").set_input_files(files)
    await expect(form.locator(".b-drop li")).to_contain_text(["one.png", "three.PNG"])
    await expect(form.get_by_text("2 files were left out")).to_be_visible()
    await form.get_by_role("button", name="Leave one.png out").press("Enter")
    await expect(form.locator(".b-drop li")).to_have_count(1)
    await expect(form.get_by_label("Screens")).to_be_focused()


async def test_a_channels_select_offers_public_channels_alone(form: Locator) -> None:
    offered = await form.get_by_label("Where").locator("option").all_inner_texts()
    assert offered == ["Choose an option", "town-hall"]


async def test_a_press_leaves_the_focus_at_its_button(here: Town, windows: Windows) -> None:
    button = {"type": "button", "action_id": "nothing", "text": {"type": "plain_text", "text": "Press me"}}
    app = AsyncWebClient(token=world.BOT_TOKEN, base_url=here.sandbox.api_url)
    await app.chat_postMessage(channel=world.TOWN, text="x", blocks=[{"type": "actions", "elements": [button]}])
    ana = await windows.of("ana", world.TOWN)
    wanted = ana.page.get_by_role("button", name="Press me")
    await wanted.focus()
    async with ana.page.expect_response("**/_control/interact"):
        await ana.page.keyboard.press("Enter")
    await expect(wanted).not_to_have_attribute("aria-busy", "true")
    await expect(wanted).to_be_focused()


async def test_who_goes_on_to_another_field_while_a_reply_is_sent_types_on_there(
    here: Town, windows: Windows
) -> None:
    async with here.busy:
        await open_a_case(Stage(here=here, transcript=Transcript(None)))
    ana = await windows.of("ana", world.LAKESIDE)
    await ana.opens_thread("Case 1")
    sent = asyncio.Event()

    async def slowly(route: Route) -> None:
        await sent.wait()
        await route.continue_()

    await ana.page.route("**/message", slowly)
    await ana.answers("Firefox.")
    main = ana.page.get_by_label("Message #lakeside-cases")
    await main.fill("One more")
    sent.set()
    await expect(ana.reply("Firefox.")).to_be_visible()
    await ana.page.keyboard.type(" thing")
    await expect(main).to_have_value("One more thing")
    await expect(ana.thread.locator(".composer textarea").last).to_have_value("")
