"""Contacts whose training is not done are reminded once a month, by day; it never blocks (POLICY 6)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import LineId
from bot.domain.training import TO_DO, reminded_at, wait_until
from storage import audit, calendars, outbox, owing, training
from storage.store import Tx
from storage.training import Learner


@dataclass(frozen=True, slots=True)
class Trainings:
    """Due a month after they were made a contact, or were reminded. After downtime they are reminded once."""

    name: str = "training"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[LineId]:
        return await training.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: LineId, until: datetime) -> None:
        await training.look_again(tx, number, at=until)

    async def look(self, tx: Tx, number: LineId, now: datetime) -> str:
        found = await training.held(tx, number)
        days = (await calendars.rules(tx)).courses.every
        if found is None:  # whoever is let in again is reminded again
            await training.look_again(tx, number, at=reminded_at(now, days))
            return "gone"
        if found.training not in TO_DO:
            await training.look_again(tx, number, at=None)
            return "done"
        if found.due_at is None or found.due_at > now:  # another process was faster
            return "waits"
        day = wait_until(now, found.zone)
        if day is not None:
            await training.look_again(tx, number, at=day)
            return "waits"
        await training.look_again(tx, number, at=reminded_at(now, days))
        await _remind(tx, found, now)
        return "reminded"

    async def would(self, tx: Tx, number: LineId, now: datetime) -> str:
        found = await training.of_line(tx, number)
        if found is None:
            return "gone"
        if found.training not in TO_DO:
            return "done"
        return "reminded" if wait_until(now, found.zone) is None else "waits"


async def _remind(tx: Tx, found: Learner, now: datetime) -> None:
    await audit.by_clock(tx, at=now, rule="training-reminded", district=found.district, about=found.person)
    row = owing.tell(
        found.person,
        found.team,
        key=f"training:{found.line}:{now.isoformat()}",
        what="training",
        now=now,
        facts={"line": found.line},
    )
    await outbox.owe(tx, [row], now=now)
