"""A file of one thread put into another: downloaded once, streamed, uploaded in three steps (SLACK 8).

Slack says "ok" with an HTML login page when a token or scope is wrong, so what comes is looked at; a token
goes to Slack's own hosts alone. A file that could not be carried is said so, with a link. An upload has no
metadata: its id is noted before it is completed, and its shares tell whether it stands (RECIPES 8).
"""

import tempfile
from dataclasses import replace
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outgoing import CarryFile, Post
from bot.delivery.slack import SlackClients
from bot.domain import files
from bot.domain.ids import Ts
from bot.views import lines
from storage.outbox import Claimed, Standing

CHUNK = 64 * 1024


class Note(Protocol):
    """Keeps facts with the row."""

    async def __call__(self, row: Claimed, **facts: int | str) -> None: ...


class NotCarried(Exception):  # said to the readers, with a link; not a fault of ours
    """Why a file stays where it is. `reason` is one of `lines.not_carried`."""

    def __init__(self, file: CarryFile, reason: str) -> None:
        super().__init__(reason)
        self.file, self.reason = file, reason


def said(why: NotCarried) -> Post:
    """The line below the card that stands for the file."""
    drawn = lines.not_carried(why.file.name, why.reason, permalink=why.file.permalink, limits=why.file.limits)
    return Post(channel=why.file.channel, thread_ts=why.file.thread_ts, said=drawn, previews=why.file.previews)


async def carry(slack: SlackClients, row: Claimed, file: CarryFile, *, note: Note) -> Standing:
    """Puts the file below the card. Raises NotCarried, and what the SDK raises."""
    client = await slack.of(row.team)
    earlier = str(row.facts.get("uploaded", ""))
    if earlier and await is_shared(client, earlier, file.channel):
        return Standing(channel=file.channel, ts=Ts(earlier))
    _must_be_allowed(file)
    with tempfile.TemporaryFile() as kept:
        file = await _download(slack, file, kept)
        if kept.tell() == 0:
            raise NotCarried(file, "empty")
        uploaded = await _upload(slack, client, file, kept)
    await note(row, uploaded=uploaded)
    await client.files_completeUploadExternal(
        files=[{"id": uploaded, "title": file.title}], channel_id=file.channel, thread_ts=file.thread_ts
    )
    return Standing(channel=file.channel, ts=Ts(uploaded))


async def is_shared(client: AsyncWebClient, uploaded: str, channel: str) -> bool:
    """Whether an upload that was noted stands there. Raises what the SDK raises."""
    try:
        info: dict[str, Any] = (await client.files_info(file=uploaded))["file"]
    except SlackApiError as error:
        if error.response.get("error") in ("file_not_found", "file_deleted"):
            return False
        raise
    return any(channel in places for places in (info.get("shares") or {}).values())


def _must_be_allowed(file: CarryFile) -> None:
    if file.number > file.limits.files_at_once:
        raise NotCarried(file, files.NotTaken.TOO_MANY)
    why = files.why_not(file.name, file.size, largest=file.limits.file_bytes)
    if why is not None:
        raise NotCarried(file, why)


async def _download(slack: SlackClients, file: CarryFile, into: IO[bytes]) -> CarryFile:
    """Of a file that came with a form Slack told the id alone: what it is, is known now."""
    source = await slack.of(file.team)
    info: dict[str, Any] = (await source.files_info(file=file.file_id))["file"]
    file = _as_told(file, info)
    _must_be_allowed(file)
    url = str(info.get("url_private_download") or info.get("url_private") or "")
    if not url or not is_slacks(url, slack.base_url):
        raise NotCarried(file, "not-available")
    headers = {"Authorization": f"Bearer {await slack.token(file.team)}"}
    async with slack.session.get(url, headers=headers, allow_redirects=False) as answer:
        await _keep(answer, into, file)
    return file


def _as_told(file: CarryFile, info: dict[str, Any]) -> CarryFile:
    is_known = bool(file.mimetype)  # told with a message; then its link, or that it has none, was chosen
    return replace(
        file,
        name=files.readable(str(info.get("name") or file.name)),
        mimetype=file.mimetype or str(info.get("mimetype") or ""),
        size=int(info.get("size") or file.size),
        permalink=file.permalink if is_known else str(info.get("permalink") or file.permalink),
    )


async def _keep(answer: aiohttp.ClientResponse, into: IO[bytes], file: CarryFile) -> None:
    is_page = file.mimetype.startswith("text/html")
    if answer.status != 200 or (answer.content_type == "text/html" and not is_page):  # noqa: PLR2004  # HTTP's ok
        raise NotCarried(file, "not-available")
    size = 0
    async for chunk in answer.content.iter_chunked(CHUNK):
        if not size and files.begins_as_program(chunk):
            raise NotCarried(file, files.NotTaken.PROGRAM)
        size += len(chunk)
        if size > file.limits.file_bytes:
            raise NotCarried(file, files.NotTaken.TOO_LARGE)
        into.write(chunk)


def is_slacks(url: str, base_url: str) -> bool:
    """Whether a token may go there: Slack's file hosts, or the host that stands in for Slack."""
    asked, ours = urlsplit(url), urlsplit(base_url)
    if asked.hostname == ours.hostname and asked.scheme == ours.scheme:
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith((".slack.com", ".slack-gov.com"))


async def _upload(slack: SlackClients, client: AsyncWebClient, file: CarryFile, kept: IO[bytes]) -> str:
    """The new file's id; it stands nowhere yet."""
    length = kept.tell()
    kept.seek(0)
    place = await client.files_getUploadURLExternal(filename=file.title, length=length)
    async with slack.session.post(str(place["upload_url"]), data=kept) as answer:
        answer.raise_for_status()
    return str(place["file_id"])
