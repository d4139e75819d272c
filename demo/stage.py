"""The stage of the story: the town, its transcript, and what must be seen for it to have come out."""

from collections.abc import Sequence
from dataclasses import dataclass

from demo import world
from demo.town import Town
from demo.transcript import Transcript
from sandbox.people import Person, Seen


class Untold(Exception):
    """What the story tells was not to be seen, or what must not be seen was."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """The town, and the transcript of what happens there."""

    here: Town
    transcript: Transcript
    card: str = ""
    desk_card: str = ""

    def does(self, name: str, what: str) -> None:
        self.transcript.did(full_name(name), what)

    def reads(self, name: str, seen: Seen | str, *, alone: bool = False) -> None:
        """`alone`: only they see it."""
        self.transcript.saw(full_name(name), seen, alone=alone)

    def person(self, name: str) -> Person:
        return self.here.person(name)

    async def lakeside(self) -> str:
        return _all(await self.here.thread(self.person("ana"), world.LAKESIDE))

    async def desk(self) -> str:
        return _all(await self.here.thread(self.person("alex"), world.DESK))


def full_name(name: str) -> str:
    return world.names()[f"U0{name.upper()}"]


def _all(seen: Sequence[Seen]) -> str:
    return "\n".join(message.words for message in seen)


def expect(*, that: bool, told: str) -> None:
    """Raises Untold with what the story tells."""
    if not that:
        raise Untold(f"not so: {told}")


def last(seen: Sequence[Seen], told: str) -> Seen:
    """The latest of these messages. Raises Untold where there is none."""
    expect(that=bool(seen), told=told)
    return seen[-1]


async def card_of(stage: Stage, name: str, channel: str) -> Seen:
    """The case's card as this person sees it. Raises Untold."""
    try:
        return await stage.here.card(stage.person(name), channel)
    except LookupError:
        raise Untold(f"no card of case 1 for {full_name(name)}") from None


async def told_by_dm(stage: Stage, name: str) -> str:
    """Everything the bot wrote to this person."""
    return _all(await stage.person(name).direct_messages())
