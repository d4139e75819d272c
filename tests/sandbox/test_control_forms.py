"""What is entered and not yet sent, chosen in messages, offered by an app, and what stays with the person."""

from typing import Any

import pytest

from tests.sandbox.answering_app import form
from tests.sandbox.block_samples import Json, actions, asked, button, modal, option, plain, section, select
from tests.sandbox.two_workspaces import Desk

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
    ("number_input", {"is_decimal_allowed": False, "max_value": "2"}, "3", "Must be no more than 2.", "2"),
    ("multi_static_select", {"options": [option("1"), option("2")], "max_selected_items": 1}, ["1", "2"],
     "Please choose no more than 1.", ["2"]),
]  # fmt: skip


@pytest.mark.parametrize("checked", CHECKED, ids=lambda it: f"{it[0]}-{it[3]}")
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


async def test_one_of_several_buttons_of_the_same_name_is_pressed_by_its_block(desk: Desk) -> None:
    rows = [section(block_id=name, text=plain(name), accessory=button(action_id="view", value=name)) for name in "ab"]
    here = {"channel": "C0OPEN", "messageTs": await post(desk, *rows), "user": "U0ANN", "action": "view"}
    for named, pressed in (({"block": "b"}, "b"), ({"block": "a"}, "a"), ({}, "a"), ({"block": "redrawn"}, "a")):
        await desk.done("interact", **here, **named)
        assert desk.app.interactions()[-1]["actions"][0]["value"] == pressed


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


async def test_the_faults_of_one_kind_end_and_the_others_stay(desk: Desk) -> None:
    for method in ("chat.postMessage", "chat.update"):
        await desk.done("fault", api={"trouble": "server_error", "method": method, "times": None})
    await desk.done("fault", api={"trouble": "delay", "times": None})
    await desk.done("fault", lift={"trouble": "server_error", "method": "chat.update"})
    faults = (await desk.seen("state"))["faults"]
    assert [(it["trouble"], it["method"]) for it in faults] == [("server_error", "chat.postMessage"), ("delay", "*")]
    await desk.done("fault", lift={"trouble": "server_error"})
    assert [it["trouble"] for it in (await desk.seen("state"))["faults"]] == ["delay"]


async def test_the_traffic_goes_both_ways_in_order_and_is_found_by_its_words(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Straßenbahn")
    await post(desk, section(text=plain("Answer")))
    desk.app.says = {"text": "Said"}
    await desk.done("command", **ANN, command="/say", text="aloud")
    newest = (await desk.seen("traffic?most=4"))["traffic"]
    assert [it["number"] for it in newest] == sorted((it["number"] for it in newest), reverse=True)
    assert (newest[0]["direction"], newest[0]["name"], newest[0]["ok"]) == ("to_app", "/say", True)
    assert newest[0]["answer"] == {"text": "Said"}
    found = await desk.seen("traffic?q=strassenbahn message")
    assert (found["total"], found["traffic"][0]["name"]) == (1, "message")
    older = await desk.seen(f"traffic?most=1&before={newest[0]['number']}")
    assert older["traffic"][0]["number"] < newest[0]["number"]
    for wrong in ("most=0", "most=201", "before=x", "nonsense=1"):
        assert await desk.unseen(f"traffic?{wrong}") == (400, "invalid_arguments")


async def test_the_traffic_tells_what_is_on_its_way_and_what_failed(desk: Desk) -> None:
    await desk.done("fault", hold="A0HELPER")
    await desk.done("command", **ANN, command="/say")
    (entry,) = (await desk.seen("traffic?most=1"))["traffic"]
    assert (entry["ok"], entry["why"]) == (False, "connection_failed")


async def test_no_token_stands_in_the_traffic(desk: Desk) -> None:
    await post(desk, section(text=plain("my token is xoxb-1234-secret, and xapp-1-secret")))
    whole = str(await desk.seen("traffic?most=200"))
    assert "chat.postMessage" in whole
    assert "apps.connections.open" in whole
    for secret in ("xoxb-", "xapp-", "/_socket/socket-"):
        assert secret not in whole
