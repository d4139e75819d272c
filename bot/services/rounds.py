"""What is due by the clock, looked at in rounds: each row a transaction of its own.

One that fails is logged, counted and put off, and the round goes on. Run twice, or by two processes at once,
a round does nothing new: the row is locked first, and every message has a key.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from bot.services import absence_round, dates_round, incident_round, pending_round, targets_round
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
MOST = 100_000
HOUR = timedelta(hours=1)


Row = TypeVar("Row", bound=int)
"""What a round looks at: a case by its number, an absence by its id."""


class Round(Protocol[Row]):
    """One kind of clock. What a look did, or would do, is said in a word."""

    @property
    def name(self) -> str: ...

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[Row]: ...
    async def look(self, tx: Tx, row: Row, now: datetime, /) -> str: ...
    async def would(self, tx: Tx, row: Row, now: datetime, /) -> str: ...
    async def put_off(self, tx: Tx, row: Row, until: datetime, /) -> None: ...


ROUNDS: tuple[Round[Any], ...] = (
    dates_round.Dates(),
    incident_round.Incidents(),
    pending_round.Pending(),
    targets_round.Targets(),
    absence_round.Absences(),
)


async def run(store: Store, *, now: datetime, at: Callable[[str], None]) -> Counter[str]:
    """Does what is due now, and says how often what was done. `at` is called at the point "sweeping"."""
    done: Counter[str] = Counter()
    for of in ROUNDS:
        looked: set[int] = set()
        while rows := [row for row in await _due(store, of, now) if row not in looked]:
            for row in rows:
                looked.add(row)
                done[f"{of.name}-{await _look_or_log(store, of, row, now)}"] += 1
                at("sweeping")
    return done


async def _due(store: Store, of: Round[Row], now: datetime) -> list[Row]:
    async with store.read() as tx:
        return await of.due(tx, now=now, most=BATCH)


async def _look_or_log(store: Store, of: Round[Row], row: Row, now: datetime) -> str:
    try:
        async with store.begin() as tx:
            return await of.look(tx, row, now)
    except Exception:  # one bad row must not end the round, nor stand before the others in the next
        log.exception("round-failed", round=of.name, row=row)
        await _put_off(store, of, row, now)
        return "failed"


async def _put_off(store: Store, of: Round[Row], row: Row, now: datetime) -> None:
    try:
        async with store.begin() as tx:
            await of.put_off(tx, row, now + HOUR)
    except Exception:  # the database is away: nothing of this round is lost
        log.exception("round-not-put-off", round=of.name, row=row)


async def forecast(store: Store, *, at: datetime) -> Counter[str]:
    """What the rounds would do at that time; changes nothing."""
    found: Counter[str] = Counter()
    async with store.read() as tx:
        for of in ROUNDS:
            for row in await of.due(tx, now=at, most=MOST):
                found[f"{of.name}-{await of.would(tx, row, at)}"] += 1
    return found
