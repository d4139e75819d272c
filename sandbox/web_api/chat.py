"""chat.*: post, update, delete, whisper, link; and reactions.add."""

from dataclasses import dataclass
from typing import Any

from sandbox.blocks import explain_message, message_problem
from sandbox.deeds import channels, messages, reactions
from sandbox.model import ApiError, Channel, Json, Kind, Message
from sandbox.objects import message_object, permalink
from sandbox.open_views import identified
from sandbox.web_api.call import Call
from sandbox.web_api.conversations import check_direct
from sandbox.web_api.metadata import metadata_of

_ATTACHMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """`blocks` None: not given, which is not the same as none."""

    text: str
    blocks: list[Json] | None
    attachments: list[Json]


def _content(call: Call, *, updating: bool = False) -> _Content:
    arguments = call.arguments
    blocks = arguments.parsed("blocks", error="invalid_blocks_format")
    attachments = arguments.parsed("attachments", error="invalid_attachments") or []
    text, markdown = arguments.text("text"), arguments.text("markdown_text")
    if markdown and (text or blocks):
        raise ApiError("markdown_text_conflict")
    if markdown:
        blocks = [{"type": "markdown", "text": markdown}]
    check_content(text, blocks, updating=updating, attachments=len(attachments))
    return _Content(text=text or markdown or "", blocks=blocks, attachments=attachments)


def check_content(text: str | None, blocks: Any, *, updating: bool = False, attachments: int = 0) -> None:
    """Raises ApiError for what Slack refuses, with its words."""
    if attachments > _ATTACHMENTS:
        raise ApiError("too_many_attachments")
    if blocks is not None and not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    problem = message_problem(text=text, blocks=blocks, updating=updating)
    if problem is None or (problem == "no_text" and attachments):
        return
    facts: Json = {}
    if problem == "invalid_blocks":
        said = explain_message(text=text, blocks=blocks)
        facts = {"errors": said, "response_metadata": {"messages": [f"[ERROR] {it}" for it in said]}}
    raise ApiError(problem, **facts)


def post_message(call: Call) -> Json:
    content, metadata = _content(call), metadata_of(call.arguments)
    channel = _destination(call)
    message = messages.post(
        call.slack,
        call.bot,
        channel,
        text=content.text,
        blocks=content.blocks or (),
        attachments=content.attachments,
        thread_ts=call.arguments.text("thread_ts"),
        broadcast=call.arguments.flag("reply_broadcast"),
        metadata=metadata,
        username=call.arguments.text("username") if "chat:write.customize" in call.bot.scopes else None,
    )
    return {"channel": channel.id, "ts": message.ts, "message": _shown(call, message)}


def _shown(call: Call, message: Message) -> Json:
    return message_object(call.slack, message, with_metadata=True)


def _destination(call: Call) -> Channel:
    """Where to post: a channel by its id or name, or a person's DM by theirs."""
    named = call.arguments.required("channel", error="channel_not_found")
    if named in call.slack.users:
        return _dm(call, named)
    channel = call.slack.channels.get(named) or _by_name(call, named)
    if channel is None or not call.can_see(channel):
        raise ApiError("channel_not_found")
    check_may_write(call, channel)
    return channel


def _by_name(call: Call, named: str) -> Channel | None:
    for it in call.slack.channels.values():
        if it.name and it.name == named.removeprefix("#") and it.team == call.bot.team_id:
            return it
    return None


def _dm(call: Call, user_id: str) -> Channel:
    try:
        check_direct(call, user_id)
    except ApiError as no:
        raise ApiError("channel_not_found" if no.error == "user_not_visible" else no.error) from None
    channel = channels.direct(call.slack, call.bot.team_id, [call.bot.bot_user_id, user_id])
    check_may_write(call, channel)
    return channel


def check_may_write(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise ApiError("is_archived")
    if not call.is_member(channel) and "chat:write.public" not in call.bot.scopes:
        raise ApiError("not_in_channel")
    if channel.kind is not Kind.IM:
        return
    for user_id in channel.members:
        if call.slack.user(user_id).deleted:
            raise ApiError("user_disabled")
    if not call.slack.app(call.bot.app_id).messages_tab:
        raise ApiError("messages_tab_disabled")


def update(call: Call) -> Json:
    """Text without blocks takes the blocks away; metadata left out stays; redrawn blocks show no mark."""
    content, metadata = _content(call, updating=True), metadata_of(call.arguments)
    channel = call.channel()
    stood = _own(call, channel)
    if channel.is_archived:
        raise ApiError("is_archived")
    changed = messages.change(
        call.slack,
        channel,
        stood,
        by=call.bot.bot_user_id,
        silent=bool(content.blocks),
        text=content.text,
        blocks=identified(content.blocks or ()),
        attachments=(*content.attachments,),
        metadata=stood.metadata if metadata is None else metadata,
    )
    return {"channel": channel.id, "ts": stood.ts, "text": changed.text, "message": _shown(call, changed)}


def _own(call: Call, channel: Channel) -> Message:
    stood = channel.messages.get(call.arguments.required("ts", error="message_not_found"))
    if stood is None or stood.is_tombstone:
        raise ApiError("message_not_found")
    if stood.user != call.bot.bot_user_id:
        raise ApiError("cant_update_message")
    return stood


def delete(call: Call) -> Json:
    channel, ts = call.channel(), call.arguments.required("ts", error="message_not_found")
    messages.delete(call.slack, channel.id, ts, call.bot.bot_user_id)
    return {"channel": channel.id, "ts": ts}


def post_ephemeral(call: Call) -> Json:
    """Only to somebody who is in the channel."""
    content = _content(call)
    channel = call.channel()
    if channel.is_archived:
        raise ApiError("is_archived")
    if not call.is_member(channel):
        raise ApiError("not_in_channel")
    reader = call.arguments.required("user", error="user_not_in_channel")
    if reader not in channel.members:
        raise ApiError("user_not_in_channel")
    shown = messages.whisper(
        call.slack,
        call.bot,
        channel,
        reader=reader,
        text=content.text,
        blocks=content.blocks or (),
        thread_ts=messages.lasting_thread(channel, call.arguments.text("thread_ts")),
    )
    return {"message_ts": shown.message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = channel.messages.get(call.arguments.required("message_ts", error="message_not_found"))
    if message is None:
        raise ApiError("message_not_found")
    link = permalink(call.slack, message, team_id=call.bot.team_id)
    return {"channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Json:
    channel = call.channel()
    if not call.is_member(channel):
        raise ApiError("not_in_channel")
    name = call.arguments.required("name", error="no_reaction")
    ts = call.arguments.required("timestamp", error="no_item_specified")
    reactions.react(call.slack, channel.id, ts, call.bot.bot_user_id, name)
    return {}
