"""Socket Mode, with slack_sdk's own client and with bare WebSockets: hello, envelopes, acks and the goodbye."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import control
from sandbox.wire.carrier import Delivery, Outcome, Wire
from sandbox.wire.sockets import MOST
from tests.sandbox.answering_app import answering, until
from tests.sandbox.block_samples import Json
from tests.sandbox.two_workspaces import Desk

ANN: Json = {"user": "U0ANN", "channel": "C0OPEN"}


def wire(desk: Desk) -> Wire:
    return desk.sandbox.app[control.CONTROL].wire


async def ticket(desk: Desk, token: str = "xapp-helper") -> str:
    client = AsyncWebClient(token, base_url=desk.sandbox.api_url, session=desk.session, retry_handlers=[])
    return str((await client.apps_connections_open(app_token=token))["url"])


async def connected(desk: Desk) -> tuple[ClientWebSocketResponse, Json]:
    socket = await desk.session.ws_connect(await ticket(desk))
    return socket, await socket.receive_json(timeout=2)


async def alone(desk: Desk) -> ClientWebSocketResponse:
    """A bare connection, the app's only one."""
    await desk.app.socket.close()  # type: ignore[no-untyped-call]  # slack_sdk's own
    await until(lambda: not wire(desk).sockets["A0HELPER"])
    return (await connected(desk))[0]


def carried(desk: Desk, **delivery: Any) -> "asyncio.Task[Outcome]":
    app = desk.sandbox.slack.app("A0HELPER")
    return asyncio.create_task(wire(desk).carry(app, Delivery(**{"kind": "interactive", "payload": {}, **delivery})))


async def test_slacks_client_gets_an_event_and_acks_it(desk: Desk) -> None:
    await desk.done("message", **ANN, text="Hello")
    (came,) = desk.app.took
    assert (came.type, came.payload["event"]["text"], came.retry_attempt) == ("events_api", "Hello", 0)
    assert came.accepts_response_payload is False
    await desk.done("command", **ANN, command="/say")
    assert (desk.app.took[-1].type, desk.app.took[-1].accepts_response_payload) == ("slash_commands", True)


async def test_hello_says_how_many_connections_there_are(desk: Desk) -> None:
    second, hello = await connected(desk)
    assert (hello["type"], hello["num_connections"]) == ("hello", 2)
    assert hello["connection_info"] == {"app_id": "A0HELPER"}
    await second.close()
    await until(lambda: len(wire(desk).sockets["A0HELPER"]) == 1)


async def test_a_ticket_is_good_for_one_connection_and_wants_the_apps_token(desk: Desk) -> None:
    url = await ticket(desk)
    socket = await desk.session.ws_connect(url)
    with pytest.raises(WSServerHandshakeError) as used:
        await desk.session.ws_connect(url)
    assert used.value.status == 404
    await socket.close()
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await ticket(desk, "xoxb-here")


async def test_an_app_has_ten_connections_and_no_eleventh(desk: Desk) -> None:
    sockets = [(await connected(desk))[0] for _ in range(MOST - 1)]
    url = await ticket(desk)
    with pytest.raises(WSServerHandshakeError) as above:
        await desk.session.ws_connect(url)
    assert above.value.status == 429
    await sockets.pop().close()
    await until(lambda: len(wire(desk).sockets["A0HELPER"]) == MOST - 1)
    sockets.append((await connected(desk))[0])
    for socket in sockets:
        await socket.close()


async def test_payloads_go_to_the_connections_in_turn(desk: Desk) -> None:
    async with answering(desk.sandbox.api_url) as other:
        for _ in range(4):
            await desk.done("command", **ANN, command="/say")
        assert (len(desk.app.took), len(other.took)) == (2, 2)


async def test_an_ack_answers_its_own_envelope_and_what_else_comes_is_passed_over(desk: Desk) -> None:
    socket = await alone(desk)
    outcome = carried(desk, payload={"type": "shortcut"})
    envelope = await socket.receive_json(timeout=2)
    assert (envelope["type"], envelope["payload"]) == ("interactive", {"type": "shortcut"})
    for nonsense in ("no json", "[]", '{"envelope_id": "env-none"}', '{"envelope_id": {}}', "[" * 5_000):
        await socket.send_str(nonsense)
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hi"}})
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Twice"}})
    came = await outcome
    assert (came.acked, came.body) == (True, {"text": "Hi"})
    await socket.close()


async def test_a_retry_says_which_it_is_and_why(desk: Desk) -> None:
    socket = await alone(desk)
    outcome = carried(desk, kind="events_api", payload={"event_id": "Ev1"}, retry=2, reason="http_timeout")
    envelope = await socket.receive_json(timeout=2)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (2, "http_timeout")
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await outcome).acked
    await socket.close()


async def test_a_connection_that_breaks_before_the_ack_has_failed(desk: Desk) -> None:
    socket = await alone(desk)
    outcome = carried(desk)
    await socket.receive_json(timeout=2)
    await socket.close()
    assert ((await outcome).acked, (await outcome).why) == (False, "connection_failed")
    nobody = await carried(desk)
    assert (nobody.acked, nobody.why) == (False, "connection_failed")


async def test_an_app_that_does_not_ack_within_three_seconds_is_given_up_on(desk: Desk) -> None:
    desk.app.deaf = True
    deaf = await desk.done("command", **ANN, command="/say")
    assert (deaf["acked"], deaf["why"]) == (False, "http_timeout")
    desk.app.deaf = False
    assert (await desk.done("command", **ANN, command="/say"))["acked"] is True


async def test_an_event_without_an_ack_comes_again_with_the_same_id(desk: Desk) -> None:
    socket = await alone(desk)
    said = asyncio.create_task(desk.done("message", **ANN, text="x"))
    first = await socket.receive_json(timeout=2)
    await socket.close()
    await said
    async with answering(desk.sandbox.api_url) as again:
        await desk.done("clock", turn=60)
        await desk.done("settle")
        (came,) = again.took
    assert came.payload["event_id"] == first["payload"]["event_id"]
    assert (came.retry_attempt, came.retry_reason) == (2, "connection_failed")
