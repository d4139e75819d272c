"""Seals: made over what is committed for good, and read again beside the lines they cover."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.seals import Keys, LogLine, Seal, Tallies, sealed, tallied
from storage.store import Store, Tx
from storage.tables import audit, seals

PAGE = 2000
BUSY_MS = 500
LOWEST = -(2**63)
"""No id of ours is below 1; one that somebody put there is looked at all the same."""

_LOCKED = "55P03"
"""PostgreSQL's code for a lock that was not to be had in time."""


async def settled(store: Store) -> int | None:
    """The id up to which every line of the log that there will ever be is committed. None: too busy to say.

    A line gets its id before its transaction ends, so on PostgreSQL a smaller id may appear after a larger one.
    The lock waits for those who write to the log, and keeps others from it for as long as one look takes. SQLite
    has one writer at a time: what a reader sees is settled.
    """
    if store.dialect == "sqlite":
        async with store.read() as tx:
            return await _newest(tx)
    try:
        async with store.begin() as tx:
            await tx.execute(sa.text(f"SET LOCAL lock_timeout = '{BUSY_MS}ms'"))
            await tx.execute(sa.text("LOCK TABLE audit IN SHARE MODE"))
            return await _newest(tx)
    except sa.exc.DBAPIError as problem:
        if getattr(problem.orig, "sqlstate", None) != _LOCKED:
            raise
        return None


async def _newest(tx: Tx) -> int:
    return int((await tx.execute(sa.select(sa.func.coalesce(sa.func.max(audit.c.id), 0)))).scalar_one())


async def locked(store: Store, tx: Tx) -> None:
    """Who makes seals makes them alone: there is one chain."""
    if store.dialect == "postgresql":
        await tx.execute(sa.text("LOCK TABLE seals IN SHARE ROW EXCLUSIVE MODE"))


async def last(tx: Tx) -> Seal | None:
    row = (await tx.execute(sa.select(seals).order_by(seals.c.number.desc()).limit(1))).first()
    return None if row is None else _seal(row)


async def get(tx: Tx, number: int) -> Seal | None:
    row = (await tx.execute(sa.select(seals).where(seals.c.number == number))).first()
    return None if row is None else _seal(row)


async def seal_next(tx: Tx, *, up_to: int, most: int, keys: Keys, at: datetime) -> int:
    """Seals the next lines, at most so many, and says how many. Under `locked`."""
    before = await last(tx)
    lines = await lines_between(tx, before.through if before else 0, up_to, most=most)
    if lines:
        made = sealed(lines, last=before, at=at, keys=keys)
        await tx.execute(seals.insert().inline(), [_row(seal) for seal in made])
    return len(lines)


def _row(seal: Seal) -> dict[str, object]:
    return {
        "number": seal.number,
        "district_id": seal.district,
        "after_id": seal.after,
        "through_id": seal.through,
        "lines": seal.lines,
        "content": seal.content,
        "at": seal.at,
        "key_id": seal.key,
        "previous": seal.previous,
        "digest": seal.digest,
    }


def _seal(row: sa.Row[tuple[object, ...]]) -> Seal:
    return Seal(
        number=row.number,
        district=DistrictId(row.district_id) if row.district_id is not None else None,
        after=row.after_id,
        through=row.through_id,
        lines=row.lines,
        content=row.content,
        at=row.at,
        key=row.key_id,
        previous=row.previous,
        digest=row.digest,
    )


async def lines_between(tx: Tx, after: int, through: int, *, most: int) -> list[LogLine]:
    """Those with ids above `after`, up to `through`, the oldest first."""
    query = sa.select(audit).where(audit.c.id > after, audit.c.id <= through).order_by(audit.c.id)
    return [line_of(row) for row in (await tx.execute(query.limit(most))).all()]


def line_of(row: sa.Row[tuple[object, ...]]) -> LogLine:
    return LogLine(
        id=row.id,
        at=row.at,
        person=PersonId(row.person_id) if row.person_id is not None else None,
        act=row.act,
        rule=row.rule,
        allowed=row.allowed,
        district=DistrictId(row.district_id) if row.district_id is not None else None,
        case=CaseNumber(row.case_number) if row.case_number is not None else None,
        about=PersonId(row.about_id) if row.about_id is not None else None,
        ref=row.ref,
    )


async def stretches(tx: Tx, *, page: int = PAGE) -> AsyncIterator[tuple[list[Seal], Tallies]]:
    """The whole chain from its beginning: the seals that were made together, and what their lines add up to now."""
    number, kept = 0, list[Seal]()
    while read := await _seals_after(tx, number, page):
        number = read[-1].number
        groups = [list(group) for _, group in groupby([*kept, *read], key=lambda seal: (seal.after, seal.through))]
        for group in groups[:-1]:
            yield group, await _tallies(tx, group, page)
        kept = groups[-1]
    if kept:
        yield kept, await _tallies(tx, kept, page)


async def _seals_after(tx: Tx, number: int, page: int) -> Sequence[Seal]:
    query = sa.select(seals).where(seals.c.number > number).order_by(seals.c.number).limit(page)
    return [_seal(row) for row in (await tx.execute(query)).all()]


async def _tallies(tx: Tx, made_together: Sequence[Seal], page: int) -> Tallies:
    after, through = made_together[0].after or LOWEST, made_together[0].through
    found: Tallies = {}
    while lines := await lines_between(tx, after, through, most=page):
        found = tallied(lines, found)
        after = lines[-1].id
    return found


async def unsealed(tx: Tx, after: int) -> int:
    """How many lines wait for a seal."""
    return int((await tx.execute(sa.select(sa.func.count()).where(audit.c.id > after))).scalar_one())


async def many(tx: Tx) -> int:
    return int((await tx.execute(sa.select(sa.func.count()).select_from(seals))).scalar_one())
