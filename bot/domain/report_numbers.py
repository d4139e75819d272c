"""Each report's numbers, from the rows of its cases (POLICY 9)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.business import Calendar, Tally
from bot.domain.cases import CloseReason, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.issues import Issue
from bot.domain.reports import (
    BUSINESS_BANDS,
    CALENDAR_BANDS,
    Asked,
    By,
    Measure,
    Measured,
    Number,
    Numbers,
    Report,
    Row,
    Table,
    by_days_left,
    median,
    ninetieth,
    of_districts,
    shared,
    table,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a report is made of, read from the record. `zone`: by whose days it is counted as a whole."""

    asked: Asked
    rows: Sequence[Row]
    calendars: Mapping[DistrictId, Calendar]
    vendor: Mapping[Priority, Calendar]
    names: Mapping[DistrictId, str]
    issues: Sequence[Issue]
    reopen_days: int
    zone: str
    now: datetime


def numbers(material: Material) -> Numbers:
    match material.asked.report:
        case Report.OPEN:
            return _open(material)
        case Report.VOLUME:
            return _volume(material)
        case Report.TIMES:
            return _times(material)
        case Report.WAITING:
            return _waiting(material)
        case Report.REOPENABLE:
            return _reopenable(material)
        case Report.ISSUES:
            return _linked(material)


def _open(material: Material) -> Numbers:
    """Age: business days since the case's day 0, its first business day; nothing on that day itself."""
    ages: dict[CaseNumber, tuple[Number | None, ...]] = {}
    for calendar, rows in _by_calendar(material, material.rows).items():
        opened = {row.number: calendar.local_day(row.opened_at) for row in rows}
        today = calendar.local_day(material.now)
        days = calendar.business_days(min(opened.values()), today)
        for number, day in opened.items():
            ages[number] = (max(len(days) - bisect_left(days, day) - 1, 0),)
    measures = (Measure.CASES, Measure.AGE, Measure.OLDEST)
    by = (By.STATUS, By.MODULE, By.PRIORITY, *of_districts(material.rows))
    tables = tuple(table(material.rows, ages, it, measures, _aged) for it in by)
    return Numbers(report=Report.OPEN, tables=tables, measures=(Measure.OWN_AGE,), of_case=ages)


def _aged(measured: Sequence[tuple[Number | None, ...]]) -> tuple[Number | None, ...]:
    ages = [it[0] for it in measured if it[0] is not None]
    return len(measured), median(ages), max(ages, default=None)


def _by_calendar(material: Material, rows: Sequence[Row]) -> dict[Calendar, list[Row]]:
    """Districts of one state have one calendar, but for breaks of their own: its days are gone through once."""
    its: dict[DistrictId, list[Row]] = defaultdict(list)
    for row in rows:
        its[row.district].append(row)
    found: dict[Calendar, list[Row]] = defaultdict(list)
    for district, theirs in its.items():
        found[material.calendars[district]] += theirs
    return found


def _counted(measured: Sequence[tuple[Number | None, ...]]) -> tuple[Number | None, ...]:
    return (len(measured),)


def _volume(material: Material) -> Numbers:
    rows = [row for row in material.rows if row.opened_then]
    nothing: Measured = {row.number: () for row in rows}
    tables = []
    for by in (By.MODULE, By.TYPE, By.BUILDING, *of_districts(rows)):
        plain = table(rows, nothing, by, (Measure.CASES,), _counted)
        lines = shared(plain.lines, len(rows))
        whole = (len(rows), 100 if rows else None)
        tables.append(Table(by=by, measures=(Measure.CASES, Measure.SHARE), lines=lines, whole=whole))
    return Numbers(report=Report.VOLUME, tables=tuple(tables), measures=(), of_case=nothing)


def _times(material: Material) -> Numbers:
    """Of cases opened in the period the first response, of cases resolved in it the time from opening to that."""
    rows = [row for row in material.rows if row.opened_then or _is_resolved(row)]
    tallies = _tallies(material, rows)
    times: dict[CaseNumber, tuple[Number | None, ...]] = {}
    for row in rows:
        tally = tallies[row.priority]
        answered = row.answered_at if row.opened_then else None
        times[row.number] = (
            _hours(tally, row.opened_at, answered),
            _hours(tally, row.opened_at, row.closed_at if _is_resolved(row) else None),
        )
    measures = (
        *(Measure.ANSWERED, Measure.RESPONSE, Measure.RESPONSE_90),
        *(Measure.RESOLVED, Measure.RESOLUTION, Measure.RESOLUTION_90),
    )
    tables = (table(rows, times, By.PRIORITY, measures, _timed),)
    return Numbers(
        report=Report.TIMES,
        tables=tables,
        measures=(Measure.OWN_RESPONSE, Measure.OWN_RESOLUTION),
        of_case=times,
    )


def _is_resolved(row: Row) -> bool:
    return row.closed_then and row.reason is CloseReason.RESOLVED


def _tallies(material: Material, rows: Sequence[Row]) -> dict[Priority, Tally]:
    first = min((row.opened_at for row in rows), default=material.now)
    kinds: dict[Calendar, Tally] = {}
    for calendar in material.vendor.values():
        if calendar not in kinds:
            kinds[calendar] = Tally(calendar, first, material.now)
    return {priority: kinds[calendar] for priority, calendar in material.vendor.items()}


def _hours(tally: Tally, start: datetime, end: datetime | None) -> Number | None:
    return None if end is None else tally.between(start, end) / HOUR


def _timed(measured: Sequence[tuple[Number | None, ...]]) -> tuple[Number | None, ...]:
    found: list[Number | None] = []
    for which in (0, 1):
        hours = [it[which] for it in measured]
        known = [it for it in hours if it is not None]
        found += [len(known), median(known), ninetieth(known)]
    return tuple(found)


def _waiting(material: Material) -> Numbers:
    """Left: business days after today until the case closes by itself; none on the day itself."""
    rows = [row for row in material.rows if row.closes_at is not None]
    left: dict[CaseNumber, tuple[Number | None, ...]] = {}
    for calendar, its in _by_calendar(material, rows).items():
        ends = {row.number: calendar.local_day(row.closes_at or material.now) for row in its}
        today = calendar.local_day(material.now)
        days = calendar.business_days(today, max(*ends.values(), today))
        for number, day in ends.items():
            left[number] = (max(bisect_right(days, day) - bisect_right(days, today), 0),)
    by = (By.STATUS, By.MODULE, *of_districts(rows))
    tables = tuple(table(rows, left, it, (Measure.CASES,), _counted) for it in by)
    return Numbers(
        report=Report.WAITING,
        tables=(by_days_left(left, BUSINESS_BANDS), *tables),
        measures=(Measure.LEFT,),
        of_case=left,
    )


def _reopenable(material: Material) -> Numbers:
    """Left: calendar days after today, the last one included (POLICY 5). A duplicate goes on in its main case."""
    left: dict[CaseNumber, tuple[Number | None, ...]] = {}
    rows = []
    for row in material.rows:
        if row.status is not Status.CLOSED or row.closed_at is None or row.reason is CloseReason.DUPLICATE:
            continue
        calendar = material.calendars[row.district]
        closed, today = calendar.local_day(row.closed_at), calendar.local_day(material.now)
        days = material.reopen_days - (today - closed).days
        if days >= 0:
            left[row.number] = (days,)
            rows.append(row)
    by = (By.REASON, By.MODULE, *of_districts(rows))
    tables = tuple(table(rows, left, it, (Measure.CASES,), _counted) for it in by)
    return Numbers(
        report=Report.REOPENABLE,
        tables=(by_days_left(left, CALENDAR_BANDS), *tables),
        measures=(Measure.LEFT,),
        of_case=left,
    )


def _linked(material: Material) -> Numbers:
    known = {issue.id for issue in material.issues}
    rows = [row for row in material.rows if row.issue in known]
    is_open = {row.number: (0 if row.status is Status.CLOSED else 1,) for row in rows}
    measures = (Measure.CASES, Measure.STILL_OPEN)
    by = (By.ISSUE, By.MODULE, *of_districts(rows))
    tables = tuple(table(rows, is_open, it, measures, _linked_line) for it in by)
    return Numbers(report=Report.ISSUES, tables=tables, measures=(), of_case=is_open)


def _linked_line(measured: Sequence[tuple[Number | None, ...]]) -> tuple[Number | None, ...]:
    return len(measured), sum(it[0] or 0 for it in measured)
