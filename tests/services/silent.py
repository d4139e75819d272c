"""Districts whose contacts are silent, put into a database by hand; and a delivery that is over at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import LineId, PersonId
from bot.domain.inactivity import DEFAULT
from bot.services import inactivity
from storage import contacts
from storage.outbox import State
from storage.store import Store, Tx
from storage.tables import audit, districts, outbox, people, roster
from tests.clockwork import DAY

CHICAGO = "America/Chicago"
FLAG_ON, GRACE = DEFAULT.flag_on * DAY, DEFAULT.grace


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`since`: of the silence. `flagged`: told of it at their 180th day; else nobody has said anything yet."""

    district: int
    since: datetime
    flagged: bool = False
    user: str | None = ""
    zone: str = CHICAGO
    role: str = "support"


async def settle(store: Store, found: Sequence[Contact]) -> list[LineId]:
    """Persons and lines are numbered alike, in this order. Whoever has no `user` is named by their number."""
    async with store.begin() as tx:
        for district in sorted({it.district for it in found}):
            values = {"id": district, "key": f"d{district}", "name": f"District {district}", "timezone": CHICAGO}
            await tx.execute(districts.insert(), values)
        for number, it in enumerate(found, 1):
            await _add(tx, number, it)
    return [LineId(number) for number in range(1, len(found) + 1)]


async def _add(tx: Tx, number: int, it: Contact) -> None:
    bound = None if it.user is None else it.user or f"U{number}"
    person = {"id": number, "team_id": bound and "T", "user_id": bound, "name": f"Name {number}", "zone": it.zone}
    await tx.execute(people.insert(), person)
    is_contact = it.role in {"support", "technical"}
    line: dict[str, Any] = {
        "id": number,
        "person_id": number,
        "district_id": it.district,
        "role": it.role,
        "silent_since": it.since if is_contact else None,
        "due_at": it.since if is_contact else None,
        **({"standing": "flagged", "flagged_at": it.since + FLAG_ON} if it.flagged else {}),
    }
    await tx.execute(roster.insert(), line)
    if it.flagged:
        at = it.since + FLAG_ON
        row = {"key": contacts.flag_key(LineId(number), it.since), "state": State.SENT, "done_at": at}
        await tx.execute(outbox.insert(), {**row, **EMPTY, "created_at": at, "due_at": at})


EMPTY = {"kind": "tell", "lane": "person", "team_id": "T", "facts": {}}


async def swept(store: Store, *, now: datetime, state: State | None = State.SENT) -> dict[str, int]:
    """What the sweep did; then all that is owed is delivered, or ends otherwise, or (None) waits."""
    done = await inactivity.sweep(store, now=now)
    if state is not None:
        async with store.begin() as tx:
            ended = {"state": state, "done_at": now}
            await tx.execute(outbox.update().where(outbox.c.done_at.is_(None)).values(**ended))
    return dict(done)


async def standings(store: Store, district: int) -> dict[int, str]:
    """By line."""
    query = sa.select(roster.c.id, roster.c.standing).where(roster.c.district_id == district)
    async with store.read() as tx:
        return {row.id: row.standing for row in (await tx.execute(query)).all()}


async def owed(store: Store, what: str) -> list[dict[str, Any]]:
    """The facts of every message of that kind, the oldest first."""
    kind = outbox.c.facts["what"].as_string() == what
    async with store.read() as tx:
        return list((await tx.execute(sa.select(outbox.c.facts).where(kind).order_by(outbox.c.id))).scalars().all())


async def on_record(store: Store) -> list[tuple[str, int]]:
    """What the clock did, and to whom."""
    query = sa.select(audit.c.rule, audit.c.about_id).where(audit.c.act == "clock").order_by(audit.c.id)
    async with store.read() as tx:
        return [(row.rule, row.about_id) for row in (await tx.execute(query)).all()]


async def acts(store: Store, person: int, *, at: datetime) -> None:
    async with store.begin() as tx:
        await contacts.touch(tx, PersonId(person), at)
