"""Steps of an erasure that several have. Each does one batch, and says how it goes on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.erasures import Counts, Erasure
from bot.domain.ids import DistrictId, TeamId
from storage import erasing, erasing_posts
from storage.erasing import PERSONAL, Batch, Row
from storage.erasing_posts import Whose
from storage.holdings import Kind
from storage.store import Tx

MOST = 300
"""Rows of a batch: a few milliseconds, after which others have their turn."""

PAGE = 500
"""Rows looked at of a table that is read from end to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """There may be more: behind the cursor, where there is one."""

    cursor: str = ""
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """This step is over. `cancels`: and so is all of it, nothing being to be erased any more."""

    counts: Counts = field(default_factory=dict)
    cancels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """An earlier step has more to do."""

    step: str
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For what others do: looked at again in a minute."""

    counts: Counts = field(default_factory=dict)


Outcome = Going | Next | Again | Wait
Run = Callable[[Tx, Erasure, datetime], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`name` stands in the erasure's row: it is found again by it."""

    name: str
    run: Run


def after(batch: Batch, name: str) -> Outcome:
    """As a batch of rows says."""
    counts = {name: batch.rows} if batch.rows else {}
    return Next(counts=counts) if batch.cursor is None else Going(cursor=batch.cursor, counts=counts)


def delete(table: str, where: Row) -> Step:
    """Its rows go."""

    async def run(tx: Tx, _: Erasure, __: datetime) -> Outcome:
        return after(await erasing.rows_gone(tx, table, where, most=MOST), table)

    return Step(name=table, run=run)


def blank(table: str, where: Row, *, kinds: tuple[Kind, ...] = PERSONAL) -> Step:
    """What is personal in its rows goes; they stay."""

    async def run(tx: Tx, of: Erasure, now: datetime) -> Outcome:
        cursor = of.cursor
        return after(await erasing.blanked(tx, table, where, cursor=cursor, most=MOST, at=now, kinds=kinds), table)

    return Step(name=table, run=run)


def gather(whose: Whose, *, district: DistrictId | None = None, team: TeamId | None = None) -> Step:
    """Slack's ids, before they are erased."""

    async def run(tx: Tx, _: Erasure, __: datetime) -> Outcome:
        await erasing_posts.gather(tx, whose, district=district, team=team)
        return Next()

    return Step(name="ids", run=run)


def sweep(whose: Whose, *, name: str, waits_in: str = "") -> Step:
    """What went out. `waits_in`: the step that waits for what is to be removed in Slack, should there be some.

    That one is the last look: for what a courier has in its hands it waits as well.
    """

    async def run(tx: Tx, of: Erasure, now: datetime) -> Outcome:
        swept = await erasing_posts.sweep_outbox(tx, whose, cursor=of.cursor, most=PAGE, now=now)
        counts = {"copies": swept.owed, "copies-left": swept.left, "outbox": swept.batch.rows}
        counts = {it: count for it, count in counts.items() if count}
        if waits_in and swept.sending:
            return Wait(counts=counts)
        if swept.batch.cursor is not None:
            return Going(cursor=swept.batch.cursor, counts=counts)
        if waits_in and await erasing_posts.removals_to_come(tx, of.id):
            return Again(step=waits_in, counts=counts)
        return Next(counts=counts)

    return Step(name=name, run=run)


WAITS = "removals"


async def _waited(tx: Tx, of: Erasure, _: datetime) -> Outcome:
    return Wait() if await erasing_posts.removals_to_come(tx, of.id) else Next()


async def _dropped(tx: Tx, of: Erasure, _: datetime) -> Outcome:
    dropped = await erasing_posts.drop_removals(tx, of.id, most=MOST)
    counts = {"copies": -dropped.left, "copies-left": dropped.left} if dropped.left else {}
    return Next(counts=counts) if dropped.batch.cursor is None else Going(counts=counts)


async def _seen(tx: Tx, of: Erasure, _: datetime) -> Outcome:
    return after(await erasing_posts.sweep_seen(tx, of.id, cursor=of.cursor, most=PAGE), "seen")


def traffic_ends(whose: Whose) -> tuple[Step, ...]:
    """Once what is to be removed in Slack was removed, nothing names those places any more."""
    return (
        Step(name=WAITS, run=_waited),
        sweep(whose, name="posts-again", waits_in=WAITS),
        Step(name="removals-gone", run=_dropped),
        Step(name="seen", run=_seen),
    )
