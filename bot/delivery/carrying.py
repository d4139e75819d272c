"""A file of one thread put into another: downloaded once, streamed, uploaded in three steps (SLACK 8).

Slack says "ok" with an HTML login page when a token or scope is wrong, so what comes is looked at; a token
goes to Slack's own hosts alone. A file that could not be carried is said so, with a link.
"""

import tempfile
from typing import IO, Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outgoing import CarryFile
from bot.delivery.reconciling import metadata
from bot.delivery.slack import SlackClients
from bot.domain.ids import Ts
from bot.views import lines
from storage.outbox import Claimed, Standing

LARGEST = 25 * 1024 * 1024
CHUNK = 64 * 1024
EXECUTABLE = frozenset(
    {"exe", "com", "bat", "cmd", "scr", "msi", "msp", "pif", "ps1", "vbs", "vbe", "js", "jse", "wsf"}
    | {"wsh", "hta", "jar", "app", "dmg", "pkg", "deb", "rpm", "sh", "bin", "run", "apk"}
)


class NotCarried(Exception):  # said to the readers, with a link; not a fault of ours
    """Why a file stays where it is. The reason is one of `lines.NOT_CARRIED`."""


async def carry(slack: SlackClients, row: Claimed, file: CarryFile) -> Standing:
    """Puts the file below the card, or a line that says why not. Raises what the SDK raises."""
    client = await slack.of(row.team)
    try:
        _must_be_allowed(file)
        with tempfile.TemporaryFile() as kept:
            await _download(slack, file, kept)
            return await _upload(slack, client, file, kept)
    except NotCarried as why:
        return await _say_so(client, row, file, str(why))


def _must_be_allowed(file: CarryFile) -> None:
    if file.size > LARGEST:
        raise NotCarried("too-large")
    if file.name.rpartition(".")[2].lower() in EXECUTABLE:
        raise NotCarried("executable")


async def _download(slack: SlackClients, file: CarryFile, into: IO[bytes]) -> None:
    source = await slack.of(file.team)
    info: dict[str, Any] = (await source.files_info(file=file.file_id))["file"]
    url = str(info.get("url_private_download") or info.get("url_private") or "")
    if not url or not is_slacks(url, slack.base_url):
        raise NotCarried("not-available")
    headers = {"Authorization": f"Bearer {await slack.token(file.team)}"}
    async with slack.session.get(url, headers=headers, allow_redirects=False) as answer:
        await _keep(answer, into, is_page=file.mimetype.startswith("text/html"))


async def _keep(answer: aiohttp.ClientResponse, into: IO[bytes], *, is_page: bool) -> None:
    if answer.status != 200 or (answer.content_type == "text/html" and not is_page):  # noqa: PLR2004  # HTTP's ok
        raise NotCarried("not-available")
    size = 0
    async for chunk in answer.content.iter_chunked(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise NotCarried("too-large")
        into.write(chunk)


def is_slacks(url: str, base_url: str) -> bool:
    """Whether a token may go there: Slack's file hosts, or the host that stands in for Slack."""
    asked, ours = urlsplit(url), urlsplit(base_url)
    if asked.hostname == ours.hostname and asked.scheme == ours.scheme:
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith((".slack.com", ".slack-gov.com"))


async def _upload(slack: SlackClients, client: AsyncWebClient, file: CarryFile, kept: IO[bytes]) -> Standing:
    length = kept.tell()
    kept.seek(0)
    place = await client.files_getUploadURLExternal(filename=file.name, length=length)
    async with slack.session.post(str(place["upload_url"]), data=kept) as answer:
        answer.raise_for_status()
    await client.files_completeUploadExternal(
        files=[{"id": str(place["file_id"]), "title": file.name}],
        channel_id=file.channel,
        thread_ts=file.thread_ts,
    )
    return Standing(channel=file.channel, ts=Ts(str(place["file_id"])))


async def _say_so(client: AsyncWebClient, row: Claimed, file: CarryFile, why: str) -> Standing:
    said = lines.not_carried(file.name, why, permalink=file.permalink)
    answer = await client.chat_postMessage(
        channel=file.channel,
        thread_ts=file.thread_ts,
        text=said.text,
        blocks=said.blocks,
        metadata=metadata(row),
        unfurl_links=False,
        unfurl_media=False,
    )
    return Standing(channel=file.channel, ts=Ts(str(answer["ts"])))
