"""Which installations hear of an event: subscribed, in scope, and in the channel."""

import copy
from collections.abc import Iterator
from typing import Protocol

from sandbox.model import App, Channel, Installation, Json, Kind

_MESSAGE_EVENTS = {
    Kind.CHANNEL: "message.channels",
    Kind.GROUP: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}

_SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "file_shared": "files:read",
    "file_deleted": "files:read",
}

_ABOUT_CHANNELS = {
    "member_joined_channel",
    "member_left_channel",
    "channel_created",
    "channel_archive",
    "channel_unarchive",
    "channel_rename",
    "channel_deleted",
    "channel_left",
    "channel_shared",
    "channel_unshared",
    "channel_id_changed",
    "group_archive",
    "group_unarchive",
    "group_rename",
    "group_deleted",
    "group_left",
}

# Told whether or not the bot is in the channel, if it is public.
_OF_ALL_CHANNELS = {
    "channel_created",
    "channel_archive",
    "channel_unarchive",
    "channel_rename",
    "channel_deleted",
    "channel_left",
    "group_left",
}


class World(Protocol):
    """What the audience is counted in."""

    @property
    def apps(self) -> dict[str, App]: ...

    @property
    def installations(self) -> list[Installation]: ...


def subscription(event: Json, channel: Channel | None) -> str:
    """The name under which an app subscribes to this event."""
    if event["type"] == "message" and channel is not None:
        return _MESSAGE_EVENTS[channel.kind]
    return str(event["type"])


def scope_for(event: Json, channel: Channel | None) -> str | None:
    """The scope without which the event is not told; None: none is needed."""
    kind = event["type"]
    if kind == "message" and channel is not None:
        return f"{channel.kind.scope_prefix}:history"
    if kind in _ABOUT_CHANNELS and channel is not None:
        return f"{channel.kind.scope_prefix}:read"
    return _SCOPES.get(kind)


def hearers(world: World, team_id: str, event: Json, channel: Channel | None) -> Iterator[Installation]:
    """In a shared channel an app that is installed on several sides hears once, by the side that came last."""
    teams = [team_id] if channel is None else channel.teams
    chosen: dict[str, Installation] = {}
    for team in teams:
        for it in world.installations:
            if it.team_id == team and not it.uninstalled and _hears(world, it, event, channel):
                chosen[it.app_id] = it
    yield from chosen.values()


def _hears(world: World, it: Installation, event: Json, channel: Channel | None) -> bool:
    if subscription(event, channel) not in world.apps[it.app_id].events:
        return False
    scope = scope_for(event, channel)
    if scope is not None and scope not in it.scopes:
        return False
    return channel is None or it.bot_user_id in channel.members or _public_news(event, channel)


def _public_news(event: Json, channel: Channel) -> bool:
    return event["type"] in _OF_ALL_CHANNELS and channel.kind is Kind.CHANNEL


def as_seen_by(installation: Installation, event: Json) -> Json:
    """A copy of the event without what this app may not see: addresses, and files of the other side."""
    seen = copy.deepcopy(event)
    user = seen.get("user")
    if isinstance(user, dict) and "users:read.email" not in installation.scopes:
        user["profile"].pop("email", None)
    for message in (seen, seen.get("message"), seen.get("previous_message"), seen.get("root")):
        if isinstance(message, dict) and "files" in message:
            message["files"] = [_stub(installation, file) for file in message["files"]]
    return seen


def _stub(installation: Installation, file: Json) -> Json:
    if file.get("user_team", installation.team_id) == installation.team_id:
        return file
    return {"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}
