"""What a demonstration adds to the page: its story, its clock, and a beginning once more. The page knows no story."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.model import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Somewhere to go: as whom, to which place, with what already typed there. `place` "home": the app's Home."""

    label: str
    person: str
    place: str
    typed: str = ""

    def shown(self) -> Json:
        return {"label": self.label, "person": self.person, "place": self.place, "typed": self.typed}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """One step of the story: what to do, line by line, where, and what there is to see afterwards."""

    title: str
    tells: Sequence[str]
    ways: Sequence[Way]
    look: Sequence[Way]

    def shown(self) -> Json:
        return {
            "title": self.title,
            "tells": [*self.tells],
            "ways": [it.shown() for it in self.ways],
            "look": [it.shown() for it in self.look],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What the first view says. `groups`: heading to the ids of the people below it, in their order."""

    title: str
    intro: Sequence[str]
    groups: Sequence[tuple[str, Sequence[str]]]
    steps: Sequence[GuideStep]

    def shown(self) -> Json:
        return {
            "title": self.title,
            "intro": [*self.intro],
            "groups": [{"heading": heading, "people": [*ids]} for heading, ids in self.groups],
            "steps": [it.shown() for it in self.steps],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of turning the clock: whatever the app says of it, as label and number."""

    counts: Sequence[tuple[str, int]] = ()


class CouldNotPlay(Exception):
    """A step did not come out: what was seen, in words for whoever looks."""


class Demonstration(Protocol):
    """The sandbox and its app together. Their clock is one: it is turned for both, or not at all."""

    @property
    def guide(self) -> Guide: ...

    def next_business_morning(self, now: datetime, person: str) -> datetime: ...

    async def turn_to(self, instant: datetime, passed: Callable[[datetime], None]) -> Told:
        """`passed` hears how far the clock is, again and again."""
        ...

    async def play(self, step: int) -> None:
        """Plays a step of the guide, counted from 0. Raises CouldNotPlay."""
        ...

    async def start_over(self) -> None:
        """The world and the app as at the beginning. Time goes on from where it is: it never goes back."""
        ...
