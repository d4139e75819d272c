"""Every call's way in: found, read, checked, done, answered."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiohttp import web
from pydantic import ValidationError

from sandbox.control import bodies, deeds, looks, naming, refusals, running, traffic
from sandbox.control.bodies import Body
from sandbox.control.desk import CONTROL, Control
from sandbox.control.refusals import Refused, unknown
from sandbox.filling import Impossible
from sandbox.model import ApiError, Json
from sandbox.server import Sandbox
from sandbox.wire.sockets import serve

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Deed(Generic[B]):
    """A call that changes something, with what it takes."""

    takes: type[B]
    do: Callable[[Control, B], Awaitable[Json]]

    async def done(self, control: Control, given: Json) -> Json:
        try:
            body = self.takes.model_validate(given)
        except ValidationError as wrong:
            raise refusals.misread(wrong, [*self.takes.model_fields]) from None
        naming.check(control.slack, body)
        return await self.do(control, body)


DEEDS: dict[str, Deed[Any]] = {
    "message": Deed(bodies.Message, deeds.message),
    "edit-message": Deed(bodies.EditMessage, deeds.edit_message),
    "delete-message": Deed(bodies.OnMessage, deeds.delete_message),
    "reaction": Deed(bodies.Reaction, deeds.reaction),
    "command": Deed(bodies.Command, deeds.command),
    "interact": Deed(bodies.Interact, deeds.interact),
    "submit": Deed(bodies.Submit, deeds.submit),
    "fill": Deed(bodies.Fill, deeds.fill),
    "suggest": Deed(bodies.Suggest, deeds.suggest),
    "close-view": Deed(bodies.CloseView, deeds.close_view),
    "shortcut": Deed(bodies.Shortcut, deeds.shortcut),
    "open-home": Deed(bodies.ByUser, deeds.open_home),
    "upload": Deed(bodies.Upload, deeds.upload),
    "join": Deed(bodies.InChannel, deeds.join),
    "leave": Deed(bodies.InChannel, deeds.leave),
    "user-change": Deed(bodies.UserChange, deeds.user_change),
    "authorize": Deed(bodies.Authorize, deeds.authorize),
    "uninstall": Deed(bodies.Uninstall, deeds.uninstall),
    "fault": Deed(bodies.Fault, running.fault),
    "clock": Deed(bodies.Clock, running.clock),
    "settle": Deed(Body, running.settle),
    "redeliver": Deed(bodies.Redeliver, running.redeliver),
    "reset": Deed(Body, running.reset),
}
LOOKS = (
    "state",
    "log",
    "traffic",
    "events",
    "messages/{channel}?as={user}",
    "dms/{user}",
    "view/{user}",
    "home/{user}",
)
QUERIES = {"messages": {"team", "as"}, "traffic": {"before", "most", "q"}}


def part(sandbox: Sandbox) -> None:
    """Adds the wire and the control API to a sandbox before it starts."""
    control = Control(sandbox)

    async def socket(request: web.Request) -> web.StreamResponse:
        return await serve(sandbox.slack, control.wire, request)

    async def call(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await _called(control, request)})
        except Refused as no:
            return refusals.answer(no)
        except (Impossible, ApiError) as no:
            return refusals.answer(refusals.refused(no))

    async def ended(_: web.Application) -> None:
        await control.close()

    sandbox.app.add_routes([web.get("/_socket/{ticket}", socket), web.route("*", "/_control{path:(/.*)?}", call)])
    sandbox.app.on_shutdown.append(ended)
    sandbox.app[CONTROL] = control


async def _called(control: Control, request: web.Request) -> Json:
    path = request.match_info["path"].strip("/")
    deed = DEEDS.get(path)
    if deed is not None:
        _must_be(request, "POST")
        _takes_only(request, set())
        return await deed.done(control, await _read(request))
    return await _looked(control, request, path.split("/"))


def _must_be(request: web.Request, method: str) -> None:
    if request.method != method:
        hint = f"{method} it; the fields go as a JSON object" if method == "POST" else "GET it, without a body"
        raise Refused("wrong_method", hint, status=405)


async def _read(request: web.Request) -> Json:
    """Whatever its content type says, the body is an object in JSON; none is an empty one."""
    try:
        found: Any = json.loads(await request.read() or "{}", parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()
    except web.HTTPRequestEntityTooLarge:
        raise Refused("too_large", "a call holds 64 MB at most", status=413) from None
    except (ValueError, RecursionError):
        raise Refused("invalid_json", "send one JSON object, in UTF-8: curl --json '{…}'", status=400) from None
    if not isinstance(found, dict):
        raise Refused("invalid_json", "send one JSON object, not a list or a bare value", status=400)
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


async def _looked(control: Control, request: web.Request, path: list[str]) -> Json:
    _must_be_known(path)
    _must_be(request, "GET")
    _takes_only(request, QUERIES.get(path[0], {"team"}))
    team = request.query.get("team")
    if team is not None and team not in control.slack.workspaces:
        raise unknown("team_not_found")
    match path:
        case ["state"]:
            return looks.state(control, team)
        case ["log"]:
            return looks.log(control, team)
        case ["traffic"]:
            return await _traffic(control, request)
        case ["events"]:
            return looks.events(control, team)
        case ["messages", channel]:
            return looks.messages_of(control, channel, _reader(request), team)
        case ["dms", user]:
            return looks.dms(control, user, team)
        case ["view", user]:
            return looks.view(control, user, team)
        case _:
            return looks.home(control, path[1], team)


async def _traffic(control: Control, request: web.Request) -> Json:
    try:
        asked = bodies.Traffic.model_validate(dict(request.query))
    except ValidationError as wrong:
        raise refusals.misread(wrong, [*bodies.Traffic.model_fields]) from None
    return await traffic.page(control, before=asked.before, most=asked.most, words=asked.q.casefold().split())


def _must_be_known(path: list[str]) -> None:
    for it in LOOKS:
        known = it.partition("?")[0].split("/")
        if known[0] == path[0] and len(known) == len(path):
            return
    hint = f"POST {', '.join(DEEDS)}; GET {', '.join(LOOKS)}"
    raise Refused("unknown_call", hint, status=404)


def _takes_only(request: web.Request, names: set[str]) -> None:
    strange = sorted(set(request.query) - names)
    if strange:
        takes = ", ".join(sorted(names)) or "nothing; a POST has its fields in the body"
        raise Refused(
            "invalid_arguments", f"`{strange[0]}` means nothing here (the query takes: {takes})", status=400
        )


def _reader(request: web.Request) -> str:
    if not request.query.get("as"):
        raise Refused("invalid_arguments", "say who looks: ?as={user}", status=400)
    return request.query["as"]
