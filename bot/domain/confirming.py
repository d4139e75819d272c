"""The list of a district's contacts, which its administrator is asked each quarter to confirm (POLICY 6)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """`every`: months from one confirmation to the next question; then days to the first reminder, and between the
    `most` reminders. After as many days again those who look after the lists are told."""

    every: int = 3
    remind_after: int = 14
    between: int = 7
    most: int = 3


DEFAULT = Rhythm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Where it stands. `asked_at` None: nothing is asked now. `reminded`: how often since."""

    asked_at: datetime | None = None
    reminded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellSupport:
    pass


Step = Ask | Remind | TellSupport


def step(question: Question, rhythm: Rhythm = DEFAULT) -> Step:
    """What comes next, when its time has come."""
    if question.asked_at is None:
        return Ask()
    return Remind(number=question.reminded + 1) if question.reminded < rhythm.most else TellSupport()


def after(done: Step, now: datetime, zone: str, rhythm: Rhythm = DEFAULT) -> datetime:
    """When the next step is due. After the last, the question is asked anew in a quarter."""
    match done:
        case Ask():
            return now + timedelta(days=rhythm.remind_after)
        case Remind():
            return now + timedelta(days=rhythm.between)
        case TellSupport():
            return next_quarter(now, zone, rhythm)


def next_quarter(since: datetime, zone: str, rhythm: Rhythm = DEFAULT) -> datetime:
    """The same time of the same day, that many months later; of a shorter month its last day."""
    local = since.astimezone(ZoneInfo(zone))
    years, month = divmod(local.month - 1 + rhythm.every, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(since.tzinfo)
