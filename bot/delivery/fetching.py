"""A file's content fetched from Slack, for an export: whole, or not at all, and why (SLACK 8)."""

from collections.abc import Awaitable, Callable
from typing import IO, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.carrying import CHUNK, is_slacks
from bot.delivery.slack import SlackClients
from bot.domain.ids import TeamId

LARGEST = 1024**3
"""Slack's own limit for one file."""

TRIES = 4
CONTENT_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=12, sock_read=60)
"""A large file takes as long as it takes, while something comes."""

Wait = Callable[[float], Awaitable[None]]


class NotFetched(Exception):  # written beside the file's name; the export goes on
    """Why its content is not there, in words for whoever reads the export."""


async def fetch(slack: SlackClients, team: TeamId, file: str, *, into: IO[bytes], wait: Wait) -> None:
    """Writes the content. Raises NotFetched; what was written until then is no file."""
    try:
        info = await _info(slack, team, file, wait)
        url = str(info.get("url_private_download") or info.get("url_private") or "")
        if not url or not is_slacks(url, slack.base_url):
            raise NotFetched("no longer available in Slack")
        headers = {"Authorization": f"Bearer {await slack.token(team)}"}
        asked = slack.session.get(url, headers=headers, allow_redirects=False, timeout=CONTENT_TIMEOUT)
        async with asked as answer:
            await _keep(answer, info, into)
    except LookupError:
        raise NotFetched("the app is not installed in that workspace any more") from None
    except SlackApiError as error:
        raise NotFetched(f"Slack says: {error.response.get('error')}") from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise NotFetched("Slack could not be reached; export again to have it") from None


async def _info(slack: SlackClients, team: TeamId, file: str, wait: Wait) -> dict[str, Any]:
    """What Slack knows of it; asked again when Slack says when."""
    for left in reversed(range(TRIES)):
        try:
            answer = await (await slack.of(team)).files_info(file=file)
        except SlackApiError as error:
            if error.response.status_code != 429 or not left:  # noqa: PLR2004  # HTTP's: too many requests
                raise
            await wait(float(error.response.headers.get("Retry-After", 1)))
        else:
            found: dict[str, Any] = answer["file"]
            return found
    raise AssertionError


async def _keep(answer: aiohttp.ClientResponse, info: dict[str, Any], into: IO[bytes]) -> None:
    """Slack answers 200 with a page to log in where a token does not open the file: that is not the file."""
    is_page = str(info.get("mimetype") or "").startswith("text/html")
    if answer.status != 200 or (answer.content_type == "text/html" and not is_page):  # noqa: PLR2004  # HTTP's ok
        raise NotFetched("Slack did not give it out")
    size, told = 0, int(info.get("size") or 0)
    async for chunk in answer.content.iter_chunked(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise NotFetched("larger than any file of Slack's")
        into.write(chunk)
    if told and size != told:
        raise NotFetched("what came is not as long as Slack says the file is")
