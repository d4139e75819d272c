"""Workspaces: where the app is no longer installed nothing is sent, and nothing that was owed is lost."""

from datetime import datetime, timedelta

import structlog

from bot.domain.ids import TeamId
from storage import outbox, telling, workspaces
from storage.outbox import Owed
from storage.store import Store, Tx

log = structlog.get_logger()

SECOND = timedelta(seconds=1)
"""Slack tells the time of an uninstalling in whole seconds."""


async def ended(store: Store, team: TeamId, *, at: datetime, now: datetime) -> bool:
    """The app was uninstalled there, or its token revoked. False: that was before it was installed again."""
    async with store.begin() as tx:
        gone = await workspaces.ended(tx, team, at=at + SECOND)
        rows = await _told(tx, team, now=now) if gone else []
        if rows:
            await outbox.owe(tx, rows, now=now)
    if gone:
        log.warning("workspace-ended", team=team)
    return gone


async def _told(tx: Tx, team: TeamId, *, now: datetime) -> list[Owed]:
    return await telling.support_administrators(
        tx, what="workspace-unusable", about=team, now=now, facts={"about": team}
    )
