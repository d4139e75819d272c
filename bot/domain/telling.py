"""How somebody is told of a case: at once and how, later, or in the day's digest.

Of one fact each person is told once, and of their own act never; that `services.telling_of` keeps. Here it is
decided when and in what way, from the kind of news, the person's choice and the time where they are.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.cases import PENDING, Case
from bot.domain.days import is_weekday
from bot.domain.ids import CaseNumber, PersonId


class News(StrEnum):
    """What there is to tell of a case. The values name the sentences, and the outbox row's `what`."""

    QUESTION = "case-question"
    RESOLUTION = "case-resolution"
    COMMENT = "case-comment"
    GIVEN = "case-given"
    HANDED = "case-handed"
    ESCALATED = "case-escalated"
    RELEASED = "issue-released"
    TARGET_NEAR = "target-near"
    TARGET_MISSED = "target-missed"
    TARGET_LEAD = "target-lead"
    UNANSWERED = "critical-unanswered"
    FOLLOW_UP_LOST = "follow-up-lost"
    DATE_CAME = "date-came"
    FOLLOW_UP = "follow-up"
    CLOSING = "closing-date"
    """The last follow-up, which names the date."""


THROUGH_QUIET = frozenset({News.CLOSING, News.UNANSWERED})
"""Told whatever was chosen, and by night too: a closing date (the issue's own words: quiet hours never silence
Critical or a closing date). News of a Critical case goes the same way, whatever its kind; an unanswered Critical
case, which waits for somebody to close it (POLICY 4), is both."""

AT_ONCE = THROUGH_QUIET | {
    News.GIVEN,
    News.HANDED,
    News.ESCALATED,
    News.TARGET_NEAR,
    News.TARGET_MISSED,
    News.TARGET_LEAD,
    News.FOLLOW_UP_LOST,
    News.DATE_CAME,
    News.FOLLOW_UP,
}
"""Never left for a digest: the case is theirs from now on, and its targets run (POLICY 3); a lead was asked for
(POLICY 3, once a business day, so that a digest would be a day late); a target is a matter of hours (POLICY 3 and 4);
a date is of that day, and so is a follow-up (POLICY 4).
Quiet hours hold them until they end: only what is above goes through those."""

BESIDE_A_COMMENT = frozenset({News.QUESTION, News.RESOLUTION, News.COMMENT})
"""What has a copy in a thread, in which somebody can be mentioned."""

IN_A_THREAD = BESIDE_A_COMMENT | {News.TARGET_MISSED, News.DATE_CAME, News.FOLLOW_UP, News.CLOSING}
"""And what the clock says there. All else goes by direct message."""


class Way(StrEnum):
    """How a person wants to be told. Mention is the default."""

    MENTION = "mention"
    DM = "dm"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From one time of day to another, over midnight where `begins` is the later. `weekends`: all of them too."""

    begins: time
    ends: time
    weekends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one person chose, and the zone they live in."""

    zone: str = "UTC"
    way: Way = Way.MENTION
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """At once: by a mention in the comment's copy, or by direct message."""

    way: Way


@dataclass(frozen=True, slots=True)
class InDigest:
    """In the message of that morning. Whether it is a business day of their district is asked then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """When their quiet hours end, with whatever else came in them."""

    at: datetime


Telling = Now | InDigest | Later
MORNING, EVENING = time(8), time(17)
DAY = timedelta(days=1)


def when_and_how(news: News, choice: Choice, now: datetime, *, critical: bool) -> Telling:
    """`critical`: the case's priority is, now."""
    at_once = Now(Way.MENTION if choice.way is Way.MENTION and news in IN_A_THREAD else Way.DM)
    if critical or news in THROUGH_QUIET:
        return at_once
    if choice.way is Way.DIGEST and news not in AT_ONCE:
        return InDigest(next_morning(choice, now))
    quiet_until = ends_at(choice, now)
    return at_once if quiet_until is None else Later(quiet_until)


def is_quiet(choice: Choice, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(choice.zone))
    return choice.quiet is not None and (_is_free_day(choice.quiet, local.date()) or _is_night(choice.quiet, local))


def _is_free_day(quiet: Quiet, day: date) -> bool:
    return quiet.weekends and not is_weekday(day)


def _is_night(quiet: Quiet, local: datetime) -> bool:
    clock = local.time()
    if quiet.begins <= quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends


def ends_at(choice: Choice, now: datetime) -> datetime | None:
    """The first moment that is quiet no more; None: it is not quiet."""
    if choice.quiet is None or not is_quiet(choice, now):
        return None
    at = now
    while is_quiet(choice, at):
        at = _next_end(choice.quiet, at, choice.zone)
    return at


def _next_end(quiet: Quiet, at: datetime, zone: str) -> datetime:
    """Of the day or the night that this moment is in; what follows it may be quiet too."""
    local = at.astimezone(ZoneInfo(zone))
    if _is_free_day(quiet, local.date()):
        return _after(at, local.date() + DAY, time(0), zone)
    day = local.date() if local.time() < quiet.ends else local.date() + DAY
    return _after(at, day, quiet.ends, zone)


def waits_until(choice: Choice, since: datetime, now: datetime) -> datetime | None:
    """News of the product, which is of no case: with the day's digest, where that was chosen, and after quiet hours.

    None: it can be told now. `since`: when there was something to tell.
    """
    if choice.way is Way.DIGEST and (morning := next_morning(choice, since)) > now:
        return morning
    return ends_at(choice, now)


def next_morning(choice: Choice, now: datetime) -> datetime:
    """The first 8:00 of a weekday of theirs to come, or when it is quiet no more after that."""
    local = now.astimezone(ZoneInfo(choice.zone))
    day = local.date() if local.time() < MORNING else local.date() + DAY
    while not is_weekday(day):
        day += DAY
    at = _after(now, day, MORNING, choice.zone)
    return ends_at(choice, at) or at


def is_day(choice: Choice, at: datetime) -> bool:
    """Between 8 and 17 where they are. A digest that is late, after downtime, does not come by night."""
    return MORNING <= at.astimezone(ZoneInfo(choice.zone)).time() < EVENING


def _after(at: datetime, day: date, clock: time, zone: str) -> datetime:
    """That time of day there, after `at`. Of an hour that comes twice, the one that is still to come."""
    first, second = (
        datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    return first if first > at else second


def of_the_clock(number: CaseNumber, news: News) -> str:
    """How the ids of facts begin that the clock tells of a case; what they are about follows."""
    return f"case:{number}:{news}:"


def still_holds(news: News, person: PersonId, case: Case) -> bool:
    """Whether there is still a reason to tell this person; asked again when it is delivered.

    Where the case has no contact, or one who may not act any more (None), the district's contacts all stand for it.
    """
    match news:
        case News.QUESTION | News.RESOLUTION:
            return case.status in PENDING and case.contact in (person, None)
        case News.COMMENT:
            return case.owner == person or case.contact in (person, None)
        case News.HANDED:
            return case.contact == person
        case News.GIVEN | News.RELEASED | News.TARGET_NEAR | News.TARGET_MISSED | News.DATE_CAME:
            return case.is_open and case.owner == person
        case News.FOLLOW_UP | News.CLOSING:
            return case.status in PENDING
        case News.ESCALATED | News.TARGET_LEAD | News.UNANSWERED | News.FOLLOW_UP_LOST:
            return case.is_open
