"""Absences that are over, and those whose deputy cannot stand in any more: both sides are told, once (POLICY 6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import absence
from bot.domain.absence import Turn
from bot.domain.days import midnight
from bot.domain.ids import AbsenceId
from bot.services import away
from storage import absences, audit, outbox, people_facts
from storage.absences import Kept
from storage.store import Tx

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absences:
    """Due when the last day ends where they live; and at once where their deputy is lost."""

    name: str = "absence"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[AbsenceId]:
        return await absences.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, id_: AbsenceId, until: datetime) -> None:
        await absences.look_again(tx, id_, ends_at=until)

    async def look(self, tx: Tx, id_: AbsenceId, now: datetime) -> str:
        seen = await absences.get(tx, id_)
        if seen is not None:
            await people_facts.hold(tx, seen.person)  # who marks themselves anew meanwhile waits, or was faster
        kept = await absences.held(tx, id_)
        if kept is None:
            return "gone"
        found = await absences.as_it_is(tx, kept, now=now)
        ruled = absence.turn(found, now)
        match ruled:
            case Turn.GOES_ON:
                await absences.look_again(tx, id_, ends_at=midnight(kept.until + DAY, found.zone))
            case Turn.OVER:
                await _over(tx, kept, now)
            case Turn.DEPUTY_LOST:
                await _goes_on_alone(tx, kept, found.zone, now)
        return ruled

    async def would(self, tx: Tx, id_: AbsenceId, now: datetime) -> str:
        kept = await absences.get(tx, id_)
        return "gone" if kept is None else absence.turn(await absences.as_it_is(tx, kept, now=now), now)


async def _over(tx: Tx, kept: Kept, now: datetime) -> None:
    await absences.end(tx, [kept.id], at=now)
    await people_facts.no_longer_away(tx, kept.person, since=kept.until)
    rows = await away.told_over(tx, [kept], now=now)
    if kept.deputy is not None:
        rows += await away.told_contact(tx, kept, "away-over", now=now)
    await audit.by_clock(tx, at=now, rule="absence-over", district=kept.district, about=kept.person)
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _goes_on_alone(tx: Tx, kept: Kept, zone: str, now: datetime) -> None:
    """The contact is away still, and is told of their cases again."""
    await absences.end(tx, [kept.id], at=now)
    await absences.begin(
        tx,
        kept.person,
        kept.district,
        deputy=None,
        until=kept.until,
        ends_at=midnight(kept.until + DAY, zone),
        at=now,
    )
    rows = await away.told_over(tx, [kept], now=now)
    rows += await away.told_contact(tx, kept, "deputy-lost", now=now)
    await audit.by_clock(tx, at=now, rule="deputy-lost", district=kept.district, about=kept.person)
    await outbox.owe(tx, rows, now=now)
