"""Requests as Slack sends them, signed: each call makes another one."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from benchmarks.town import DESCRIPTION, DISTRICTS, TEAM, Spoken, contact_of, staff_of
from bot.domain.cases import CaseType, Priority
from bot.views import case_form
from bot.views.actions import Callback
from demo import world

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def help_asked() -> Iterator[bytes]:
    """`/case help` by contacts."""
    for number in itertools.count():
        yield _command(contact_of(number % DISTRICTS + 1, 1), "help")


def refused() -> Iterator[bytes]:
    """`/case` by staff who are no contacts."""
    for number in itertools.count():
        yield _command(staff_of(number % DISTRICTS + 1), "")


def _command(user: str, text: str) -> bytes:
    facts = {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "liaison-demo",
        "channel_id": world.TOWN,
        "channel_name": "town-hall",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/case",
        "text": text,
        "api_app_id": world.APP,
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1/unused",
        "trigger_id": "1.2.3",
    }
    return _post(urlencode(facts).encode(), FORM)


def forms_sent(tag: str) -> Iterator[bytes]:
    """Filled forms, each of another view: each is another case. `tag` keeps runs apart."""
    for number in itertools.count():
        district = number % DISTRICTS + 1
        user = contact_of(district, number // DISTRICTS % 8 + 1)
        yield _post(urlencode({"payload": json.dumps(_form(tag, number, district, user))}).encode(), FORM)


def _form(tag: str, number: int, district: int, user: str) -> dict[str, Any]:
    def typed(value: str) -> dict[str, Any]:
        return {"value": {"type": "plain_text_input", "value": value}}

    def picked(value: str) -> dict[str, Any]:
        option = {"text": {"type": "plain_text", "text": value}, "value": value}
        return {"value": {"type": "static_select", "selected_option": option}}

    values = {
        case_form.TYPE: picked(CaseType.QUESTION),
        "module": picked("Grades"),
        case_form.URGENCY: picked(Priority.MEDIUM),
        "subject": typed(f"Grades vanish on save {number}"),
        "description": typed(DESCRIPTION),
        **{name: typed("") for name in ("steps", "expected", "actual", "impact")},
    }
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "liaison-demo"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": world.APP,
        "token": "unused",
        "trigger_id": "1.2.3",
        "view": {
            "id": f"V{tag}{number}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": Callback.OPEN_CASE,
            "private_metadata": json.dumps({"district": district, "shown": "yes"}),
            "state": {"values": values},
            "hash": "1.a",
            "title": {"type": "plain_text", "text": "New case"},
            "blocks": [],
        },
        "response_urls": [],
        "is_enterprise_install": False,
    }


def replies(tag: str, threads: Sequence[Spoken]) -> Iterator[bytes]:
    """Replies in cases' threads, by contacts."""
    for number in itertools.count():
        there = threads[number % len(threads)]
        yield _said(tag, number, there, thread=there.ts)


def replies_elsewhere(tag: str, threads: Sequence[Spoken]) -> Iterator[bytes]:
    """Replies in threads that are no case."""
    for number in itertools.count():
        yield _said(tag, number, threads[number % len(threads)], thread=f"1600000000.{number:06}")


def top_level(tag: str, threads: Sequence[Spoken]) -> Iterator[bytes]:
    """Messages in a channel, in no thread."""
    for number in itertools.count():
        yield _said(tag, number, threads[number % len(threads)], thread=None)


def _said(tag: str, number: int, there: Spoken, *, thread: str | None) -> bytes:
    event = {
        "type": "message",
        "user": there.user,
        "text": f"It happens again, number {number}: the marks of period {number % 8} are empty.",
        "ts": f"{int(time.time())}.{number:06}",
        "team": TEAM,
        "channel": there.channel,
        "channel_type": "group",
        "client_msg_id": f"{tag}-{number}",
        **({"thread_ts": thread} if thread else {}),
    }
    body = {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": world.APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{tag}{number}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
    }
    return _post(json.dumps(body).encode(), JSON)


def _post(body: bytes, content_type: str) -> bytes:
    stamp = str(int(time.time())).encode()
    key = world.SIGNING_SECRET.encode()
    signature = hmac.new(key, b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp.decode()}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body
