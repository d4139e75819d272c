"""conversations.*: open, info, list, members, join, leave."""

from sandbox.deeds import channels
from sandbox.model import ApiError, Channel, Json, Kind
from sandbox.objects import channel_object
from sandbox.web_api.call import Call
from sandbox.web_api.paging import page

_KIND_NAMES = {
    "public_channel": Kind.CHANNEL,
    "private_channel": Kind.GROUP,
    "im": Kind.IM,
    "mpim": Kind.MPIM,
}


def open_(call: Call) -> Json:
    """Opens a DM, or finds the one there is; a channel id stands for a DM already open."""
    if call.arguments.text("channel"):
        channel, was_there = call.channel(), True
    else:
        people = [it.strip() for it in call.arguments.required("users").split(",") if it.strip()]
        if len(people) > 1:
            call.need("mpim:write")
        for user_id in people:
            check_direct(call, user_id)
        everybody = [call.bot.bot_user_id, *people]
        was_there = call.slack.direct(call.bot.team_id, {*everybody}) is not None
        if call.arguments.flag("prevent_creation") and not was_there:
            raise ApiError("channel_not_found")
        channel = channels.direct(call.slack, call.bot.team_id, everybody)
    shown = channel_object(call.slack, channel, viewer=call.bot)
    answer: Json = {"channel": shown if call.arguments.flag("return_im") else {"id": channel.id}}
    return answer | ({"no_op": True, "already_open": True} if was_there else {})


def check_direct(call: Call, user_id: str) -> None:
    """May the bot write to this person alone?"""
    user = call.visible(user_id)
    if user.deleted:
        raise ApiError("user_disabled")
    if user.is_bot:
        raise ApiError("cannot_dm_bot")


def info(call: Call) -> Json:
    channel = call.channel()
    shown = channel_object(call.slack, channel, viewer=call.bot)
    if call.arguments.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def list_(call: Call) -> Json:
    wanted = _wanted(call)
    for kind in wanted:
        call.need(f"{kind.scope_prefix}:read")
    found = [it for it in call.slack.channels.values() if it.kind in wanted and call.can_see(it)]
    if call.arguments.flag("exclude_archived"):
        found = [it for it in found if not it.is_archived]
    some, more = page(found, call.arguments, default=100)
    return {"channels": [channel_object(call.slack, it, viewer=call.bot) for it in some], **more}


def _wanted(call: Call) -> list[Kind]:
    names = (call.arguments.text("types") or "public_channel").split(",")
    try:
        return [_KIND_NAMES[it.strip()] for it in names]
    except KeyError:
        raise ApiError("invalid_types") from None


def members(call: Call) -> Json:
    some, more = page(call.channel().members, call.arguments, default=100)
    return {"members": some, **more}


def join(call: Call) -> Json:
    channel = call.channel()
    _no_direct(channel)
    if channel.kind is Kind.GROUP and not call.is_member(channel):
        raise ApiError("channel_not_found")
    came = channels.join(call.slack, channel.id, call.bot.bot_user_id)
    answer: Json = {"channel": channel_object(call.slack, channel, viewer=call.bot)}
    return answer if came else answer | {"warning": "already_in_channel"}


def leave(call: Call) -> Json:
    channel = call.channel()
    _no_direct(channel)
    left = channels.leave(call.slack, channel.id, call.bot.bot_user_id)
    return {} if left else {"not_in_channel": True}


def _no_direct(channel: Channel) -> None:
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
