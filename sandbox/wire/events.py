"""Events on their way: at least once, again when they failed, and not always in order (SLACK 2)."""

import asyncio
import contextlib
import itertools
from dataclasses import dataclass
from typing import Any

from sandbox.model import Installation, Json
from sandbox.state import Slack
from sandbox.wire.carrier import Delivery, Outcome, Wire

RETRIES_S = (0, 60, 300)
"""On the given clock, after the first try."""

HOURLY = 24
"""With Delayed Events switched on, as often again, an hour apart."""


@dataclass(slots=True, kw_only=True)
class Misbehaviour:
    """`copies`: how often each event is delivered besides. `new_ids`: under other ids. `reverse`: in groups of
    so many, the last first. `delayed_events`: Slack's own opt-in."""

    copies: int = 0
    new_ids: bool = False
    reverse: int = 0
    delayed_events: bool = False


class Events:
    """Takes what the world emits, and carries it. `given_up`: what was never acked."""

    def __init__(self, slack: Slack, wire: Wire) -> None:
        self.slack = slack
        self.wire = wire
        self.misbehaviour = Misbehaviour()
        self.log: list[Json] = []
        self.given_up: list[Json] = []
        self._ids = itertools.count(1)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._resting: set[asyncio.Task[Any]] = set()
        self._held: list[tuple[Installation, Json]] = []

    def misbehave(self, how: Misbehaviour) -> None:
        self.misbehaviour = how
        self.slack.changes.note()

    def take(self, installation: Installation, event: Json) -> None:
        """The world's sink."""
        if self.misbehaviour.reverse:
            self._held.append((installation, event))
            if len(self._held) < self.misbehaviour.reverse:
                return
            for held in reversed(self._held):
                self._start(*held)
            self._held.clear()
            return
        self._start(installation, event)

    def release(self) -> None:
        """What a reordering still holds goes now."""
        for held in reversed(self._held):
            self._start(*held)
        self._held.clear()

    def _start(self, installation: Installation, event: Json) -> None:
        body = self.envelope(installation, event)
        self.log.append(body)
        self._spawn(installation, body)
        for _ in range(self.misbehaviour.copies):
            again = self.envelope(installation, event) if self.misbehaviour.new_ids else body
            self._spawn(installation, again)

    def envelope(self, installation: Installation, event: Json) -> Json:
        number = next(self._ids)
        return {
            "token": self.slack.app(installation.app_id).verification_token,
            "team_id": installation.team_id,
            "context_team_id": installation.team_id,
            "context_enterprise_id": None,
            "api_app_id": installation.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:09d}",
            "event_time": self.slack.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": installation.team_id,
                    "user_id": installation.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{number}",
        }

    def _spawn(self, installation: Installation, body: Json) -> None:
        task = asyncio.create_task(self._carry(installation, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, installation: Installation, body: Json) -> None:
        app = self.slack.app(installation.app_id)
        outcome = await self.wire.carry(app, Delivery(kind="events_api", payload=body))
        pauses = [*RETRIES_S, *([3600] * HOURLY if self.misbehaviour.delayed_events else [])]
        for number, pause in enumerate(pauses, start=1):
            if outcome.acked:
                return
            await self._rest(pause)
            delivery = Delivery(kind="events_api", payload=body, retry=number, reason=outcome.why)
            outcome = await self.wire.carry(app, delivery)
        if not outcome.acked:
            self.given_up.append(body)

    async def _rest(self, seconds: float) -> None:
        task = asyncio.current_task()
        if task is None or not seconds:
            return
        self._resting.add(task)
        try:
            await self.slack.clock.sleep(seconds)
        finally:
            self._resting.discard(task)

    async def redeliver(self, installation: Installation, body: Json) -> Outcome:
        """One event once more, as it stands or as it was made up."""
        return await self.wire.carry(self.slack.app(installation.app_id), Delivery(kind="events_api", payload=body))

    async def settle(self) -> None:
        """Until nothing is on its way but what rests until a later time."""
        self.release()
        while busy := self._tasks - self._resting:
            await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED, timeout=0.02)

    async def start_over(self) -> None:
        """What was on its way never comes; ids go on, so that no event is taken for one of before."""
        await self.close()
        self._held.clear()
        self.log, self.given_up, self.misbehaviour = [], [], Misbehaviour()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        for task in list(self._tasks):
            with contextlib.suppress(asyncio.CancelledError):
                await task
