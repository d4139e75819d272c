"""What a named period is on the day on which somebody asks."""

from datetime import date

import pytest

from bot.domain.periods import Days, Period, days_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.DAYS_30, TODAY, date(2026, 10, 26), TODAY),
        (Period.QUARTER, TODAY, date(2026, 10, 1), TODAY),
        (Period.QUARTER, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1)),
        (Period.LAST_QUARTER, TODAY, date(2026, 7, 1), date(2026, 9, 30)),
        (Period.LAST_QUARTER, date(2026, 2, 28), date(2025, 10, 1), date(2025, 12, 31)),
        (Period.SCHOOL_YEAR, TODAY, date(2026, 7, 1), TODAY),
        (Period.SCHOOL_YEAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
        (Period.SCHOOL_YEAR, date(2026, 6, 30), date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_a_named_period_ends_today_or_with_its_own_last_day(
    period: Period, today: date, first: date, last: date
) -> None:
    assert days_of(period, today) == Days(first=first, last=last)


def test_two_dates_are_a_period_in_either_order_if_both_are_there() -> None:
    first, last = date(2026, 9, 1), date(2026, 9, 30)
    for one, other in ((first, last), (last, first)):
        assert days_of(Period.DATES, TODAY, first=one, last=other) == Days(first=first, last=last)
    assert days_of(Period.DATES, TODAY, first=first) is None
    assert days_of(Period.DATES, TODAY, last=last) is None
    assert days_of(Period.DATES, TODAY, first=date(1, 1, 1), last=last) is None
