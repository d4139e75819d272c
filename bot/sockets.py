"""Socket Mode: connected, and watched, since it has been seen to die without a word (SLACK 3)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.delivery.slack import SlackClients

log = structlog.get_logger()


@asynccontextmanager
async def connected(
    bolt: AsyncApp, token: str, slack: SlackClients, *, watch_every_s: float
) -> AsyncIterator[AsyncSocketModeHandler]:
    """A connection for the length of the block."""
    handler = AsyncSocketModeHandler(bolt, app_token=token, web_client=slack.with_token(token))
    await handler.connect_async()
    watch = asyncio.create_task(_watch(handler, watch_every_s))
    try:
        yield handler
    finally:
        watch.cancel()
        await handler.close_async()


async def _watch(handler: AsyncSocketModeHandler, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        if not await handler.client.is_connected():
            log.warning("socket-lost")
            try:
                await handler.connect_async()
            except Exception:  # Slack may be away for a while; the next look tries again
                log.exception("socket-not-reconnected")
