"""The clocks that the sandbox runs on: the wall's, and one turned by hand so that a year is played in minutes."""

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_ROUNDS = 5  # of the loop, so that who was woken can act and lie down again


class Clock(Protocol):
    """What the sandbox asks the time of: aware instants, UTC."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class WallClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), tz=UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class FastClock:
    """The wall's time, so many times as fast since an instant of it: several processes can share one.

    `since` is in seconds of the wall's clock.
    """

    def __init__(self, *, since: float, factor: float) -> None:
        self._since = since
        self._factor = factor

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._since + (time.time() - self._since) * self._factor, tz=UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._factor)


class HandClock:
    """Stands still until it is turned; whoever sleeps wakes at their instant, in order."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._turning = asyncio.Lock()

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    @property
    def next_due(self) -> datetime | None:
        """When the next sleeper wakes; None: nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    async def turn(self, by: timedelta) -> None:
        """From whenever its turn comes: two who turn at once both turn it on."""
        async with self._turning:
            await self._turn_to(self._now + by)

    async def turn_to(self, instant: datetime) -> None:
        """Raises ValueError when the instant is past by then: time does not run backwards."""
        async with self._turning:
            await self._turn_to(instant)

    async def _turn_to(self, instant: datetime) -> None:
        if instant < self._now:
            raise ValueError(f"{instant} is before {self._now}")
        await _let_others_act()
        while (due := self.next_due) is not None and due <= instant:
            self._now = max(self._now, due)
            heapq.heappop(self._sleepers)[2].set_result(None)
            await _let_others_act()
        self._now = instant.astimezone(UTC)
        await _let_others_act()


async def _let_others_act() -> None:
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)
