"""Three follow-ups in ten business days (POLICY 4): what a case that waits for its district is due now.

Days are the district's business days; day 0 is the day of the latest response, or of entering Pending.
Pure: the facts, the district's calendar and `now` come in, a verdict goes out.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.business import Calendar
from bot.domain.rules import Rules

DAY = timedelta(days=1)
LOOK_AGAIN = timedelta(hours=1)
"""When what is waited for, a delivery, has no time of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A Pending case's facts.

    `day_zero`: a business day. `owed`: the latest follow-up that was owed, counted from 1; 0 for none.
    `told_at`: when that one was delivered. `lost`: it never will be by itself.
    `shown`: the latest end that anybody was shown; a calendar that changes makes none earlier.
    """

    day_zero: date
    owed: int = 0
    told_at: datetime | None = None
    lost: bool = False
    shown: datetime | None = None
    is_critical: bool = False
    owner_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing to do before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The follow-up of this number; after downtime the latest due one alone."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Day 10 is over, the last follow-up was delivered, and nobody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOwner:
    """What the clock may not close: a Critical case, or one whose last follow-up reached nobody."""

    undelivered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Nothing more to do until the case changes."""


Verdict = Wait | FollowUp | Close | TellOwner | Rest


def day_zero(calendar: Calendar, at: datetime) -> date:
    """The business day of an instant; the next one when that is none."""
    return calendar.on_or_after(calendar.local_day(at))


def closes_at(waiting: Waiting, calendar: Calendar, rules: Rules, *, told_at: datetime | None) -> datetime:
    """The end of day 10, or of as many business days after a last follow-up that came late."""
    day = calendar.business_day_after(waiting.day_zero, rules.close_on)
    if told_at is not None and waiting.owed == len(rules.follow_up_on):
        left = rules.close_on - rules.follow_up_on[-1]
        day = max(day, calendar.business_day_after(calendar.local_day(told_at), left))
    return max(calendar.end_of(day), waiting.shown or calendar.end_of(day))


def verdict(waiting: Waiting, calendar: Calendar, rules: Rules, now: datetime) -> Verdict:
    """What is to be done now."""
    due = sum(_sent_at(waiting, calendar, day) <= now for day in rules.follow_up_on)
    if due > waiting.owed:
        return FollowUp(number=due) if calendar.is_open(now) else Wait(until=calendar.opens(now))
    if waiting.owed < len(rules.follow_up_on):
        return Wait(until=_sent_at(waiting, calendar, rules.follow_up_on[waiting.owed]))
    if waiting.lost:
        return Wait(until=now + DAY) if waiting.owner_told else TellOwner(undelivered=True)
    if waiting.told_at is None:
        return Wait(until=now + LOOK_AGAIN)
    end = closes_at(waiting, calendar, rules, told_at=waiting.told_at)
    if now < end:
        return Wait(until=end)
    if waiting.is_critical:
        return Rest() if waiting.owner_told else TellOwner(undelivered=False)
    return Close()


def next_look(ruled: Verdict, now: datetime) -> datetime | None:
    """When a round is to look; None: not before the case changes."""
    match ruled:
        case Wait():
            return ruled.until
        case Rest():
            return None
        case FollowUp() | Close() | TellOwner():
            return now


def _sent_at(waiting: Waiting, calendar: Calendar, day: int) -> datetime:
    """In the morning of its day."""
    return calendar.begin_of(calendar.business_day_after(waiting.day_zero, day))


def latest_pick(calendar: Calendar, rules: Rules, now: datetime) -> date:
    """The last date that *More time* takes: 20 business days ahead."""
    return calendar.business_day_after(calendar.local_day(now), rules.more_time_days)
