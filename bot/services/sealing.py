"""The audit log is sealed every few minutes, and looked at beside its seals when somebody asks (POLICY 10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.seals import Checking, Keys, Posted, Seal
from storage import districts, outbox, owing, seals, telling
from storage.store import Store

log = structlog.get_logger()

BATCH = 1000
BATCHES = 100
"""Of lines in one transaction, and of transactions in one round: what is left waits for the next one."""

STILL_NEWS = timedelta(days=2)
"""A seal older than that was posted before."""


@dataclass(slots=True, kw_only=True)
class Sealer:
    """Seals, and remembers the newest seal it saw: one that is gone, or another, was taken from the database.

    `keys` empty: nothing is sealed. `batch`: of lines in one transaction.
    """

    store: Store
    keys: Keys
    every: timedelta
    batch: int = BATCH
    seen: Seal | None = None
    posted_on: str = ""

    async def run(self, now: datetime) -> int:
        """How many lines were sealed."""
        if not self.keys:
            return 0
        await self._still_there(now)
        count = await self._seal(now) if await self._due(now) else 0
        self.seen = await seals.last(self.store.glances)
        await self._post(now)
        return count

    async def _due(self, now: datetime) -> bool:
        newest = await seals.last(self.store.glances)
        return newest is None or not newest.at <= now < newest.at + self.every

    async def _seal(self, now: datetime) -> int:
        up_to, count = await seals.settled(self.store), 0
        for _ in range(BATCHES if up_to is not None else 0):
            async with self.store.begin() as tx:
                await seals.locked(self.store, tx)
                sealed = await seals.seal_next(tx, up_to=up_to or 0, most=self.batch, keys=self.keys, at=now)
            count += sealed
            if sealed < self.batch:
                break
        return count

    async def _still_there(self, now: datetime) -> None:
        if self.seen is None:
            return
        found = await seals.get(self.store.glances, self.seen.number)
        if found is not None and found.digest == self.seen.digest:
            return
        log.error("seal-gone", seal=self.seen.number)
        async with self.store.begin() as tx:
            about, facts = str(self.seen.number), {"seal": self.seen.number}
            rows = await telling.support_administrators(tx, what="seal-gone", about=about, now=now, facts={**facts})
            await outbox.owe(tx, rows, now=now)

    async def _post(self, now: datetime) -> None:
        """Once a day, in the desk's channel: there no change of the database reaches it."""
        today = str(now.date())
        if self.seen is None or self.posted_on == today or self.seen.at < now - STILL_NEWS:
            return
        async with self.store.begin() as tx:
            desk = await districts.desk(tx)
            if desk is not None:
                await outbox.owe(tx, [owing.seal(desk.channel, day=today, now=now)], now=now)
        self.posted_on = today


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look at the whole log said. `names`: of districts in its findings. `waiting`: lines not sealed yet."""

    checking: Checking
    names: dict[int, str]
    waiting: int


async def verify(
    store: Store,
    keys: Keys,
    *,
    posted: Sequence[Posted],
    begin: Callable[[int], None],
    step: Callable[[int], None],
) -> Verified:
    """Every seal, and every line that it covers. `begin` is told how many seals there are, `step` how many more."""
    checking = Checking(keys=keys, posted=posted)
    async with store.read() as tx:
        begin(await seals.many(tx))
        async for together, tallies in seals.stretches(tx):
            checking.look(together, tallies)
            step(len(together))
        checking.end()
        whose = tuple({it.district for it in checking.findings if it.district is not None})
        names = {int(it.id): it.name for it in await districts.some(tx, whose)}
        waiting = await seals.unsealed(tx, checking.last.through if checking.last else 0)
    return Verified(checking=checking, names=names, waiting=waiting)
