"""conversations.history and conversations.replies."""

from sandbox.model import ApiError, Channel, Json, Message
from sandbox.objects import message_object
from sandbox.web_api.call import Call
from sandbox.web_api.paging import page

_MOST = 999
_MOST_OF_SOLD_APPS = 15


def history(call: Call) -> Json:
    """The newest first, threads' replies left out unless they were broadcast."""
    channel = _inside(call)
    shown = [it for it in _in_window(call, [*channel.messages.values()]) if it.shows_in_channel]
    return _answer(call, sorted(shown, key=lambda it: it.ts, reverse=True))


def replies(call: Call) -> Json:
    """The parent, then its replies, the oldest first. By a reply's ts: that reply alone."""
    channel = _inside(call)
    parent = channel.messages.get(call.arguments.required("ts", error="thread_not_found"))
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        return _answer(call, [parent])
    return _answer(call, [parent, *_in_window(call, channel.replies(parent.ts))])


def _inside(call: Call) -> Channel:
    channel = call.channel()
    if not call.is_member(channel):
        raise ApiError("not_in_channel")
    return channel


def _in_window(call: Call, messages: list[Message]) -> list[Message]:
    """Between `oldest` and `latest`, themselves only if `inclusive`; without what history still hides."""
    oldest = float(call.arguments.text("oldest") or 0)
    latest = float(call.arguments.text("latest") or "inf")
    edges = call.arguments.flag("inclusive")
    shown_until = call.slack.now().timestamp() - call.hides_younger_than
    return [
        it
        for it in messages
        if (oldest < float(it.ts) < latest or (edges and float(it.ts) in {oldest, latest}))
        and (not call.hides_younger_than or float(it.ts) <= shown_until)
    ]


def _answer(call: Call, messages: list[Message]) -> Json:
    sold = call.slack.app(call.bot.app_id).is_commercial
    most = _MOST_OF_SOLD_APPS if sold else _MOST
    some, more = page(messages, call.arguments, default=_MOST_OF_SOLD_APPS if sold else 100, most=most)
    with_metadata = call.arguments.flag("include_all_metadata")
    return {
        "messages": [message_object(call.slack, it, with_metadata=with_metadata) for it in some],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }
