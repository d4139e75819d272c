"""Business time, beside a counter that goes minute by minute and knows nothing but the clock on the wall."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import hours
from bot.domain.business import Amount, Calendar, NeverOpen, Pause, Span, always, deadline
from tests.clockwork import DAY, HOUR

MINUTE = timedelta(minutes=1)
CHICAGO = ZoneInfo("America/Chicago")
OFFICE = Calendar(zone="America/Chicago", week=hours.week("Mon-Fri 9-17"))


def local(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def counts(calendar: Calendar, at: datetime) -> bool:
    there = at.astimezone(ZoneInfo(calendar.zone))
    clock = timedelta(hours=there.hour, minutes=there.minute)
    spans = calendar.week[there.weekday()]
    return there.date() not in calendar.closed and any(span.begins <= clock < span.ends for span in spans)


def counted(calendar: Calendar, start: datetime, minutes: int, pauses: Sequence[Pause] = ()) -> datetime:
    """Goes on a minute at a time until that many of them counted."""
    at = start
    while minutes:
        paused = any(begins <= at < ends for begins, ends in pauses)
        minutes -= counts(calendar, at) and not paused
        at += MINUTE
    return at


ZONES = (
    "America/Chicago",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/St_Johns",
    "UTC",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Nuuk",
)
TURNS = tuple(
    datetime.fromisoformat(f"{day}T00:00+00:00")
    for day in ("2026-03-08", "2026-11-01", "2026-04-04", "2026-09-26", "2024-02-28", "2026-04-24", "2026-10-29")
)
"""Days on which clocks are turned somewhere, or that a leap day follows."""

patiently = settings(deadline=None)
"""Minute by minute takes its time."""

quarters = st.integers(0, 96).map(lambda quarter: timedelta(minutes=15 * quarter))
spans = (
    st.lists(quarters, min_size=2, max_size=6, unique=True)
    .map(lambda marks: sorted(marks)[: len(marks) // 2 * 2])
    .map(lambda m: tuple(Span(begins=a, ends=b) for a, b in zip(m[::2], m[1::2], strict=True)))
)
weeks = st.tuples(*[st.just(()) | spans] * 7).filter(lambda week: sum(map(bool, week)) > 2)
moments = st.sampled_from(TURNS).flatmap(
    lambda turn: st.integers(-2 * 1440, 2 * 1440).map(lambda minutes: turn + minutes * MINUTE)
)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    start = draw(moments)
    closed = draw(st.frozensets(st.integers(-1, 6).map(lambda ahead: start.date() + ahead * DAY), max_size=4))
    return Calendar(zone=draw(st.sampled_from(ZONES)), week=draw(weeks), closed=closed), start


@given(calendars(), st.integers(1, 1500))
@patiently
def test_adding_ends_where_the_counter_ends(of: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, start = of
    end = counted(calendar, start, minutes)
    assert calendar.add(start, minutes * MINUTE) == end
    assert calendar.between(start, end) == minutes * MINUTE


@given(calendars())
@patiently
def test_what_is_open_is_what_the_clock_on_the_wall_says(of: tuple[Calendar, datetime]) -> None:
    calendar, start = of
    at = start
    while not counts(calendar, at):
        assert not calendar.is_open(at)
        at += MINUTE
    assert calendar.is_open(at)
    assert calendar.opens(start) == at


@given(calendars(), st.integers(1, 900), st.lists(st.integers(0, 3000), min_size=4, max_size=4, unique=True))
@patiently
def test_pauses_do_not_count(of: tuple[Calendar, datetime], minutes: int, marks: list[int]) -> None:
    calendar, start = of
    a, b, c, d = (start + mark * MINUTE for mark in sorted(marks))
    pauses = [(a, b), (c, d)]
    found = deadline(calendar, start, Amount(hours=minutes * MINUTE), pauses)
    assert found == counted(calendar, start, minutes, pauses)


@given(calendars(), st.integers(1, 900), st.integers(0, 4), st.integers(0, 6))
@patiently
def test_a_holiday_makes_no_deadline_earlier(
    of: tuple[Calendar, datetime], minutes: int, days: int, ahead: int
) -> None:
    calendar, start = of
    amount = Amount(days=days) if days else Amount(hours=minutes * MINUTE)
    closed = Calendar(
        zone=calendar.zone,
        week=calendar.week,
        closed=frozenset({*of[0].closed, start.date() + ahead * DAY}),  # type: ignore[misc]  # a frozenset here
    )
    assert amount.after(start, closed) >= amount.after(start, calendar)


def test_four_business_hours_from_thursday_at_four_are_over_on_friday_at_noon() -> None:
    assert OFFICE.add(local("2026-11-19T16:00"), 4 * HOUR) == local("2026-11-20T12:00")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-19T16:00", 1, "2026-11-20T16:00"),
        ("2026-11-20T16:00", 1, "2026-11-23T16:00"),
        ("2026-11-21T11:00", 1, "2026-11-24T09:00"),
        ("2026-11-20T17:00", 1, "2026-11-24T09:00"),
        ("2026-11-20T08:59", 2, "2026-11-24T09:00"),
        ("2028-02-28T10:00", 1, "2028-02-29T10:00"),
        ("2028-02-28T10:00", 2, "2028-03-01T10:00"),
        ("2026-10-30T10:00", 1, "2026-11-02T10:00"),
    ],
)
def test_one_day_is_the_same_clock_time_on_the_next_business_day(start: str, days: int, end: str) -> None:
    assert OFFICE.add_days(local(start), days) == local(end)


def test_a_leap_day_counts_like_any_other() -> None:
    assert OFFICE.between(local("2028-02-28T00:00"), local("2028-03-01T00:00")) == 16 * HOUR


def test_on_the_night_the_clocks_are_turned_the_hours_that_pass_are_counted() -> None:
    night = Calendar(zone="America/Chicago", week=hours.week("Mon-Sun 0-6"))
    spring, autumn = local("2026-03-08T00:00"), local("2026-11-01T00:00")
    assert night.between(spring, spring + 12 * HOUR) == 5 * HOUR
    assert night.between(autumn, autumn + 12 * HOUR) == 7 * HOUR


def test_round_the_clock_every_minute_counts() -> None:
    start = local("2026-12-25T23:30")
    assert always().add(start, HOUR) == start + HOUR
    assert always("America/Chicago").add_days(start, 1) == start + DAY


def test_business_days_leave_out_weekends_and_closed_days() -> None:
    office = Calendar(zone="UTC", week=OFFICE.week, closed=frozenset({date(2026, 11, 26), date(2026, 11, 27)}))
    assert office.business_day_after(date(2026, 11, 25)) == date(2026, 11, 30)
    assert office.business_day_after(date(2026, 11, 24), 3) == date(2026, 12, 1)
    assert office.on_or_after(date(2026, 11, 26)) == date(2026, 11, 30)
    assert office.business_day_after(date(2026, 11, 26), 0) == date(2026, 11, 26)


def test_a_day_begins_and_ends_by_the_clock_there() -> None:
    assert OFFICE.begin_of(date(2026, 11, 24)) == local("2026-11-24T09:00")
    assert OFFICE.begin_of(date(2026, 11, 22)) == local("2026-11-22T09:00")
    assert OFFICE.end_of(date(2026, 11, 24)) == local("2026-11-24T17:00")


class EveryDay:
    def __contains__(self, _: object) -> bool:
        return True


def test_who_is_closed_for_good_is_never_waited_for() -> None:
    shut = Calendar(zone="UTC", week=OFFICE.week, closed=EveryDay())
    with pytest.raises(NeverOpen):
        shut.add(TURNS[0], HOUR)
    with pytest.raises(NeverOpen):
        shut.opens(TURNS[0])
    with pytest.raises(NeverOpen):
        shut.on_or_after(TURNS[0].date())


@pytest.mark.parametrize(
    "wrong", ["", "Mon-Fri", "Mon-Fri 18-7", "Fri-Mon 7-18", "Xyz 7-18", "Mon 7-12, 11-18", "Mon 7-25", "Mon a-b"]
)
def test_hours_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^(has|names) "):
        hours.week(wrong)


def test_hours_are_read_as_they_are_written() -> None:
    week = hours.week("Mon-Thu 7:30-12, 13-18:00; Sat 9-12")
    assert [len(spans) for spans in week] == [2, 2, 2, 2, 0, 1, 0]
    assert week[0][0] == Span(begins=7.5 * HOUR, ends=12 * HOUR)
    assert hours.amount("4h") == Amount(hours=4 * HOUR)
    assert hours.amount("30m") == Amount(hours=HOUR / 2)
    assert hours.amount("3d") == Amount(days=3)
    assert hours.closed_days("2026-12-24, 2026-12-30..2027-01-01") == {
        date(2026, 12, 24),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
    }


@pytest.mark.parametrize("wrong", ["2026-13-01", "soon", "2026-12-02..2026-12-01", "2026-01-01..2028-01-01"])
def test_closed_days_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^has (a day|days) "):
        hours.closed_days(wrong)


@pytest.mark.parametrize("wrong", ["", "4", "h", "0h", "4w", "-1h"])
def test_amounts_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^has a time "):
        hours.amount(wrong)
