"""Numbers of reports: medians, percentiles, shares, ages and days left, on days when they could go wrong."""

from datetime import UTC, date, datetime, timedelta
from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rules
from bot.domain.business import Calendar, Tally
from bot.domain.cases import CaseType, CloseReason, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.report_numbers import Material, numbers
from bot.domain.reports import (
    BUSINESS_BANDS,
    CALENDAR_BANDS,
    Asked,
    By,
    Numbers,
    Report,
    Row,
    Table,
    median,
    ninetieth,
)
from tests.clockwork import NOON

LAKESIDE = DistrictId(1)
RULES = rules.read(rules.DEFAULT)
THANKSGIVING = date(2026, 11, 26)
CALENDAR = Calendar(zone="America/Chicago", week=RULES.district_week, closed=frozenset({THANKSGIVING}))
VENDOR = Calendar(zone="America/New_York", week=RULES.vendor_week, closed=frozenset({THANKSGIVING}))


def at(day: date, hour: int = 12) -> datetime:
    """By UTC: at noon it is morning at Lakeside."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def row(number: int, opened: datetime = NOON, **facts: object) -> Row:
    found: dict[str, object] = {
        "number": CaseNumber(number),
        "district": LAKESIDE,
        "status": Status.ASSIGNED,
        "type": CaseType.QUESTION,
        "module": "Grades",
        "building": "",
        "priority": Priority.MEDIUM,
        "opened_at": opened,
        "opened_then": True,
        **facts,
    }
    return Row(**found)  # type: ignore[arg-type]  # facts by name


def made(report: Report, *rows: Row, now: datetime = NOON) -> Numbers:
    material = Material(
        asked=Asked(report=report, districts=(LAKESIDE,)),
        rows=rows,
        calendars={LAKESIDE: CALENDAR},
        vendor=dict.fromkeys(Priority, VENDOR),
        names={LAKESIDE: "Lakeside"},
        issues=(),
        reopen_days=60,
        zone=CALENDAR.zone,
        now=now,
    )
    return numbers(material)


def by(found: Numbers, fact: By) -> Table:
    (table,) = [it for it in found.tables if it.by is fact]
    return table


def lines(found: Numbers, fact: By) -> dict[str, tuple[object, ...]]:
    return {line.key: line.values for line in by(found, fact).lines}


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_nine_in_ten_do_not_exceed_the_ninetieth_percentile_and_no_smaller_value_will_do(values: list[int]) -> None:
    found = ninetieth(values)
    assert found in values
    assert sum(it <= found for it in values) >= 0.9 * len(values)
    assert sum(it < found for it in values) < 0.9 * len(values)


def test_the_median_lies_between_the_middle_two_and_of_nothing_there_is_none() -> None:
    assert (median([1, 9, 3]), median([1, 3]), median([]), ninetieth([])) == (3, 2, None, None)


@given(
    st.datetimes(datetime(2026, 10, 20), datetime(2026, 12, 20)).map(lambda it: it.replace(tzinfo=UTC)),  # noqa: DTZ001  # hypothesis draws them naive
    st.timedeltas(timedelta(days=-3), timedelta(days=20)),
)
def test_a_tally_counts_as_the_calendar_does_whatever_the_clocks_do(start: datetime, length: timedelta) -> None:
    tally = Tally(VENDOR, datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    assert tally.between(start, start + length) == VENDOR.between(start, start + length)


@pytest.mark.parametrize(
    ("opened", "now", "age"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 25), 1),
        (date(2026, 11, 25), date(2026, 11, 27), 1),  # a holiday lies between
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # a weekend
        (date(2026, 11, 21), date(2026, 11, 22), 0),  # opened on it, and still on it
        (date(2026, 11, 21), date(2026, 11, 24), 1),  # day 0 is the Monday
    ],
)
def test_the_age_of_a_case_is_business_days_after_its_first(opened: date, now: date, age: int) -> None:
    found = made(Report.OPEN, row(1, at(opened)), now=at(now, 18))
    assert by(found, By.STATUS).whole == (1, age, age)


def test_open_cases_are_told_by_status_module_and_priority_in_the_order_that_these_have() -> None:
    found = made(
        Report.OPEN,
        row(1, at(date(2026, 11, 20)), status=Status.PENDING_INPUT, module="Fees", priority=Priority.LOW),
        row(2, at(date(2026, 11, 23)), priority=Priority.CRITICAL),
        row(3, at(date(2026, 11, 24)), status=Status.NEW),
    )
    assert [line.key for line in by(found, By.STATUS).lines] == ["new", "assigned", "pending-customer-input"]
    assert [line.key for line in by(found, By.PRIORITY).lines] == ["critical", "medium", "low"]
    assert lines(found, By.MODULE) == {"Grades": (2, 0.5, 1), "Fees": (1, 2, 2)}
    assert by(found, By.STATUS).whole == (3, 1, 2)


def test_shares_are_of_all_cases_of_the_period_and_of_no_others() -> None:
    others = [row(number, module="Fees", opened_then=False) for number in (4, 5)]
    found = made(Report.VOLUME, row(1), row(2), row(3, module=""), *others)
    assert lines(found, By.MODULE) == {"Grades": (2, 67), "": (1, 33)}
    assert found.count == 3


def test_times_are_of_what_happened_within_the_period_in_supports_business_hours() -> None:
    friday = datetime(2026, 11, 20, 22, tzinfo=UTC)  # 17:00 in New York, an hour before the end
    found = made(
        Report.TIMES,
        row(1, friday, answered_at=friday + timedelta(days=3)),  # Monday 17:00
        row(2, friday, closed_at=friday + timedelta(days=1), reason=CloseReason.RESOLVED, closed_then=True),
        row(3, friday, closed_at=friday, reason=CloseReason.WITHDRAWN, closed_then=True, opened_then=False),
    )
    (line,) = by(found, By.PRIORITY).lines
    assert line.values == (1, 11, 11, 1, 1, 1)
    assert {*found.of_case} == {1, 2}


def test_a_case_waits_for_as_many_business_days_as_are_left() -> None:
    ends = {1: date(2026, 11, 24), 2: date(2026, 11, 25), 3: date(2026, 11, 27), 4: date(2026, 12, 15)}
    rows = [row(it, status=Status.PENDING_INPUT, closes_at=at(day, 23)) for it, day in ends.items()]
    found = made(Report.WAITING, *rows, row(5))
    assert {number: values[0] for number, values in found.of_case.items()} == {1: 0, 2: 1, 3: 2, 4: 14}
    assert [line.values for line in by(found, By.DAYS_LEFT).lines] == [(1,), (2,), (0,), (1,)]


@pytest.mark.parametrize(("days", "left"), [(0, 60), (53, 7), (60, 0), (61, None)])
def test_a_closed_case_can_be_reopened_to_the_end_of_its_last_day(days: int, left: int | None) -> None:
    closed: dict[str, Any] = {
        "status": Status.CLOSED,
        "reason": CloseReason.RESOLVED,
        "closed_at": NOON - timedelta(days=days),
    }
    found = made(Report.REOPENABLE, row(1, **closed))
    assert found.of_case == ({} if left is None else {1: (left,)})


def test_a_duplicate_is_not_reopened_and_an_open_case_neither() -> None:
    closed: dict[str, Any] = {"status": Status.CLOSED, "reason": CloseReason.DUPLICATE, "closed_at": NOON}
    assert made(Report.REOPENABLE, row(1, **closed), row(2)).count == 0


def test_every_number_of_days_left_is_in_one_band() -> None:
    for bands in (BUSINESS_BANDS, CALENDAR_BANDS):
        assert all(sum(band.holds(left) for band in bands) == 1 for left in range(500))


def test_an_issue_that_is_not_to_be_seen_is_not_counted() -> None:
    assert made(Report.ISSUES, row(1, issue=5)).count == 0


@pytest.mark.parametrize("report", Report)
def test_of_nothing_there_is_a_report_too(report: Report) -> None:
    found = made(report)
    assert found.count == 0
    assert all(isclose(it.whole[0] or 0, 0) for it in found.tables)
