"""Slack's Web API as delivery uses it: one session for all, no retries of the SDK's own (SLACK 4.3)."""

from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import TeamId
from storage.store import Tx

CALL_TIMEOUT_S = 12

TokenOf = Callable[[TeamId], Awaitable[str]]
IsCurrent = Callable[[Tx, TeamId, str], Awaitable[bool]]


async def always(_: Tx, __: TeamId, ___: str) -> bool:
    """Tokens never change."""
    return True


class SlackClients:
    """Hands out clients that share one session. A post sent twice would be read twice: nothing retries.

    `is_current`: whether a token is the workspace's own as the database has it now.
    """

    def __init__(self, base_url: str, token_of: TokenOf, is_current: IsCurrent = always) -> None:
        self.base_url = base_url
        self._token_of = token_of
        self.is_current = is_current
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_TIMEOUT_S))
        return self._session

    async def token(self, team: TeamId) -> str:
        """Raises LookupError where the workspace has no token."""
        return await self._token_of(team)

    async def of(self, team: TeamId, *, timeout_s: int = CALL_TIMEOUT_S) -> AsyncWebClient:
        return self.with_token(await self._token_of(team), timeout_s=timeout_s)

    def with_token(self, token: str, *, timeout_s: int = CALL_TIMEOUT_S) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self.base_url,
            session=self.session,
            timeout=timeout_s,
            retry_handlers=[],
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
