"""Words of closed cases are kept for whole years in the district's own zone, and not a day longer (POLICY 10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rules
from bot.domain.business import Calendar
from bot.domain.retention import PROMISED_DAYS, closed_before, uninstalled_goes_at, words_go_at, years_on
from storage.almanac import Closed

ZONES = ("UTC", "America/Chicago", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu")
INSTANTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis puts the zone on


@pytest.mark.parametrize(
    ("day", "years", "last"),
    [
        ("2026-11-24", 3, "2029-11-24"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-02-28", 3, "2028-02-28"),
        ("2096-02-29", 4, "2100-02-28"),
    ],
)
def test_the_same_day_years_on_and_of_a_leap_day_the_one_before(day: str, years: int, last: str) -> None:
    assert years_on(date.fromisoformat(day), years) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("closed", "zone", "goes"),
    [
        ("2026-11-24T18:30", "America/Chicago", "2029-11-25T06:00"),
        ("2026-11-25T05:59", "America/Chicago", "2029-11-25T06:00"),
        ("2026-11-25T06:00", "America/Chicago", "2029-11-26T06:00"),
        ("2024-02-29T12:00", "UTC", "2027-03-01T00:00"),
        ("2026-07-04T12:00", "America/Chicago", "2029-07-05T05:00"),
    ],
)
def test_words_go_at_the_end_of_that_day_in_the_districts_zone(closed: str, zone: str, goes: str) -> None:
    at = datetime.fromisoformat(closed).replace(tzinfo=UTC)
    assert words_go_at(at, zone, years=3) == datetime.fromisoformat(goes).replace(tzinfo=UTC)


@given(closed=INSTANTS, now=INSTANTS, zone=st.sampled_from(ZONES), years=st.integers(1, 12))
def test_what_is_found_to_be_due_is_exactly_what_is_due(
    closed: datetime, now: datetime, zone: str, years: int
) -> None:
    assert (closed < closed_before(now, zone, years=years)) == (words_go_at(closed, zone, years=years) <= now)


@given(zone=st.sampled_from(ZONES), years=st.integers(1, 12), closed=INSTANTS)
def test_the_instant_itself_is_no_edge(closed: datetime, zone: str, years: int) -> None:
    goes = words_go_at(closed, zone, years=years)
    moment = timedelta(microseconds=1)
    assert closed < closed_before(goes, zone, years=years)
    assert not closed < closed_before(goes - moment, zone, years=years)
    assert goes.astimezone(UTC) > closed + timedelta(days=365 * years)


VENDOR = rules.read(rules.DEFAULT)


def _vendors() -> Calendar:
    closed = Closed(country=VENDOR.vendor_country, state=VENDOR.vendor_state, days=VENDOR.vendor_closed)
    return Calendar(zone=VENDOR.vendor_zone, week=VENDOR.vendor_week, closed=closed)


@pytest.mark.parametrize(
    ("ended", "goes"),
    [
        ("2026-11-24T18:30", "2026-12-09T12:00"),  # a Tuesday; Thanksgiving is none of the ten
        ("2026-12-19T18:30", "2027-01-05T12:00"),  # a Saturday, over Christmas and New Year
    ],
)
def test_an_uninstalled_workspace_goes_after_ten_business_days_of_the_vendor(ended: str, goes: str) -> None:
    at = datetime.fromisoformat(ended).replace(tzinfo=UTC)
    assert uninstalled_goes_at(at, _vendors(), days=10) == datetime.fromisoformat(goes).replace(tzinfo=UTC)


@given(ended=INSTANTS, days=st.integers(1, PROMISED_DAYS))
def test_it_goes_within_what_is_promised_and_leaves_whole_days_for_a_bot_that_is_down(
    ended: datetime, days: int
) -> None:
    calendar = _vendors()
    goes = uninstalled_goes_at(ended, calendar, days=days)
    day = calendar.local_day(ended)
    assert ended < goes <= calendar.end_of(calendar.business_day_after(day, PROMISED_DAYS))
    assert calendar.local_day(goes) == calendar.business_day_after(day, days)
