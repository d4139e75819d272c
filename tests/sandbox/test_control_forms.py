"""What is entered and not yet sent, chosen in messages, offered by an app, and what stays with the person."""

import base64
from typing import Any

import pytest

from sandbox import control
from sandbox.deeds import accounts
from sandbox.model import Command
from tests.sandbox.answering_app import form
from tests.sandbox.block_samples import Json, actions, asked, button, modal, option, plain, section, select
from tests.sandbox.two_workspaces import PNG, Desk

ANN: Json = {"user": "U0ANN", "channel": "C0OPEN"}
WORDS = "Please complete this required field."


def field(kind: str, **facts: Any) -> Json:
    return asked({"type": kind, "action_id": "typed", **facts}, block_id="it")


async def opens(desk: Desk, *blocks: Json, **facts: Any) -> None:
    desk.app.opens = modal(*blocks, callback_id="form", **facts)
    await desk.done("command", **ANN, command="/open")


async def values(desk: Desk) -> Json:
    found: Json = (await desk.seen("view/U0ANN"))["view"]["state"]["values"]
    return found


CHECKED: list[tuple[str, Json, Any, str, Any]] = [
    ("plain_text_input", {"min_length": 5}, "Ink", "Must be more than 4 characters.", "Inkjet"),
    ("plain_text_input", {"max_length": 5}, "Inkjet", "Must be less than 6 characters.", "Ink"),
    ("email_text_input", {}, "ann", "Please enter a valid email address.", "ann@here.example"),
    ("url_text_input", {}, "here", "Please enter a valid URL.", "https://here.example"),
    ("number_input", {"is_decimal_allowed": False}, "many", "Please enter a number.", "3"),
    ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a whole number.", "2"),
    ("number_input", {"is_decimal_allowed": True, "min_value": "2"}, "1.5", "Must be no less than 2.", "2.5"),
    ("number_input", {"is_decimal_allowed": True, "min_value": "2"}, "NaN", "Please enter a number.", "9" * 40),
    ("number_input", {"is_decimal_allowed": False}, "1e3", "Please enter a number.", "-3"),
    ("number_input", {"is_decimal_allowed": False}, "1_000", "Please enter a number.", "1.0"),
    ("number_input", {"is_decimal_allowed": False, "max_value": "2"}, "3", "Must be no more than 2.", "2"),
    ("multi_users_select", {"max_selected_items": 1}, ["U0ANN", "U0BEN"], "Please choose no more than 1.", ["U0ANN"]),
    ("rich_text_input", {}, "", WORDS, "Ink"),
    ("multi_static_select", {"options": [option("1"), option("2")], "max_selected_items": 1}, ["1", "2"],
     "Please choose no more than 1.", ["2"]),
]  # fmt: skip


@pytest.mark.parametrize("checked", CHECKED, ids=lambda it: f"{it[0]}-{it[2]}")
async def test_what_slacks_client_checks_stays_with_the_person(
    desk: Desk, checked: tuple[str, Json, Any, str, Any]
) -> None:
    kind, facts, wrong, says, right = checked
    await opens(desk, field(kind, **facts))
    took = len(desk.app.took)
    assert (await desk.done("submit", user="U0ANN", values={"it": None}))["errors"] == {"it": WORDS}
    assert (await desk.done("submit", user="U0ANN", values={"it": wrong}))["errors"] == {"it": says}
    assert len(desk.app.took) == took
    assert (await desk.done("submit", user="U0ANN", values={"it": right}))["errors"] == {}
    assert len(desk.app.took) == took + 1


async def test_what_is_filled_in_stands_there_and_goes_with_a_press(desk: Desk) -> None:
    await opens(desk, asked(block_id="subject"), actions(select(action_id="kind"), button(action_id="save")))
    await desk.done("fill", user="U0ANN", values={"subject": "Ink"})
    assert next(iter((await values(desk))["subject"].values()))["value"] == "Ink"
    assert await desk.no("fill", user="U0ANN", values={"nothing": "Ink"}) == (409, "no_such_field")
    await desk.done("interact", user="U0ANN", view=True, action="kind", value="0", values={"subject": "Inkjet"})
    told = desk.app.interactions()[-1]["view"]["state"]["values"]
    assert next(iter(told["subject"].values()))["value"] == "Inkjet"
    assert [it["kind"]["selected_option"]["value"] for it in told.values() if "kind" in it] == ["0"]
    await desk.done("interact", user="U0ANN", view=True, action="save")
    again = desk.app.interactions()[-1]["view"]["state"]["values"]
    assert again == told


async def test_no_more_files_are_sent_than_the_field_takes(desk: Desk) -> None:
    await opens(desk, field("file_input", max_files=1))
    mine = [(await desk.done("upload", user="U0ANN", name="a.png", content=PNG))["file"] for _ in range(2)]
    took = len(desk.app.took)
    sent = await desk.done("submit", user="U0ANN", values={"it": mine})
    assert (sent["errors"], len(desk.app.took)) == ({"it": "Please choose no more than 1 files."}, took)
    assert (await desk.done("submit", user="U0ANN", values={"it": mine[:1]}))["errors"] == {}
    (given,) = desk.app.interactions()[-1]["view"]["state"]["values"]["it"]["typed"]["files"]
    assert (given["id"], given["name"], given["size"]) == (mine[0], "a.png", len(base64.b64decode(PNG)))


@pytest.mark.parametrize("call", ["fill", "submit"])
async def test_where_one_value_is_refused_no_field_changes(desk: Desk, call: str) -> None:
    await opens(desk, asked(block_id="subject"), asked({"type": "datepicker", "action_id": "day"}, block_id="day"))
    before = await values(desk)
    for wrong in ({"none": "x"}, {"day": "2026-13-01"}):
        assert (await desk.no(call, user="U0ANN", values={"subject": "Ink", **wrong}))[0] == 409
        assert await values(desk) == before
    await desk.done(call, user="U0ANN", values={"subject": "Ink", "day": "2026-12-01"})
    assert desk.app.interactions() != [] if call == "submit" else await values(desk) != before


async def test_what_was_chosen_stays_when_the_app_redraws_the_window(desk: Desk) -> None:
    choice = actions(select(action_id="kind", options=[option("1"), option("2")])) | {"block_id": "choice"}
    blocks = [asked(block_id="subject"), choice]
    await opens(desk, *blocks)
    await desk.done("interact", user="U0ANN", view=True, action="kind", value="2", values={"Subject": "Ink"})
    told = desk.app.interactions()[-1]["view"]
    redrawn = modal(*blocks, section(), callback_id="form")
    await desk.app.clients["T0HERE"].views_update(view_id=told["id"], view=redrawn)
    assert await values(desk) == told["state"]["values"]
    assert (told["state"]["values"]["choice"]["kind"]["selected_option"]["value"]) == "2"


async def test_a_field_is_named_by_its_block_where_it_stands_alone_in_it(desk: Desk) -> None:
    both = actions(select(action_id="kind"), select(action_id="size")) | {"block_id": "both"}
    alone = section(block_id="alone", accessory=select(action_id="how"))
    await opens(desk, both, alone, asked(block_id="subject", optional=True))
    press: dict[str, Any] = {"user": "U0ANN", "view": True, "action": "kind", "value": "0"}
    await desk.done("interact", **press, values={"alone": "0", "subject": "Ink"})
    held = desk.app.interactions()[-1]["view"]["state"]["values"]
    chosen = [it["selected_option"] for it in (*held["both"].values(), *held["alone"].values())]
    assert [it and it["value"] for it in chosen] == ["0", None, "0"]
    for name in ("both", "kind", "nothing"):
        assert await desk.no("interact", **press, values={name: "0"}) == (409, "no_such_field")


async def post(desk: Desk, *blocks: Json) -> str:
    client = desk.app.clients["T0HERE"]
    return str((await client.chat_postMessage(channel="C0OPEN", text="x", blocks=[*blocks]))["ts"])


async def test_what_a_person_chose_in_a_message_goes_with_their_next_press_and_nobody_elses(desk: Desk) -> None:
    ts = await post(desk, actions(select(action_id="kind"), button(action_id="go")), asked(block_id="why"))
    here = {"channel": "C0OPEN", "messageTs": ts}
    await desk.done("interact", user="U0ANN", **here, action="kind", value="0")
    await desk.done("interact", user="U0ANN", **here, action="go", values={"why": "Ink"})
    anns = desk.app.interactions()[-1]["state"]["values"]
    await desk.done("interact", user="U0BEN", **here, action="go")
    bens = desk.app.interactions()[-1]["state"]["values"]
    chosen = [
        next(it["kind"]["selected_option"] for it in values.values() if "kind" in it) for values in (anns, bens)
    ]
    assert [it and it["value"] for it in chosen] == ["0", None]
    assert [next(iter(it["why"].values()))["value"] for it in (anns, bens)] == ["Ink", None]


async def test_what_is_held_in_a_message_is_what_still_fits_after_it_was_redrawn(desk: Desk) -> None:
    client = desk.app.clients["T0HERE"]

    def drawn(kind: Json) -> list[Json]:
        choice = actions(kind, button(action_id="go")) | {"block_id": "choice"}
        return [choice, asked(block_id="why", label=plain("Why"))]

    ts = await post(desk, *drawn(select(action_id="kind", options=[option("1"), option("2")])))
    here: Json = {"user": "U0ANN", "channel": "C0OPEN", "messageTs": ts}
    await desk.done("interact", **here, action="kind", value="2", values={"Why": "Ink", "gone": "x", "choice": "1"})

    async def held(kind: Json) -> Json:
        await client.chat_update(channel="C0OPEN", ts=ts, text="x", blocks=drawn(kind))
        await desk.done("interact", **here, action="go")
        found: Json = desk.app.interactions()[-1]["state"]["values"]
        assert found["why"]["words"]["value"] == "Ink"
        return dict(found["choice"]["kind"])

    assert (await held(select(action_id="kind", options=[option("2")])))["selected_option"] == option("2")
    assert (await held(select(action_id="kind", options=[option("3")])))["selected_option"] is None
    assert (await held({"type": "users_select", "action_id": "kind"}))["selected_user"] is None


async def test_what_is_held_in_a_message_is_forgotten_with_it(desk: Desk) -> None:
    stage = desk.sandbox.app[control.CONTROL].stage
    first, second = [await post(desk, actions(select(action_id="kind"))) for _ in range(2)]
    for ts in (first, second):
        await desk.done("interact", user="U0ANN", channel="C0OPEN", messageTs=ts, action="kind", value="0")
    assert {ts for _, _, ts in stage.chosen} == {first, second}
    await desk.app.clients["T0HERE"].chat_delete(channel="C0OPEN", ts=first)
    await desk.done("interact", user="U0BEN", channel="C0OPEN", messageTs=second, action="kind", value="0")
    assert {(user, ts) for user, _, ts in stage.chosen} == {("U0ANN", second), ("U0BEN", second)}


async def test_one_of_several_buttons_of_the_same_name_is_pressed_by_its_block(desk: Desk) -> None:
    rows = [section(block_id=name, text=plain(name), accessory=button(action_id="view", value=name)) for name in "ab"]
    here = {"channel": "C0OPEN", "messageTs": await post(desk, *rows), "user": "U0ANN", "action": "view"}
    for named, pressed in (({"block": "b"}, "b"), ({"block": "a"}, "a"), ({}, "a")):
        await desk.done("interact", **here, **named)
        assert desk.app.interactions()[-1]["actions"][0]["value"] == pressed
    assert await desk.no("interact", **here, block="redrawn") == (409, "no_such_action")


async def test_what_stands_within_a_container_is_pressed_and_remembered(desk: Desk) -> None:
    inside = [actions(select(action_id="kind"), button(action_id="go"))]
    ts = await post(desk, {"type": "container", "title": plain("More"), "child_blocks": inside})
    here = {"user": "U0ANN", "channel": "C0OPEN", "messageTs": ts}
    await desk.done("interact", **here, action="kind", value="0")
    await desk.done("interact", **here, action="go")
    pressed = desk.app.interactions()[-1]
    (shown,) = (await desk.seen("messages/C0OPEN?as=U0ANN"))["messages"][0]["blocks"][0]["child_blocks"]
    assert pressed["actions"][0]["block_id"] == shown["block_id"]
    assert pressed["state"]["values"][shown["block_id"]]["kind"]["selected_option"]["value"] == "0"


async def test_a_button_whose_block_was_redrawn_is_pressed_where_it_is_the_only_one_of_its_name(desk: Desk) -> None:
    ts = await post(desk, section(block_id="new", text=plain("Row"), accessory=button(action_id="view")))
    await desk.done("interact", user="U0ANN", channel="C0OPEN", messageTs=ts, action="view", block="old")
    assert desk.app.interactions()[-1]["actions"][0]["block_id"] == "new"


OUTER: Json = {"type": "external_select", "action_id": "outer", "min_query_length": 1}


async def test_an_external_select_offers_what_the_app_answers_and_takes_it_whole(desk: Desk) -> None:
    await opens(desk, asked(OUTER, block_id="module"), actions(button(action_id="beside")))
    seek: Json = {"user": "U0ANN", "view": True, "action": "outer", "text": "gra"}
    assert (await desk.done("suggest", **seek))["options"] == []
    desk.app.offers = {"options": [option("grades")]}
    (offered,) = (await desk.done("suggest", **seek))["options"]
    asked_for = desk.app.interactions()[-1]
    assert (asked_for["type"], asked_for["action_id"], asked_for["value"]) == ("block_suggestion", "outer", "gra")
    assert await desk.no("suggest", **{**seek, "action": "beside"}) == (409, "no_such_action")
    assert await desk.no("submit", user="U0ANN", values={"module": "grades"}) == (409, "wrong_value")
    await desk.done("submit", user="U0ANN", values={"module": offered})
    sent = desk.app.interactions()[-1]["view"]["state"]["values"]["module"]["outer"]
    assert sent["selected_option"] == offered


async def test_options_that_slack_would_refuse_are_refused(desk: Desk) -> None:
    await opens(desk, asked(OUTER, block_id="module"))
    desk.app.offers = {"options": [{"text": plain("x" * 76), "value": "1"}]}
    assert await desk.no("suggest", user="U0ANN", view=True, action="outer", text="x") == (409, "bad_answer")
    desk.app.offers = {"option_groups": [{"label": plain("All"), "options": [option("1")]}]}
    found = await desk.done("suggest", user="U0ANN", view=True, action="outer", text="x")
    assert found["option_groups"][0]["options"] == [option("1")]


@pytest.mark.parametrize(
    "answer", [{"choices": []}, {"options": "one"}, {"options": [option(str(n)) for n in range(101)]}]
)
async def test_an_answer_that_offers_nothing_that_slack_knows_is_the_apps_fault(desk: Desk, answer: Json) -> None:
    await opens(desk, asked(OUTER, block_id="module"))
    seek: Json = {"user": "U0ANN", "view": True, "action": "outer", "text": "x"}
    desk.app.offers = answer
    assert await desk.no("suggest", **seek) == (409, "bad_answer")
    desk.app.offers = {"options": [option(str(number)) for number in range(100)]}
    assert len((await desk.done("suggest", **seek))["options"]) == 100


async def test_several_are_sought_in_a_message_and_chosen_by_one_person(desk: Desk) -> None:
    several = {"type": "multi_external_select", "action_id": "outer"}
    here: Json = {"channel": "C0OPEN", "messageTs": await post(desk, section(accessory=several, block_id="who"))}
    desk.app.offers = {"options": [option("1"), option("2")]}
    found = await desk.done("suggest", user="U0ANN", **here, action="outer", block="who", text="o")
    asked_for = desk.app.interactions()[-1]
    assert (asked_for["channel"], asked_for["message"]["ts"], asked_for["block_id"]) == (
        {"id": "C0OPEN", "name": "open"}, here["messageTs"], "who",
    )  # fmt: skip
    assert "trigger_id" not in asked_for
    for wrong in ("1", ["1"], [{"value": "1"}], found["options"][0]):
        assert await desk.no("interact", user="U0ANN", **here, action="outer", value=wrong) == (409, "wrong_value")
    await desk.done("interact", user="U0ANN", **here, action="outer", value=found["options"])
    pressed = desk.app.interactions()[-1]
    assert pressed["actions"][0]["selected_options"] == pressed["state"]["values"]["who"]["outer"]["selected_options"]
    assert [it["value"] for it in pressed["actions"][0]["selected_options"]] == ["1", "2"]


async def test_who_seeks_is_told_that_the_app_did_not_answer(desk: Desk) -> None:
    await opens(desk, asked(OUTER, block_id="module"))
    seek: Json = {"user": "U0ANN", "view": True, "action": "outer", "text": "x"}
    for fault, acked, why in ({"hold": "A0HELPER"}, False, "connection_failed"), ({"clear": True}, True, ""):
        await desk.done("fault", **fault)
        found = await desk.done("suggest", **seek)
        assert (found["acked"], found["why"], found["options"]) == (acked, why, [])


@pytest.mark.parametrize(
    ("facts", "given", "left", "cleared"),
    [
        ({}, {}, 1, [False]),
        ({}, {"all": True}, 0, [True, True]),
        ({"clear_on_close": True}, {}, 0, [True, True]),
    ],
)
async def test_a_window_closes_alone_or_with_all_beneath_it(
    desk: Desk, facts: Json, given: Json, left: int, cleared: list[bool]
) -> None:
    desk.app.opens = form(notify_on_close=True)
    await desk.done("command", **ANN, command="/open")
    desk.app.pushes = form(notify_on_close=True, **facts)
    await desk.done("interact", user="U0ANN", view=True, action="more")
    await desk.done("close-view", user="U0ANN", **given)
    told = [it for it in desk.app.interactions() if it["type"] == "view_closed"]
    assert [it["is_cleared"] for it in told] == cleared
    assert len(desk.sandbox.slack.views.stacks.get(("T0HERE", "U0ANN"), [])) == left


async def test_a_threads_reply_goes_to_the_channel_too_where_it_is_said_so(desk: Desk) -> None:
    ts = (await desk.done("message", **ANN, text="Why?"))["ts"]
    await desk.done("message", **ANN, text="Because", thread_ts=ts, broadcast=True)
    shown = (await desk.seen("messages/C0OPEN?as=U0BEN"))["messages"]
    assert [it.get("subtype") for it in shown] == [None, "thread_broadcast"]
    assert await desk.no("message", **ANN, text="x", broadcast=True) == (400, "invalid_arguments")


async def test_people_and_channels_called_in_a_command_arrive_as_ids(desk: Desk) -> None:
    said = "ask @ben in #open, not a@ben.example or @nobody or #secret <b> & #far"
    await desk.done("command", user="U0BEN", channel="C0OPEN", command="/say", text=said)
    took = desk.app.took[-1].payload["text"]
    assert took == (
        "ask <@U0BEN|ben> in <#C0OPEN|open>, not a@ben.example or @nobody or #secret &lt;b&gt; &amp; #far"
    )


async def test_a_whole_name_is_meant_and_of_a_private_channel_the_id_alone_is_told(desk: Desk) -> None:
    accounts.add(desk.sandbox.slack, "T0HERE", "ben.cole", user_id="U0COLE")
    said = "@ben.cole @ben. @ben's @ben.other @benny #secret @dan (@ann) &@ann"
    await desk.done("command", user="U0ANN", channel="C0OPEN", command="/say", text=said)
    assert desk.app.took[-1].payload["text"] == (
        "<@U0COLE|ben.cole> <@U0BEN|ben>. <@U0BEN|ben>'s @ben.other @benny <#C0SECRET> @dan (<@U0ANN|ann>) "
        "&amp;<@U0ANN|ann>"
    )


async def test_a_command_that_asks_for_no_escaping_has_its_words_as_they_were_typed(desk: Desk) -> None:
    app = desk.sandbox.slack.app("A0HELPER")
    app.commands = (Command(command="/raw", should_escape=False), Command(command="/say"))
    for command, arrives in (("/raw", "@ben <b>"), ("/say", "<@U0BEN|ben> &lt;b&gt;")):
        await desk.done("command", **ANN, command=command, text="@ben <b>")
        assert desk.app.took[-1].payload["text"] == arrives


async def test_the_faults_of_one_kind_end_and_the_others_stay(desk: Desk) -> None:
    for method in ("chat.postMessage", "chat.update"):
        await desk.done("fault", api={"trouble": "server_error", "method": method, "times": None})
    await desk.done("fault", api={"trouble": "delay", "times": None})
    await desk.done("fault", lift={"trouble": "server_error", "method": "chat.update"})
    faults = (await desk.seen("state"))["faults"]
    assert [(it["trouble"], it["method"]) for it in faults] == [("server_error", "chat.postMessage"), ("delay", "*")]
    await desk.done("fault", lift={"trouble": "server_error"})
    assert [it["trouble"] for it in (await desk.seen("state"))["faults"]] == ["delay"]


async def test_an_input_is_heard_at_once_only_where_its_block_asks_for_it(desk: Desk) -> None:
    line: Json = {"type": "plain_text_input", "action_id": "line"}
    await opens(desk, {**asked(line, block_id="heard"), "dispatch_action": True}, asked(line, block_id="kept"))
    press = {"user": "U0ANN", "view": True, "action": "line", "value": "Ink"}
    assert await desk.no("interact", **press, block="kept") == (409, "not_heard")
    await desk.done("interact", **press, block="heard")
    told = desk.app.interactions()[-1]
    assert told["actions"][0]["value"] == "Ink"
    assert told["view"]["state"]["values"]["heard"]["line"]["value"] == "Ink"
