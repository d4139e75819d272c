"""What passed between Slack and the app, both ways in one list: to be looked through."""

import asyncio
import heapq
import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import islice

from sandbox.control.desk import Control
from sandbox.model import ApiCall, Json
from sandbox.wire.carrier import MOST_KEPT, Carried

_AT_ONCE = 100  # entries read before others have their turn: the app waits three seconds at most for its answers

_TOKEN = re.compile(r"(?:xox[a-z]|xapp)[-.][\w.-]+|(?<=/_socket/)[\w-]+")
"""Slack's own, wherever one stands; and what opens a socket."""
_SECRET = re.compile(r'("(?:\w+_token|\w+_secret|authorization)": ")[^"]+', re.IGNORECASE)
"""In JSON, the value of a field that is named so."""


async def page(control: Control, *, before: int | None, most: int, words: list[str]) -> Json:
    """The newest first, older than number `before`; `total`: how many have all these words in them at all."""
    entries = [*_newest_first(control)]
    if words:
        entries = [it async for it in _with(words, entries)]
    older = (it for it in entries if before is None or it.number < before)
    return {"traffic": [json.loads(_told(it)) for it in islice(older, most)], "total": len(entries)}


def _newest_first(control: Control) -> Iterator[ApiCall | Carried]:
    """Of the calls as many as the wire keeps of what went the other way."""
    calls = islice(reversed(control.slack.log), MOST_KEPT)
    return heapq.merge(calls, reversed(control.wire.log), key=lambda it: it.number, reverse=True)


async def _with(words: list[str], entries: list[ApiCall | Carried]) -> AsyncIterator[ApiCall | Carried]:
    for place, entry in enumerate(entries):
        if place % _AT_ONCE == 0:
            await asyncio.sleep(0)
        text = _told(entry).casefold()
        if all(it in text for it in words):
            yield entry


def _told(entry: ApiCall | Carried) -> str:
    """In JSON, without secrets: what is hidden is not found either."""
    shown = _call(entry) if isinstance(entry, ApiCall) else _carried(entry)
    return _SECRET.sub(r"\1…", _TOKEN.sub("…", json.dumps(shown, ensure_ascii=False)))


def _call(call: ApiCall) -> Json:
    return {
        "number": call.number,
        "at": call.at.isoformat(),
        "direction": "from_app",
        "name": call.method,
        "team": call.team,
        "ok": call.ok,
        "why": call.error or "",
        "ms": call.ms,
        "retry": 0,
        "request": call.arguments,
        "answer": call.answer or {"ok": call.ok, "error": call.error},
    }


def _carried(carried: Carried) -> Json:
    outcome, payload = carried.outcome, carried.delivery.payload
    return {
        "number": carried.number,
        "at": carried.at.isoformat(),
        "direction": "to_app",
        "name": " ".join(_name(payload)),
        "team": payload.get("team_id") or _under(payload, "team").get("id"),
        "ok": outcome.acked if outcome else None,
        "why": outcome.why if outcome else "",
        "ms": outcome.ms if outcome else None,
        "retry": carried.delivery.retry,
        "request": payload,
        "answer": outcome.body if outcome else None,
    }


def _name(payload: Json) -> Iterator[str]:
    """What it is, and which: `message`, `/case`, `block_actions case.take`, `view_submission form.open-case`."""
    if "command" in payload:
        yield payload["command"]
    elif "event" in payload:
        event = _under(payload, "event")
        yield ".".join(str(event[it]) for it in ("type", "subtype") if event.get(it))
    else:
        yield payload["type"]
        own = [it["action_id"] for it in payload.get("actions") or ()]
        own += [payload[it] for it in ("action_id", "callback_id") if payload.get(it)]
        yield from own or filter(None, [_under(payload, "view").get("callback_id")])


def _under(payload: Json, name: str) -> Json:
    """An event that is delivered again may have been changed into anything."""
    found = payload.get(name)
    return found if isinstance(found, dict) else {}
