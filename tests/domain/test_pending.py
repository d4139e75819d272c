"""Three follow-ups in ten business days, to the letter of POLICY 4."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import hours, pending
from bot.domain.business import Calendar
from bot.domain.pending import Close, FollowUp, Rest, TellOwner, Verdict, Wait, Waiting, verdict
from bot.domain.rules import DEFAULT, read
from tests.clockwork import DAY, HOUR

RULES = read(DEFAULT)
ZONE = ZoneInfo("America/Chicago")
OPEN = Calendar(zone="America/Chicago", week=hours.week("Mon-Fri 8-17"))
LAKESIDE = replace(OPEN, closed=frozenset({date(2026, 11, 26), date(2026, 12, 25)}))
"""With Thanksgiving."""

TUESDAY = date(2026, 11, 24)
JUST = Waiting(day_zero=TUESDAY)
LAST = replace(JUST, owed=3)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


TOLD = replace(LAST, told_at=local("2026-12-08T08:01"))


def ruled(waiting: Waiting, at: str, calendar: Calendar = LAKESIDE) -> Verdict:
    return verdict(waiting, calendar, RULES, local(at))


@pytest.mark.parametrize(
    ("entered", "zero"),
    [
        ("2026-11-24T12:00", "2026-11-24"),
        ("2026-11-24T23:30", "2026-11-24"),
        ("2026-11-21T12:00", "2026-11-23"),
        ("2026-11-26T12:00", "2026-11-27"),
    ],
)
def test_day_0_is_the_business_day_of_entering_or_the_next_one(entered: str, zero: str) -> None:
    assert pending.day_zero(LAKESIDE, local(entered)) == date.fromisoformat(zero)


@pytest.mark.parametrize(
    ("number", "morning"), [(1, "2026-11-30T08:00"), (2, "2026-12-03T08:00"), (3, "2026-12-08T08:00")]
)
def test_follow_ups_come_on_business_days_3_6_and_9_and_not_a_minute_before(number: int, morning: str) -> None:
    before = replace(JUST, owed=number - 1)
    assert ruled(before, morning) == FollowUp(number=number)
    assert verdict(before, LAKESIDE, RULES, local(morning) - timedelta(minutes=1)) == Wait(until=local(morning))


def test_a_follow_up_is_sent_in_business_hours_alone() -> None:
    assert ruled(JUST, "2026-11-30T17:00") == Wait(until=local("2026-12-01T08:00"))
    assert ruled(JUST, "2026-12-01T08:00") == FollowUp(number=1)


def test_at_the_end_of_business_day_10_it_closes() -> None:
    assert ruled(TOLD, "2026-12-09T16:59") == Wait(until=local("2026-12-09T17:00"))
    assert ruled(TOLD, "2026-12-09T17:00") == Close()


def test_after_downtime_one_follow_up_is_sent_not_three() -> None:
    assert ruled(JUST, "2026-12-04T10:00") == FollowUp(number=2)
    assert ruled(JUST, "2026-12-21T10:00") == FollowUp(number=3)


def test_a_last_follow_up_that_came_late_leaves_a_business_day_for_the_answer() -> None:
    late = replace(LAST, told_at=local("2026-12-18T10:00"))
    assert ruled(late, "2026-12-18T17:00") == Wait(until=local("2026-12-21T17:00"))
    assert ruled(late, "2026-12-21T17:00") == Close()


def test_it_never_closes_while_the_last_follow_up_was_not_delivered() -> None:
    at = local("2027-03-01T12:00")
    assert verdict(LAST, LAKESIDE, RULES, at) == Wait(until=at + HOUR)


def test_found_undeliverable_is_not_delivered_and_the_owner_is_told_once() -> None:
    lost = replace(LAST, lost=True)
    assert ruled(lost, "2026-12-21T12:00") == TellOwner(undelivered=True)
    told = replace(lost, owner_told=True)
    assert ruled(told, "2027-03-01T12:00") == Wait(until=local("2027-03-02T12:00"))


def test_sent_again_after_it_was_lost_it_counts_from_then() -> None:
    resent = replace(LAST, owner_told=True, told_at=local("2027-03-01T12:00"))
    assert ruled(resent, "2027-03-01T18:00") == Wait(until=local("2027-03-02T17:00"))


def test_a_critical_case_is_never_closed_by_the_clock_and_its_owner_is_told_once() -> None:
    critical = replace(TOLD, is_critical=True)
    assert ruled(critical, "2026-12-09T17:00") == TellOwner(undelivered=False)
    assert ruled(replace(critical, owner_told=True), "2027-03-01T12:00") == Rest()


def test_what_was_shown_is_kept_when_the_calendar_changes() -> None:
    """A break that is taken out of the list again makes no end earlier than the one people were told."""
    shown = replace(TOLD, shown=local("2026-12-11T17:00"))
    assert ruled(shown, "2026-12-09T17:00") == Wait(until=local("2026-12-11T17:00"))


def test_more_time_goes_twenty_business_days_ahead() -> None:
    assert pending.latest_pick(LAKESIDE, RULES, local("2026-11-24T12:00")) == date(2026, 12, 23)


def test_each_number_is_a_setting() -> None:
    rules = read(replace(DEFAULT, follow_up_days="1, 2", close_day=4))
    waiting = Waiting(day_zero=TUESDAY, owed=1)
    assert verdict(waiting, OPEN, rules, local("2026-11-26T08:00")) == FollowUp(number=2)
    told = replace(waiting, owed=2, told_at=local("2026-11-26T08:00"))
    assert verdict(told, OPEN, rules, local("2026-11-30T16:00")) == Wait(until=local("2026-11-30T17:00"))


days = st.integers(0, 40).map(lambda ahead: TUESDAY + ahead * DAY)


@given(st.frozensets(days, max_size=15), days, st.integers(0, 20))
def test_a_holiday_makes_no_end_earlier(closed: frozenset[date], more: date, later: int) -> None:
    fewer, calendar = replace(OPEN, closed=closed), replace(OPEN, closed=closed | {more})
    zeros = [pending.day_zero(of, local("2026-11-24T12:00")) for of in (fewer, calendar)]
    told = local("2026-12-08T08:00") + later * DAY
    ends = [
        pending.closes_at(replace(LAST, day_zero=zero), of, RULES, told_at=told)
        for zero, of in zip(zeros, (fewer, calendar), strict=True)
    ]
    assert ends[0] <= ends[1]


@given(st.frozensets(days, max_size=12), st.lists(st.integers(1, 5 * 24), max_size=60))
def test_however_it_is_looked_at_it_closes_once_after_every_day_and_never_without_a_last_follow_up(
    closed: frozenset[date], steps: list[int]
) -> None:
    calendar = replace(OPEN, closed=closed)
    waiting = Waiting(day_zero=pending.day_zero(calendar, local("2026-11-24T12:00")))
    now = local("2026-11-24T12:00")
    for step in [*steps, *[7] * 250]:
        now += step * HOUR
        match verdict(waiting, calendar, RULES, now):
            case FollowUp(number=number):
                assert number > waiting.owed
                assert calendar.is_open(now)
                waiting = replace(waiting, owed=number, told_at=now)
            case Wait(until=until):
                assert until > now
            case Close():
                assert waiting.owed == 3
                assert waiting.told_at is not None
                assert now - waiting.told_at > HOUR
                assert calendar.between(local("2026-11-24T12:00"), now) >= 9 * 9 * HOUR
                return
            case Rest() | TellOwner():
                raise AssertionError
    raise AssertionError
