"""What becomes of a contact's threads, cases and channel when their right ends, whoever ended it (POLICY 1 and 3)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId, PersonId
from bot.services import channels, standing_for
from storage import list_sheets, outbox, owing, people, threads
from storage.outbox import Owed
from storage.store import Tx


async def left(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> None:
    """A last line in their threads, their cases offered, the channel looked at. `why` makes each occasion one."""
    await channels.welcome_changed(tx, district, now=now, why=why)
    rows = await _last_lines(tx, person, district, why=why, now=now)
    rows += await standing_for.offered(tx, person, district, now=now)
    rows += await warn_if_short(tx, district, why=now.isoformat(), now=now)  # of several who go at once, once
    if rows:
        await outbox.owe(tx, rows, now=now)


async def account_gone(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> list[Owed]:
    """Their line stands, should the account come back: nothing ends but what they can no longer do."""
    rows = await standing_for.offered(tx, person, district, now=now)
    return [*rows, *await warn_if_short(tx, district, why=why, now=now)]


async def _last_lines(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> list[Owed]:
    """From now on they take nothing more (POLICY 3)."""
    return owing.by_clock(await threads.read_by(tx, person, district), what="thread-ends", key=why, now=now)


async def warn_if_short(tx: Tx, district: DistrictId, *, why: str, now: datetime) -> list[Owed]:
    """The district administrator is told, and nothing is blocked."""
    if not await list_sheets.short_of(tx, district):
        return []
    readers = await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district)
    facts: dict[str, int | str] = {"district": district}
    return [
        owing.tell(reader, team, key=f"list-short:{district}:{why}:{reader}", what="list-short", now=now, facts=facts)
        for reader, team, _ in readers
    ]
