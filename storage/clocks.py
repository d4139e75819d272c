"""A case's clocks: what waits for the district, the desk's target, a date. Their due work is a row with an index."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.domain.cases import Priority, Status
from bot.domain.ids import CaseNumber, PersonId
from bot.domain.pending import Waiting
from bot.domain.targets import Kind, Stage, Target
from storage.outbox import State
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, date_clocks, outbox, pending_clocks, roster, target_clocks, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingClock:
    """A wait for the district. `began_at` names it; `due_at` None: it rests."""

    case: CaseNumber
    status: Status
    began_at: datetime
    day_zero: date
    owed: int
    more_times: int
    owner_told: bool
    closes_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetClock:
    """The desk's target, and when it is missed; while it is paused that is when it would have been."""

    case: CaseNumber
    target: Target
    misses_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of one case; None for one that does not run."""

    pending: PendingClock | None = None
    target: TargetClock | None = None
    date_at: datetime | None = None


def _labelled(table: sa.Table, prefix: str) -> list[sa.Label[object]]:
    return [column.label(f"{prefix}_{column.name}") for column in table.c]


_asked = sa.select(sa.bindparam("case", type_=sa.BigInteger).label("number")).subquery()
_ALL = sa.select(
    *_labelled(pending_clocks, "p"), *_labelled(target_clocks, "t"), date_clocks.c.due_at.label("d_due_at")
).select_from(
    _asked.outerjoin(pending_clocks, pending_clocks.c.case_number == _asked.c.number)
    .outerjoin(target_clocks, target_clocks.c.case_number == _asked.c.number)
    .outerjoin(date_clocks, date_clocks.c.case_number == _asked.c.number)
)


async def of_case(tx: Tx, case: CaseNumber) -> Clocks:
    """All of them, in one look."""
    row = (await tx.execute(_ALL, {"case": case})).one()
    return Clocks(
        pending=_pending(row) if row.p_case_number is not None else None,
        target=_target(row) if row.t_case_number is not None else None,
        date_at=row.d_due_at,
    )


def _pending(row: sa.Row[tuple[object, ...]]) -> PendingClock:
    return PendingClock(
        case=CaseNumber(row.p_case_number),
        status=Status(row.p_status),
        began_at=row.p_began_at,
        day_zero=row.p_day_zero,
        owed=row.p_owed,
        more_times=row.p_more_times,
        owner_told=bool(row.p_owner_told),
        closes_at=row.p_closes_at,
        due_at=row.p_due_at,
    )


def _target(row: sa.Row[tuple[object, ...]]) -> TargetClock:
    target = Target(
        kind=Kind(row.t_kind),
        priority=Priority(row.t_priority),
        began_at=row.t_began_at,
        paused_at=row.t_paused_at,
        pauses=tuple((datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in row.t_pauses),
        told=Stage(row.t_told),
    )
    return TargetClock(
        case=CaseNumber(row.t_case_number), target=target, misses_at=row.t_misses_at, due_at=row.t_due_at
    )


_FIRST = {table.name: insert_ignore(table) for table in (pending_clocks, target_clocks, date_clocks)}


async def _put(tx: Tx, table: sa.Table, case: CaseNumber, values: dict[str, object]) -> None:
    """Writes the row, whether there was one or not."""
    changed = await tx.execute(table.update().where(table.c.case_number == case).values(**values))
    if not changed.rowcount:
        await tx.execute(_FIRST[table.name], {"case_number": case, **values})


async def put_pending(tx: Tx, clock: PendingClock) -> None:
    values = {
        "status": clock.status,
        "began_at": clock.began_at,
        "day_zero": clock.day_zero,
        "owed": clock.owed,
        "more_times": clock.more_times,
        "owner_told": clock.owner_told,
        "closes_at": clock.closes_at,
        "due_at": clock.due_at,
    }
    await _put(tx, pending_clocks, clock.case, values)


async def put_target(tx: Tx, clock: TargetClock, *, is_new: bool = False) -> None:
    """`is_new`: the case was opened just now, so there is none."""
    target = clock.target
    values = {
        "kind": target.kind,
        "priority": target.priority,
        "began_at": target.began_at,
        "paused_at": target.paused_at,
        "pauses": [[begins.isoformat(), ends.isoformat()] for begins, ends in target.pauses],
        "told": target.told,
        "misses_at": clock.misses_at,
        "due_at": clock.due_at,
    }
    if is_new:
        await tx.execute(_FIRST[target_clocks.name], {"case_number": clock.case, **values})
    else:
        await _put(tx, target_clocks, clock.case, values)


async def put_date(tx: Tx, case: CaseNumber, *, at: datetime) -> None:
    await _put(tx, date_clocks, case, {"due_at": at})


async def stop_pending(tx: Tx, case: CaseNumber) -> None:
    await tx.execute(pending_clocks.delete().where(pending_clocks.c.case_number == case))


async def stop_target(tx: Tx, case: CaseNumber) -> None:
    await tx.execute(target_clocks.delete().where(target_clocks.c.case_number == case))


async def stop_date(tx: Tx, case: CaseNumber) -> None:
    await tx.execute(date_clocks.delete().where(date_clocks.c.case_number == case))


async def _due(tx: Tx, table: sa.Table, now: datetime, most: int) -> list[CaseNumber]:
    query = sa.select(table.c.case_number).where(table.c.due_at <= now).order_by(table.c.due_at, table.c.case_number)
    return [CaseNumber(number) for number in (await tx.execute(query.limit(most))).scalars().all()]


async def pending_due(tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
    return await _due(tx, pending_clocks, now, most)


async def targets_due(tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
    return await _due(tx, target_clocks, now, most)


async def dates_due(tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
    return await _due(tx, date_clocks, now, most)


async def put_off_pending(tx: Tx, case: CaseNumber, *, until: datetime | None) -> None:
    await tx.execute(pending_clocks.update().where(pending_clocks.c.case_number == case).values(due_at=until))


async def put_off_target(tx: Tx, case: CaseNumber, *, until: datetime | None) -> None:
    await tx.execute(target_clocks.update().where(target_clocks.c.case_number == case).values(due_at=until))


async def put_off_date(tx: Tx, case: CaseNumber, *, until: datetime) -> None:
    await tx.execute(date_clocks.update().where(date_clocks.c.case_number == case).values(due_at=until))


def follow_up_key(case: CaseNumber, began_at: datetime, number: int) -> str:
    """Each follow-up of one wait is owed once, in each thread."""
    return f"case:{case}:follow-up:{began_at.isoformat()}:{number}:"


def target_key(target: Target) -> str:
    """Names one target of a case: each of its stages is told once."""
    return f"{target.kind}:{target.priority}:{target.began_at.isoformat()}:{len(target.pauses)}"


async def waiting(tx: Tx, clock: PendingClock, priority: Priority) -> Waiting:
    """The facts of a wait, with what became of its latest follow-up."""
    told_at, lost = None, False
    if clock.owed:
        told_at, lost = await _fate(tx, clock)
    return Waiting(
        day_zero=clock.day_zero,
        owed=clock.owed,
        told_at=told_at,
        lost=lost,
        shown=clock.closes_at,
        is_critical=priority is Priority.CRITICAL,
        owner_told=clock.owner_told,
    )


def to_person(follow_up: str, person: PersonId | None = None) -> str:
    """The key of a follow-up that goes to somebody by message; without a person: how such keys begin."""
    return f"{follow_up}person:{person or ''}"


_KEY = sa.bindparam("key", type_=sa.Text)
_IN_THREADS = (
    sa.select(outbox.c.state, outbox.c.done_at)
    .join_from(threads, outbox, outbox.c.key == _KEY + sa.cast(threads.c.id, sa.Text))
    .where(threads.c.case_number == sa.bindparam("case"))
)
_BY_MESSAGE = (
    sa.select(outbox.c.state, outbox.c.done_at)
    .join_from(roster, outbox, outbox.c.key == _KEY + sa.cast(roster.c.person_id, sa.Text))
    .join(cases, cases.c.district_id == roster.c.district_id)
    .where(cases.c.number == sa.bindparam("case"))
)


async def _fate(tx: Tx, clock: PendingClock) -> tuple[datetime | None, bool]:
    """When it was last delivered, and whether it never will be by itself. Owed to nobody at all is lost."""
    key = follow_up_key(clock.case, clock.began_at, clock.owed)
    rows = [*(await tx.execute(_IN_THREADS, {"key": key, "case": clock.case})).all()]
    rows += (await tx.execute(_BY_MESSAGE, {"key": to_person(key), "case": clock.case})).all()
    told = [row.done_at for row in rows if row.state == State.SENT]
    return (max(told), False) if told else (None, all(row.done_at is not None for row in rows))
