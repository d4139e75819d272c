"""Business hours, amounts and closed days as people write them in settings: `Mon-Fri 7-12, 13-18; Sat 9-12`."""

import re
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.business import Amount, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = len(DAYS)
LONGEST_CLOSURE = 366
Week = tuple[tuple[Span, ...], ...]

_AMOUNT = re.compile(r"(\d{1,4})\s*([mhd])")


def week(written: str) -> Week:
    """`Mon-Fri 7-18`, several spans by commas, several days by semicolons. Raises ValueError, with what is wrong."""
    found: list[tuple[Span, ...]] = [()] * WEEK
    for part in filter(None, map(str.strip, written.split(";"))):
        days, _, hours = part.partition(" ")
        spans = tuple(_span(span) for span in hours.split(","))
        if any(earlier.ends > later.begins for earlier, later in pairwise(spans)):
            raise ValueError("has hours that overlap, or are not in order")
        for day in _days(days):
            found[day] = spans
    if not any(found):
        raise ValueError("names no hours; write them as Mon-Fri 7-18")
    return tuple(found)


def _days(written: str) -> range:
    first, _, last = written.lower().partition("-")
    try:
        begins, ends = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
    except ValueError:
        raise ValueError("has a day that is none; write them as Mon-Fri or Sat") from None
    if begins > ends:
        raise ValueError("has days that are not in order; a week begins with Mon")
    return range(begins, ends + 1)


def _span(written: str) -> Span:
    begins, _, ends = written.strip().partition("-")
    span = Span(begins=_clock(begins), ends=_clock(ends))
    if not timedelta(0) <= span.begins < span.ends <= timedelta(days=1):
        raise ValueError("has hours that end before they begin, or are not of one day")
    return span


def _clock(written: str) -> timedelta:
    hour, _, minute = written.strip().partition(":")
    if not hour.isdecimal() or not (minute or "0").isdecimal():
        raise ValueError("has an hour that is none; write them as 7-18 or 7:30-18:00")
    return timedelta(hours=int(hour), minutes=int(minute or 0))


def amount(written: str) -> Amount:
    """`30m`, `4h`, `1d`. Raises ValueError."""
    match = _AMOUNT.fullmatch(written.strip().lower())
    if match is None or int(match[1]) == 0:
        raise ValueError("has a time that is none; write it as 30m, 4h or 1d")
    number = int(match[1])
    match match[2]:
        case "m":
            return Amount(hours=timedelta(minutes=number))
        case "h":
            return Amount(hours=timedelta(hours=number))
        case _:
            return Amount(days=number)


def closed_days(written: str) -> frozenset[date]:
    """`2026-12-24, 2026-12-28..2026-12-31`. Raises ValueError."""
    found: set[date] = set()
    for part in filter(None, map(str.strip, written.split(","))):
        first, _, last = part.partition("..")
        begins, ends = _day(first), _day(last or first)
        length = (ends - begins).days
        if not 0 <= length <= LONGEST_CLOSURE:
            raise ValueError("has days that end before they begin, or after more than a year")
        found |= {begins + timedelta(days=ahead) for ahead in range(length + 1)}
    return frozenset(found)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise ValueError("has a day that is none; write it as 2026-12-24") from None
