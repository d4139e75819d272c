"""The courier: takes what is due from the outbox, one row of a lane at a time, and has it delivered.

Claimed and committed before the call; marked after it. A row that has to wait goes back with a later time:
nobody sleeps holding it.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from structlog.contextvars import bind_contextvars

from bot.delivery.clock import Clock
from bot.delivery.delivering import Delivery, Learn, forgotten
from bot.delivery.ledger import Composer, Ledger
from bot.delivery.pacing import Pace
from bot.delivery.reading import TakeIn, nobody
from bot.delivery.sending import queue_of
from bot.delivery.slack import SlackClients
from storage import outbox, owing
from storage.outbox import Claimed, Owed, Standing, State
from storage.store import Store

log = structlog.get_logger()

IN_FLIGHT = 8
POLL_S = 1.0
GATHER_S = 0.02
"""After a nudge: what is committed together is taken up together."""

CROWD = 256
"""Rows looked at together once none of a few had its turn: many wait for the same channel."""

LANDING_S = 4.0
MOST_FAULTS = 10
"""Rounds that a row of its own making ends, in ten minutes at least, before it is a dead letter."""


def nothing(_: str) -> None:
    """No hook."""


@dataclass(slots=True, kw_only=True)
class Courier:
    """`at` is called at named points, for tests that kill the process there: row-claimed, posted.

    `take_in`: what becomes of messages that were found when a thread was read again. `learn`: of what was
    found of somebody.
    """

    store: Store
    slack: SlackClients
    composer: Composer
    clock: Clock
    name: str
    at: Callable[[str], None] = nothing
    observe: Callable[[str, str], None] = lambda _kind, _result: None
    chance: random.Random = field(default_factory=random.Random)
    take_in: TakeIn = nobody
    learn: Learn = forgotten
    pace: Pace = field(default_factory=Pace)
    alive: bool = False
    _faults: Counter[int] = field(default_factory=Counter)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _recalled: bool = False
    _flying: set[asyncio.Task[str]] = field(default_factory=set)

    @property
    def _ledger(self) -> Ledger:
        return Ledger(store=self.store, composer=self.composer, clock=self.clock)

    @property
    def _delivery(self) -> Delivery:
        return Delivery(
            store=self.store,
            ledger=self._ledger,
            slack=self.slack,
            pace=self.pace,
            chance=self.chance,
            at=self.at,
            take_in=self.take_in,
            learn=self.learn,
        )

    def nudge(self) -> None:
        """Something was committed that is owed now."""
        self._wake.set()

    async def run(self) -> None:
        """Until `stop`. A fault of the database is logged, and tried again after a moment."""
        self.alive = True
        try:
            while not self._stopping:
                self._wake.clear()
                await self._round()
                await self._rest()
        finally:
            self.alive = False
            if self._flying:  # the last round's too: what is in flight lands before the database is closed
                await asyncio.wait(self._flying, timeout=LANDING_S)

    async def _round(self) -> None:
        try:
            if not self._recalled:
                await self._remember_pauses()
            rows = await self._claim(IN_FLIGHT - len(self._flying))
        except Exception:  # the database may be away for a moment; the outbox waits
            log.exception("outbox-not-readable")
            return
        for row in rows:
            task = asyncio.create_task(self._deliver(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[str]) -> None:
        self._flying.discard(task)
        self._wake.set()

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_S)
            await asyncio.sleep(GATHER_S)

    def stop(self) -> None:
        """No more rounds; `run` ends once what is in flight has landed, or after a few seconds.

        What has not landed by then is asked after at the next start.
        """
        self._stopping = True
        self._wake.set()

    async def deliver_due(self) -> Counter[str]:
        """Works off all that is due now, and says how often what happened. What `run` has under way lands, too."""
        await self._remember_pauses()
        done: Counter[str] = Counter()
        while True:
            if rows := await self._claim(IN_FLIGHT):
                done.update(await asyncio.gather(*(self._deliver(row) for row in rows)))
            elif self._flying:
                await asyncio.wait(self._flying)
            else:
                return done

    async def _claim(self, most: int) -> list[Claimed]:
        """Due rows whose turn has come. The rest go back, each until its turn, and hide nobody behind them."""
        ready: list[Claimed] = []
        look = most
        while len(ready) < most:
            taken, going = await self._take_up(look, most - len(ready))
            if not taken:
                break
            ready += going
            look = most if going else CROWD
        if ready:
            self.at("row-claimed")
        return ready

    async def _take_up(self, look: int, most: int) -> tuple[int, list[Claimed]]:
        """How many were looked at, and which of them may go: `most` at the most."""
        now = self.clock.now()
        going: list[Claimed] = []
        back: list[tuple[Claimed, datetime]] = []
        async with self.store.begin() as tx:
            taken = await outbox.claim(tx, by=self.name, now=now, most=look)
            for row in taken:
                if len(going) == most:
                    back.append((row, row.due_at))
                elif wait := self._wait_for(row):
                    back.append((row, now + wait))
                else:
                    going.append(row)
            await outbox.wait(tx, back)
        return len(taken), going

    def _wait_for(self, row: Claimed) -> timedelta:
        queue = queue_of(row)
        if queue is None or row.tries:
            return timedelta(0)
        return self.pace.wait_for(row.id, row.team, *queue, now=self.clock.now())

    async def _remember_pauses(self) -> None:
        self.pace.pauses.update(await outbox.pauses_now(self.store.glances, now=self.clock.now()))
        self._recalled = True

    async def _deliver(self, row: Claimed) -> str:
        bind_contextvars(outbox=row.id, kind=row.kind, case=row.facts.get("case"))  # this task's alone
        try:
            result = await self._delivery.bring(row)
            self._faults.pop(row.id, None)
        except Exception as fault:  # one bad row must not end the round
            log.exception("delivery-broke")
            result = await self._broke(row, fault)
        self.observe(row.kind, result)
        log.debug("delivered", result=result)
        return result

    async def _broke(self, row: Claimed, fault: Exception) -> str:
        """Looked at again when its lease has run out. One that always breaks ends, for its lane must go on."""
        self._faults[row.id] += 1
        if self._faults[row.id] < MOST_FAULTS:
            return "broke"
        try:
            await self._ledger.ended(row, State.DEAD, error=type(fault).__name__)
        except Exception:  # it was the database: nothing is decided
            log.exception("outbox-not-writable")
            return "broke"
        del self._faults[row.id]
        return State.DEAD

    async def note_echo(self, row_id: int, where: Standing) -> None:
        """Our own post came back as an event: it stands, whatever became of Slack's answer."""
        row = await outbox.get(self.store.glances, row_id)
        if row is not None:
            await self._ledger.sent(row, where)
            self.nudge()
            return
        team = await outbox.twin_of(self.store.glances, row_id, where)
        if team is not None:
            await self._owe(owing.removed(where, team, why="twin", now=self.clock.now()))

    async def _owe(self, row: Owed) -> None:
        async with self.store.begin() as tx:
            await outbox.owe(tx, [row], now=self.clock.now())
        self.nudge()
