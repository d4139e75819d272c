"""What the page keeps beside the world: who has a window open, what was read, and what the demonstration is doing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.control.desk import Control
from sandbox.model import ApiCall, Json, User
from sandbox.page import turns
from sandbox.page.guide import CouldNotPlay, Demonstration
from sandbox.page.reading import Marks
from sandbox.page.shown import Eyes
from sandbox.page.turns import Turn

LONG = timedelta(hours=1)
"""A step of the story that turns the clock as far as this is kept as a turn of it."""


class Busy(Exception):
    """The demonstration is at something already."""


@dataclass(slots=True)
class Page:
    """`doing`: what the demonstration is at, with how far it is; `turns`: of the clock, the newest first."""

    control: Control
    demonstration: Demonstration | None = None
    marks: Marks = field(default_factory=Marks)
    windows: Counter[str] = field(default_factory=Counter)
    played: list[int] = field(default_factory=list)
    doing: Json | None = None
    turns: list[Turn] = field(default_factory=list)

    def eyes(self, user: User) -> Eyes:
        return Eyes(control=self.control, marks=self.marks, user=user)

    def stirred(self) -> None:
        self.control.slack.changes.note()

    async def turn_to(self, instant: datetime) -> None:
        """Turns the demonstration's clock, and keeps what happened on the way. Raises Busy."""
        began, calls = self._now(), len(self.control.slack.log)
        doing: Json = {"what": "turn", "from": began.isoformat(), "to": instant.isoformat(), "share": 0.0}
        self._begin(doing)

        def passed(now: datetime) -> None:
            doing["share"] = round(min((now - began) / max(instant - began, _NEXT), 1.0), 3)
            self.stirred()

        try:
            told = await self._demonstration().turn_to(instant, passed)
            self._keep(Turn(began=began, ended=self._now(), posts=self._posts_since(calls), counts=told.counts))
        finally:
            self._end()

    def _now(self) -> datetime:
        return self.control.slack.now()

    def _posts_since(self, calls: int) -> Sequence[ApiCall]:
        return turns.posts(self.control.slack.log[calls:])

    def _keep(self, turn: Turn) -> None:
        self.turns = [turn, *self.turns][: turns.MOST_KEPT]

    async def play(self, step: int) -> None:
        """Raises Busy, and CouldNotPlay."""
        if step in self.played:
            raise CouldNotPlay("This step was played already. Start over to see it again.")
        began, calls = self._now(), len(self.control.slack.log)
        self._begin({"what": "play", "step": step})
        try:
            await self._demonstration().play(step)
            self.played.append(step)
        finally:
            if self._now() - began >= LONG:
                self._keep(Turn(began=began, ended=self._now(), posts=self._posts_since(calls), step=step))
            self._end()

    async def start_over(self) -> None:
        """Raises Busy."""
        self._begin({"what": "start-over"})
        try:
            await self._demonstration().start_over()
        finally:
            self._end()
        self.marks.forget()
        self.played.clear()
        self.turns.clear()

    def _begin(self, doing: Json) -> None:
        if self.doing is not None:
            raise Busy
        self.doing = doing
        self.stirred()

    def _end(self) -> None:
        self.doing = None
        self.stirred()

    def _demonstration(self) -> Demonstration:
        if self.demonstration is None:
            raise LookupError("no demonstration")
        return self.demonstration


_NEXT = datetime.resolution


def shown(page: Page) -> Json | None:
    """What the demonstration offers and does; None: there is none, and no clock to turn."""
    if page.demonstration is None:
        return None
    return {
        "guide": page.demonstration.guide.shown(),
        "played": [*page.played],
        "doing": page.doing and dict(page.doing),
    }
