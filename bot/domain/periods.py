"""Stretches of days that reports are about: by name, as the day on which they are asked for makes them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
MONTHS_OF_A_QUARTER = 3
SCHOOL_YEAR_BEGINS = 7
"""In July."""

LONGEST = timedelta(days=3660)
"""Ten years: nothing that a report could tell is older."""


class Period(StrEnum):
    DAYS_30 = "30-days"
    QUARTER = "quarter"
    LAST_QUARTER = "last-quarter"
    SCHOOL_YEAR = "school-year"
    DATES = "dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Both included."""

    first: date
    last: date


def days_of(period: Period, today: date, *, first: date | None = None, last: date | None = None) -> Days | None:
    """`first`, `last`: of two dates, which are the period then; None where these are none.

    What goes on ends with today. Whoever names dates may name them in the wrong order.
    """
    match period:
        case Period.DAYS_30:
            return Days(first=today - 29 * DAY, last=today)
        case Period.QUARTER:
            return Days(first=_quarter(today), last=today)
        case Period.LAST_QUARTER:
            ended = _quarter(today) - DAY
            return Days(first=_quarter(ended), last=ended)
        case Period.SCHOOL_YEAR:
            year = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
            return Days(first=date(year, SCHOOL_YEAR_BEGINS, 1), last=today)
        case Period.DATES:
            if first is None or last is None or abs(last - first) > LONGEST:
                return None
            return Days(first=min(first, last), last=max(first, last))


def _quarter(day: date) -> date:
    """When the quarter of this day began."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_OF_A_QUARTER, 1)
