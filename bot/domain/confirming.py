"""The list of a district's contacts, which its administrator is asked each quarter to confirm (POLICY 6)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.domain.ids import LineId
from bot.domain.people import Role, Standing
from bot.domain.training import Training


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


def taken(question: Question, done: Step, now: datetime) -> Question:
    """Where it stands after that. Once support is told, nothing is asked any more until the next quarter."""
    match done:
        case Ask():
            return Question(asked_at=now)
        case Remind():
            return replace(question, reminded=done.number)
        case TellSupport():
            return Question()


def after(done: Step, question: Question, now: datetime, zone: str, rhythm: Rhythm = DEFAULT) -> datetime:
    """When the next step is due. `question`: as it stood before."""
    match done:
        case Ask():
            return now + timedelta(days=rhythm.remind_after)
        case Remind():
            return now + timedelta(days=rhythm.between)
        case TellSupport():
            asked = question.asked_at or now
            return max(next_quarter(asked, zone, rhythm), now + timedelta(days=rhythm.between))


def next_quarter(since: datetime, zone: str, rhythm: Rhythm = DEFAULT) -> datetime:
    """The same time of the same day, that many months later; of a shorter month its last day."""
    local = since.astimezone(ZoneInfo(zone))
    years, month = divmod(local.month - 1 + rhythm.every, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(since.tzinfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the list, as whoever is asked reads it. `is_bound`: a Slack account has its rights."""

    line: LineId
    name: str
    role: Role
    standing: Standing
    phone: str
    training: Training
    is_bound: bool


def seen(lines: Iterable[Listed]) -> str:
    """What tells one list from another, for a button: of each line who it is, what it gives, and how to reach them.

    Training goes on by itself and makes no other list of it.
    """
    facts = sorted((it.line, it.name, it.role, it.standing, it.phone, it.is_bound) for it in lines)
    return sha256(repr(facts).encode()).hexdigest()[:16]
