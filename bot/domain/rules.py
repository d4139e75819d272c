"""The numbers of POLICY 2 to 5 and 7. Each is a setting; the defaults are the policy's own.

Written as text, as settings are, so that they can be kept and read again; `read` checks all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.domain import hours, inactivity
from bot.domain.business import Amount
from bot.domain.cases import Priority
from bot.domain.confirming import Rhythm
from bot.domain.days import known_zone
from bot.domain.hours import Week
from bot.domain.limits import Limits
from bot.domain.training import Courses, courses


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Limits):
    """The rules as they are written in settings, by the names of the settings' fields."""

    targets: str = "critical 1h/4h, high 4h/1d, medium 1d/3d, low 3d/5d"
    target_warn_at: int = 75
    target_lead_after: str = "1h"
    follow_up_days: str = "3, 6, 9"
    close_day: int = 10
    more_time_days: int = 20
    more_time_in_a_row: int = 3
    reopen_days: int = 60
    district_hours: str = "Mon-Fri 8-17"
    vendor_hours: str = "Mon-Fri 7-18"
    vendor_zone: str = "America/New_York"
    vendor_country: str = "US"
    vendor_state: str = ""
    vendor_closed: str = ""
    after_hours_phone: str = ""
    training_needed: str = "Introduction to Support"
    training_recommended: str = "Infinite Campus Fundamentals"
    training_days: int = 30
    confirm_months: int = 3
    confirm_remind_days: int = 14
    confirm_again_days: int = 7
    confirm_reminders: int = 3
    support_phone: str = ""


DEFAULT = Written()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is promised for one priority."""

    first_response: Amount
    update: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules, read. `warn_at`: of a target, the share of its time after which it is about to be missed."""

    limits: Limits
    goals: Mapping[Priority, Goal]
    warn_at: float
    lead_after: Amount
    follow_up_on: tuple[int, ...]
    close_on: int
    more_time_days: int
    more_time_in_a_row: int
    reopen_days: int
    district_week: Week
    vendor_week: Week
    vendor_zone: str
    vendor_country: str
    vendor_state: str
    vendor_closed: frozenset[date]
    is_round_the_clock: bool
    inactivity: inactivity.Limits
    courses: Courses
    rhythm: Rhythm
    phone: str
    """Support's, as people are told it; '' where there is none."""


_GOAL = re.compile(r"(\w+)\s+(\w+)\s*/\s*(\w+)")


def goals(written: str) -> dict[Priority, Goal]:
    """`critical 1h/4h, high 4h/1d, …`: first response / update, of every priority. Raises ValueError."""
    found: dict[Priority, Goal] = {}
    for part in filter(None, map(str.strip, written.lower().split(","))):
        match = _GOAL.fullmatch(part)
        if match is None or match[1] not in set(Priority):
            raise ValueError("has a target that is none; write them as critical 1h/4h, high 4h/1d")
        found[Priority(match[1])] = Goal(first_response=hours.amount(match[2]), update=hours.amount(match[3]))
    if set(found) != set(Priority):
        raise ValueError("needs a target for critical, high, medium and low")
    return found


def days(written: str) -> tuple[int, ...]:
    """`3, 6, 9`: each later than the one before. Raises ValueError."""
    parts = [part.strip() for part in written.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise ValueError("has a day that is no number; write them as 3, 6, 9")
    found = tuple(map(int, parts))
    if found[0] < 1 or any(earlier >= later for earlier, later in pairwise(found)):
        raise ValueError("has days that are not in order; the first is 1 or later")
    return found


def zone(written: str) -> str:
    """Raises ValueError for none that is known."""
    if not known_zone(written):
        raise ValueError("is no time zone; write it as America/Chicago")
    return written


def phones(support: str, after_hours: str) -> str:
    """As people are told them."""
    return ", ".join(filter(None, (support, f"{after_hours} after hours" if after_hours else "")))


@lru_cache(maxsize=64)
def read(written: Written) -> Rules:
    """Raises ValueError."""
    follow_up_on = days(written.follow_up_days)
    if written.close_day <= follow_up_on[-1]:
        raise ValueError("is not after the last follow-up")
    if written.subject_longest < written.subject_shortest:
        raise ValueError("is shorter than the shortest subject")
    return Rules(
        limits=written,
        goals=goals(written.targets),
        warn_at=written.target_warn_at / 100,
        lead_after=hours.amount(written.target_lead_after),
        follow_up_on=follow_up_on,
        close_on=written.close_day,
        more_time_days=written.more_time_days,
        more_time_in_a_row=written.more_time_in_a_row,
        reopen_days=written.reopen_days,
        district_week=hours.week(written.district_hours),
        vendor_week=hours.week(written.vendor_hours),
        vendor_zone=zone(written.vendor_zone),
        vendor_country=written.vendor_country,
        vendor_state=written.vendor_state,
        vendor_closed=hours.closed_days(written.vendor_closed),
        is_round_the_clock=bool(written.after_hours_phone),
        inactivity=silence(written),
        phone=phones(written.support_phone, written.after_hours_phone),
        courses=courses(written.training_needed, written.training_recommended, every=written.training_days),
        rhythm=Rhythm(
            every=written.confirm_months,
            remind_after=written.confirm_remind_days,
            between=written.confirm_again_days,
            most=written.confirm_reminders,
        ),
    )


def silence(written: Limits) -> inactivity.Limits:
    """The numbers of POLICY 7. Raises ValueError."""
    warn_on = days(written.inactivity_warn_days)
    if written.inactivity_flag_day <= warn_on[-1]:
        raise ValueError("is not after the last warning")
    if written.inactivity_others_from > written.inactivity_flag_day:
        raise ValueError("is after the day of the flag")
    return inactivity.Limits(
        warn_on=warn_on,
        flag_on=written.inactivity_flag_day,
        others_told_from=written.inactivity_others_from,
        after_warning=timedelta(hours=written.inactivity_after_warning_hours),
        grace=timedelta(days=written.inactivity_grace_days),
    )


def kept(written: Written) -> dict[str, str | int]:
    """As it can be stored."""
    return asdict(written)


def again(kept_before: Mapping[str, object]) -> Written:
    """What `kept` gave. Of another version: what is not known here is left out, what is new has its default."""
    known = {field.name for field in fields(Written)}
    values: dict[str, Any] = {name: value for name, value in kept_before.items() if name in known}
    return Written(**values)
