"""Reports (POLICY 9): what is asked for, and the numbers, from rows of the record. Pure: `now` and calendars come in.

A report is tables. A table has a line for each value of one fact (`by`), and in it the same measures. The
median of an even number of values lies half-way between the middle two; the 90th percentile is the smallest value
that nine in ten do not exceed.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from bot.domain.cases import CaseType, CloseReason, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, IssueId
from bot.domain.periods import Days

Number = int | float


class Report(StrEnum):
    OPEN = "open-cases"
    VOLUME = "volume"
    TIMES = "times"
    WAITING = "waiting"
    REOPENABLE = "reopenable"
    ISSUES = "issues"


OF_A_PERIOD = frozenset({Report.VOLUME, Report.TIMES})
"""The others show how it stands when they are made."""


class By(StrEnum):
    """By what the lines of a table differ."""

    STATUS = "status"
    MODULE = "module"
    TYPE = "type"
    BUILDING = "building"
    PRIORITY = "priority"
    REASON = "close reason"
    DAYS_LEFT = "days left"
    ISSUE = "issue"
    DISTRICT = "district"


class Measure(StrEnum):
    """What stands in a line; the last four, beside a case.

    Ages are in business days of the district, times in business hours of Support; days left, in those that end it.
    """

    CASES = "cases"
    SHARE = "share of all"
    AGE = "median age"
    OLDEST = "oldest"
    ANSWERED = "first responses"
    RESPONSE = "first response, median"
    RESPONSE_90 = "first response, 90th percentile"
    RESOLVED = "resolved"
    RESOLUTION = "resolution, median"
    RESOLUTION_90 = "resolution, 90th percentile"
    STILL_OPEN = "still open"
    OWN_AGE = "age"
    LEFT = "days left"
    OWN_RESPONSE = "first response"
    OWN_RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report that is asked for. `districts` None: all there are, for the vendor's people.

    `days`: of a report of a period, in the zone of its district; of several, in Support's.
    """

    report: Report
    districts: tuple[DistrictId, ...] | None
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case, as reports count it. `answered_at`: Support's first word to the district; only of cases of the period.

    `closes_at`: of one that waits for its district. `opened_then`, `closed_then`: within the period.
    """

    number: CaseNumber
    district: DistrictId
    status: Status
    type: CaseType
    module: str
    building: str
    priority: Priority
    opened_at: datetime
    closed_at: datetime | None = None
    reason: CloseReason | None = None
    answered_at: datetime | None = None
    closes_at: datetime | None = None
    issue: IssueId | None = None
    opened_then: bool = False
    closed_then: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`key`: a value of the table's fact; '' for none. `values`: of its measures, None where there is none."""

    key: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`whole`: the same measures of all cases."""

    by: By
    measures: tuple[Measure, ...]
    lines: tuple[Line, ...]
    whole: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A report. `of_case`: what was measured of each case by itself; the cases that it counts, and no others."""

    report: Report
    tables: tuple[Table, ...]
    measures: tuple[Measure, ...]
    of_case: Mapping[CaseNumber, tuple[Number | None, ...]]

    @property
    def count(self) -> int:
        """Of the cases that it counts."""
        return len(self.of_case)


Measured = Mapping[CaseNumber, tuple[Number | None, ...]]
Summary = Callable[[Sequence[tuple[Number | None, ...]]], tuple[Number | None, ...]]
"""Of what was measured of several cases, the values of a line."""

RANK = {by: index for index, by in enumerate((*Status, *Priority))}
"""What has an order of its own is shown in it; the rest by how many cases there are."""


def table(rows: Iterable[Row], measured: Measured, by: By, measures: tuple[Measure, ...], summary: Summary) -> Table:
    """Lines of one fact: those with an order of their own in it, the others with the most cases first."""
    groups: dict[str, list[tuple[Number | None, ...]]] = defaultdict(list)
    everything: list[tuple[Number | None, ...]] = []
    for row in rows:
        groups[_key(row, by)].append(measured[row.number])
        everything.append(measured[row.number])
    order = sorted(groups, key=lambda key: (RANK.get(key, 0), -len(groups[key]), key))
    lines = tuple(Line(key=key, values=summary(groups[key])) for key in order)
    return Table(by=by, measures=measures, lines=lines, whole=summary(everything))


def _key(row: Row, by: By) -> str:
    match by:
        case By.STATUS:
            return row.status
        case By.MODULE:
            return row.module
        case By.TYPE:
            return row.type
        case By.BUILDING:
            return row.building
        case By.PRIORITY:
            return row.priority
        case By.REASON:
            return row.reason or ""
        case By.ISSUE:
            return str(row.issue or "")
        case By.DISTRICT:
            return str(row.district)
        case By.DAYS_LEFT:
            raise ValueError(by)  # measured, not a fact of the case


def of_districts(rows: Iterable[Row]) -> tuple[By, ...]:
    """By district too, where there are several."""
    return (By.DISTRICT,) if len({row.district for row in rows}) > 1 else ()


def shared(groups: Sequence[Line], whole: int) -> tuple[Line, ...]:
    """With the share of each, in per cent; they add up as far as rounding lets them."""
    return tuple(Line(key=it.key, values=(it.values[0], percent(it.values[0], whole))) for it in groups)


def percent(part: Number | None, whole: int) -> Number | None:
    return None if part is None or not whole else round(100 * part / whole)


def median(values: Sequence[Number]) -> Number | None:
    return statistics.median(values) if values else None


def ninetieth(values: Sequence[Number]) -> Number | None:
    """The smallest of them that nine in ten do not exceed."""
    return sorted(values)[ceil(len(values) * 9 / 10) - 1] if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Days left, from and to; both included. `last` None: without an end."""

    first: int
    last: int | None = None

    @property
    def key(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    def holds(self, left: Number) -> bool:
        return self.first <= left and (self.last is None or left <= self.last)


BUSINESS_BANDS = (Band(first=0, last=0), Band(first=1, last=2), Band(first=3, last=5), Band(first=6))
CALENDAR_BANDS = (Band(first=0, last=7), Band(first=8, last=14), Band(first=15, last=30), Band(first=31))


def by_days_left(measured: Measured, bands: Sequence[Band]) -> Table:
    """How many cases have how long still; a band without a case has its line too."""
    left = [values[0] for values in measured.values() if values[0] is not None]
    lines = tuple(Line(key=band.key, values=(sum(band.holds(it) for it in left),)) for band in bands)
    return Table(by=By.DAYS_LEFT, measures=(Measure.CASES,), lines=lines, whole=(len(measured),))
