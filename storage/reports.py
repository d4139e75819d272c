"""What a report is made of: the rows of its cases, read a page at a time. A district's query has its districts in it;
what the vendor's people ask about all of them is another function, with another name (DESIGN, invariant 8).

A case was changed no earlier than it was opened or closed, so that a report begins in an index over the last change:
it reads what changed since its period began, or what is open, and not what there is.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain.cases import PENDING, CaseType, CloseReason, Priority, Status
from bot.domain.days import midnight
from bot.domain.ids import CaseNumber, DistrictId, IssueId
from bot.domain.issues import Issue
from bot.domain.report_numbers import Material
from bot.domain.reports import Asked, Report, Row
from bot.domain.rules import Rules
from bot.domain.sheets import CommentKind
from storage import calendars, issues
from storage.people import is_vendors
from storage.store import Tx
from storage.tables import case_words, cases, comments, districts, pending_clocks, people

PAGE = 500
"""Cases read at once: between two pages others have their turn."""

AT_ONCE = 500
"""Numbers in one statement."""

DAY = timedelta(days=1)
Clause = sa.ColumnElement[bool]
BY_DESK = (CommentKind.QUESTION, CommentKind.RESOLUTION, CommentKind.CALL)
"""Whatever is said in these, Support says; a reply is anybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From, included, to, which is not."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where is looked. `floor`: nothing that was not changed since then counts; None: whatever its age."""

    whose: Clause
    holds: tuple[Clause, ...]
    floor: datetime | None
    span: Span | None


async def of_districts(tx: Tx, asked: Asked, its: tuple[DistrictId, ...], *, now: datetime) -> Material:
    """From the cases of these districts, and of issues the published ones alone."""
    return await _material(tx, asked, cases.c.district_id.in_(its), its, now)


async def of_everybody(tx: Tx, asked: Asked, *, now: datetime) -> Material:
    """From the cases of every district, for the vendor's people alone."""
    return await _material(tx, asked, sa.true(), None, now)


async def few_of_districts(tx: Tx, asked: Asked, its: tuple[DistrictId, ...], *, now: datetime, most: int) -> bool:
    """Whether no more cases than that are to be read."""
    return await _few(tx, await _ground(tx, asked, cases.c.district_id.in_(its), its, now), most)


async def few_of_everybody(tx: Tx, asked: Asked, *, now: datetime, most: int) -> bool:
    return await _few(tx, await _ground(tx, asked, sa.true(), None, now), most)


async def _few(tx: Tx, ground: Ground, most: int) -> bool:
    some = sa.select(cases.c.number).where(*_conditions(ground)).limit(most + 1).subquery()
    return bool((await tx.execute(sa.select(sa.func.count()).select_from(some))).scalar_one() <= most)


async def _material(
    tx: Tx, asked: Asked, whose: Clause, its: tuple[DistrictId, ...] | None, now: datetime
) -> Material:
    rules = await calendars.rules(tx)
    ground = await _ground(tx, asked, whose, its, now)
    found: dict[CaseNumber, Row] = {}
    async for page in _pages(tx, ground, asked.report):
        found |= {row.number: row for row in page}  # one that is changed meanwhile comes again, as it is then
    there = {*(its or ()), *(row.district for row in found.values())}
    query = sa.select(districts.c.id, districts.c.name)
    names = {DistrictId(row.id): row.name for row in (await tx.execute(query)).all() if row.id in there}
    linked = {row.issue for row in found.values() if row.issue} if asked.report is Report.ISSUES else set()
    return Material(
        asked=asked,
        rows=tuple(found.values()),
        calendars=await calendars.of_districts(tx, its, rules),
        vendor={priority: calendars.of_vendor(rules, priority) for priority in Priority},
        names=names,
        issues=await _issues(tx, linked, published=its is not None),
        reopen_days=rules.reopen_days,
        zone=await zone_of(tx, its, rules),
        now=now,
    )


async def _issues(tx: Tx, linked: Collection[IssueId], *, published: bool) -> list[Issue]:
    found = [it for issue in sorted(linked) if (it := await issues.get(tx, issue)) is not None]
    return [it for it in found if it.is_published or not published]


async def _ground(tx: Tx, asked: Asked, whose: Clause, its: tuple[DistrictId, ...] | None, now: datetime) -> Ground:
    rules = await calendars.rules(tx)
    match asked.report:
        case Report.OPEN:
            return Ground(
                whose=whose, holds=(cases.c.status != sa.literal_column("'closed'"),), floor=None, span=None
            )
        case Report.WAITING:
            return Ground(whose=whose, holds=(cases.c.status.in_(sorted(PENDING)),), floor=None, span=None)
        case Report.ISSUES:
            return Ground(whose=whose, holds=(cases.c.issue_id.is_not(None),), floor=None, span=None)
        case Report.REOPENABLE:
            floor = now - (rules.reopen_days + 2) * DAY
            return Ground(whose=whose, holds=(cases.c.closed_at >= floor,), floor=floor, span=None)
        case Report.VOLUME | Report.TIMES:
            span = await _span(tx, asked, its, rules)
            return Ground(whose=whose, holds=(_within(asked.report, span),), floor=span.begins, span=span)


async def _span(tx: Tx, asked: Asked, its: tuple[DistrictId, ...] | None, rules: Rules) -> Span:
    if asked.days is None:
        raise ValueError(asked.report)
    zone = await zone_of(tx, its, rules)
    return Span(begins=midnight(asked.days.first, zone), ends=midnight(asked.days.last + DAY, zone))


async def zone_of(tx: Tx, its: tuple[DistrictId, ...] | None, rules: Rules) -> str:
    """By whose days a period is counted: those of the one district, of several Support's."""
    if its is None or len(its) != 1:
        return rules.vendor_zone
    return str((await tx.execute(sa.select(districts.c.timezone).where(districts.c.id == its[0]))).scalar_one())


def _within(report: Report, span: Span) -> Clause:
    opened = sa.and_(cases.c.opened_at >= span.begins, cases.c.opened_at < span.ends)
    if report is Report.VOLUME:
        return opened
    resolved = cases.c.close_reason == CloseReason.RESOLVED
    return sa.or_(opened, sa.and_(resolved, cases.c.closed_at >= span.begins, cases.c.closed_at < span.ends))


def _conditions(ground: Ground) -> list[Clause]:
    since = [] if ground.floor is None else [cases.c.modified_at >= ground.floor]
    return [ground.whose, *ground.holds, *since]


_FACTS = (
    *(cases.c.number, cases.c.district_id, cases.c.status, cases.c.type, cases.c.module, cases.c.building),
    *(cases.c.priority, cases.c.opened_at, cases.c.modified_at, cases.c.closed_at, cases.c.close_reason),
    cases.c.issue_id,
)
_SUPPORTS = sa.select(people.c.id).where(is_vendors(people))
_FIRST_WORD = (
    sa.select(sa.func.min(comments.c.at))
    .where(
        comments.c.case_number == cases.c.number,
        sa.or_(
            comments.c.kind.in_(BY_DESK),
            sa.and_(comments.c.kind == CommentKind.REPLY, comments.c.author_id.in_(_SUPPORTS)),
        ),
    )
    .scalar_subquery()
)


def _query(report: Report) -> sa.Select[Any]:
    match report:
        case Report.TIMES:
            return sa.select(*_FACTS, _FIRST_WORD.label("answered_at"), sa.null().label("closes_at"))
        case Report.WAITING:
            waits = sa.select(*_FACTS, sa.null().label("answered_at"), pending_clocks.c.closes_at)
            return waits.join(pending_clocks, pending_clocks.c.case_number == cases.c.number)
        case Report.OPEN | Report.VOLUME | Report.REOPENABLE | Report.ISSUES:
            return sa.select(*_FACTS, sa.null().label("answered_at"), sa.null().label("closes_at"))


async def _pages(tx: Tx, ground: Ground, report: Report) -> AsyncIterator[list[Row]]:
    query = _query(report).where(*_conditions(ground)).order_by(cases.c.modified_at, cases.c.number).limit(PAGE)
    last: Any = None
    while True:
        after = [] if last is None else [_after(last.modified_at, last.number)]
        rows = (await tx.execute(query.where(*after))).all()
        yield [_row(row, ground.span) for row in rows]
        if len(rows) < PAGE:
            return
        last = rows[-1]


def _after(at: datetime, number: int) -> Clause:
    same = sa.and_(cases.c.modified_at == at, cases.c.number > number)
    return sa.and_(cases.c.modified_at >= at, sa.or_(cases.c.modified_at > at, same))


def _row(row: Any, span: Span | None) -> Row:
    closed_at = row.closed_at
    return Row(
        number=CaseNumber(row.number),
        district=DistrictId(row.district_id),
        status=Status(row.status),
        type=CaseType(row.type),
        module=row.module,
        building=row.building,
        priority=Priority(row.priority),
        opened_at=row.opened_at,
        closed_at=closed_at,
        reason=CloseReason(row.close_reason) if row.close_reason is not None else None,
        answered_at=row.answered_at,
        closes_at=row.closes_at,
        issue=IssueId(row.issue_id) if row.issue_id is not None else None,
        opened_then=span is not None and span.holds(row.opened_at),
        closed_then=span is not None and closed_at is not None and span.holds(closed_at),
    )


async def subjects(tx: Tx, numbers: Sequence[CaseNumber]) -> dict[CaseNumber, str]:
    """Of these cases; a redacted one has none. Whoever asks may read their words."""
    found: dict[CaseNumber, str] = {}
    for first in range(0, len(numbers), AT_ONCE):
        query = sa.select(case_words.c.number, case_words.c.subject).where(
            case_words.c.number.in_(numbers[first : first + AT_ONCE]), case_words.c.redacted_at.is_(None)
        )
        found |= {CaseNumber(row.number): row.subject for row in (await tx.execute(query)).all()}
    return found
