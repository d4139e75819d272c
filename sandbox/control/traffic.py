"""What passed between Slack and the app, both ways in one list: to be looked through."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.control.desk import Control
from sandbox.model import ApiCall, Json
from sandbox.wire.carrier import Carried

MOST = 200
_SECRET = re.compile(r"\b(xox[a-z]|xapp|xoxe)[-.][\w.-]+|(?<=/_socket/)[\w-]+")
_HIDDEN = "…"


def page(control: Control, *, before: int | None, most: int, words: list[str]) -> Json:
    """The newest first, older than number `before`; `total`: how many have all these words in them at all."""
    found = [it for it in _all(control) if _has(it, words)]
    older = [it for it in found if before is None or it["number"] < before]
    return {"traffic": older[:most], "total": len(found)}


def _all(control: Control) -> list[Json]:
    calls = [_call(it) for it in control.slack.log]
    carried = [_carried(it) for it in control.wire.log]
    return sorted([*calls, *carried], key=lambda it: int(it["number"]), reverse=True)


def _has(entry: Json, words: list[str]) -> bool:
    if not words:
        return True
    text = json.dumps(entry, ensure_ascii=False).casefold()
    return all(it in text for it in words)


def _call(call: ApiCall) -> Json:
    return {
        "number": call.number,
        "at": call.at.isoformat(),
        "direction": "from_app",
        "name": call.method,
        "team": call.team,
        "ok": call.ok,
        "why": call.error or "",
        "ms": None,
        "retry": 0,
        "request": _without_secrets(call.arguments),
        "answer": _without_secrets(call.answer or {"ok": call.ok, "error": call.error}),
    }


def _carried(carried: Carried) -> Json:
    outcome, payload = carried.outcome, carried.delivery.payload
    return {
        "number": carried.number,
        "at": carried.at.isoformat(),
        "direction": "to_app",
        "name": " ".join(_name(payload)),
        "team": payload.get("team_id") or (payload.get("team") or {}).get("id"),
        "ok": outcome.acked if outcome else None,
        "why": outcome.why if outcome else "",
        "ms": outcome.ms if outcome else None,
        "retry": carried.delivery.retry,
        "request": _without_secrets(payload),
        "answer": _without_secrets(outcome.body) if outcome else None,
    }


def _name(payload: Json) -> Iterator[str]:
    """What it is, and which: `message`, `/case`, `block_actions case.take`, `view_submission form.open-case`."""
    if "command" in payload:
        yield payload["command"]
    elif "event" in payload:
        yield ".".join(filter(None, (payload["event"]["type"], payload["event"].get("subtype"))))
    else:
        yield payload["type"]
        view: Json = payload.get("view") or {}
        actions = [it["action_id"] for it in payload.get("actions") or ()]
        yield from [*actions, *filter(None, [payload.get("action_id"), payload.get("callback_id")])] or filter(
            None, [view.get("callback_id")]
        )


def _without_secrets(value: Any) -> Any:
    match value:
        case str():
            return _SECRET.sub(_HIDDEN, value)
        case dict():
            return {name: _without_secrets(it) for name, it in value.items()}
        case list():
            return [_without_secrets(it) for it in value]
        case _:
            return value
