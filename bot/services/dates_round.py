"""Scheduled cases whose date has come: they go back to their owner (POLICY 3)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber
from bot.domain.telling import News
from bot.services import telling_owner
from bot.services.changing import moved
from storage import audit, calendars, cases, clocks, outbox
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Dates:
    """Due at the start of the district's day."""

    name: str = "date"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
        return await clocks.dates_due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: CaseNumber, until: datetime) -> None:
        await clocks.put_off_date(tx, number, until=until)

    async def look(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        case = await cases.locked(tx, number)
        begins = await _begins(tx, case)
        if case is None or begins is None:
            await clocks.stop_date(tx, number)
            return "gone"
        if now < begins:  # its calendar is another by now
            await clocks.put_off_date(tx, number, until=begins)
            return "wait"
        after = case.date_came(at=now)
        _, rows = await moved(tx, after, at=now, now=now)
        await outbox.owe(tx, rows, now=now)
        await telling_owner.tell_desk(tx, after, News.DATE_CAME, key=f"v{case.version}", now=now)
        await audit.by_round(tx, at=now, clock=self.name, did="came", case=number)
        return "came"

    async def would(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        begins = await _begins(tx, await cases.get(tx, number))
        return "gone" if begins is None else "wait" if now < begins else "came"


async def _begins(tx: Tx, case: Case | None) -> datetime | None:
    if case is None or case.scheduled_for is None:
        return None
    calendar = await calendars.of_district(tx, case.district, await calendars.rules(tx))
    return calendar.begin_of(case.scheduled_for)
