"""Business time: hours that count, days that count, in a zone, with the days on which nobody works (POLICY 4).

A moment counts when the clock on the wall there stands within a span of a day that is not closed. What is
counted is time that really passes: an hour that the clocks skip is none, one that they repeat is two.
"""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
LOOKED_AHEAD = 3 * 366
"""Days. A calendar that is closed for longer is never open."""


class NeverOpen(Exception):  # a fault of a calendar, not an answer
    """No business day within three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hours of a day, by the clock on the wall: since midnight, the end not included."""

    begins: timedelta
    ends: timedelta


Pause = tuple[datetime, datetime]
"""From, to. What lies between does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When somebody works. `week`: the spans of Monday to Sunday. `closed`: holidays, breaks."""

    zone: str
    week: tuple[tuple[Span, ...], ...]
    closed: Container[date] = frozenset()

    def is_business_day(self, day: date) -> bool:
        return bool(self.week[day.weekday()]) and day not in self.closed

    def local_day(self, at: datetime) -> date:
        """The date there."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def is_open(self, at: datetime) -> bool:
        return any(begins <= at < ends for begins, ends in self._hours(self.local_day(at)))

    def opens(self, at: datetime) -> datetime:
        """The first moment at or after `at` that counts. Raises NeverOpen."""
        return max(at, next(begins for begins, ends in self._from(at) if ends > at))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """When that much business time will have passed. Raises NeverOpen."""
        left = amount
        if left <= NOTHING:
            return start
        for begins, ends in self._from(start):
            begins = max(begins, start)  # noqa: PLW2901  # the first span is under way
            if ends - begins >= left:
                return begins + left
            left -= max(ends - begins, NOTHING)
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much business time lies between; none where `end` is not after `start`."""
        found, day, last = NOTHING, self.local_day(start), self.local_day(end)
        while day <= last:
            for begins, ends in self._hours(day):
                found += max(min(ends, end) - max(begins, start), NOTHING)
            day += DAY
        return found

    def on_or_after(self, day: date) -> date:
        """The first business day from this day on. Raises NeverOpen."""
        for ahead in range(LOOKED_AHEAD):
            if self.is_business_day(day + ahead * DAY):
                return day + ahead * DAY
        raise NeverOpen

    def business_day_after(self, day: date, number: int = 1) -> date:
        """The first, second … business day after this day; itself for 0. Raises NeverOpen."""
        for _ in range(number):
            day = self.on_or_after(day + DAY)
        return day

    def business_days(self, first: date, last: date) -> list[date]:
        """All of them from the first to the last day, both included."""
        days = (first + ahead * DAY for ahead in range((last - first).days + 1))
        return [day for day in days if self.is_business_day(day)]

    def hours_of(self, day: date) -> Sequence[Pause]:
        """The stretches of a day that count."""
        return self._hours(day)

    def add_days(self, start: datetime, days: int) -> datetime:
        """One day is the same clock time on the next business day (POLICY 4).

        What begins outside of business hours begins when they do.
        """
        begins = self.opens(start)
        local = begins.astimezone(ZoneInfo(self.zone))
        day = self.business_day_after(local.date(), days)
        return datetime.combine(day, local.time(), ZoneInfo(self.zone)).astimezone(UTC)

    def begin_of(self, day: date) -> datetime:
        """When its first hours begin; of a day that has none, when those of a week's earliest do."""
        spans = self.week[day.weekday()] or tuple(span for spans in self.week for span in spans)
        return self._at(day, min(span.begins for span in spans))

    def end_of(self, day: date) -> datetime:
        """When a business day's last hours end."""
        return self._at(day, max(span.ends for span in self.week[day.weekday()]))

    def _at(self, day: date, clock: timedelta) -> datetime:
        local = datetime.combine(day, time.min) + clock
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def _from(self, start: datetime) -> Iterator[Pause]:
        day = self.local_day(start)
        for ahead in range(LOOKED_AHEAD):
            yield from self._hours(day + ahead * DAY)
        raise NeverOpen

    def _hours(self, day: date) -> Sequence[Pause]:
        return _hours(day, self.week[day.weekday()], self.zone) if self.is_business_day(day) else ()


def always(zone: str = "UTC") -> Calendar:
    """Round the clock, every day."""
    return Calendar(zone=zone, week=7 * ((Span(begins=NOTHING, ends=DAY),),))


class Tally:
    """Business time between any two instants of a long span, which is walked through once (`Calendar.between`)."""

    def __init__(self, calendar: Calendar, first: datetime, last: datetime) -> None:
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[timedelta] = []
        found, day = NOTHING, calendar.local_day(first)
        while day <= calendar.local_day(last):
            for begins, ends in calendar.hours_of(day):
                self._begins.append(begins)
                self._ends.append(ends)
                self._before.append(found)
                found += ends - begins
            day += DAY

    def between(self, start: datetime, end: datetime) -> timedelta:
        """None where `end` is not after `start`."""
        return max(self._until(end) - self._until(start), NOTHING)

    def _until(self, at: datetime) -> timedelta:
        place = bisect_right(self._begins, at) - 1
        if place < 0:
            return NOTHING
        return self._before[place] + (min(at, self._ends[place]) - self._begins[place])


@lru_cache(maxsize=4096)
def _hours(day: date, spans: tuple[Span, ...], zone: str) -> tuple[Pause, ...]:
    """A day's hours as instants; on the day the clocks are turned, as the clock on the wall shows them."""
    found = []
    for begins, ends, offset in _offsets(day, zone):
        midnight = datetime.combine(day, time.min, UTC) - offset
        for span in spans:
            first, last = max(midnight + span.begins, begins), min(midnight + span.ends, ends)
            if first < last:
                found.append((first, last))
    return tuple(sorted(found))


def _offsets(day: date, zone: str) -> list[tuple[datetime, datetime, timedelta]]:
    """From, to, and how far the clocks there are from UTC; two such stretches where they are turned that day."""
    noon = datetime.combine(day, time(12), UTC)
    first, last = noon - 30 * timedelta(hours=1), noon + 30 * timedelta(hours=1)
    before, after = _offset(first, zone), _offset(last, zone)
    if before == after:
        return [(first, last, before)]
    turned, low = last, first
    while turned - low > MINUTE:
        middle = low + (turned - low) / 2
        low, turned = (middle, turned) if _offset(middle, zone) == before else (low, middle)
    turned = (turned - timedelta(seconds=turned.second, microseconds=turned.microsecond)).astimezone(UTC)
    return [(first, turned, before), (turned, last, after)]


def _offset(at: datetime, zone: str) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How long something may take: hours of business time, or business days."""

    days: int = 0
    hours: timedelta = NOTHING

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        return calendar.add_days(start, self.days) if self.days else calendar.add(start, self.hours)


def deadline(calendar: Calendar, start: datetime, amount: Amount, pauses: Sequence[Pause] = ()) -> datetime:
    """When the amount is used up. What was left of it when a pause began is left when the pause ends."""
    found = amount.after(start, calendar)
    for begins, ends in pauses:
        if begins < found:
            found = calendar.add(ends, calendar.between(begins, found))
    return found
