"""The control API: what people do, and how the sandbox misbehaves, over HTTP under /_control.

Every call answers JSON. A deed that reaches the app answers what the app said and in how many milliseconds,
so that nobody has to wait blindly. What nobody could do in Slack gets 409 and a sentence.
"""

import base64
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from sandbox import acting
from sandbox.acting import Impossible, Stage
from sandbox.clock import HandClock
from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.faults import Fault, Trouble
from sandbox.model import ApiError, Json, Message
from sandbox.objects import message_object
from sandbox.server import Sandbox
from sandbox.state import Slack
from sandbox.wire.carrier import Outcome, Wire
from sandbox.wire.events import Events, Misbehaviour
from sandbox.wire.sockets import drop_all, serve

Do = Callable[["Control", Json], Awaitable[Any]]


class Control:
    """One sandbox's stage, its wire and its events."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.wire = Wire()
        self.events = Events(slack, self.wire)
        self.stage = Stage(slack=slack, wire=self.wire)
        slack.sink = self.events.take

    async def close(self) -> None:
        await self.events.close()
        await self.wire.close()


def part(sandbox: Sandbox) -> None:
    """Adds the wire and the control API to a sandbox before it starts."""
    control = Control(sandbox.slack)

    async def socket(request: web.Request) -> web.StreamResponse:
        return await serve(sandbox.slack, control.wire, request)

    async def do(request: web.Request) -> web.Response:
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            return web.json_response({"error": "no such deed"}, status=404)
        return await _answered(deed, control, await request.json() if request.can_read_body else {})

    async def look(request: web.Request) -> web.Response:
        return await _answered(_look, control, {**request.query, "path": request.match_info["path"]})

    async def ended(_: web.Application) -> None:
        await control.close()

    sandbox.app.add_routes(
        [
            web.get("/_socket/{ticket}", socket),
            web.post("/_control/{deed}", do),
            web.get("/_control/{path:.+}", look),
        ]
    )
    sandbox.app.on_shutdown.append(ended)
    sandbox.app[CONTROL] = control


CONTROL = web.AppKey("control", Control)


async def _answered(deed: Do, control: Control, body: Json) -> web.Response:
    try:
        return web.json_response({"ok": True, **(await deed(control, body) or {})})
    except (Impossible, ApiError) as refused:
        return web.json_response({"ok": False, "error": str(refused)}, status=409)
    except (KeyError, ValueError, TypeError) as wrong:
        return web.json_response({"ok": False, "error": f"the call's words are off: {wrong!r}"}, status=400)


def _outcome(outcome: Outcome | None, **more: Any) -> Json:
    return {**(outcome.shown() if outcome else {}), **more}


async def _message(control: Control, body: Json) -> Json:
    slack, user = control.slack, body["user"]
    uploaded = [
        files.upload(slack, user, it["name"], base64.b64decode(it["content"])).id for it in body.get("files") or []
    ]
    if uploaded:
        said = files.share(
            slack, body["channel"], user, uploaded, text=body.get("text", ""), thread_ts=body.get("thread_ts")
        )
    else:
        said = messages.say(slack, body["channel"], user, body["text"], thread_ts=body.get("thread_ts"))
    await control.events.settle()
    return {"ts": said.ts}


async def _edit(control: Control, body: Json) -> Json:
    messages.edit(control.slack, body["channel"], body["ts"], body["user"], body["text"])
    await control.events.settle()
    return {}


async def _delete(control: Control, body: Json) -> Json:
    messages.delete(control.slack, body["channel"], body["ts"], body["user"])
    await control.events.settle()
    return {}


async def _reaction(control: Control, body: Json) -> Json:
    reactions.react(control.slack, body["channel"], body["ts"], body["user"], body["name"])
    await control.events.settle()
    return {}


async def _command(control: Control, body: Json) -> Json:
    return _outcome(
        await acting.command(
            control.stage, body["user"], body["channel"], name=body["command"], text=body.get("text", "")
        )
    )


async def _interact(control: Control, body: Json) -> Json:
    user, action, value = body["user"], body["action"], body.get("value")
    if body.get("home") or body.get("view"):
        home = bool(body.get("home"))
        return _outcome(await acting.click_in_view(control.stage, user, action, home=home, value=value))
    place = (body["channel"], body["messageTs"])
    return _outcome(await acting.click(control.stage, user, place, action, value=value))


async def _submit(control: Control, body: Json) -> Json:
    outcome, errors = await acting.submit(control.stage, body["user"], body.get("values") or {})
    return _outcome(outcome, errors=errors)


async def _close_view(control: Control, body: Json) -> Json:
    return _outcome(await acting.close(control.stage, body["user"]))


async def _shortcut(control: Control, body: Json) -> Json:
    return _outcome(
        await acting.shortcut(
            control.stage,
            body["user"],
            body["callback_id"],
            channel_id=body.get("channel"),
            ts=body.get("messageTs"),
        )
    )


async def _open_home(control: Control, body: Json) -> Json:
    acting.open_home(control.stage, body["user"])
    await control.events.settle()
    return {}


async def _upload(control: Control, body: Json) -> Json:
    content = base64.b64decode(body["content"])
    return {"file": files.upload(control.slack, body["user"], body["name"], content).id}


async def _join(control: Control, body: Json) -> Json:
    channels.join(control.slack, body["channel"], body["user"])
    await control.events.settle()
    return {}


async def _leave(control: Control, body: Json) -> Json:
    channels.leave(control.slack, body["channel"], body["user"])
    await control.events.settle()
    return {}


async def _user_change(control: Control, body: Json) -> Json:
    accounts.change(control.slack, body["user"], **body["facts"])
    await control.events.settle()
    return {}


async def _uninstall(control: Control, body: Json) -> Json:
    apps.uninstall(control.slack, body["app"], body["team"])
    await control.events.settle()
    return {}


async def _fault(control: Control, body: Json) -> Json:
    """`api`: a fault of Web API calls. `events`: how events misbehave. `hold`, `drop`: an app's connections."""
    if "clear" in body:
        control.slack.faults.clear()
        control.events.misbehaviour = Misbehaviour()
        control.wire.held.clear()
    if "api" in body:
        facts = dict(body["api"])
        control.slack.faults.add(Fault(trouble=Trouble(facts.pop("trouble")), **facts))
    if "events" in body:
        control.events.misbehaviour = Misbehaviour(**body["events"])
    if "hold" in body:
        control.wire.held.add(body["hold"])
    if "release" in body:
        control.wire.held.discard(body["release"])
    if "drop" in body:
        await drop_all(control.wire, body["drop"])
    return {}


async def _clock(control: Control, body: Json) -> Json:
    clock = control.slack.clock
    if not isinstance(clock, HandClock):
        raise Impossible("this sandbox runs on the wall's clock")
    if "turn" in body:
        await clock.turn(timedelta(seconds=float(body["turn"])))
    if "to" in body:
        await clock.turn_to(datetime.fromisoformat(body["to"]))
    return {"now": clock.now().isoformat()}


async def _settle(control: Control, _: Json) -> Json:
    await control.events.settle()
    return {"given_up": len(control.events.given_up)}


async def _redeliver(control: Control, body: Json) -> Json:
    """An event of the log once more, by its number there, changed as `facts` say."""
    event = {**control.events.log[int(body["number"])], **(body.get("facts") or {})}
    installation = next(
        it
        for it in control.slack.installations
        if it.app_id == event["api_app_id"] and it.team_id == event["team_id"]
    )
    return _outcome(await control.events.redeliver(installation, event))


DEEDS: dict[str, Do] = {
    "message": _message,
    "edit-message": _edit,
    "delete-message": _delete,
    "reaction": _reaction,
    "command": _command,
    "interact": _interact,
    "submit": _submit,
    "close-view": _close_view,
    "shortcut": _shortcut,
    "open-home": _open_home,
    "upload": _upload,
    "join": _join,
    "leave": _leave,
    "user-change": _user_change,
    "uninstall": _uninstall,
    "fault": _fault,
    "clock": _clock,
    "settle": _settle,
    "redeliver": _redeliver,
}


async def _look(control: Control, asked: Json) -> Json:
    """state · log · events · messages/{channel}?as= · view/{user} · home/{user}."""
    slack = control.slack
    match asked["path"].split("/"):
        case ["state"]:
            return _state(slack)
        case ["log"]:
            return {"log": [_call(it) for it in slack.log]}
        case ["events"]:
            return {"events": control.events.log, "given_up": control.events.given_up}
        case ["messages", channel]:
            return {"messages": _seen(slack, channel, asked["as"])}
        case ["dms", user]:
            return {"channels": [it.id for it in slack.channels.values() if it.is_direct and user in it.members]}
        case ["view", user]:
            stood = slack.views.top(slack.user(user).team, user)
            return {"view": stood.shown() if stood else None}
        case ["home", user]:
            person = slack.user(user)
            home = slack.views.home(person.team, user, control.stage.app(person).app_id)
            return {"view": home.shown() if home else None}
        case path:
            raise Impossible(f"nothing to see at {'/'.join(path)}")


def _call(call: Any) -> Json:
    return {
        "at": call.at.isoformat(),
        "method": call.method,
        "team": call.team,
        "arguments": call.arguments,
        "error": call.error,
    }


def _state(slack: Slack) -> Json:
    """Who and what there is: enough to choose from."""
    return {
        "now": slack.now().isoformat(),
        "workspaces": [{"id": it.team_id, "name": it.name} for it in slack.workspaces.values()],
        "users": [
            {"id": it.id, "team": it.team, "name": it.name, "real_name": it.real_name, "is_bot": it.is_bot}
            for it in slack.users.values()
        ],
        "channels": [
            {"id": it.id, "team": it.team, "name": it.name, "private": it.is_private, "members": it.members}
            for it in slack.channels.values()
        ],
    }


def _seen(slack: Slack, channel_id: str, user_id: str) -> list[Json]:
    """All this person sees there, their own ephemerals marked as such; nothing of where they are not."""
    channel = slack.channel(channel_id)
    if user_id not in channel.members:
        raise Impossible(f"{user_id} is not in {channel.name}")
    return [
        _shown(slack, it, ephemeral=it.ts not in channel.messages)
        for it in messages.seen_by(slack, channel_id, user_id)
    ]


def _shown(slack: Slack, message: Message, *, ephemeral: bool) -> Json:
    return {**message_object(slack, message, with_metadata=True), "ephemeral": ephemeral}
