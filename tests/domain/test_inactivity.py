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
    Silence,
    Wait,
    Warn,
    date_named,
    flag_date,
    is_last_to_stay,
    next_look,
    verdict,
    warning_told,
)
from tests.clockwork import DAY, HOUR

SINCE = datetime(2026, 1, 5, 18, tzinfo=UTC)
"""Noon in Chicago."""

ANA = Silence(since=SINCE, zone="America/Chicago")
ZONES = ("America/Chicago", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns", "UTC", "Pacific/Apia")


def warned(day: int, *, owed_on: float | None = None, told_on: float | None = None) -> Silence:
    """Ana, whose first warning this was: on which days of her silence it was owed, and told."""
    owed = SINCE + (day if owed_on is None else owed_on) * DAY
    told = None if told_on is None else SINCE + told_on * DAY
    return replace(ANA, warned=day, warned_at=owed, warning_told_at=told, notice_from=told)


instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


@pytest.mark.parametrize("day", DEFAULT.warn_on)
def test_each_warning_comes_on_its_day_and_not_an_hour_before(day: int) -> None:
    earlier = max((other for other in DEFAULT.warn_on if other < day), default=0)
    ana = warned(earlier, told_on=earlier) if earlier else ANA
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
    assert verdict(warned(150, told_on=150), SINCE + 151 * DAY) == Wait(until=SINCE + 166 * DAY)


def test_nobody_is_flagged_sooner_than_a_day_after_some_warning_was_told() -> None:
    late = warned(179, owed_on=200, told_on=200)
    assert verdict(late, SINCE + 201 * DAY - HOUR) == Wait(until=SINCE + 201 * DAY)
    assert verdict(late, SINCE + 201 * DAY) == Flag()


def test_a_warning_that_was_sent_when_the_flag_was_due_already_is_told_a_day_before_it() -> None:
    """Whatever was told earlier: the date that it names is kept."""
    late = replace(warned(179, owed_on=200), notice_from=SINCE + 150 * DAY)
    assert isinstance(verdict(late, SINCE + 205 * DAY), Wait)
    told = warning_told(late, SINCE + 206 * DAY)
    assert verdict(told, SINCE + 206 * DAY + HOUR) == Wait(until=SINCE + 207 * DAY)
    assert date_named(late, SINCE + 206 * DAY) == SINCE + 207 * DAY


def test_what_a_warning_named_is_kept_where_the_clock_is_set_back_before_a_late_one_is_told() -> None:
    first = warning_told(replace(ANA, warned=150, warned_at=SINCE + 150 * DAY), SINCE + 185 * DAY)
    late = replace(first, warned=179, warned_at=SINCE + 185 * DAY, warning_told_at=None)
    told = warning_told(late, SINCE + 184 * DAY)
    assert verdict(told, SINCE + 185 * DAY) == Wait(until=SINCE + 186 * DAY)
    assert verdict(told, SINCE + 186 * DAY) == Flag()
    assert verdict(warning_told(late, SINCE + 187 * DAY), SINCE + 187 * DAY) == Wait(until=SINCE + 188 * DAY)


def test_a_last_warning_that_waited_for_the_morning_puts_the_flag_off_by_nothing() -> None:
    """Silent from six in the evening on: the last warning comes at nine the next morning, 15 hours later."""
    ben = replace(ANA, since=SINCE.replace(hour=23))
    owed = ben.since + 179 * DAY + 15 * HOUR
    ben = replace(
        ben, warned=179, warned_at=owed, warning_told_at=owed, notice_from=ben.since + 150 * DAY + 15 * HOUR
    )
    assert verdict(ben, ben.since + 180 * DAY) == Flag()
    assert date_named(ben, owed) == ben.since + 180 * DAY


def test_while_no_warning_was_told_nobody_is_flagged() -> None:
    assert isinstance(verdict(warned(179), SINCE + 300 * DAY), Wait)


def test_who_comes_back_by_night_when_a_warning_is_due_is_warned_before_anything_else() -> None:
    ana = warned(173, told_on=173)
    night = SINCE + 181 * DAY + 13 * HOUR
    assert verdict(ana, night) == Wait(until=first_daytime(night, ANA.zone))
    assert verdict(ana, first_daytime(night, ANA.zone)) == Warn(day=179)


def test_at_180_days_a_warned_contact_is_flagged() -> None:
    ana = warned(179, told_on=179)
    assert isinstance(verdict(ana, SINCE + 180 * DAY - HOUR), Wait)
    assert verdict(ana, SINCE + 180 * DAY) == Flag()


def flagged(*, told_on: float | None, since: datetime = SINCE) -> Silence:
    told = None if told_on is None else since + told_on * DAY
    return replace(ANA, since=since, flagged_at=since + 180 * DAY, flag_told_at=told)


def test_fourteen_days_after_the_flag_was_told_a_contact_goes() -> None:
    ana = flagged(told_on=190)
    assert isinstance(verdict(ana, SINCE + 204 * DAY - HOUR), Wait)
    assert verdict(ana, SINCE + 204 * DAY) == Deactivate()


def test_a_flag_that_was_not_told_deactivates_nobody() -> None:
    assert isinstance(verdict(flagged(told_on=None), SINCE + 400 * DAY), Wait)


def test_the_last_contact_stays() -> None:
    assert is_last_to_stay(flagged(told_on=180), [], SINCE + 194 * DAY)


def test_of_several_due_at_once_the_one_active_most_recently_stays() -> None:
    now = SINCE + 300 * DAY
    early, late = flagged(told_on=190), flagged(told_on=185, since=SINCE + DAY)
    assert not is_last_to_stay(early, [late], now)
    assert is_last_to_stay(late, [early], now)


def test_where_another_contact_stays_nobody_has_to() -> None:
    now = SINCE + 300 * DAY
    for other in (ANA, warned(179, told_on=179), flagged(told_on=299), flagged(told_on=None)):
        assert not is_last_to_stay(flagged(told_on=185, since=SINCE + DAY), [other], now)


@given(shifts=st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_of_those_who_are_due_all_but_one_go_in_whatever_order_they_are_looked_at(shifts: list[int]) -> None:
    now, looked_at = SINCE + 400 * DAY, [flagged(told_on=190, since=SINCE + shift * DAY) for shift in shifts]
    left = [*looked_at]
    for mine in [*looked_at, *looked_at]:
        if mine in left:
            left.remove(mine)
            if is_last_to_stay(mine, left, now):
                left.append(mine)
    assert [it.since for it in left] == [SINCE + max(shifts) * DAY]


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
                silence = warning_told(replace(silence, warned=day, warned_at=now), now)
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
    assert next_look(warned(166)) == SINCE + 173 * DAY
    assert next_look(warned(179)) == SINCE + 180 * DAY
