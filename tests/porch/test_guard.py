"""The HTTP endpoint's guard: what is no request of Slack's is refused before anything reads it (SLACK 17, rule 2)."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.web import LARGEST_BODY, OLDEST_S, guard
from demo import world
from demo.town import Town, town
from sandbox.wire.carrier import signed
from tests.porch.looking import rows

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SECRET = world.SIGNING_SECRET
BARE = '{"type": "event_callback"}'


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, transport="http") as found:
        yield found


def heard(**facts: Any) -> dict[str, Any]:
    """A message in a case channel, as the Events API wraps it."""
    event = {
        "type": "message",
        "channel": world.LAKESIDE,
        "user": "U0ANA",
        "text": "Good morning.",
        "ts": "1795543200.000100",
        "channel_type": "group",
        "event_ts": "1795543200.000100",
    }
    return {
        "type": "event_callback",
        "team_id": world.TEAM,
        "api_app_id": world.APP,
        "event_id": "Ev0PORCH",
        "event_time": 1795543200,
        "event": event | facts.pop("event", {}),
        **facts,
    }


async def posted(
    here: Town, body: bytes, *, kind: str = JSON, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Signed as Slack signs, unless headers are given. Status and body."""
    sent = {"Content-Type": kind, **(signed(SECRET, body) if headers is None else headers)}
    url = f"http://127.0.0.1:{here.bot.port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=io.BytesIO(body), headers=sent) as answer:
        return answer.status, await answer.text()


async def test_only_what_slack_signed_now_comes_in(here: Town) -> None:
    body = json.dumps(heard()).encode()
    good = signed(SECRET, body)
    stamp, signature = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]
    before = await rows(here.bot.store)
    for refused, status in (
        ({}, 400),
        ({"X-Slack-Signature": signature}, 400),
        ({**good, "X-Slack-Request-Timestamp": "yesterday"}, 400),
        ({**good, "X-Slack-Request-Timestamp": "-5"}, 400),
        ({**good, "X-Slack-Request-Timestamp": "9" * 13}, 400),
        ({"X-Slack-Request-Timestamp": stamp}, 401),
        ({**good, "X-Slack-Signature": ""}, 401),
        ({**good, "X-Slack-Signature": signature.removeprefix("v0=")}, 401),
        ({**good, "X-Slack-Signature": "v0=é"}, 401),
        ({**good, "X-Slack-Request-Timestamp": str(int(stamp) + 1)}, 401),
        (signed("another secret", body), 401),
        (signed(SECRET, body + b" "), 401),
    ):
        assert await posted(here, body, headers=refused) == (status, ""), refused
    assert await rows(here.bot.store) == before
    assert await posted(here, body) == (200, "")


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_signature_of_another_time_is_refused_however_right(direction: int) -> None:
    for off, refused in ((OLDEST_S - 30, None), (OLDEST_S + 30, 401)):
        stamp = str(int(time.time()) + off * direction)
        right = hmac.new(SECRET.encode(), f"v0:{stamp}:{BARE}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={right}"}
        assert guard(SECRET, BARE.encode(), headers, JSON) == refused


async def test_a_body_beyond_the_limit_is_refused_and_one_below_is_read(here: Town) -> None:
    padding = LARGEST_BODY - len(json.dumps(heard(padding="")).encode())
    for more, status in ((0, 200), (1, 413)):
        body = json.dumps(heard(padding="x" * (padding + more))).encode()
        assert (await posted(here, body))[0] == status


GARBAGE = [
    (b"", JSON),
    (b"not json", JSON),
    (b'{"type": "event_callback"', JSON),
    (b"\xff\xfe", JSON),
    (b"[]", JSON),
    (b"{}", JSON),
    (b"null", JSON),
    (b"17", JSON),
    (b"[" * 100_000, JSON),
    (b'{"event": 17}', JSON),
    (b'{"event": ["message"]}', JSON),
    (b'{"authorizations": [17]}', JSON),
    (b'{"authorizations": {"team_id": "T0LIAISON"}}', JSON),
    (b'{"type": "event_callback"}', "text/plain"),
    (b"", FORM),
    (b"\xff\xfe", FORM),
    (b"payload=", FORM),
    (b"payload=not+json", FORM),
    (b"payload=[]", FORM),
    (b"something=else", FORM),
    (b"&".join(b"x=1" for _ in range(201)), FORM),
    (urlencode({"payload": '{"type": "block_actions", "actions": [17]}'}).encode(), FORM),
    (urlencode({"payload": '{"type": "view_submission", "view": [17]}'}).encode(), FORM),
    (urlencode({"payload": '{"type": "block_actions", "user": 17}'}).encode(), FORM),
]


async def test_garbage_with_a_good_signature_is_400_and_never_a_fault(here: Town) -> None:
    before = await rows(here.bot.store)
    for body, kind in GARBAGE:
        assert (await posted(here, body, kind=kind))[0] == 400, body[:60]
    assert await rows(here.bot.store) == before
    assert (await posted(here, json.dumps(heard()).encode()))[0] == 200


HOLLOW: list[dict[str, Any]] = [
    {"type": "event_callback"},
    {"type": "event_callback", "event": {}},
    {"type": "event_callback", "event": {"type": "message"}, "team_id": world.TEAM},
    {"type": "event_callback", "event": {"type": "member_joined_channel"}, "team_id": world.TEAM},
    {"type": "event_callback", "event": {"type": "user_change", "user": "U0ANA"}, "team_id": world.TEAM},
    {"type": "event_callback", "event": {"type": "tokens_revoked"}, "team_id": world.TEAM},
    {"type": "event_callback", "event": {"type": "app_home_opened"}, "team_id": world.TEAM},
    {"type": "something_new"},
]


@pytest.mark.parametrize("body", HOLLOW, ids=lambda body: str(body.get("event", body["type"])))
async def test_a_well_signed_event_with_holes_in_it_is_no_fault(here: Town, body: dict[str, Any]) -> None:
    before = await rows(here.bot.store)
    assert (await posted(here, json.dumps(body).encode()))[0] == 200
    assert await rows(here.bot.store) == before


@pytest.mark.parametrize("kind", ["block_actions", "view_submission", "view_closed", "shortcut", "message_action"])
async def test_a_well_signed_click_or_form_with_holes_in_it_is_no_fault(here: Town, kind: str) -> None:
    before = await rows(here.bot.store)
    for facts in ({}, {"team": {"id": world.TEAM}, "user": {"id": "U0ANA", "team_id": world.TEAM}}):
        body = urlencode({"payload": json.dumps({"type": kind, **facts})}).encode()
        assert (await posted(here, body, kind=FORM))[0] == 200
    assert await rows(here.bot.store) == before


@pytest.mark.parametrize(
    "stranger",
    [
        {"event": {"type": "reaction_added"}},
        {"event": {"type": "an_event_of_next_year"}},
        {"team_id": "T0ELSEWHERE"},
        {"event": {"channel": world.TOWN}},
    ],
    ids=["unsubscribed", "unheard-of", "another-workspace", "no-case-channel"],
)
async def test_a_well_signed_event_that_concerns_nobody_gets_200_and_writes_nothing(
    here: Town, stranger: dict[str, Any]
) -> None:
    before = await rows(here.bot.store)
    assert (await posted(here, json.dumps(heard(**stranger)).encode()))[0] == 200
    assert await rows(here.bot.store) == before


async def test_an_event_of_another_app_with_our_secret_cannot_be(here: Town) -> None:
    """Each app signs with its own secret: what another app is told does not come in."""
    body = json.dumps(heard(api_app_id="A0OTHER")).encode()
    assert (await posted(here, body, headers=signed("the-other-apps-own", body)))[0] == 401


async def test_slacks_question_for_the_address_is_answered(here: Town) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "old"}).encode()
    status, said = await posted(here, body)
    assert (status, "3eZbrw1aB" in said) == (200, True)
    assert (await posted(here, body, headers=signed("another secret", body)))[0] == 401


async def test_slacks_look_at_the_certificate_is_answered(here: Town) -> None:
    for body in (b"ssl_check=1&token=old", b"ssl_check=1&token=old&command=%2Fcase"):
        assert (await posted(here, body, kind=FORM))[0] == 200


async def test_only_slacks_way_in_takes_posts_and_only_ours_are_looked_at(here: Town) -> None:
    url = f"http://127.0.0.1:{here.bot.port}"
    async with aiohttp.ClientSession() as session:
        answers = {
            path: (await session.get(f"{url}{path}")).status
            for path in ("/healthz", "/readyz", "/metrics", "/slack/events", "/")
        }
        assert answers == {"/healthz": 200, "/readyz": 200, "/metrics": 200, "/slack/events": 405, "/": 404}
        assert (await session.post(f"{url}/healthz")).status == 405


async def test_over_socket_mode_nothing_comes_in_by_http(database_url: str) -> None:
    async with town(database_url, transport="socket") as here:
        assert (await posted(here, json.dumps(heard()).encode()))[0] == 404
