"""180 consecutive days (POLICY 7): when a silent contact is warned, flagged and deactivated.

Days are 24-hour spans from the instant the silence began, so a warning and the sweep can never disagree.
Pure: the facts and `now` come in, a verdict goes out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.days import first_daytime

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every number is a setting; these are POLICY's defaults. Days of silence; spans after an event."""

    warn_on: tuple[int, ...] = (150, 166, 173, 179)
    flag_on: int = 180
    others_told_from: int = 166
    after_warning: timedelta = DAY
    grace: timedelta = 14 * DAY


DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A contact line's facts.

    `warned`: the latest day of silence for which a warning is owed or was sent in this silence, 0 for none.
    `warned_at`: when that one was owed. `warning_told_at`: when it was delivered, or found undeliverable.
    `notice_from`: from when the notice before the flag is counted, which `counted_from` says.
    `flag_told_at`: when the flag was delivered; what was found undeliverable was told to nobody.
    """

    since: datetime
    zone: str
    warned: int = 0
    warned_at: datetime | None = None
    warning_told_at: datetime | None = None
    notice_from: datetime | None = None
    flagged_at: datetime | None = None
    flag_told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing to do before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """The warning of this day of silence; after downtime the latest due one alone."""

    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """180 days, and some warning was told a day ago at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deactivate:
    """The grace after the flag was told is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protect:
    """The last contact of a district is never deactivated by the clock: somebody has to act."""


Verdict = Wait | Warn | Flag | Deactivate | Protect
LOOK_AGAIN = timedelta(hours=1)
"""When what is waited for, a delivery, has no time of its own."""


def flag_date(silence: Silence, limits: Limits = DEFAULT) -> datetime:
    """When this silence reaches its 180th day."""
    return silence.since + limits.flag_on * DAY


def date_named(silence: Silence, now: datetime, limits: Limits = DEFAULT) -> datetime:
    """The date that a warning carries which is told now: nobody who reads it is flagged sooner."""
    return max(_flagged_from(warning_told(silence, now, limits), limits) or now, now)


def flags_at(silence: Silence, now: datetime, limits: Limits = DEFAULT) -> datetime:
    """When the clock flags a contact who does nothing: as a warning named it, or would by now."""
    return max(_flagged_from(silence, limits) or date_named(silence, now, limits), now)


def warning_told(silence: Silence, now: datetime, limits: Limits = DEFAULT) -> Silence:
    """The latest warning was delivered now, or found undeliverable."""
    late = was_late(silence.warned_at, flag_date(silence, limits))
    return replace(silence, warning_told_at=now, notice_from=counted_from(silence.notice_from, now, late=late))


def was_late(owed_at: datetime | None, due: datetime) -> bool:
    """A warning that was sent when the flag was due already."""
    return owed_at is not None and owed_at >= due


def counted_from(before: datetime | None, told_at: datetime, *, late: bool) -> datetime:
    """From when the notice before the flag is counted, after one more warning was told.

    Warnings in time put the flag off by nothing: it counts from the first. A late one has a notice of its own, and
    what an earlier one named is kept where the clock was set back meanwhile.
    """
    if before is None:
        return told_at
    return max(before, told_at) if late else before


def ends_at(silence: Silence, limits: Limits = DEFAULT) -> datetime | None:
    """When the clock deactivates a flagged contact; None while the flag was not told."""
    return None if silence.flag_told_at is None else silence.flag_told_at + limits.grace


def verdict(silence: Silence, now: datetime, limits: Limits = DEFAULT) -> Verdict:
    """What is to be done now. Facts from a clock set back count as not yet due.

    Whoever is to be deactivated may be the last of a district, which `is_last_to_stay` says.
    """
    if silence.flagged_at is not None:
        return _of_flagged(silence, now, limits)
    due = _latest_warning(silence, now, limits)
    if due > silence.warned:
        morning = first_daytime(now, silence.zone)
        return Warn(day=due) if morning == now else Wait(until=morning)
    if now < flag_date(silence, limits):
        return Wait(until=_next_warning(silence, now, limits))
    earliest = _flagged_from(silence, limits)
    if earliest is None:
        return Wait(until=now + LOOK_AGAIN)
    return Flag() if now >= earliest else Wait(until=earliest)


def _flagged_from(silence: Silence, limits: Limits) -> datetime | None:
    """None while a delivery is waited for: of any warning; and of one that was sent when the flag was due already."""
    due = flag_date(silence, limits)
    waits = was_late(silence.warned_at, due) and silence.warning_told_at is None
    if silence.notice_from is None or waits:
        return None
    return max(due, silence.notice_from + limits.after_warning)


def _of_flagged(silence: Silence, now: datetime, limits: Limits) -> Verdict:
    end = ends_at(silence, limits)
    if end is None:
        return Wait(until=now + LOOK_AGAIN)
    return Wait(until=end) if now < end else Deactivate()


def is_last_to_stay(mine: Silence, others: Iterable[Silence], now: datetime, limits: Limits = DEFAULT) -> bool:
    """Whether this contact, who is to be deactivated, stays.

    `others` of the district who may act: all are to go as well, and were active less recently; or there are none.
    """
    return all(other.since < mine.since and isinstance(verdict(other, now, limits), Deactivate) for other in others)


def _sent_at(silence: Silence, day: int) -> datetime:
    """A warning goes out in its reader's daytime, on any day of the week."""
    return first_daytime(silence.since + day * DAY, silence.zone)


def _latest_warning(silence: Silence, now: datetime, limits: Limits) -> int:
    """The latest warning whose time has come; 0 for none."""
    return max((day for day in limits.warn_on if _sent_at(silence, day) <= now), default=0)


def _next_warning(silence: Silence, now: datetime, limits: Limits) -> datetime:
    """Or the flag."""
    ahead = [at for day in limits.warn_on if (at := _sent_at(silence, day)) > now and day > silence.warned]
    return min([*ahead, flag_date(silence, limits)])


def next_look(silence: Silence, limits: Limits = DEFAULT) -> datetime:
    """The earliest instant at which this line can be due again: what the index of the sweep holds.

    Whatever the zone: a look that comes too early finds that it has to wait, one that is too late is late.
    """
    if silence.flagged_at is not None:
        return (silence.flag_told_at or silence.flagged_at) + limits.grace
    ahead = [silence.since + day * DAY for day in limits.warn_on if day > silence.warned]
    return min([*ahead, flag_date(silence, limits)])
