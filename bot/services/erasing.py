"""Erasing a district, a workspace, a person, or the words of old cases: step after step, a batch a transaction.

Where it is stands in its row, which is held while a batch is done: ended anywhere, it goes on from there, and of two
processes one waits or does something else. What was erased is not found again, so that doing a batch twice does no
harm. A legal hold is looked at in every batch (POLICY 10).
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.domain import policy
from bot.domain.erasures import LEFT, Counts, Erasure, State, added
from bot.domain.record import ByErasure
from bot.services import erasing_plans
from bot.services.erasing_plans import AGAIN, FIRST_AGAIN, LeftOver
from bot.services.erasing_steps import Again, Going, Next, Wait
from storage import audit, erasures, holds, outbox, owing, people, telling
from storage.store import Store, Tx

log = structlog.get_logger()

MOST_AT_ONCE = 50
"""Erasures looked at in a round."""

BATCHES = 400
"""Of a round: the clock has other work. What is left is done in the next, a minute later."""

LATER = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


class Came(StrEnum):
    """What became of a batch."""

    ON = "on"
    DONE = "done"
    WAITS = "waits"
    HELD = "held"
    ELSEWHERE = "elsewhere"
    CANCELLED = "cancelled"
    FAILED = "failed"


async def go_on(store: Store, *, now: datetime, at: Callable[[str], None]) -> Counter[str]:
    """What is due is gone on with, for as many batches as a round has. `at` is called at the point "sweeping"."""
    done: Counter[str] = Counter()
    async with store.read() as tx:
        due = await erasures.due(tx, now=now, most=MOST_AT_ONCE)
    left = BATCHES
    for erasure in due:
        came = Came.ON
        while came is Came.ON and left:
            came, left = await _batch_or_log(store, erasure, now), left - 1
            at("sweeping")
        done[f"erasure-{came}"] += 1
    return done


async def tell_of_held(store: Store, *, now: datetime) -> int:
    """Those who can lift a hold are told once of each erasure after uninstalling that waits for it."""
    async with store.begin() as tx:
        found = await erasures.held(tx, now=now)
        readers = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None) if found else []
        rows = [
            owing.tell(
                person,
                team,
                key=f"erasure-waits:{erasure}:{person}",
                what="erasure-waits",
                now=now,
                facts={"district": district},
            )
            for erasure, district in found
            for person, team, _ in readers
        ]
        await outbox.owe(tx, rows, now=now)
    return len(found)


async def _batch_or_log(store: Store, erasure: int, now: datetime) -> Came:
    try:
        return await batch(store, erasure, now=now)
    except Exception as failed:  # one bad row must not end the round, nor stand before the others in the next
        log.exception("erasing-failed", erasure=erasure)
        problem = failed
    try:
        await stopped(store, erasure, problem, now=now)
    except Exception:  # the database is away: the erasure stays where it is
        log.exception("erasing-not-put-off", erasure=erasure)
    return Came.FAILED


async def stopped(store: Store, erasure: int, problem: Exception, *, now: datetime) -> None:
    """Tried again in an hour, from the first table on where something is left. Those who can have somebody look are
    told: of what is left at once, of a fault when it comes again; once a day while it lasts."""
    async with store.begin() as tx:
        found = await erasures.get(tx, erasure)
        is_left = isinstance(problem, LeftOver)
        if is_left:
            counts = {name: count for name, count in found.counts.items() if name != AGAIN}
            await erasures.came_to(tx, erasure, step=FIRST_AGAIN, cursor="", counts=counts)
        trouble = f"{LEFT}{problem}" if is_left else type(problem).__name__
        await erasures.stopped(tx, erasure, until=now + AN_HOUR, trouble=trouble)
        if is_left or found.trouble:
            what, facts = "erasure-stopped", {"erasure": erasure}
            rows = await telling.support_administrators(tx, what=what, about=str(erasure), now=now, facts={**facts})
            await outbox.owe(tx, rows, now=now)


async def batch(store: Store, erasure: int, *, now: datetime) -> Came:
    """One transaction of one erasure."""
    async with store.begin() as tx:
        found = await erasures.claimed(tx, erasure)
        if found is None:
            return Came.ELSEWHERE
        if await _is_held(tx, found):
            return Came.HELD
        return await _step(tx, found, now)


async def _is_held(tx: Tx, found: Erasure) -> bool:
    """By a hold on its district; of a person, on any district that has to do with them."""
    if found.person is not None:
        return bool(await holds.of_person(tx, found.person))
    if found.district is None:
        return False
    await holds.hold_district(tx, found.district)
    return await holds.stands(tx, found.district)


async def _step(tx: Tx, found: Erasure, now: datetime) -> Came:
    """The step it is at, from its first row or from behind the last that was looked at."""
    plan = erasing_plans.of(found)
    names = [step.name for step in plan]
    place = names.index(found.step) if found.step else 0
    became = await plan[place].run(tx, found, now)
    counts = added(found.counts, became.counts)
    match became:
        case Going():
            await erasures.came_to(tx, found.id, step=names[place], cursor=became.cursor, counts=counts)
            return Came.ON
        case Wait():
            await erasures.came_to(tx, found.id, step=names[place], cursor="", counts=counts)
            await erasures.put_off(tx, found.id, until=now + LATER)
            return Came.WAITS
        case Again():
            await erasures.came_to(tx, found.id, step=became.step, cursor="", counts=counts)
            return Came.ON
        case Next() if became.cancels:
            await erasures.over(tx, found.id, State.CANCELLED, now=now, counts=counts)
            return Came.CANCELLED
        case Next() if place + 1 < len(names):
            await erasures.came_to(tx, found.id, step=names[place + 1], cursor="", counts=counts)
            return Came.ON
        case Next():
            return await _end(tx, found, counts, now)


async def _end(tx: Tx, found: Erasure, counts: Counts, now: datetime) -> Came:
    await erasures.over(tx, found.id, State.DONE, now=now, counts=counts)
    rule = ByErasure(f"{found.kind}-erased")
    await audit.by_erasure(tx, at=now, rule=rule, district=found.district, about=found.person, erasure=found.id)
    log.info("erased", erasure=found.id, kind=found.kind, counts=counts)
    return Came.DONE
