"""180 consecutive days (POLICY 7): when a silent contact is warned, flagged and deactivated.

Days are 24-hour spans from the instant the silence began, so a warning and the sweep can never disagree.
Pure: the facts and `now` come in, a verdict goes out.
"""

from dataclasses import dataclass
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
    `warning_told_at`: when that warning was delivered, or found undeliverable; None while it is neither.
    `flag_told_at`: likewise for the flag.
    """

    since: datetime
    zone: str
    warned: int = 0
    warning_told_at: datetime | None = None
    flagged_at: datetime | None = None
    flag_told_at: datetime | None = None
    is_last: bool = False


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
    """180 days, and a warning was told a day ago at least."""


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
    """The date a warning carries: when this silence reaches its 180th day."""
    return silence.since + limits.flag_on * DAY


def verdict(silence: Silence, now: datetime, limits: Limits = DEFAULT) -> Verdict:
    """What is to be done now. Facts from a clock set back count as not yet due."""
    if silence.flagged_at is not None:
        return _flagged(silence, now, limits)
    due = _latest_warning(silence, now, limits)
    if due > silence.warned:
        return Warn(day=due)
    if now < flag_date(silence, limits) or silence.warned == 0:
        return Wait(until=max(_next_warning(silence, limits), first_daytime(now, silence.zone)))
    if silence.warning_told_at is None:
        return Wait(until=now + LOOK_AGAIN)
    earliest = silence.warning_told_at + limits.after_warning
    return Flag() if now >= earliest else Wait(until=earliest)


def _flagged(silence: Silence, now: datetime, limits: Limits) -> Verdict:
    if silence.flag_told_at is None:
        return Wait(until=now + LOOK_AGAIN)
    end = silence.flag_told_at + limits.grace
    if now < end:
        return Wait(until=end)
    return Protect() if silence.is_last else Deactivate()


def _sent_at(silence: Silence, day: int) -> datetime:
    """A warning goes out in its reader's daytime, on any day of the week."""
    return first_daytime(silence.since + day * DAY, silence.zone)


def _latest_warning(silence: Silence, now: datetime, limits: Limits) -> int:
    """The latest warning whose time has come and that may be sent now; 0 for none."""
    if first_daytime(now, silence.zone) != now:
        return 0
    return max((day for day in limits.warn_on if _sent_at(silence, day) <= now), default=0)


def _next_warning(silence: Silence, limits: Limits) -> datetime:
    ahead = [_sent_at(silence, day) for day in limits.warn_on if day > silence.warned]
    return min([*ahead, flag_date(silence, limits)]) if ahead else flag_date(silence, limits)


def next_look(silence: Silence, limits: Limits = DEFAULT) -> datetime:
    """The earliest instant at which this line can be due again: what the index of the sweep holds.

    Whatever the zone: a look that comes too early finds that it has to wait, one that is too late is late.
    """
    if silence.flagged_at is not None:
        return (silence.flag_told_at or silence.flagged_at) + limits.grace
    ahead = [silence.since + day * DAY for day in limits.warn_on if day > silence.warned]
    return min([*ahead, flag_date(silence, limits)])
