"""The aiohttp application: Slack's requests behind a guard, health, readiness and measures.

The guard stands before Bolt: what is no request of Slack's gets 400, 401 or 413, never 500, and its body is
never logged (SLACK 17, rule 2).
"""

import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from bot.observing import Measures

LARGEST_BODY = 1 << 20
OLDEST_S = 300
Ready = Callable[[], Awaitable[dict[str, bool]]]


def application(
    bolt: AsyncApp,
    *,
    secret: str | None,
    ready: Ready,
    measures: Measures,
    more: Sequence[web.AbstractRouteDef] = (),
) -> web.Application:
    """`secret` None: Socket Mode, and no way in for Slack's requests here. `more`: what else is served."""
    app = web.Application(client_max_size=LARGEST_BODY)

    async def slack(request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        refused = guard(secret or "", raw, request.headers, request.content_type)
        if refused:
            return web.Response(status=refused)
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    async def readyz(_: web.Request) -> web.Response:
        parts = await ready()
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    async def metrics(_: web.Request) -> web.Response:
        await ready()
        body = generate_latest(measures.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.add_routes([web.get("/healthz", _healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    app.add_routes(more)
    if secret:
        app.add_routes([web.post("/slack/events", slack)])
    return app


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})


def guard(secret: str, raw: bytes, headers: Mapping[str, str], content_type: str) -> int | None:
    """None: it is Slack, now, in a shape of Slack's. Else the status that says why not."""
    stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):  # noqa: PLR2004  # digits of any date to come
        return 400
    if not signature.isascii() or abs(time.time() - int(stamp)) > OLDEST_S:
        return 401
    want = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={want}", signature):
        return 401
    return None if _is_shaped(raw, content_type) else 400


def _is_shaped(raw: bytes, content_type: str) -> bool:
    """A JSON object, or a form with a command, a look at the certificate or a JSON payload: no more, for Bolt."""
    try:
        text = raw.decode()
        if content_type == "application/json":
            return _is_payload(json.loads(text))
        if content_type != "application/x-www-form-urlencoded":
            return False
        form = parse_qs(text, max_num_fields=200)
        if "payload" in form:
            return _is_payload(json.loads(form["payload"][0]))
    except (ValueError, RecursionError):
        return False
    return "command" in form or "ssl_check" in form


_OBJECTS = ("event", "view", "message", "container", "channel", "user", "team", "enterprise")


def _is_payload(found: Any) -> bool:
    if not isinstance(found, dict) or not found:
        return False
    objects = all(isinstance(found[name], dict | str | None) for name in _OBJECTS if name in found)
    actions = found.get("actions", [])
    authorizations = found.get("authorizations") or []
    lists = all(
        isinstance(items, list) and all(isinstance(item, dict) for item in items)
        for items in (actions, authorizations)
    )
    return objects and lists
