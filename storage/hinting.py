"""When a person was last told in a thread why their reply is not taken in."""

from datetime import datetime, timedelta

from bot.domain.ids import SlackUser
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import hints


async def may_hint(tx: Tx, thread_id: int, who: SlackUser, *, now: datetime, every: timedelta) -> bool:
    """True when the last hint is long enough ago, and remembers this one."""
    row = {"thread_id": thread_id, "team_id": who.team, "user_id": who.user, "at": now}
    if (await tx.execute(insert_ignore(hints), row)).rowcount == 1:
        return True
    renewed = (
        hints.update()
        .where(
            hints.c.thread_id == thread_id,
            hints.c.team_id == who.team,
            hints.c.user_id == who.user,
            hints.c.at <= now - every,
        )
        .values(at=now)
    )
    return (await tx.execute(renewed)).rowcount == 1
