"""Emoji under messages."""

from dataclasses import replace

from sandbox.model import ApiError, Channel, Json, Message
from sandbox.state import Slack


def react(slack: Slack, channel_id: str, ts: str, user_id: str, name: str) -> None:
    channel, message, users = _found(slack, channel_id, ts, name)
    if user_id in users:
        raise ApiError("already_reacted")
    _set(channel, message, name, (*users, user_id))
    _tell(slack, channel, message, kind="reaction_added", user_id=user_id, name=name)


def take_back(slack: Slack, channel_id: str, ts: str, user_id: str, name: str) -> None:
    channel, message, users = _found(slack, channel_id, ts, name)
    if user_id not in users:
        raise ApiError("no_reaction")
    _set(channel, message, name, tuple(it for it in users if it != user_id))
    _tell(slack, channel, message, kind="reaction_removed", user_id=user_id, name=name)


def _found(slack: Slack, channel_id: str, ts: str, name: str) -> tuple[Channel, Message, tuple[str, ...]]:
    channel = slack.channel(channel_id)
    message = channel.messages.get(ts)
    if message is None or message.is_tombstone:
        raise ApiError("message_not_found")
    return channel, message, dict(message.reactions).get(name, ())


def _set(channel: Channel, message: Message, name: str, users: tuple[str, ...]) -> None:
    kept = {**dict(message.reactions), name: users}
    left = tuple((it, who) for it, who in kept.items() if who)
    channel.messages[message.ts] = replace(message, reactions=left)


def _tell(slack: Slack, channel: Channel, message: Message, *, kind: str, user_id: str, name: str) -> None:
    event: Json = {
        "type": kind,
        "user": user_id,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": slack.next_ts(channel),
    }
    slack.emit(channel.team, event, channel=channel)
