"""What there is to see: the world, the calls, the events, and what each person has before them."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sandbox.control import naming
from sandbox.control.desk import Control
from sandbox.deeds import messages
from sandbox.model import Json, Message
from sandbox.objects import message_object
from sandbox.state import Slack


def state(control: Control, team: str | None) -> Json:
    """Who and what there is, to choose from; and the faults that are planted."""
    slack = control.slack

    def of_team(*teams: str) -> bool:
        return team is None or team in teams

    return {
        "now": slack.now().isoformat(),
        "workspaces": [
            {"id": it.team_id, "name": it.name, "domain": it.domain}
            for it in slack.workspaces.values()
            if of_team(it.team_id)
        ],
        "users": [_user(it) for it in slack.users.values() if of_team(it.team)],
        "channels": [_channel(it) for it in slack.channels.values() if of_team(*it.teams)],
        "apps": [*_apps(control, team)],
        "faults": [_fault(it) for it in slack.faults.of_api if of_team(it.team or team or "")],
        "misbehaviour": asdict(control.events.misbehaviour),
    }


def _user(user: Any) -> Json:
    shown = ("id", "team", "name", "real_name", "title", "tz", "is_bot", "deleted")
    guest = ("is_admin", "is_restricted", "is_ultra_restricted", "is_stranger")
    return {name: getattr(user, name) for name in (*shown, *guest)}


def _channel(channel: Any) -> Json:
    return {
        "id": channel.id,
        "team": channel.team,
        "shared_with": channel.shared_teams,
        "name": channel.name,
        "private": channel.is_private,
        "archived": channel.is_archived,
        "members": channel.members,
    }


def _apps(control: Control, team: str | None) -> Iterator[Json]:
    slack = control.slack
    for app in slack.apps.values():
        where = [it.team_id for it in slack.installations if it.app_id == app.app_id and not it.uninstalled]
        if team is None or team in where:
            yield {
                "id": app.app_id,
                "name": app.name,
                "installed": where,
                "commands": [asdict(it) for it in app.commands],
                "shortcuts": [asdict(it) for it in app.shortcuts],
                "connections": len(control.wire.sockets.get(app.app_id, [])),
                "held": app.app_id in control.wire.held,
            }


def _fault(fault: Any) -> Json:
    return asdict(fault)


def log(control: Control, team: str | None) -> Json:
    return {"log": [_call(it) for it in control.slack.log if team in {None, it.team}]}


def _call(call: Any) -> Json:
    return {
        "at": call.at.isoformat(),
        "method": call.method,
        "team": call.team,
        "arguments": call.arguments,
        "error": call.error,
    }


def events(control: Control, team: str | None) -> Json:
    """Each with its number, by which it can be delivered again."""
    told = [{"number": number, **it} for number, it in enumerate(control.events.log)]
    return {
        "events": [it for it in told if team in {None, it["team_id"]}],
        "given_up": [it for it in control.events.given_up if team in {None, it["team_id"]}],
    }


def messages_of(control: Control, channel_id: str, user_id: str, team: str | None) -> Json:
    """All this person sees there, their own ephemerals marked as such; a private channel is its members'."""
    slack = control.slack
    channel = naming.seen_place(slack, channel_id, naming.person(slack, user_id, team=None), team=team)
    seen = messages.seen_by(slack, channel.id, user_id)
    return {"messages": [_shown(slack, it, ephemeral=it.ts not in channel.messages) for it in seen]}


def _shown(slack: Slack, message: Message, *, ephemeral: bool) -> Json:
    return {**message_object(slack, message, with_metadata=True), "ephemeral": ephemeral}


def dms(control: Control, user_id: str, team: str | None) -> Json:
    naming.person(control.slack, user_id, team=team)
    found = [it.id for it in control.slack.channels.values() if it.is_direct and user_id in it.members]
    return {"channels": found}


def view(control: Control, user_id: str, team: str | None) -> Json:
    """The window on top; null: none is open."""
    person = naming.person(control.slack, user_id, team=team)
    stood = control.slack.views.seen_by(person.id)
    return {"view": stood.shown() if stood else None}


def home(control: Control, user_id: str, team: str | None) -> Json:
    """The app's home; null: the app has drawn none."""
    person = naming.person(control.slack, user_id, team=team)
    stood = control.slack.views.home(person.team, person.id, control.stage.app(person).app_id)
    return {"view": stood.shown() if stood else None}
