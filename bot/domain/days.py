"""Days and hours in a person's own zone. Spans of time are counted elsewhere, in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_BEGINS = time(9)
DAY_ENDS = time(17)
SATURDAY = 5
FARTHEST = timedelta(days=731)
"""Two years ahead."""


def known_zone(told: str) -> str:
    """A zone as somebody else names it; '' where this machine knows none of that name."""
    try:
        ZoneInfo(told)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return told


def first_daytime(at: datetime, zone: str) -> datetime:
    """The first moment between 9 and 17 of the person's day, at or after `at` (POLICY 7)."""
    local = at.astimezone(ZoneInfo(zone))
    if local.time() < DAY_BEGINS:
        return _at(local.date(), DAY_BEGINS, zone)
    if local.time() < DAY_ENDS:
        return at
    return _at(local.date() + timedelta(days=1), DAY_BEGINS, zone)


def local_day(at: datetime, zone: str) -> date:
    """The date there."""
    return at.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """When that day begins there."""
    return _at(day, time.min, zone)


def is_far(day: date, today: date) -> bool:
    """Beyond what anybody plans: a slip of the keys."""
    return day > today + FARTHEST


def is_weekday(day: date) -> bool:
    """Monday to Friday. Holidays and breaks are the district's own (`storage.calendars`)."""
    return day.weekday() < SATURDAY


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
