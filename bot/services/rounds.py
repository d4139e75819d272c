"""What is due by the clock, looked at in rounds: each case a transaction of its own.

One that fails is logged, counted and put off, and the round goes on. Run twice, or by two processes at once,
a round does nothing new: the case is locked first, and every message has a key.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from bot.services import (
    absence_round,
    confirming_round,
    dates_round,
    emergency_round,
    incident_round,
    issue_round,
    notification_round,
    pending_round,
    question_round,
    session_round,
    targets_round,
    training_round,
)
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
MOST = 100_000
HOUR = timedelta(hours=1)


Id = TypeVar("Id", bound=int)


class Round(Protocol[Id]):
    """One kind of clock, over rows of its own: cases, or emergencies. What a look did, or would do, is one word."""

    @property
    def name(self) -> str: ...

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[Id]: ...
    async def look(self, tx: Tx, number: Id, now: datetime) -> str: ...
    async def would(self, tx: Tx, number: Id, now: datetime) -> str: ...
    async def put_off(self, tx: Tx, number: Id, until: datetime) -> None: ...


ROUNDS: tuple[Round[Any], ...] = (
    dates_round.Dates(),
    absence_round.Absences(),
    emergency_round.Emergencies(),
    incident_round.Incidents(),
    issue_round.Issues(),
    notification_round.Notifications(),
    pending_round.Pending(),
    question_round.Questions(),
    session_round.Sessions(),
    targets_round.Targets(),
    training_round.Trainings(),
    confirming_round.Confirmations(),
)


async def run(store: Store, *, now: datetime, at: Callable[[str], None]) -> Counter[str]:
    """Does what is due now, and says how often what was done. `at` is called at the point "sweeping"."""
    done: Counter[str] = Counter()
    if not await _is_anything_due(store, now):
        return done
    for of in ROUNDS:
        looked: set[int] = set()
        while numbers := [number for number in await _due(store, of, now) if number not in looked]:
            for number in numbers:
                looked.add(number)
                done[f"{of.name}-{await _look_or_log(store, of, number, now)}"] += 1
                at("sweeping")
    return done


async def _is_anything_due(store: Store, now: datetime) -> bool:
    """Most minutes there is nothing at all: that is asked in one transaction."""
    async with store.read() as tx:
        for of in ROUNDS:
            if await of.due(tx, now=now, most=1):
                return True
    return False


async def _due(store: Store, of: Round[Id], now: datetime) -> list[Id]:
    async with store.read() as tx:
        return await of.due(tx, now=now, most=BATCH)


async def _look_or_log(store: Store, of: Round[Id], number: Id, now: datetime) -> str:
    try:
        async with store.begin() as tx:
            return await of.look(tx, number, now)
    except Exception:  # one bad case must not end the round, nor stand before the others in the next
        log.exception("round-failed", round=of.name, number=number)
        await _put_off(store, of, number, now)
        return "failed"


async def _put_off(store: Store, of: Round[Id], number: Id, now: datetime) -> None:
    try:
        async with store.begin() as tx:
            await of.put_off(tx, number, now + HOUR)
    except Exception:  # the database is away: nothing of this round is lost
        log.exception("round-not-put-off", round=of.name, number=number)


async def forecast(store: Store, *, at: datetime) -> Counter[str]:
    """What the rounds would do at that time; changes nothing."""
    found: Counter[str] = Counter()
    async with store.read() as tx:
        for of in ROUNDS:
            for number in await of.due(tx, now=at, most=MOST):
                found[f"{of.name}-{await of.would(tx, number, at)}"] += 1
    return found
