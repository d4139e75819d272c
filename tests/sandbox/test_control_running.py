"""The sandbox itself over the control API: faults, clock, events once more, and the beginning again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError

from sandbox import control
from sandbox.deeds import messages
from sandbox.server import Sandbox
from tests.sandbox.answering_app import until
from tests.sandbox.block_samples import Json
from tests.sandbox.two_workspaces import Desk

ANN: Json = {"user": "U0ANN", "channel": "C0OPEN"}
OVER: Json = {"trouble": "error", "method": "chat.postMessage", "error": "fatal_error"}


async def posted(desk: Desk, team: str = "T0HERE", channel: str = "C0OPEN") -> str:
    try:
        await desk.app.clients[team].chat_postMessage(channel=channel, text="x")
    except SlackApiError as no:
        return str(no.response["error"])
    return ""


async def test_a_fault_strikes_the_workspace_that_is_named(desk: Desk) -> None:
    await desk.done("fault", team="T0THERE", api={**OVER, "times": None})
    assert (await posted(desk), await posted(desk, "T0THERE", "C0FAR")) == ("", "fatal_error")
    await desk.done("fault", clear=True)
    assert await posted(desk, "T0THERE", "C0FAR") == ""


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"api": OVER}, (200, "")),
        ({"api": {**OVER, "channel": "C0OPEN", "times": 3, "skip": 1}}, (200, "")),
        ({"api": {**OVER, "channel": "U0ANN"}}, (200, "")),
        ({"api": {**OVER, "channel": "C0NOWHERE"}}, (404, "channel_not_found")),
        ({"api": {**OVER, "team": "T0NOWHERE"}}, (404, "team_not_found")),
        ({"api": {**OVER, "method": "chat.nonsense"}}, (404, "unknown_method")),
        ({"api": {**OVER, "trouble": "nonsense"}}, (400, "invalid_arguments")),
        ({"api": {**OVER, "times": 0}}, (400, "invalid_arguments")),
        ({"api": {**OVER, "seconds": -1}}, (400, "invalid_arguments")),
        ({"api": {}}, (400, "invalid_arguments")),
        ({"events": {"copies": 1}}, (200, "")),
        ({"events": {"copies": -1}}, (400, "invalid_arguments")),
        ({"events": {"copies": 1, "nonsense": 1}}, (400, "invalid_arguments")),
        ({"hold": "A0HELPER"}, (200, "")),
        ({"hold": "A0NONE"}, (404, "app_not_found")),
        ({"release": "A0NONE"}, (404, "app_not_found")),
        ({"drop": "A0NONE"}, (404, "app_not_found")),
        ({}, (400, "invalid_arguments")),
        ({"clear": False}, (400, "invalid_arguments")),
    ],
)
async def test_a_fault_is_planted_or_nothing_is(desk: Desk, fault: Json, expected: tuple[int, str]) -> None:
    status, answer = await desk.post("fault", **fault)
    assert (status, answer.get("error", "")) == expected
    planted = [*desk.sandbox.slack.faults.of_api, *desk.sandbox.app[control.CONTROL].wire.held]
    assert bool(planted) is (status == 200 and "events" not in fault)


async def test_events_come_in_copies_under_their_own_or_other_ids_until_it_is_cleared(desk: Desk) -> None:
    ids: list[int] = []
    for misbehaviour in ({"copies": 2}, {"copies": 2, "new_ids": True}):
        desk.app.took.clear()
        await desk.done("fault", events=misbehaviour)
        await desk.done("message", **ANN, text="x")
        assert [it["text"] for it in desk.app.events()] == ["x"] * 3
        ids.append(len({it.payload["event_id"] for it in desk.app.took}))
    assert ids == [1, 3]
    desk.app.took.clear()
    await desk.done("fault", clear=True)
    await desk.done("message", **ANN, text="x")
    assert len(desk.app.events()) == 1


async def test_events_come_the_last_first_in_groups(desk: Desk) -> None:
    await desk.done("fault", events={"reverse": 3})
    for text in ("1", "2", "3", "4"):
        messages.say(desk.sandbox.slack, "C0OPEN", "U0ANN", text)
    await desk.done("settle")
    assert [it["text"] for it in desk.app.events()] == ["3", "2", "1", "4"]


async def test_what_an_app_did_not_take_comes_again_and_is_given_up_after_three_retries(desk: Desk) -> None:
    await desk.done("fault", hold="A0HELPER")
    await desk.done("message", **ANN, text="Kept")
    await desk.done("clock", turn=60)
    assert (await desk.done("settle"))["given_up"] == 0
    await desk.done("fault", release="A0HELPER")
    await desk.done("clock", turn=300)
    await desk.done("settle")
    (came,) = desk.app.took
    assert (came.retry_attempt, came.retry_reason) == (3, "connection_failed")
    await desk.done("fault", hold="A0HELPER")
    await desk.done("message", **ANN, text="Lost")
    await desk.done("clock", turn=360)
    assert (await desk.done("settle"))["given_up"] == 1
    assert [it["event"]["text"] for it in (await desk.seen("events"))["given_up"]] == ["Lost"]


async def test_an_event_is_delivered_again_by_its_number_and_changed_as_told(desk: Desk) -> None:
    await desk.done("message", **ANN, text="x")
    assert (await desk.done("redeliver", number=0))["acked"] is True
    await desk.done("redeliver", number=0, facts={"event_id": "EvOTHER", "team_id": "T0NOBODY"})
    assert [it.payload["event_id"] for it in desk.app.took] == ["Ev000000001", "Ev000000001", "EvOTHER"]
    assert await desk.no("redeliver", number=1) == (404, "event_not_found")
    assert await desk.no("redeliver", number=-1) == (400, "invalid_arguments")


async def test_the_clock_is_turned_on_and_never_back(desk: Desk) -> None:
    began = (await desk.done("clock"))["now"]
    assert (await desk.done("clock", turn=90))["now"] == "2026-11-24T15:01:30+00:00"
    assert (await desk.done("clock", to="2026-11-25T15:00:00Z"))["now"] == "2026-11-25T15:00:00+00:00"
    assert await desk.no("clock", to=began) == (409, "time_is_past")
    assert await desk.no("clock", turn=-1) == (400, "invalid_arguments")
    assert await desk.no("clock", to="2026-11-26T15:00:00") == (400, "invalid_arguments")
    assert await desk.no("clock", to="tomorrow") == (400, "invalid_arguments")


async def test_an_instant_that_somebody_else_turned_beyond_meanwhile_is_refused(desk: Desk) -> None:
    async def ticking() -> None:
        for _ in range(3_000):
            await desk.clock.sleep(1)

    asleep = asyncio.create_task(ticking())
    turning = asyncio.create_task(desk.clock.turn(timedelta(hours=1)))
    assert await desk.no("clock", to="2026-11-24T15:59:59Z") == (409, "time_is_past")
    await asyncio.gather(asleep, turning)
    assert (await desk.done("clock", to="2026-11-24T16:00:01Z"))["now"] == "2026-11-24T16:00:01+00:00"


async def served_without_world(call: str, **body: Any) -> tuple[int, str]:
    async with (
        Sandbox.running(parts=(control.part,)) as sandbox,
        ClientSession() as session,
        session.post(f"{sandbox.url}/_control/{call}", json=body) as answer,
    ):
        return answer.status, (await answer.json()).get("error", "")


async def test_the_walls_clock_is_told_and_not_turned() -> None:
    assert await served_without_world("clock") == (200, "")
    assert await served_without_world("clock", turn=1) == (409, "wall_clock")


async def test_a_world_filled_by_hand_cannot_start_over() -> None:
    assert await served_without_world("reset") == (409, "no_world")


async def test_a_reset_gives_the_described_world_again_while_the_app_stays_connected(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Before")
    await desk.done("command", **ANN, command="/open")
    await desk.done("user-change", user="U0ANN", facts={"deleted": True})
    await desk.done("leave", user="U0BEN", channel="C0OPEN")
    await desk.done("fault", api={**OVER, "times": None}, events={"copies": 3})
    desk.app.took.clear()
    before = [it["number"] for it in (await desk.seen("events"))["events"]]
    assert await desk.no("reset", nonsense=True) == (400, "invalid_arguments")
    assert (await desk.texts("C0OPEN", "U0ANN"))[0] == "Before"

    await desk.done("reset")
    assert (before != [], (await desk.seen("events"))["events"]) == (True, [])
    assert (await desk.texts("C0OPEN", "U0BEN"), (await desk.seen("view/U0ANN"))["view"]) == ([], None)
    assert (await desk.seen("state"))["faults"] == []
    assert desk.app.took == []
    assert (await desk.seen("state"))["apps"][0]["connections"] == 1
    assert await posted(desk) == ""
    assert (await desk.done("command", **ANN, command="/open"))["acked"] is True
    await desk.done("message", **ANN, text="After")
    assert [it["text"] for it in desk.app.events()] == ["x", "After"]  # the app's own post, told once as well


async def test_a_reset_forgets_the_retries_of_the_old_world_and_frees_who_was_held(desk: Desk) -> None:
    await desk.done("fault", hold="A0HELPER")
    await desk.done("message", **ANN, text="Old")
    await desk.done("reset")
    await desk.done("message", **ANN, text="New")
    await desk.done("clock", turn=400)
    await desk.done("settle")
    assert [it["text"] for it in desk.app.events()] == ["New"]


async def test_no_event_after_a_reset_has_an_id_of_before(desk: Desk) -> None:
    for _ in range(2):
        await desk.done("message", **ANN, text="x")
        await desk.done("reset")
    kept = [(it.payload["event_id"], it.payload["event"]["ts"]) for it in desk.app.took]
    assert len({*kept}) == len({it for it, _ in kept}) == len({it for _, it in kept}) == 2


async def test_connections_that_are_dropped_are_made_again_by_slacks_own_client(desk: Desk) -> None:
    wire = desk.sandbox.app[control.CONTROL].wire
    (first,) = wire.sockets["A0HELPER"]
    await desk.done("fault", drop="A0HELPER")
    await until(lambda: [it for it in wire.sockets["A0HELPER"] if it is not first])
    await desk.done("message", **ANN, text="Still here")
    assert [it["text"] for it in desk.app.events()] == ["Still here"]
