"""Slack's events in our own hands: held back, and delivered one by one, in an order of the test's choosing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from demo.town import Town
from sandbox import control
from sandbox.control import Control
from sandbox.model import Installation, Json


@dataclass(slots=True, kw_only=True)
class Postbag:
    """What Slack would have delivered, the earliest first."""

    control: Control
    held: list[tuple[Installation, Json]] = field(default_factory=list)

    async def deliver(self, *order: int) -> None:
        """Under a new event id each time; the next begins when the last was answered."""
        for number in order:
            installation, event = self.held[number]
            await self.hand_over(installation, event)

    async def hand_over(self, installation: Installation, event: Json) -> None:
        events = self.control.events
        outcome = await events.redeliver(installation, events.envelope(installation, event))
        assert outcome.acked


def postbag(here: Town) -> Postbag:
    return Postbag(control=here.sandbox.app[control.CONTROL])


@contextmanager
def holding(here: Town) -> Iterator[Postbag]:
    """While the block lasts nothing reaches the bot."""
    bag, slack = postbag(here), here.sandbox.slack
    sink = slack.sink
    slack.sink = lambda installation, event: bag.held.append((installation, event))
    try:
        yield bag
    finally:
        slack.sink = sink
