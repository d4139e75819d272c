"""A request for a method arrives: read, checked, carried out, answered, logged. Here the faults strike."""

import asyncio
import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.faults import Fault, Trouble
from sandbox.model import ApiCall, ApiError, Installation, Json
from sandbox.rates import Tier
from sandbox.state import Slack
from sandbox.web_api.call import Arguments, Call, Caller, Method
from sandbox.web_api.methods import METHODS

_SECRET = {"token", "client_secret", "code", "refresh_token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came over the wire, before anything of it is believed. `came`: when, on the wall's clock."""

    came: float
    method: str
    token: str | None
    arguments: Arguments

    @property
    def channel(self) -> str | None:
        return self.arguments.text("channel") or self.arguments.text("channel_id")


class RateLimited(ApiError):
    """Too often; the answer is 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


async def answer(slack: Slack, arrived: web.Request) -> web.StreamResponse:
    """Every method's one way in."""
    request = await read(arrived, came=slack.wall())
    caller = _team(slack, request)
    struck = {it.trouble: it for it in slack.faults.befalling(request.method, request.channel, caller)}
    if Trouble.DELAY in struck:
        await asyncio.sleep(struck[Trouble.DELAY].seconds)
    if Trouble.DROP_BEFORE in struck:
        _log(slack, request, "dropped_before")
        return _dropped(arrived)
    if Trouble.SERVER_ERROR in struck:
        _log(slack, request, "server_error")
        return web.Response(status=500, text="<html>Server Error</html>", content_type="text/html")
    response = _carry_out(slack, request, struck)
    return _dropped(arrived) if Trouble.DROP_AFTER in struck else response


def _dropped(arrived: web.Request) -> web.Response:
    """The connection breaks, and the caller cannot know what became of the call."""
    if arrived.transport is not None:
        arrived.transport.abort()
    return web.Response()


async def read(arrived: web.Request, *, came: float) -> Request:
    """Arguments may come by query, form and JSON; the token, or an app's id and secret, by header or as arguments."""
    given: Json = dict(arrived.query)
    if arrived.content_type == "application/json":
        given |= _json(await arrived.text())
    elif arrived.method == "POST":
        form = await arrived.post()
        given |= {name: value for name, value in form.items() if isinstance(value, str)}
    given |= _app_in(arrived)
    token = "" if _is_basic(arrived) else arrived.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = token or given.get("token", "")
    given.pop("token", None)
    method = arrived.match_info["method"]
    return Request(came=came, method=method, token=token or None, arguments=Arguments(given))


def _is_basic(arrived: web.Request) -> bool:
    return arrived.headers.get("Authorization", "").startswith("Basic ")


def _app_in(arrived: web.Request) -> Json:
    """Who an app says it is, with its secret, as the SDK sends it to `oauth.v2.access`."""
    if not _is_basic(arrived):
        return {}
    try:
        told = base64.b64decode(arrived.headers["Authorization"].removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, ValueError):
        return {}
    client_id, _, secret = told.partition(":")
    return {"client_id": client_id, "client_secret": secret}


def _json(body: str) -> Json:
    try:
        read_: Any = json.loads(body or "{}")
    except (ValueError, RecursionError):
        return {}
    return read_ if isinstance(read_, dict) else {}


def _team(slack: Slack, request: Request) -> str | None:
    installation = slack.by_bot_token(request.token or "")
    return installation.team_id if installation else None


def _carry_out(slack: Slack, request: Request, struck: dict[Trouble, Fault]) -> web.Response:
    try:
        _refuse_if_told_to(struck)
        answered = {"ok": True, **_run(slack, request, struck.get(Trouble.LAG))}
    except RateLimited as no:
        _log(slack, request, no.error)
        headers = {"Retry-After": str(no.retry_after)}
        return web.json_response({"ok": False, "error": no.error}, status=429, headers=headers)
    except ApiError as no:
        _log(slack, request, no.error)
        return web.json_response({"ok": False, "error": no.error, **no.facts})
    _log(slack, request, None, answered)
    return web.json_response(answered, headers=_scope_headers(slack, request))


def _refuse_if_told_to(struck: dict[Trouble, Fault]) -> None:
    if Trouble.RATE_LIMITED in struck:
        raise RateLimited(struck[Trouble.RATE_LIMITED].retry_after)
    if Trouble.ERROR in struck:
        raise ApiError(struck[Trouble.ERROR].error)


def _scope_headers(slack: Slack, request: Request) -> dict[str, str]:
    installation = slack.by_bot_token(request.token or "")
    return {"X-OAuth-Scopes": ",".join(sorted(installation.scopes))} if installation else {}


def _run(slack: Slack, request: Request, lag: Fault | None) -> Json:
    method = METHODS.get(request.method)
    if method is None:
        raise ApiError("unknown_method", req_method=request.method)
    call = _identified(slack, request, method, lag)
    if method.caller is Caller.BOT:
        _keep_pace(call, request, method)
        _check_scope(call, method)
    return method.handler(call)


def _identified(slack: Slack, request: Request, method: Method, lag: Fault | None) -> Call:
    hidden = lag.seconds if lag else 0.0
    blank = Call(slack=slack, arguments=request.arguments, url=slack.base_url, hides_younger_than=hidden)
    if method.caller is Caller.ANYBODY:
        return blank
    if not request.token:
        raise ApiError("not_authed")
    app, installation = slack.by_app_token(request.token), slack.by_bot_token(request.token)
    if app is None and installation is None:
        raise ApiError("invalid_auth")
    if (method.caller is Caller.APP) != (app is not None):
        raise ApiError("not_allowed_token_type")
    if installation is not None:
        _check_alive(installation)
    return Call(
        slack=slack,
        arguments=request.arguments,
        url=slack.base_url,
        app=app,
        installation=installation,
        hides_younger_than=hidden,
    )


def _check_alive(installation: Installation) -> None:
    if installation.uninstalled:
        raise ApiError("account_inactive")
    if installation.revoked:
        raise ApiError("token_revoked")


def _keep_pace(call: Call, request: Request, method: Method) -> None:
    """Per method, workspace and app; posting per channel as well."""
    app = call.slack.app(call.bot.app_id)
    bucket = call.slack.rates.limits.bucket(method.tier, is_commercial=app.is_commercial)
    if bucket is None:
        return
    channel = request.channel if method.tier is Tier.POSTING else None
    wait = call.slack.rates.wait_for((request.method, call.bot.team_id, app.app_id, channel), bucket)
    if wait:
        raise RateLimited(wait)


def _check_scope(call: Call, method: Method) -> None:
    """A scope of channels depends on the kind of the one that is named; unknown ones are told apart later."""
    scope = method.scope
    if scope is None:
        return
    if not scope.startswith("*"):
        call.need(scope)
        return
    named = call.slack.channels.get(call.arguments.text("channel") or "")
    if named is not None and call.can_see(named):
        call.need(scope.replace("*", named.kind.scope_prefix))


def _log(slack: Slack, request: Request, error: str | None, answered: Json | None = None) -> None:
    installation = slack.by_bot_token(request.token or "")
    slack.called(
        ApiCall(
            at=slack.now(),
            method=request.method,
            team=installation.team_id if installation else None,
            app_id=installation.app_id if installation else None,
            arguments={name: it for name, it in request.arguments.given.items() if name not in _SECRET},
            error=error,
            number=slack.next_call(),
            answer={name: it for name, it in (answered or {}).items() if name != "access_token"},
            ms=int((slack.wall() - request.came) * 1000),
        )
    )
