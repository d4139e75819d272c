"""Socket Mode: connected, and watched, since it has been seen to die without a word (SLACK 3)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.delivery.slack import SlackClients

log = structlog.get_logger()
CONNECTED_WITHIN_S = 20
CLOSED_WITHIN_S = 0.5


class Line:
    """The connection as it stands now. One that is lost is replaced whole: by itself the SDK may go on for ever
    with an address that is used up."""

    def __init__(self, bolt: AsyncApp, token: str, slack: SlackClients) -> None:
        self._bolt = bolt
        self._token = token
        self._slack = slack
        self._handler: AsyncSocketModeHandler | None = None

    async def open(self) -> None:
        """Raises SlackApiError where Slack does not want this token."""
        client = self._slack.with_token(self._token)
        self._handler = AsyncSocketModeHandler(self._bolt, app_token=self._token, web_client=client)
        self._handler.client.wss_uri = await self._handler.client.issue_new_wss_url()
        await asyncio.wait_for(self._handler.connect_async(), CONNECTED_WITHIN_S)

    async def is_open(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    async def close(self) -> None:
        if self._handler is not None:
            await self._handler.close_async()


@asynccontextmanager
async def connected(bolt: AsyncApp, token: str, slack: SlackClients, *, watch_every_s: float) -> AsyncIterator[Line]:
    """A connection for the length of the block."""
    line = Line(bolt, token, slack)
    try:
        await line.open()
        watch = asyncio.create_task(_watch(line, watch_every_s))
        try:
            yield line
        finally:
            watch.cancel()
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(line.close(), CLOSED_WITHIN_S)


async def _watch(line: Line, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        if await line.is_open():
            continue
        log.warning("socket-lost")
        try:
            await line.close()
            await line.open()
        except Exception:  # Slack may be away for a while; the next look tries again
            log.exception("socket-not-reconnected")
