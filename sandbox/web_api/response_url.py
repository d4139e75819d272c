"""The response url of an interaction: five answers in thirty minutes, also where the bot is no member."""

from typing import Any

from aiohttp import web

from sandbox.deeds import messages
from sandbox.model import ApiError, Channel, Ephemeral, Installation, Json
from sandbox.open_views import identified
from sandbox.state import Slack
from sandbox.tickets import ResponseUrl
from sandbox.web_api.chat import check_content

_GONE = {"invalid_url", "expired_url", "used_url"}


async def answer(slack: Slack, arrived: web.Request) -> web.Response:
    token = f"{arrived.match_info['team']}/{arrived.match_info['number']}"
    try:
        respond(slack, slack.response_urls.use(token), await _body(arrived))
    except ApiError as no:
        return web.json_response({"ok": False, "error": no.error}, status=404 if no.error in _GONE else 400)
    return web.Response(text="ok")


async def _body(arrived: web.Request) -> Json:
    try:
        body: Any = await arrived.json()
    except (ValueError, RecursionError):
        raise ApiError("invalid_payload") from None
    if not isinstance(body, dict):
        raise ApiError("invalid_payload")
    return body


def respond(slack: Slack, url: ResponseUrl, body: Json) -> None:
    """Replaces or deletes the message it came from, or says something new; to the one person by default."""
    channel = slack.channel(url.channel)
    installation = slack.installation(url.app_id, url.team)
    if body.get("delete_original"):
        _delete(slack, channel, url)
        return
    check_content(body.get("text"), body.get("blocks"))
    if body.get("replace_original") and (url.message_ts or url.ephemeral):
        _replace(slack, channel, url, body)
    else:
        _say(slack, channel, installation, url, body)


def _delete(slack: Slack, channel: Channel, url: ResponseUrl) -> None:
    if url.ephemeral in channel.ephemerals:
        channel.ephemerals.remove(url.ephemeral)
        slack.changes.note()
    elif url.message_ts in channel.messages:
        messages.delete(slack, channel.id, url.message_ts, channel.messages[url.message_ts].user)
    else:
        raise ApiError("message_not_found")


def _replace(slack: Slack, channel: Channel, url: ResponseUrl, body: Json) -> None:
    if url.ephemeral is not None:
        url.ephemeral = _redrawn(channel, url.ephemeral, body)
        slack.changes.note()
        return
    stood = channel.messages.get(url.message_ts or "")
    if stood is None:
        raise ApiError("message_not_found")
    blocks = identified(body.get("blocks") or ())
    messages.change(slack, channel, stood, by=stood.user, silent=True, text=body.get("text") or "", blocks=blocks)


def _redrawn(channel: Channel, stood: Ephemeral, body: Json) -> Ephemeral:
    if stood not in channel.ephemerals:
        raise ApiError("message_not_found")
    redrawn = messages.redrawn(stood, text=body.get("text") or "", blocks=body.get("blocks") or ())
    channel.ephemerals[channel.ephemerals.index(stood)] = redrawn
    return redrawn


def _say(slack: Slack, channel: Channel, bot: Installation, url: ResponseUrl, body: Json) -> None:
    text, blocks, thread_ts = body.get("text") or "", body.get("blocks") or (), body.get("thread_ts")
    if body.get("response_type") == "in_channel":
        messages.post(slack, bot, channel, text=text, blocks=blocks, thread_ts=thread_ts)
    else:
        messages.whisper(slack, bot, channel, reader=url.user, text=text, blocks=blocks, thread_ts=thread_ts)
