"""180 consecutive days, to the letter of POLICY 7."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.days import first_daytime
from bot.domain.inactivity import (
    DEFAULT,
    Deactivate,
    Flag,
    Protect,
    Silence,
    Wait,
    Warn,
    flag_date,
    next_look,
    verdict,
)
from tests.clockwork import DAY, HOUR

SINCE = datetime(2026, 1, 5, 18, tzinfo=UTC)
"""Noon in Chicago."""

ANA = Silence(since=SINCE, zone="America/Chicago")
ZONES = ("America/Chicago", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns", "UTC", "Pacific/Apia")
instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


@pytest.mark.parametrize("day", DEFAULT.warn_on)
def test_each_warning_comes_on_its_day_and_not_an_hour_before(day: int) -> None:
    earlier = max((other for other in DEFAULT.warn_on if other < day), default=0)
    ana = replace(ANA, warned=earlier, warning_told_at=SINCE + earlier * DAY)
    assert verdict(ana, SINCE + day * DAY) == Warn(day=day)
    assert isinstance(verdict(ana, SINCE + day * DAY - HOUR), Wait)


def test_a_warning_whose_instant_is_at_night_waits_for_nine_in_the_persons_zone() -> None:
    ben = replace(ANA, since=SINCE.replace(hour=5))
    night = ben.since + 150 * DAY
    morning = datetime(2026, 6, 4, 14, tzinfo=UTC)
    assert verdict(ben, night) == Wait(until=morning)
    assert verdict(ben, morning) == Warn(day=150)


def test_after_a_month_of_being_off_only_the_latest_warning_is_sent() -> None:
    assert verdict(ANA, SINCE + 175 * DAY) == Warn(day=173)
    assert verdict(ANA, SINCE + 400 * DAY) == Warn(day=179)


def test_a_warning_is_sent_once() -> None:
    warned = replace(ANA, warned=150, warning_told_at=SINCE + 150 * DAY)
    assert verdict(warned, SINCE + 151 * DAY) == Wait(until=SINCE + 166 * DAY)


def test_nobody_is_flagged_sooner_than_a_day_after_a_warning_was_told() -> None:
    late = replace(ANA, warned=179, warning_told_at=SINCE + 200 * DAY)
    assert verdict(late, SINCE + 201 * DAY - HOUR) == Wait(until=SINCE + 201 * DAY)
    assert verdict(late, SINCE + 201 * DAY) == Flag()


def test_while_no_warning_was_told_nobody_is_flagged() -> None:
    untold = replace(ANA, warned=179)
    assert isinstance(verdict(untold, SINCE + 300 * DAY), Wait)


def test_at_180_days_a_warned_contact_is_flagged() -> None:
    warned = replace(ANA, warned=179, warning_told_at=SINCE + 179 * DAY)
    assert isinstance(verdict(warned, SINCE + 180 * DAY - HOUR), Wait)
    assert verdict(warned, SINCE + 180 * DAY) == Flag()


@pytest.mark.parametrize(("is_last", "expected"), [(False, Deactivate()), (True, Protect())])
def test_fourteen_days_after_the_flag_was_told_all_but_the_last_contact_go(
    is_last: bool,  # noqa: FBT001  # a table
    expected: object,
) -> None:
    flagged = replace(ANA, flagged_at=SINCE + 180 * DAY, flag_told_at=SINCE + 190 * DAY, is_last=is_last)
    assert isinstance(verdict(flagged, SINCE + 204 * DAY - HOUR), Wait)
    assert verdict(flagged, SINCE + 204 * DAY) == expected


def test_a_flag_that_was_not_told_deactivates_nobody() -> None:
    untold = replace(ANA, flagged_at=SINCE + 180 * DAY)
    assert isinstance(verdict(untold, SINCE + 400 * DAY), Wait)


@given(since=instants, zone=st.sampled_from(ZONES), days=st.floats(0, 400))
def test_the_date_in_a_warning_is_180_spans_of_24_hours_whatever_the_zone(
    since: datetime, zone: str, days: float
) -> None:
    silence = Silence(since=since, zone=zone)
    assert flag_date(silence) - since == timedelta(hours=180 * 24)
    found = verdict(silence, since + timedelta(days=days))
    if isinstance(found, Warn):
        assert found.day <= days


@given(since=instants, zone=st.sampled_from(ZONES), days=st.floats(0, 400))
def test_a_warning_goes_out_between_nine_and_five_of_its_readers_day(since: datetime, zone: str, days: float) -> None:
    now = since + timedelta(days=days)
    if isinstance(verdict(Silence(since=since, zone=zone), now), Warn):
        assert 9 <= now.astimezone(ZoneInfo(zone)).hour < 17


@given(since=instants, zone=st.sampled_from(ZONES), ahead=st.integers(1, 400))
def test_a_clock_that_was_set_back_does_nothing(since: datetime, zone: str, ahead: int) -> None:
    assert isinstance(verdict(Silence(since=since, zone=zone), since - ahead * DAY), Wait)


@given(at=instants, zone=st.sampled_from(ZONES))
def test_the_first_daytime_is_at_most_seventeen_hours_away_and_stays_where_it_is(at: datetime, zone: str) -> None:
    found = first_daytime(at, zone)
    assert timedelta(0) <= found - at <= timedelta(hours=41)  # Apia skipped a day; daylight saving an hour
    assert first_daytime(found, zone) == found


@settings(max_examples=15, deadline=None)
@given(since=instants, zone=st.sampled_from(ZONES))
def test_a_contact_played_hour_by_hour_is_warned_four_times_then_flagged_then_gone(
    since: datetime, zone: str
) -> None:
    silence, told = Silence(since=since, zone=zone), []
    now = since
    while now < since + 210 * DAY:
        match verdict(silence, now):
            case Warn(day=day):
                told.append(day)
                silence = replace(silence, warned=day, warning_told_at=now)
            case Flag():
                told.append(180)
                silence = replace(silence, flagged_at=now, flag_told_at=now)
            case Deactivate():
                told.append(194)
                break
            case _:
                pass
        now += HOUR
    assert told == [150, 166, 173, 179, 180, 194]


def test_the_next_look_is_never_after_what_is_due() -> None:
    assert next_look(ANA) == SINCE + 150 * DAY
    assert next_look(replace(ANA, warned=166)) == SINCE + 173 * DAY
    assert next_look(replace(ANA, warned=179)) == SINCE + 180 * DAY
