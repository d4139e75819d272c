"""Where people act: the world, the wire, the app they act with, and what every interaction of theirs carries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.acting.fields import Held
from sandbox.filling import Impossible
from sandbox.model import ApiError, App, Channel, Installation, Json, Message, User
from sandbox.objects import file_object
from sandbox.open_views import OpenView
from sandbox.state import Slack
from sandbox.wire.carrier import Wire


@dataclass(slots=True, kw_only=True)
class Stage:
    """The world, the wire, and the one app that people act with.

    `chosen`: what each person has chosen or entered in a message, by person, channel and ts; Slack's client holds it.
    """

    slack: Slack
    wire: Wire
    chosen: dict[tuple[str, str, str], Held] = field(default_factory=dict)

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

    def behind(self, message: Message, user: User) -> Installation:
        """Who hears what is pressed there: the app that posted it, in the workspace by which it did.

        Whoever presses may be of another workspace, where no app is (Slack Connect).
        """
        posted = (it for it in self.slack.installations if it.bot_id == message.bot_id and not it.uninstalled)
        return next(posted, None) or self.installation(user)

    def drew(self, stood: OpenView) -> Installation:
        """The workspace's by whose app the view was opened."""
        return self.slack.installation(stood.app_id, stood.team)

    def app(self, user: User) -> App:
        return self.slack.app(self.installation(user).app_id)

    def held_in(self, message: Message, user: User) -> Held:
        return self.chosen.get((user.id, message.channel, message.ts), {})

    def hold(self, message: Message, user: User, held: Held) -> None:
        """And forgets what was held in messages that are no longer there."""
        self.chosen[user.id, message.channel, message.ts] = held
        self.chosen = {at: it for at, it in self.chosen.items() if it and self._stands(*at[1:])}

    def _stands(self, channel_id: str, ts: str) -> bool:
        channel = self.slack.channels.get(channel_id)
        if channel is None:
            return False
        found = channel.messages.get(ts)
        whispered = [it.message.ts for it in channel.ephemerals]
        return ts in whispered if found is None else not found.is_tombstone

    def forget(self) -> None:
        """The world began anew."""
        self.chosen.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What is pressed, and with what. `block`: for when the action's id stands in several.

    `values`: what else stands filled in there and was not sent, by block id or label.
    """

    action: str
    block: str | None = None
    value: Any = None
    values: Json = field(default_factory=dict)


def user_object(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}


def frame(stage: Stage, user: User, kind: str, *, by: Installation, view_id: str | None = None) -> Json:
    """What every interaction has. `by`: whose app hears it."""
    app = stage.slack.app(by.app_id)
    return {
        "type": kind,
        "team": {"id": by.team_id, "domain": stage.slack.workspace(by.team_id).domain},
        "user": user_object(user),
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "trigger_id": stage.slack.triggers.issue(user.id, by.team_id, app.app_id, view_id=view_id),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def frame_of_view(stage: Stage, user: User, kind: str, stood: OpenView, *, view_id: str | None = None) -> Json:
    """Of a window the team is theirs who acts; `app_installed_team_id` in the view says whose app it is."""
    theirs = {"id": user.team, "domain": stage.slack.workspace(user.team).domain}
    return frame(stage, user, kind, by=stage.drew(stood), view_id=view_id) | {"team": theirs}


def visible(stage: Stage, user: User, channel_id: str) -> Channel:
    channel = stage.slack.channel(channel_id)
    if user.id not in channel.members:
        raise ApiError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


def response_url(stage: Stage, user: User, channel: Channel, message: Message, *, by: Installation) -> str:
    url = stage.slack.response_urls.issue(
        app_id=by.app_id, team=by.team_id, channel=channel.id, user=user.id, message_ts=message.ts
    )
    return f"{stage.slack.base_url}/_response/{url.token}"


def top(stage: Stage, user: User) -> OpenView:
    stood = stage.slack.views.seen_by(user.id)
    if stood is None:
        raise Impossible("no_window", f"{user.id} has no window open; a command, a click or a shortcut may open one")
    return stood


def told(stage: Stage, stood: OpenView) -> Json:
    """The view as it goes to the app: files given into it are told whole, as Slack tells them."""
    shown = stood.shown()
    values: Json = {
        block: {action: _with_files(stage, value) for action, value in fields.items()}
        for block, fields in shown["state"]["values"].items()
    }
    return shown | {"state": {"values": values}}


def _with_files(stage: Stage, value: Json) -> Json:
    if value["type"] != "file_input":
        return value
    return value | {"files": [file_object(stage.slack, stage.slack.files[it["id"]]) for it in value["files"]]}


def home(stage: Stage, user: User) -> OpenView:
    stood = stage.slack.views.home(user.team, user.id, stage.app(user).app_id)
    if stood is None:
        raise Impossible(
            "no_home", f"the app has drawn no home for {user.id}; open it first: POST /_control/open-home"
        )
    return stood


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
