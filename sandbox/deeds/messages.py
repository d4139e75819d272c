"""Messages are posted, edited and deleted, by people and by bots."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sandbox.blocks import cut
from sandbox.model import ApiError, Channel, Edited, Ephemeral, Installation, Json, Message
from sandbox.objects import message_object
from sandbox.open_views import identified
from sandbox.state import Slack
from sandbox.typed import rich_text_of

_client_ids = itertools.count(1)


def say(
    slack: Slack,
    channel_id: str,
    user_id: str,
    text: str,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    files: Sequence[str] = (),
) -> Message:
    """A person says something. `text` as Slack carries it: escaped, mentions as <@U…>."""
    channel = slack.channel(channel_id)
    _may_speak(slack, channel, user_id)
    thread_ts = lasting_thread(channel, thread_ts)
    return put(
        slack,
        channel,
        Message(
            channel=channel.id,
            ts=slack.next_ts(channel),
            user=user_id,
            team=slack.user(user_id).team,
            text=text,
            blocks=identified([rich_text_of(text)]) if text else (),
            thread_ts=thread_ts,
            client_msg_id=str(UUID(int=next(_client_ids))),
            files=(*files,),
            subtype=_subtype(broadcast=broadcast and thread_ts is not None, files=files),
        ),
    )


def post(
    slack: Slack,
    installation: Installation,
    channel: Channel,
    *,
    text: str,
    blocks: Sequence[Json] = (),
    attachments: Sequence[Json] = (),
    thread_ts: str | None = None,
    broadcast: bool = False,
    metadata: Json | None = None,
    files: Sequence[str] = (),
    username: str | None = None,
) -> Message:
    """A bot posts. Whether it may is the Web API's question."""
    thread_ts = lasting_thread(channel, thread_ts)
    return put(
        slack,
        channel,
        Message(
            channel=channel.id,
            ts=slack.next_ts(channel),
            user=installation.bot_user_id,
            team=installation.team_id,
            text=cut(text),
            blocks=identified(blocks),
            attachments=(*attachments,),
            thread_ts=thread_ts,
            bot_id=installation.bot_id,
            app_id=installation.app_id,
            username=username,
            metadata=metadata,
            files=(*files,),
            subtype=_subtype(broadcast=broadcast and thread_ts is not None, files=files),
        ),
    )


def _subtype(*, broadcast: bool, files: Sequence[str]) -> str | None:
    if broadcast:  # by this a reply stands in the channel too, with files as without
        return "thread_broadcast"
    return "file_share" if files else None


def _may_speak(slack: Slack, channel: Channel, user_id: str) -> None:
    if slack.user(user_id).deleted:
        raise ApiError("user_disabled")
    if channel.is_archived:
        raise ApiError("is_archived")
    if user_id not in channel.members:
        raise ApiError("not_in_channel")


def lasting_thread(channel: Channel, thread_ts: str | None) -> str | None:
    """The thread to post in. A reply is no parent, and what never stood here starts no thread."""
    if not thread_ts:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        raise ApiError("cannot_reply_to_message")
    return thread_ts


def put(slack: Slack, channel: Channel, message: Message) -> Message:
    """The message stands, and is told of; a mention of a bot is told twice, as Slack does."""
    channel.add(message)
    for file_id in message.files:
        slack.files[file_id].shares.append((channel.id, message.ts))
    slack.emit(message.team, message_event(slack, channel, message), channel=channel)
    _tell_of_mentions(slack, channel, message, already="")
    return message


def message_event(slack: Slack, channel: Channel, message: Message) -> Json:
    event = message_object(slack, message, with_metadata=True) | _place(channel, message.ts)
    if message.subtype == "thread_broadcast":
        root = channel.messages[message.thread_ts or ""]
        event["root"] = message_object(slack, root, with_metadata=False)
    if message.subtype == "file_share":
        event |= {"upload": False, "display_as_bot": False}
    return event | _sides(channel, message)


def _place(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind.value, "event_ts": ts}


def _sides(channel: Channel, message: Message) -> Json:
    return {"user_team": message.team, "source_team": message.team} if channel.is_ext_shared else {}


def _tell_of_mentions(slack: Slack, channel: Channel, message: Message, *, already: str) -> None:
    for it in slack.installations:
        token = f"<@{it.bot_user_id}>"
        if token not in message.text or token in already or it.bot_user_id not in channel.members:
            continue
        if it.bot_user_id != message.user and "app_mentions:read" in it.scopes and not it.uninstalled:
            event = message_object(slack, message, with_metadata=False) | _place(channel, message.ts)
            event.pop("channel_type")
            slack.tell(it, event | {"type": "app_mention"} | _sides(channel, message))


def edit(slack: Slack, channel_id: str, ts: str, user_id: str, text: str) -> Message:
    """A person edits their own message."""
    channel = slack.channel(channel_id)
    stood = _own(slack, channel, ts, user_id)
    blocks = identified([rich_text_of(text)]) if text else ()
    return change(slack, channel, stood, by=user_id, text=text, blocks=blocks)


def _own(slack: Slack, channel: Channel, ts: str, user_id: str) -> Message:
    stood = slack.message(channel, ts)
    if stood.user != user_id or stood.is_tombstone:
        raise ApiError("cant_update_message")
    return stood


def change(slack: Slack, channel: Channel, stood: Message, *, by: str, silent: bool = False, **new: Any) -> Message:
    """Another message in the place of this one. `silent`: no mark of the edit, as when a bot redraws blocks."""
    ts = slack.next_ts(channel)
    edited = stood.edited if silent else Edited(user=by, ts=ts)
    changed = replace(stood, edited=edited, **new)
    channel.messages[stood.ts] = changed
    _tell_of_change(slack, channel, stood, changed, ts)
    _tell_of_mentions(slack, channel, changed, already=stood.text)
    return changed


def add_preview(slack: Slack, channel_id: str, ts: str, attachment: Json) -> Message:
    """Slack adds the preview of a link: told like an edit, but nobody edited."""
    channel = slack.channel(channel_id)
    stood = slack.message(channel, ts)
    return change(slack, channel, stood, by=stood.user, silent=True, attachments=(*stood.attachments, attachment))


def _tell_of_change(slack: Slack, channel: Channel, stood: Message, now: Message, ts: str) -> None:
    event = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "ts": ts,
        "message": message_object(slack, now, with_metadata=True) | _sides(channel, now),
        "previous_message": message_object(slack, stood, with_metadata=True),
    }
    slack.emit(stood.team, event | _place(channel, ts), channel=channel)


def delete(slack: Slack, channel_id: str, ts: str, user_id: str) -> None:
    """A person, or a bot, deletes their own message. A thread keeps a tombstone in its parent's place."""
    channel = slack.channel(channel_id)
    stood = channel.messages.get(ts)
    if stood is None or stood.is_tombstone:
        raise ApiError("message_not_found")
    if stood.user != user_id:
        raise ApiError("cant_delete_message")
    if channel.replies(ts):
        _bury(slack, channel, stood)
    else:
        _remove(slack, channel, stood)


def _bury(slack: Slack, channel: Channel, stood: Message) -> None:
    tombstone = Message(
        channel=channel.id,
        ts=stood.ts,
        user="USLACKBOT",
        team=stood.team,
        text="This message was deleted.",
        subtype="tombstone",
        thread_ts=stood.ts,
    )
    channel.messages[stood.ts] = tombstone
    _tell_of_change(slack, channel, stood, tombstone, slack.next_ts(channel))


def _remove(slack: Slack, channel: Channel, stood: Message) -> None:
    ts = slack.next_ts(channel)
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "ts": ts,
        "deleted_ts": stood.ts,
        "previous_message": message_object(slack, stood, with_metadata=True),
    }
    channel.drop(stood)
    slack.emit(stood.team, event | _place(channel, ts), channel=channel)


def whisper(
    slack: Slack,
    installation: Installation,
    channel: Channel,
    *,
    reader: str,
    text: str,
    blocks: Sequence[Json] = (),
    thread_ts: str | None = None,
) -> Ephemeral:
    """A bot shows something to one person. It stands in no history, and nobody is told of it."""
    shown = Ephemeral(
        reader=reader,
        message=Message(
            channel=channel.id,
            ts=slack.next_ts(channel),
            user=installation.bot_user_id,
            team=installation.team_id,
            text=cut(text),
            blocks=identified(blocks),
            thread_ts=thread_ts,
            bot_id=installation.bot_id,
            app_id=installation.app_id,
        ),
    )
    channel.ephemerals.append(shown)
    slack.changes.note()
    return shown


def redrawn(stood: Ephemeral, *, text: str, blocks: Sequence[Json]) -> Ephemeral:
    return replace(stood, message=replace(stood.message, text=cut(text), blocks=identified(blocks)))


def seen_by(slack: Slack, channel_id: str, user_id: str) -> list[Message]:
    """All that this person sees in a channel, threads and ephemerals included, the oldest first."""
    channel = slack.channel(channel_id)
    if user_id not in channel.members and channel.is_private:
        raise ApiError("channel_not_found")
    own = [it.message for it in channel.ephemerals if it.reader == user_id]
    return sorted([*channel.messages.values(), *own], key=lambda it: it.ts)
