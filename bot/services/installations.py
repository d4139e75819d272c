"""Workspaces: where the app is no longer installed nothing is sent, and nothing that was owed is lost."""

from datetime import datetime, timedelta

import structlog

from bot.domain.ids import TeamId
from storage import workspaces
from storage.store import Store

log = structlog.get_logger()

SECOND = timedelta(seconds=1)
"""Slack tells the time of an uninstalling in whole seconds."""


async def ended(store: Store, team: TeamId, *, at: datetime) -> bool:
    """The app was uninstalled there, or its token revoked. False: that was before it was installed again."""
    async with store.begin() as tx:
        gone = await workspaces.ended(tx, team, at=at + SECOND)
    if gone:
        log.warning("workspace-ended", team=team)
    return gone
