"""Payloads to an app over HTTP: signed so that slack_sdk believes them, and again when they failed."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from sandbox.clock import HandClock
from sandbox.deeds import messages
from sandbox.wire.carrier import Delivery, Outcome, Wire, signed
from sandbox.wire.events import HOURLY, Events, Misbehaviour
from tests.sandbox.block_samples import Json
from tests.sandbox.small_world import ANN, World


@dataclass(slots=True, kw_only=True)
class Door:
    """An app's request URL. `answers`: statuses, in turn; then 200. `says`: what it answers with."""

    url: str = ""
    took: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    says: str = ""
    kind: str = "text/plain"

    async def take(self, request: web.Request) -> web.Response:
        self.took.append((dict(request.headers), await request.read()))
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, text=self.says, content_type=self.kind)

    def bodies(self) -> list[Json]:
        return [json.loads(body) for _, body in self.took]


@asynccontextmanager
async def listening() -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.add_routes([web.post("/{path:.*}", door.take)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield door
    finally:
        await runner.cleanup()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with listening() as it:
        yield it


@pytest.fixture
async def wire(world: World, door: Door) -> AsyncIterator[Wire]:
    """The small world's app is reached by HTTP."""
    world.app.socket_mode, world.app.request_url = False, door.url
    wire = Wire(world.slack)
    yield wire
    await wire.close()


@pytest.fixture
async def events(world: World, wire: Wire) -> AsyncIterator[Events]:
    events = Events(world.slack, wire)
    world.slack.sink = events.take
    yield events
    await events.close()


async def test_an_event_is_signed_with_the_apps_secret_and_no_others(
    world: World, door: Door, events: Events
) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "Grüße")
    await events.settle()
    ((headers, body),) = door.took
    assert SignatureVerifier(world.app.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert not SignatureVerifier(world.app.signing_secret).is_valid_request(body + b" ", headers)
    assert headers["Content-Type"] == "application/json"
    assert "X-Slack-Retry-Num" not in headers
    (told,) = door.bodies()
    assert (told["type"], told["team_id"], told["event"]["ts"]) == ("event_callback", "T0HERE", said.ts)
    assert told["authorizations"][0]["user_id"] == "U0BOT"


async def test_a_failed_event_comes_at_once_after_a_minute_and_after_five_more_with_its_headers(
    world: World, clock: HandClock, door: Door, events: Events
) -> None:
    door.answers = [500, 404, 302, 503]
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    await events.settle()
    counts = [len(door.took)]
    for seconds in (59, 1, 299, 1):
        await clock.turn(timedelta(seconds=seconds))
        await events.settle()
        counts.append(len(door.took))
    assert counts == [2, 2, 3, 3, 4]
    retries = [(it.get("X-Slack-Retry-Num"), it.get("X-Slack-Retry-Reason")) for it, _ in door.took]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({it["event_id"] for it in door.bodies()}) == 1
    assert [it["event"]["text"] for it in events.given_up] == ["x"]


async def test_an_event_that_was_taken_does_not_come_again(
    world: World, clock: HandClock, door: Door, events: Events
) -> None:
    door.answers = [500, 204]
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    await events.settle()
    await clock.turn(timedelta(days=2))
    await events.settle()
    assert (len(door.took), events.given_up) == (2, [])


async def test_delayed_events_go_on_for_a_day_where_they_are_switched_on(
    world: World, clock: HandClock, door: Door, events: Events
) -> None:
    events.misbehaviour = Misbehaviour(delayed_events=True)
    door.answers = [500] * 100
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    await events.settle()
    await clock.turn(timedelta(minutes=6))
    await events.settle()
    for _ in range(HOURLY + 3):
        await clock.turn(timedelta(hours=1))
        await events.settle()
    assert (len(door.took), len(events.given_up)) == (4 + HOURLY, 1)


async def test_an_app_where_nobody_listens_is_a_connection_that_failed(world: World, wire: Wire) -> None:
    delivery = Delivery(kind="events_api", payload={})
    assert (await wire.carry(world.app, delivery)).acked
    for nowhere in ("http://127.0.0.1:9/", None):
        world.app.request_url = nowhere
        failed = await wire.carry(world.app, delivery)
        assert (failed.acked, failed.why) == (False, "connection_failed")


async def test_an_app_that_is_held_is_reached_by_nothing(world: World, door: Door, wire: Wire) -> None:
    delivery = Delivery(kind="events_api", payload={})
    wire.held.add(world.app.app_id)
    assert (await wire.carry(world.app, delivery)).why == "connection_failed"
    assert door.took == []
    wire.held.clear()
    assert (await wire.carry(world.app, delivery)).acked


async def test_a_command_comes_as_a_form_and_an_interaction_as_json_in_one(
    world: World, door: Door, wire: Wire
) -> None:
    await wire.carry(world.app, Delivery(kind="slash_commands", payload={"command": "/x", "text": "a & b"}))
    await wire.carry(world.app, Delivery(kind="interactive", payload={"type": "block_actions", "n": 1}))
    (command, form), (_, interaction) = door.took
    assert parse_qs(form.decode()) == {"command": ["/x"], "text": ["a & b"]}
    assert command["Content-Type"] == "application/x-www-form-urlencoded"
    assert json.loads(parse_qs(interaction.decode())["payload"][0]) == {"type": "block_actions", "n": 1}


async def test_interactions_go_to_their_own_address_where_there_is_one(world: World, door: Door, wire: Wire) -> None:
    async with listening() as other:
        world.app.interactivity_url = other.url
        await wire.carry(world.app, Delivery(kind="interactive", payload={}))
        await wire.carry(world.app, Delivery(kind="slash_commands", payload={}))
        assert (len(other.took), len(door.took)) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (("text/plain", ""), Outcome(acked=True)),
        (("text/plain", "Hello"), Outcome(acked=True, body="Hello")),
        (("application/json", '{"text": "Hello"}'), Outcome(acked=True, body={"text": "Hello"})),
        (("application/json", ""), Outcome(acked=True)),
        (("application/json", "{"), Outcome(acked=False, why="http_error")),
        (("application/json", "[" * 100_000), Outcome(acked=False, why="http_error")),
    ],
)
async def test_what_the_app_answers_is_read_by_its_type(
    world: World, door: Door, wire: Wire, answer: tuple[str, str], outcome: Outcome
) -> None:
    door.kind, door.says = answer
    came = await wire.carry(world.app, Delivery(kind="slash_commands", payload={}))
    assert replace(came, ms=0) == outcome


def test_a_signature_is_of_the_body_the_secret_and_the_time() -> None:
    headers = signed("secret", b"body")
    assert headers["X-Slack-Signature"].startswith("v0=")
    assert SignatureVerifier("secret").is_valid_request("body", headers)
    late = {**headers, "X-Slack-Request-Timestamp": str(int(headers["X-Slack-Request-Timestamp"]) - 1)}
    assert not SignatureVerifier("secret").is_valid_request("body", late)
