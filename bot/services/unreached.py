"""What nobody can bring to its reader comes to its end, so that nothing waits for ever for its having been told."""

from datetime import datetime, timedelta

import structlog

from storage import unreached
from storage.store import Store

log = structlog.get_logger()

PATIENCE = timedelta(days=1)
"""In which somebody new is looked up where they are seen, or the app comes to their workspace."""


async def catch_up(store: Store) -> None:
    """What was owed by their own workspace in the moment in which one of ours saw them goes by that one."""
    async with store.begin() as tx:
        await unreached.catch_up(tx)


async def give_up(store: Store, *, now: datetime) -> int:
    """Of people whom no workspace of ours sees (POLICY 7: found undeliverable)."""
    async with store.begin() as tx:
        count = await unreached.give_up(tx, owed_before=now - PATIENCE, now=now)
    if count:
        log.warning("nobody-reaches-them", messages=count)
    return count
