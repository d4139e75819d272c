"""When what people wrote is erased: after its case was closed for years, or its workspace is gone (POLICY 10)."""

from datetime import date, datetime, timedelta

from bot.domain.business import Calendar
from bot.domain.days import local_day, midnight

DAY = timedelta(days=1)
FEBRUARY, LEAP_DAY = 2, 29
PROMISED_DAYS = 14
"""Business days within which an uninstalled workspace is erased (POLICY 10)."""

MOST_YEARS = 100


def years_on(day: date, years: int) -> date:
    """The same day of a later year; of 29 February, in a year that has none, the 28th."""
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY):
        day -= DAY
        return _leap_day_or(day.replace(year=day.year + years))
    return day.replace(year=day.year + years)


def _leap_day_or(last: date) -> date:
    """29 February where that year has one."""
    return last + DAY if (last + DAY).month == FEBRUARY else last


def words_go_at(closed_at: datetime, zone: str, *, years: int) -> datetime:
    """The end of the same day, `years` calendar years after the latest close, in the district's zone; as UTC."""
    return midnight(years_on(local_day(closed_at, zone), years) + DAY, zone)


def whole_years(closed_at: datetime, erased_at: datetime, zone: str) -> int:
    """How many lie between, by the district's calendar."""
    closed, erased = local_day(closed_at, zone), local_day(erased_at, zone)
    years = erased.year - closed.year
    return years if years_on(closed, years) <= erased else years - 1


def closed_before(now: datetime, zone: str, *, years: int) -> datetime:
    """The words of cases that were closed before this instant go now: `words_go_at`, the other way round."""
    today = local_day(now, zone)
    kept = _years_back(today, years)
    while years_on(kept, years) < today:
        kept += DAY
    while years_on(kept - DAY, years) >= today:
        kept -= DAY
    return midnight(kept, zone)


def _years_back(day: date, years: int) -> date:
    return years_on(day, -years)


def uninstalled_goes_at(ended_at: datetime, calendar: Calendar, *, days: int) -> datetime:
    """When the data of an uninstalled workspace goes: as the last of so many business days of the vendor begins.

    Fewer than the 14 that are promised, so that a bot which was down for days still keeps the promise.
    """
    return calendar.begin_of(calendar.business_day_after(calendar.local_day(ended_at), days))
