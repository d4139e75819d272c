"""What people do with an app: type its command, press its buttons, fill its forms, open its home.

Each builds the payload as Slack does, carries it, and shows the person what came back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.deeds import accounts, messages
from sandbox.filling import Impossible, value_of
from sandbox.model import ApiError, App, Channel, Installation, Json, Message, User
from sandbox.objects import message_object
from sandbox.open_views import OpenView
from sandbox.state import Slack
from sandbox.views import view_problem
from sandbox.web_api.chat import check_content
from sandbox.wire.carrier import Delivery, Outcome, Wire


@dataclass(slots=True, kw_only=True)
class Stage:
    """The world, the wire, and the one app that people act with."""

    slack: Slack
    wire: Wire

    def user(self, user_id: str) -> User:
        found = self.slack.user(user_id)
        if found.deleted:
            raise ApiError("user_disabled")
        return found

    def installation(self, user: User) -> Installation:
        found = next(self.slack.installed_in(user.team), None)
        if found is None:
            raise Impossible("no_app", f"no app is installed in {user.team}; GET /_control/state lists the apps")
        return found

    def app(self, user: User) -> App:
        return self.slack.app(self.installation(user).app_id)


def _user(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}


def _frame(stage: Stage, user: User, kind: str, *, view_id: str | None = None) -> Json:
    """What every interaction has."""
    app = stage.app(user)
    return {
        "type": kind,
        "team": {"id": user.team, "domain": stage.slack.workspace(user.team).domain},
        "user": _user(user),
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "trigger_id": stage.slack.triggers.issue(user.id, user.team, app.app_id, view_id=view_id),
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def command(stage: Stage, user_id: str, channel_id: str, *, name: str, text: str) -> Outcome:
    """Typed in a channel, never in a thread. Whatever the app answers only this person sees."""
    user = stage.user(user_id)
    channel = _visible(stage, user, channel_id)
    app = stage.app(user)
    if name not in {it.command for it in app.commands}:
        raise Impossible(
            "no_such_command", f"no app has {name}; there is {_listed(it.command for it in app.commands)}"
        )
    url = stage.slack.response_urls.issue(app_id=app.app_id, team=user.team, channel=channel.id, user=user.id)
    payload = {
        "token": app.verification_token,
        "team_id": user.team,
        "team_domain": stage.slack.workspace(user.team).domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_direct else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": _escaped(text),
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{stage.slack.base_url}/_response/{url.token}",
        "trigger_id": stage.slack.triggers.issue(user.id, user.team, app.app_id),
    }
    outcome = await stage.wire.carry(app, Delivery(kind="slash_commands", payload=payload))
    _show_answer(stage, channel, user, outcome, name)
    return outcome


def _escaped(text: str) -> str:
    """With `should_escape`, what a person types arrives escaped; mentions stay what they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _show_answer(stage: Stage, channel: Channel, user: User, outcome: Outcome, name: str) -> None:
    body, installation = outcome.body, stage.installation(user)
    if not outcome.acked:
        body = f"{name} failed with the error “operation_timeout”"
    if isinstance(body, str):
        body = {"text": body}
    if not body:
        return
    text, blocks = _content(body)
    if not (text or blocks):
        return
    if body.get("response_type") == "in_channel":
        messages.post(stage.slack, installation, channel, text=text, blocks=blocks)
    else:
        messages.whisper(stage.slack, installation, channel, reader=user.id, text=text, blocks=blocks)


def _content(body: Any) -> tuple[str, list[Json]]:
    """What the app answered, if Slack would show it."""
    if not isinstance(body, dict) or not isinstance(body.get("text") or "", str):
        raise Impossible("bad_answer", "the app answered neither words nor an object with `text`")
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if text or blocks:
        try:
            check_content(text, blocks)
        except ApiError as no:
            raise Impossible("bad_answer", f"the app answered a message that Slack refuses: {no.error}") from no
    return text, blocks


def _visible(stage: Stage, user: User, channel_id: str) -> Channel:
    channel = stage.slack.channel(channel_id)
    if user.id not in channel.members:
        raise ApiError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


async def click(stage: Stage, user_id: str, place: tuple[str, str], action: str, *, value: Any = None) -> Outcome:
    """Presses what stands in a message. The element must be there, and seen by this person."""
    user, (channel_id, ts) = stage.user(user_id), place
    channel = _visible(stage, user, channel_id)
    message = next((it for it in messages.seen_by(stage.slack, channel.id, user.id) if it.ts == ts), None)
    if message is None:
        raise ApiError("message_not_found")
    element, block_id = _element([*message.blocks], action)
    shown = message_object(stage.slack, message, with_metadata=False)
    is_ephemeral = ts not in channel.messages
    payload = _frame(stage, user, "block_actions") | {
        "container": {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        },
        "channel": {"id": channel.id, "name": channel.name},
        "message": shown,
        "state": {"values": {}},
        "actions": [_pressed(element, block_id, value, stage)],
        "response_url": _response_url(stage, user, channel, message),
    }
    return await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))


def _response_url(stage: Stage, user: User, channel: Channel, message: Message) -> str:
    url = stage.slack.response_urls.issue(
        app_id=stage.app(user).app_id, team=user.team, channel=channel.id, user=user.id, message_ts=message.ts
    )
    return f"{stage.slack.base_url}/_response/{url.token}"


def _element(blocks: list[Json], action: str) -> tuple[Json, str]:
    for block in blocks:
        for element in _inside(block):
            if element.get("action_id") == action:
                return element, block["block_id"]
    raise Impossible(
        "no_such_action", f"nothing named {action} can be pressed there; there is {_listed(_actions(blocks))}"
    )


def _actions(blocks: list[Json]) -> list[str]:
    return [it["action_id"] for block in blocks for it in _inside(block) if "action_id" in it]


def _inside(block: Json) -> list[Json]:
    inside = [block.get("accessory"), *(block.get("elements") or []), block.get("element")]
    return [it for it in inside if isinstance(it, dict)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _pressed(element: Json, block_id: str, value: Any, stage: Stage) -> Json:
    pressed = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "type": element["type"],
        "action_ts": f"{stage.slack.seconds()}.000000",
    }
    if element["type"] == "button":
        return pressed | {"text": element["text"], "value": element.get("value", "")}
    return pressed | value_of(element, value)


async def click_in_view(stage: Stage, user_id: str, action: str, *, home: bool = False, value: Any = None) -> Outcome:
    """Presses what stands in the topmost window, or in the app's home."""
    user = stage.user(user_id)
    stood = _home(stage, user) if home else _top(stage, user)
    element, block_id = _element(stood.view["blocks"], action)
    payload = _frame(stage, user, "block_actions", view_id=None if home else stood.id) | {
        "container": {"type": "view", "view_id": stood.id},
        "view": stood.shown(),
        "actions": [_pressed(element, block_id, value, stage)],
    }
    return await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))


def _top(stage: Stage, user: User) -> OpenView:
    stood = stage.slack.views.top(user.team, user.id)
    if stood is None:
        raise Impossible("no_window", f"{user.id} has no window open; a command, a click or a shortcut may open one")
    return stood


def _home(stage: Stage, user: User) -> OpenView:
    stood = stage.slack.views.home(user.team, user.id, stage.app(user).app_id)
    if stood is None:
        raise Impossible(
            "no_home", f"the app has drawn no home for {user.id}; open it first: POST /_control/open-home"
        )
    return stood


async def submit(stage: Stage, user_id: str, values: dict[str, Any]) -> tuple[Outcome, dict[str, str]]:
    """Fills the topmost window's inputs, by block id or label, and sends it. Errors by block id.

    What Slack's own client checks, a required or an overlong field, stays with the person: nothing is sent.
    """
    user = stage.user(user_id)
    stood = _top(stage, user)
    if not stood.view.get("submit"):
        raise Impossible(
            "nothing_to_submit", "this window has no button to send it with; close it: POST /_control/close-view"
        )
    for name, value in values.items():
        _fill(stage, stood, name, value)
    wrong = _unfilled(stood)
    if wrong:
        return Outcome(acked=True), wrong
    payload = _frame(stage, user, "view_submission", view_id=stood.id) | {
        "view": stood.shown(),
        "response_urls": [],
    }
    outcome = await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))
    return outcome, _after_submit(stage, user, stood, outcome)


def _fill(stage: Stage, stood: OpenView, name: str, value: Any) -> None:
    for block in stood.view["blocks"]:
        label = (block.get("label") or {}).get("text")
        if block["type"] == "input" and name in (block["block_id"], label):
            element = block["element"]
            stage.slack.views.put(
                stood, block["block_id"], element["action_id"], _entered(stage, stood, element, value)
            )
            return
    raise Impossible("no_such_field", f"no field is called {name}; there is {_listed(_fields(stood))}")


def _entered(stage: Stage, stood: OpenView, element: Json, value: Any) -> Json:
    """A file given into a form of an app is the app's to read."""
    entered = value_of(element, value)
    for it in entered.get("files") or []:
        file = stage.slack.files.get(it["id"])
        if file is None or file.deleted or file.user != stood.user:
            raise ApiError("file_not_found")
        file.app_id = stood.app_id
    return entered


def _fields(stood: OpenView) -> list[str]:
    return [block["block_id"] for block in stood.view["blocks"] if block["type"] == "input"]


def _unfilled(stood: OpenView) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for block in stood.view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        typed = stood.values.get((block["block_id"], element["action_id"]), {})
        given = [it for name, it in typed.items() if name != "type" and it]
        if not given and not block.get("optional"):
            wrong[block["block_id"]] = "Please complete this required field."
        longest = element.get("max_length")
        if longest and given and len(str(given[0])) > longest:
            wrong[block["block_id"]] = f"Must be less than {longest + 1} characters."
    return wrong


def _after_submit(stage: Stage, user: User, stood: OpenView, outcome: Outcome) -> dict[str, str]:
    """What the app answered: close, errors, another view, or nothing that Slack can read."""
    if not outcome.acked:
        return {"": "We had some trouble connecting. Try again?"}
    answer = outcome.body if isinstance(outcome.body, dict) else {}
    views = stage.slack.views
    match answer.get("response_action"):
        case None:
            views.close(user.team, user.id)
        case "clear":
            views.clear(user.team, user.id)
        case "errors":
            return _field_errors(stood, answer.get("errors") or {})
        case "update":
            views.update(stood, _sound(answer.get("view")))
        case "push":
            views.push(
                _sound(answer.get("view")), team=user.team, user=user.id, app_id=stood.app_id, bot_id=stood.bot_id
            )
        case other:
            raise Impossible("bad_answer", f"the app answered response_action {other}, which Slack does not know")
    return {}


def _sound(view: Any) -> Json:
    if not isinstance(view, dict):
        raise Impossible("bad_answer", "the app answered no view")
    problem = view_problem(view, kind="modal")
    if problem:
        raise Impossible("bad_answer", f"the app answered a view that Slack refuses: {problem}")
    return view


def _field_errors(stood: OpenView, errors: Any) -> dict[str, str]:
    if not isinstance(errors, dict):
        raise Impossible("bad_answer", "the app's errors must be an object, by block id")
    inputs = {block["block_id"] for block in stood.view["blocks"] if block["type"] == "input"}
    strange = set(errors) - inputs
    if strange or not errors:
        raise Impossible("bad_answer", f"the app's errors must name input blocks, not {_listed(strange)}")
    return errors


async def close(stage: Stage, user_id: str) -> Outcome | None:
    """Closes the topmost window; the app hears of it only where it asked to, and never what was typed."""
    user = stage.user(user_id)
    stood = _top(stage, user)
    stage.slack.views.close(user.team, user.id)
    if not stood.view.get("notify_on_close"):
        return None
    shown = stood.shown() | {"state": {"values": {}}}
    payload = _frame(stage, user, "view_closed") | {"view": shown, "is_cleared": False}
    return await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))


async def shortcut(
    stage: Stage, user_id: str, callback_id: str, *, channel_id: str | None = None, ts: str | None = None
) -> Outcome:
    """The global one; with a message, the one on its menu."""
    user = stage.user(user_id)
    kind = "message" if ts else "global"
    if (callback_id, kind) not in {(it.callback_id, it.kind) for it in stage.app(user).shortcuts}:
        raise Impossible(
            "no_such_shortcut", f"no {kind} shortcut is called {callback_id}; GET /_control/state lists them"
        )
    payload = _frame(stage, user, "message_action" if ts else "shortcut") | {
        "callback_id": callback_id,
        "action_ts": f"{stage.slack.seconds()}.000000",
    }
    if ts and channel_id:
        channel = _visible(stage, user, channel_id)
        message = stage.slack.message(channel, ts)
        payload |= {
            "channel": {"id": channel.id, "name": channel.name},
            "message": message_object(stage.slack, message, with_metadata=False),
            "message_ts": ts,
            "response_url": _response_url(stage, user, channel, message),
        }
    return await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))


def open_home(stage: Stage, user_id: str) -> None:
    """The home tab of the app; what the app draws there comes a moment later."""
    user = stage.user(user_id)
    accounts.open_home(stage.slack, user.id, stage.app(user).app_id)
