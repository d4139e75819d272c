"""What the page keeps beside the world: who has a window open, what was read, and what the demonstration is doing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.control.desk import Control
from sandbox.model import ApiCall, Json, User
from sandbox.page.guide import CouldNotPlay, Demonstration
from sandbox.page.reading import Marks
from sandbox.page.shown import Eyes

POSTS = {"chat.postMessage", "chat.postEphemeral"}
MOST_TOLD = 200


class Busy(Exception):
    """The demonstration is at something already."""


@dataclass(slots=True)
class Page:
    """`doing`: what the demonstration is at, with how far it is; `last`: what came of the last turn of the clock."""

    control: Control
    demonstration: Demonstration | None = None
    marks: Marks = field(default_factory=Marks)
    windows: Counter[str] = field(default_factory=Counter)
    played: list[int] = field(default_factory=list)
    doing: Json | None = None
    last: Json | None = None

    def eyes(self, user: User) -> Eyes:
        return Eyes(control=self.control, marks=self.marks, user=user)

    def stirred(self) -> None:
        self.control.slack.changes.note()

    async def turn_to(self, instant: datetime) -> None:
        """Turns the demonstration's clock, and keeps what happened on the way. Raises Busy."""
        began, calls = self.control.slack.now(), len(self.control.slack.log)
        doing: Json = {"what": "turn", "from": began.isoformat(), "to": instant.isoformat(), "share": 0.0}
        self._begin(doing)

        def passed(now: datetime) -> None:
            doing["share"] = round(min((now - began) / max(instant - began, _NEXT), 1.0), 3)
            self.stirred()

        try:
            told = await self._demonstration().turn_to(instant, passed)
        finally:
            self._end()
        said = [it for it in self.control.slack.log[calls:] if it.method in POSTS and it.ok]
        self.last = {
            "from": began.isoformat(),
            "to": self.control.slack.now().isoformat(),
            "counts": [{"label": label, "number": number} for label, number in told.counts],
            "said": [self._said(it) for it in said[-MOST_TOLD:]],
            "more": max(len(said) - MOST_TOLD, 0),
        }

    def _said(self, call: ApiCall) -> Json:
        """One post: when, where, to whom, and its first words."""
        channel = self.control.slack.channels.get(str(call.answer.get("channel") or call.arguments.get("channel")))
        named = str(call.arguments.get("user") or call.arguments.get("channel") or "")
        readers = [
            it for it in (channel.members if channel and channel.is_direct else [named]) if self._is_person(it)
        ]
        return {
            "at": call.at.isoformat(),
            "channel": channel.id if channel else "",
            "place": channel.name if channel and not channel.is_direct else "",
            "readers": readers,
            "ts": str(call.answer.get("ts") or ""),
            "thread": str(call.arguments.get("thread_ts") or ""),
            "text": str(call.arguments.get("text") or "")[:300],
        }

    def _is_person(self, user_id: str) -> bool:
        found = self.control.slack.users.get(user_id)
        return found is not None and not found.is_bot

    async def play(self, step: int) -> None:
        """Raises Busy, and CouldNotPlay."""
        if step in self.played:
            raise CouldNotPlay("This step was played already. Start over to see it again.")
        self._begin({"what": "play", "step": step})
        try:
            await self._demonstration().play(step)
            self.played.append(step)
        finally:
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
        self.last = None

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
        "last": page.last,
    }
