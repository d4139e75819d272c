"""A contact's training: what is to be taken, where somebody stands with it, and when they are reminded (POLICY 6).

It never blocks. Whoever the list says nothing of is not asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.days import first_daytime


class Training(StrEnum):
    """The values are the directory's own words. NOT_ASKED: of a list that does not say."""

    NOT_ASKED = ""
    NEEDED = "needed"
    IN_PROGRESS = "in progress"
    DONE = "done"


NONE = "-"
"""What stands for no training that is recommended."""

TO_DO = (Training.NEEDED, Training.IN_PROGRESS)
"""In these, somebody is reminded."""

_ORDER = (Training.NOT_ASKED, Training.NEEDED, Training.IN_PROGRESS, Training.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A training by its name; `link` is '' where there is none."""

    name: str
    link: str = ""


def course(written: str) -> Course:
    """`Introduction to Support` or `Introduction to Support https://training.example/intro`. Raises ValueError."""
    words = written.split()
    link = words.pop() if words and words[-1].startswith("https://") else ""
    if not words or "://" in " ".join(words) or set(link) & set("<>|"):
        raise ValueError("is no name of a training, with or without a link behind it that begins with https://")
    return Course(name=" ".join(words), link=link)


def course_or_none(written: str) -> Course | None:
    """As `course`; None for `-`, since a setting that is left empty has its default."""
    return None if written.strip() == NONE else course(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """What is to be taken, what is recommended, and after how many days somebody is reminded again."""

    needed: Course
    recommended: Course | None
    every: int

    @property
    def all(self) -> list[Course]:
        return [self.needed] if self.recommended is None else [self.needed, self.recommended]


def courses(needed: str, recommended: str, *, every: int) -> Courses:
    """Raises ValueError."""
    return Courses(needed=course(needed), recommended=course_or_none(recommended), every=every)


def after_import(now: Training, *, is_marked: bool, written: Training) -> Training:
    """What a file says of it. What the contact marked is not taken back by a file that is older than that."""
    if is_marked and _ORDER.index(written) < _ORDER.index(now):
        return now
    return written


def reminded_at(since: datetime, days: int) -> datetime:
    """When they are reminded the next time. Its hour is theirs to choose: see `next_daytime`."""
    return since + timedelta(days=days)


def wait_until(now: datetime, zone: str) -> datetime | None:
    """When their day begins; None: it is day there now."""
    day = first_daytime(now, zone)
    return None if day == now else day
