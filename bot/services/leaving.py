"""What becomes of a contact's threads, cases and channel when their right ends, whoever ended it (POLICY 1 and 3)."""

from datetime import datetime

from bot.domain.ids import DistrictId, PersonId
from bot.services import channels, standing_for
from storage import outbox, owing, threads
from storage.outbox import Owed
from storage.store import Tx


async def left(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> None:
    """A last line in their threads, their cases offered, the channel looked at. `why` makes each occasion one."""
    await channels.welcome_changed(tx, district, now=now, why=why)
    rows = await _last_lines(tx, person, district, why=why, now=now)
    rows += await standing_for.offered(tx, person, district, now=now)
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _last_lines(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> list[Owed]:
    """From now on they take nothing more (POLICY 3)."""
    return owing.by_clock(await threads.read_by(tx, person, district), what="thread-ends", key=why, now=now)
