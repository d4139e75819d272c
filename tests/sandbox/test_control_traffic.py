"""What passed between Slack and the app, both ways: in order, found by its words, and without a secret."""

from itertools import pairwise

import pytest

from sandbox import control
from tests.sandbox.answering_app import until
from tests.sandbox.block_samples import Json, asked, modal, plain, section
from tests.sandbox.two_workspaces import Desk

ANN: Json = {"user": "U0ANN", "channel": "C0OPEN"}


async def traffic(desk: Desk, query: str = "most=200") -> list[Json]:
    found: list[Json] = (await desk.seen(f"traffic?{query}"))["traffic"]
    return found


async def post(desk: Desk, text: str) -> None:
    await desk.app.clients["T0HERE"].chat_postMessage(channel="C0OPEN", text=text, blocks=[section(text=plain(text))])


async def test_the_traffic_goes_both_ways_in_order_and_is_found_by_its_words(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Straßenbahn")
    await post(desk, "Answer")
    desk.app.says = {"text": "Said"}
    await desk.done("command", **ANN, command="/say", text="aloud")
    newest = await traffic(desk, "most=4")
    assert all(one["number"] > other["number"] for one, other in pairwise(newest))
    assert (newest[0]["direction"], newest[0]["name"], newest[0]["ok"]) == ("to_app", "/say", True)
    assert newest[0]["answer"] == {"text": "Said"}
    assert {it["direction"] for it in newest} == {"to_app", "from_app"}
    found = await desk.seen("traffic?q=strassenbahn message")
    assert (found["total"], found["traffic"][0]["name"]) == (1, "message")
    assert (await desk.seen("traffic?q=strassenbahn nonsense"))["total"] == 0
    older = await traffic(desk, f"most=1&before={newest[0]['number']}")
    assert older == newest[1:2]
    for wrong in ("most=0", "most=201", "before=x", "before=-1", "nonsense=1"):
        assert await desk.unseen(f"traffic?{wrong}") == (400, "invalid_arguments")


async def test_each_entry_says_the_same_things(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Hi")
    await post(desk, "Hi")
    await desk.done("settle")
    for entry in await traffic(desk):
        assert list(entry) == [
            "number", "at", "direction", "name", "team", "ok", "why", "ms", "retry", "request", "answer",
        ]  # fmt: skip
        assert (entry["ok"], entry["why"], entry["ms"] >= 0, entry["retry"]) == (True, "", True, 0)
    teams = {it["name"]: it["team"] for it in await traffic(desk)}
    assert teams == {"apps.connections.open": None, "message": "T0HERE", "chat.postMessage": "T0HERE"}


async def test_an_entry_is_named_by_what_it_is(desk: Desk) -> None:
    outer = {"type": "external_select", "action_id": "outer"}
    desk.app.opens = modal(asked(outer, block_id="module"), callback_id="form", notify_on_close=True)
    await desk.done("open-home", user="U0ANN")
    await desk.done("interact", user="U0ANN", home=True, action="at-home")
    await desk.done("shortcut", user="U0ANN", callback_id="ask")
    await desk.done("suggest", user="U0ANN", view=True, action="outer")
    await desk.done("close-view", user="U0ANN")
    await desk.done("reaction", **ANN, ts=(await desk.done("message", **ANN, text="Hi"))["ts"], name="eyes")
    await desk.done("upload", user="U0ANN", name="a.txt", content="")
    await desk.done("message", **ANN, files=[{"name": "a.txt", "content": ""}])
    names = [it["name"] for it in reversed(await traffic(desk)) if it["direction"] == "to_app"]
    assert names == [
        "app_home_opened", "block_actions at-home", "shortcut ask", "block_suggestion outer", "view_closed form",
        "message", "reaction_added", "message.file_share",
    ]  # fmt: skip


async def test_the_traffic_tells_what_is_on_its_way_what_failed_and_what_came_again(desk: Desk) -> None:
    desk.app.deaf = True
    await desk.post("fault", api={"trouble": "error", "method": "chat.postMessage", "error": "fatal_error"})
    with pytest.raises(Exception, match="fatal_error"):
        await post(desk, "x")
    (failed,) = await traffic(desk, "most=1")
    assert (failed["ok"], failed["why"], failed["answer"]["error"]) == (False, "fatal_error", "fatal_error")
    event = desk.sandbox.slack.installation("A0HELPER", "T0HERE")
    events = desk.sandbox.app[control.CONTROL].events
    events.take(event, {"type": "message", "text": "x"})
    await until(lambda: desk.app.took)
    (waits,) = await traffic(desk, "most=1")
    assert (waits["ok"], waits["ms"], waits["answer"]) == (None, None, None)
    await desk.done("fault", hold="A0HELPER")
    await until(lambda: events.wire.log[-1].delivery.retry)
    again, first = await traffic(desk, "most=2")
    assert (first["number"], first["ok"], first["why"]) == (waits["number"], False, "http_timeout")
    assert (again["retry"], again["why"]) == (1, "connection_failed")


async def test_an_event_that_was_changed_into_anything_is_told_as_well(desk: Desk) -> None:
    await desk.done("message", **ANN, text="x")
    for facts in ({"event": None}, {"event": {"type": 7}}, {"team_id": None, "team": "T0HERE"}):
        await desk.done("redeliver", number=0, facts=facts)
    assert [it["name"] for it in await traffic(desk, "most=4")] == ["message", "7", "", "message"]


async def test_no_token_stands_in_the_traffic_nor_is_it_found(desk: Desk) -> None:
    client = desk.app.clients["T0HERE"]
    await post(desk, "my tokens are xoxb-1234-hush,\nxapp-1-hush and axoxe.xoxp-hush")
    await client.api_call("api.test", json={"access_token": "hush", "Authorization": "hush", "kept": "as it is"})
    with pytest.raises(Exception, match="invalid_client_id"):
        await client.apps_uninstall(client_id="other", client_secret="hush")
    whole = str(await traffic(desk))
    there = ["chat.postMessage", "apps.connections.open", "apps.uninstall", "as it is"]
    assert [it for it in there if it in whole] == there
    assert [it for it in ("hush", "xoxb-", "xapp-", "/_socket/socket-") if it in whole] == []
    assert [(await desk.seen(f"traffic?q={it}"))["total"] for it in ("hush", "xoxb-1234", "kept")] == [0, 0, 1]


async def test_the_traffic_begins_anew_with_the_world_and_its_numbers_go_on(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Before")
    before = await traffic(desk)
    await desk.done("reset")
    assert (len(before) > 1, await traffic(desk)) == (True, [])
    await desk.done("message", **ANN, text="After")
    (after,) = await traffic(desk)
    assert after["number"] > before[0]["number"]
