"""What people do in a year of a district, and what comes of it by the policy alone.

The model counts days on a calendar of its own, written down as it hangs on the wall, and knows nothing of the bot.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
FIRST = date(2026, 11, 25)
LAST = date(2027, 11, 24)
HOLIDAYS = frozenset(
    {
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 1, 18),
        date(2027, 2, 15),
        date(2027, 5, 31),
        date(2027, 6, 18),
        date(2027, 6, 19),
        date(2027, 7, 4),
        date(2027, 7, 5),
        date(2027, 9, 6),
        date(2027, 11, 11),
    }
)
"""Lakeside's: Minnesota's public holidays."""

BREAK = (date(2026, 12, 21), date(2027, 1, 1))
FOLLOW_UPS, CLOSES = (3, 6, 9), 10


def is_business(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS and not BREAK[0] <= day <= BREAK[1]


def business_days_after(day: date, count: int) -> date:
    """The business day that comes so many after day 0, which is `day` or the next business day."""
    while not is_business(day):
        day += DAY
    while count:
        day += DAY
        count -= is_business(day)
    return day


@dataclass(slots=True, kw_only=True)
class Life:
    """A case as people mean it to go. `story` names what they do; the rest is what comes of it."""

    number: int
    story: str
    opened: date
    contact: str
    agent: str
    stands: str = "New"
    follow_ups: list[date] = field(default_factory=list)
    comments: Counter[str] = field(default_factory=Counter)
    waits_since: date | None = None
    closed_on: date | None = None
    critical: bool = False
    main: int | None = None

    @property
    def is_open(self) -> bool:
        return not self.stands.startswith("Closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Somebody does something to a case on a day, at noon."""

    case: int
    what: str


STORIES: dict[str, tuple[tuple[int, str], ...]] = {
    "solved": ((0, "take"), (1, "resolve"), (2, "solved")),
    "asked": ((0, "take"), (1, "ask"), (2, "answer"), (3, "resolve"), (5, "solved")),
    "slow": ((0, "take"), (1, "ask"), (9, "answer"), (10, "resolve"), (11, "solved")),
    "thanks": ((0, "take"), (1, "resolve"), (3, "thanks")),
    "silence": ((0, "take"), (1, "ask")),
    "reopened": ((0, "take"), (1, "resolve"), (2, "solved"), (30, "reopen"), (31, "resolve"), (32, "solved")),
    "too late": ((0, "take"), (1, "resolve"), (2, "solved"), (70, "reopen too late")),
    "not solved": ((0, "take"), (1, "resolve"), (2, "not solved"), (4, "resolve"), (5, "solved")),
    "withdrawn": ((1, "withdraw"),),
    "merged": ((1, "merge"),),
    "merged by mistake": ((1, "merge"), (1, "unmerge"), (2, "take"), (3, "resolve"), (4, "solved")),
    "referred": ((0, "take"), (1, "refer")),
    "escalated": ((0, "take"), (1, "escalate"), (2, "resolve"), (3, "solved")),
    "scheduled": ((0, "take"), (1, "schedule"), (9, "resolve"), (10, "solved")),
    "critical silence": ((0, "take"), (1, "ask"), (45, "close unanswered")),
    "left alone": ((0, "take"),),
    "noted": ((0, "take"), (0, "note"), (1, "resolve"), (2, "solved")),
}
"""By days after the opening."""

WEIGHTS = {"solved": 5, "asked": 5, "silence": 3, "thanks": 2, "left alone": 1}
SCHEDULED_AFTER = 7


@dataclass(slots=True)
class Year:
    """Who does what on which day; and, as it is done, what the policy makes of it."""

    count: int
    seed: int = 17
    lives: dict[int, Life] = field(default_factory=dict)
    agenda: dict[date, list[Deed]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)  # noqa: S311  # a plan, no secret
        names = [*STORIES]
        weights = [WEIGHTS.get(name, 1) for name in names]
        span = (LAST - FIRST).days
        for number in range(1, self.count + 1):
            opened = FIRST + timedelta(days=(number - 1) * span // self.count)
            story = names[number - 1] if number <= len(names) else dice.choices(names, weights)[0]
            self._plan(number, story, opened, dice)

    def _plan(self, number: int, story: str, opened: date, dice: random.Random) -> None:
        life = Life(
            number=number,
            story=story,
            opened=opened,
            contact=dice.choice(["ana", "ben", "tess"]),
            agent=dice.choice(["alex", "gita"]),
            critical=story == "critical silence",
        )
        self.lives[number] = life
        self.agenda[opened].append(Deed(case=number, what="open"))
        for after, what in STORIES[story]:
            self.agenda[opened + timedelta(days=after)].append(Deed(case=number, what=what))

    def days(self) -> Iterator[date]:
        day = FIRST
        while day <= LAST:
            yield day
            day += DAY

    def morning(self, day: date) -> None:
        """Before anybody does anything: follow-ups of that day, and dates that came."""
        for life in self.lives.values():
            if life.waits_since and any(business_days_after(life.waits_since, on) == day for on in FOLLOW_UPS):
                life.follow_ups.append(day)
            if life.stands == "Scheduled" and day == life.opened + timedelta(days=1 + SCHEDULED_AFTER):
                life.stands = "Assigned"

    def evening(self, day: date) -> None:
        """After five: what nobody answered is closed, unless it is critical."""
        for life in self.lives.values():
            due = life.waits_since and business_days_after(life.waits_since, CLOSES) == day
            if due and not life.critical:
                self._close(life, "No response", day)

    def does(self, deed: Deed, day: date) -> None:
        life = self.lives[deed.case]
        match deed.what:
            case "take":
                life.stands = "Assigned"
            case "ask":
                self._waits(life, "Pending Customer Input", "question", day)
            case "resolve":
                self._waits(life, "Pending Customer Verification", "resolution", day)
            case "answer":
                self._answered(life, "reply")
            case "not solved":
                self._answered(life, "not-solved")
            case "thanks":
                life.comments["reply"] += 1
                life.waits_since = day
            case "solved":
                self._close(life, "Resolved", day)
            case "withdraw":
                self._close(life, "Withdrawn", day)
            case "close unanswered":
                self._close(life, "No response", day)
            case "refer":
                life.comments["referral"] += 1
                self._close(life, "Referred", day)
            case "merge" if self.lives[life.number - 1].main is None:
                life.main = life.number - 1
                self._close(life, "Duplicate", day)
            case "unmerge" if life.main is not None:
                life.stands, life.closed_on, life.main = "New", None, None
            case "schedule":
                life.stands = "Scheduled"
            case "escalate":
                life.comments["escalation"] += 1
            case "reopen":
                life.comments["reopening"] += 1
                life.stands, life.closed_on = "Assigned", None
            case _:
                pass

    def _waits(self, life: Life, stands: str, kind: str, day: date) -> None:
        life.stands, life.waits_since = stands, day
        life.comments[kind] += 1

    def _answered(self, life: Life, kind: str) -> None:
        life.stands, life.waits_since = "Assigned", None
        life.comments[kind] += 1

    def _close(self, life: Life, reason: str, day: date) -> None:
        life.stands, life.waits_since, life.closed_on = f"Closed ({reason})", None, day
