"""What is to be seen over the control API, by whom, and of which workspace."""

import pytest

from sandbox.model import Command
from tests.sandbox.block_samples import Json
from tests.sandbox.two_workspaces import Desk


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("messages/C0SECRET?as=U0ANN", (200, "")),
        ("messages/C0SECRET?as=U0BEN", (404, "channel_not_found")),
        ("messages/C0NOWHERE?as=U0BEN", (404, "channel_not_found")),
        ("messages/C0QUIET?as=U0ANN", (200, "")),
        ("messages/C0QUIET?as=U0GUEST", (404, "channel_not_found")),
        ("messages/C0QUIET?as=U0DAN", (404, "channel_not_found")),
        ("messages/C0SHARED?as=U0DAN", (200, "")),
        ("messages/C0SHARED?as=U0DAN&team=T0THERE", (200, "")),
        ("messages/C0OPEN?as=U0ANN&team=T0THERE", (404, "channel_not_found")),
        ("messages/C0OPEN?as=U0NOBODY", (404, "user_not_found")),
        ("view/U0ANN", (200, "")),
        ("view/U0ANN?team=T0HERE", (200, "")),
        ("view/U0ANN?team=T0THERE", (404, "user_not_found")),
        ("view/U0NOBODY", (404, "user_not_found")),
        ("home/U0DAN?team=T0THERE", (200, "")),
        ("home/U0DAN?team=T0HERE", (404, "user_not_found")),
        ("home/U0NOBODY", (404, "user_not_found")),
        ("dms/U0ANN", (200, "")),
        ("dms/U0NOBODY", (404, "user_not_found")),
        ("state?team=T0HERE", (200, "")),
        ("state?team=T0NOWHERE", (404, "team_not_found")),
        ("log?team=T0THERE", (200, "")),
        ("log?team=T0NOWHERE", (404, "team_not_found")),
        ("events?team=T0NOWHERE", (404, "team_not_found")),
    ],
)
async def test_who_and_what_is_there_is_seen_by_whom_it_concerns(
    desk: Desk, path: str, expected: tuple[int, str]
) -> None:
    status, answer = await desk.get(path)
    assert (status, answer.get("error", "")) == expected
    assert answer["ok"] is (status == 200)
    assert bool(answer.get("hint")) is (status != 200)


async def test_a_private_channel_betrays_nothing_to_who_is_not_in_it(desk: Desk) -> None:
    await desk.done("message", user="U0ANN", channel="C0SECRET", text="Hidden")
    assert await desk.texts("C0SECRET", "U0ANN") == ["Hidden"]
    _, secret = await desk.get("messages/C0SECRET?as=U0BEN")
    _, nowhere = await desk.get("messages/C0NOWHERE?as=U0BEN")
    assert secret == nowhere


async def test_an_ephemeral_is_seen_by_its_reader_alone(desk: Desk) -> None:
    client = desk.app.clients["T0HERE"]
    await client.chat_postMessage(channel="C0OPEN", text="For all")
    await client.chat_postEphemeral(channel="C0OPEN", user="U0ANN", text="For Ann")
    assert await desk.texts("C0OPEN", "U0ANN") == ["For all", "For Ann"]
    assert await desk.texts("C0OPEN", "U0BEN") == ["For all"]
    shown = (await desk.seen("messages/C0OPEN?as=U0ANN"))["messages"]
    assert [it["ephemeral"] for it in shown] == [False, True]


async def test_the_state_names_all_there_is_or_one_workspaces_part_of_it(desk: Desk) -> None:
    await desk.done("fault", api={"trouble": "error", "method": "chat.postMessage", "team": "T0THERE"})
    everything, here = await desk.seen("state"), await desk.seen("state?team=T0HERE")
    ids = {kind: [it["id"] for it in everything[kind]] for kind in ("workspaces", "channels", "apps")}
    assert ids == {
        "workspaces": ["T0HERE", "T0THERE"],
        "channels": ["C0OPEN", "C0SECRET", "C0QUIET", "C0FAR", "C0SHARED"],
        "apps": ["A0HELPER"],
    }
    assert [it["id"] for it in here["channels"]] == ["C0OPEN", "C0SECRET", "C0QUIET", "C0SHARED"]
    assert {it["team"] for it in here["users"]} == {"T0HERE"}
    assert everything["apps"][0]["connections"] == 1
    assert ([it["trouble"] for it in everything["faults"]], here["faults"]) == (["error"], [])


async def test_the_state_tells_all_of_a_person_a_command_a_shortcut_and_a_fault(desk: Desk) -> None:
    facts: Json = {"title": "Head", "tz": "America/Denver", "is_admin": True, "is_stranger": True}
    await desk.done("user-change", user="U0ANN", facts=facts)
    desk.sandbox.slack.app("A0HELPER").commands = (
        Command(command="/say", description="Says it", usage_hint="[words]"),
        Command(command="/open"),
    )
    await desk.done("fault", api={"trouble": "delay", "channel": "C0OPEN", "skip": 2, "times": None, "seconds": 1.5})
    await desk.done("fault", events={"copies": 2, "new_ids": True}, hold="A0HELPER")
    state = await desk.seen("state")
    ann, guest = (next(it for it in state["users"] if it["id"] == who) for who in ("U0ANN", "U0GUEST"))
    assert {name: ann[name] for name in facts} == facts
    assert (guest["is_restricted"], guest["is_ultra_restricted"], guest["is_admin"]) == (True, False, False)
    (app,) = state["apps"]
    told = [(it["command"], it["description"], it["usage_hint"]) for it in app["commands"]]
    assert told == [("/say", "Says it", "[words]"), ("/open", "", "")]
    assert app["shortcuts"][1] == {"callback_id": "turn", "name": "Turn", "kind": "message", "description": ""}
    (fault,) = state["faults"]
    assert fault == {
        "trouble": "delay", "method": "*", "channel": "C0OPEN", "team": None, "skip": 2, "times": None,
        "retry_after": 1, "error": "internal_error", "seconds": 1.5,
    }  # fmt: skip
    assert (state["misbehaviour"]["copies"], state["misbehaviour"]["new_ids"], app["held"]) == (2, True, True)
    await desk.done("fault", clear=True)
    state = await desk.seen("state")
    assert (state["faults"], state["misbehaviour"]["copies"], state["apps"][0]["held"]) == ([], 0, False)


async def test_a_state_holds_no_secret(desk: Desk) -> None:
    said = str(await desk.seen("state"))
    assert [it for it in ("xoxb-", "xapp-", "signing-secret") if it in said] == []
    assert "A0HELPER" in said


async def test_the_log_has_each_call_of_the_apps_of_a_workspace(desk: Desk) -> None:
    await desk.app.clients["T0THERE"].chat_postMessage(channel="C0FAR", text="Hello")
    (call,) = (await desk.seen("log?team=T0THERE"))["log"]
    assert (call["method"], call["arguments"]["text"], call["error"]) == ("chat.postMessage", "Hello", None)
    assert (await desk.seen("log?team=T0HERE"))["log"] == []
    assert len((await desk.seen("log"))["log"]) == 2  # and the one that opened the connection


async def test_the_events_are_numbered_and_those_that_nobody_took_stand_apart(desk: Desk) -> None:
    await desk.done("message", user="U0ANN", channel="C0OPEN", text="One")
    await desk.done("message", user="U0DAN", channel="C0FAR", text="Two")
    told = await desk.seen("events?team=T0THERE")
    assert [(it["number"], it["event"]["text"]) for it in told["events"]] == [(1, "Two")]
    assert (len((await desk.seen("events"))["events"]), told["given_up"]) == (2, [])


async def test_a_window_and_a_home_are_shown_once_they_stand(desk: Desk) -> None:
    assert (await desk.seen("view/U0ANN"))["view"] is None
    assert (await desk.seen("home/U0ANN"))["view"] is None
    await desk.done("command", user="U0ANN", channel="C0OPEN", command="/open")
    await desk.done("open-home", user="U0ANN")
    assert (await desk.seen("view/U0ANN"))["view"]["callback_id"] == "form"
    assert (await desk.seen("home/U0ANN"))["view"]["type"] == "home"
    assert len((await desk.seen("dms/U0ANN"))["channels"]) == 1
    assert (await desk.seen("view/U0BEN"))["view"] is None
