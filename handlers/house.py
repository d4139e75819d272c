"""What a listener has at hand: the store, the time, and the windows it may open before it answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.delivery.courier import Courier
from bot.delivery.slack import SlackClients
from bot.domain.ids import SlackUser, TeamId
from bot.domain.limits import Limits
from bot.domain.refusals import NoWindow
from handlers.asks import ClickAsk, CommandAsk, ShortcutAsk
from storage.store import Store

log = structlog.get_logger()
VIEWS_TIMEOUT_S = 1.0
"""Before an answer only `views.*` is called, and what a preview has to name; for a second at most (DESIGN 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`at` is called at named points, for tests that kill the process there: committed.

    `window_s`: for how many seconds Slack may take to open a window, or to draw it anew.
    """

    store: Store
    slack: SlackClients
    courier: Courier
    now: Callable[[], datetime]
    command: str
    modules: tuple[str, ...]
    phone: str
    referrals: tuple[str, ...]
    limits: Limits
    at: Callable[[str], None]
    forget_token: Callable[[TeamId], None]
    window_s: float

    def nudge(self) -> None:
        """Something was committed: delivery need not wait for its next look. Nothing was answered yet."""
        self.at("committed")
        self.courier.nudge()

    async def open_view(self, ask: CommandAsk | ClickAsk | ShortcutAsk, view: dict[str, Any]) -> None:
        """In a window of its own; over the window in which the click was, whose fields stay as they are.

        In place of one that stands over another: what it leads to needs a third.
        """
        in_a_window = isinstance(ask, ClickAsk) and ask.in_modal
        if isinstance(ask, ClickAsk) and ask.depth > 1:
            await self.show_view(ask, view)
            return
        client = await self.slack.of(ask.team)
        show = client.views_push if in_a_window else client.views_open
        await self._in_time(show(trigger_id=ask.trigger_id, view=view))

    async def show_view(self, ask: ClickAsk, view: dict[str, Any]) -> None:
        """In the window where the click was, or in a new one. A window that changed meanwhile stays."""
        client = await self.slack.of(ask.team)
        if not ask.in_modal:
            await self._in_time(client.views_open(trigger_id=ask.trigger_id, view=view))
            return
        await self._in_time(client.views_update(view_id=ask.view_id, hash=ask.view_hash, view=view))

    async def show_over(self, body: dict[str, Any], team: TeamId, view: dict[str, Any]) -> None:
        """A window for whoever clicked where nothing can be posted: over their window, or over the Home."""
        client = await self.slack.of(team)
        in_a_window = (body.get("view") or {}).get("type") == "modal"
        show = client.views_push if in_a_window else client.views_open
        await self._in_time(show(trigger_id=str(body.get("trigger_id")), view=view))

    async def about_files(self, team: TeamId, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What Slack knows of files that were put into a form: asked for a preview, which names them.

        Raises NoWindow where Slack does not say in time, or will not.
        """
        client = await self.slack.of(team)
        told = await self._in_time(asyncio.gather(*(client.files_info(file=file) for file in ids)))
        return [dict(answer["file"]) for answer in told]

    async def publish_home(self, who: SlackUser, view: dict[str, Any], *, seen: str | None = None) -> bool:
        """`seen`: the hash of the Home where they clicked. False: it is another by now, and stays as it is."""
        client = await self.slack.of(who.team)
        publish = client.views_publish(user_id=who.user, view=view, hash=seen)
        return await self._in_time(publish) is not None

    async def _in_time(self, call: Awaitable[Any]) -> Any:
        """Raises NoWindow where Slack is slow, away, or will not. A view that changed meanwhile stays as it is."""
        try:
            async with asyncio.timeout(self.window_s):
                return await call
        except SlackApiError as error:
            if error.response.get("error") == "hash_conflict":
                return None
            log.warning("no-window", error=error.response.get("error"))
            raise NoWindow from error
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("no-window", error=type(error).__name__)
            raise NoWindow from error
