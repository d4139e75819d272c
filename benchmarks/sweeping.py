"""(d) The inactivity sweep: its cost grows with how many contacts are due, and not with how many there are."""

import time
from datetime import datetime, timedelta

import sqlalchemy as sa

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench
from benchmarks.town import NOW, TEAM
from bot.services import inactivity
from storage.engines import opened
from storage.store import Store
from storage.tables import districts, outbox, people, roster

FEW, MANY = 10_000, 1_000_000
DUE = (1_000, 100, 10_000)
"""The first is measured among few as well, which is the floor."""

PER_DISTRICT = 10
ROUNDS = 3
ONCE = 10_000
"""So many due are measured in the first round alone: that takes a minute."""

SILENT_SINCE = NOW - timedelta(days=151)
ACTED, LATER = NOW - timedelta(days=30), NOW + timedelta(days=120)
GOAL = "0.83 (1.2 times as long)"


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        async with opened(await bench.database(engine)) as small, opened(await bench.database(engine)) as large:
            await _fill(small, FEW)
            await _fill(large, MANY)
            figures += await _compared(engine, small, large)
    report("sweeping", "(d) The inactivity sweep; contacts a second, milliseconds for the whole", figures)


async def _compared(engine: str, small: Store, large: Store) -> list[Figure]:
    """In turns, so that a noisy minute is in all of them."""
    few: list[Round] = []
    many: dict[int, list[Round]] = {due: [] for due in DUE}
    for turn in range(ROUNDS):
        few.append(await _swept(small, DUE[0], of=FEW))
        for due in [it for it in DUE if it < ONCE or turn == 0]:
            many[due].append(await _swept(large, due, of=MANY))
    base = figure(f"{DUE[0]:,} due of {FEW:,} contacts", engine, 1, few)
    return [base, *(_beside(base, engine, due, rounds) for due, rounds in many.items())]


def _beside(base: Figure, engine: str, due: int, rounds: list[Round]) -> Figure:
    """`ratio`: of the floor's contacts a second."""
    ratio = figure("", engine, 1, rounds).per_second / base.per_second
    return figure(f"{due:,} due of {MANY:,} contacts", engine, 1, rounds, ratio=ratio, goal=GOAL)


async def _swept(store: Store, due: int, *, of: int) -> Round:
    await _make_due(store, due, of=of)
    began = time.perf_counter()
    done = await inactivity.sweep(store, now=NOW)
    took = time.perf_counter() - began
    assert done["warn"] == due, done
    return Round(per_second=due / took, latencies_ms=[took * 1000])


async def _make_due(store: Store, due: int, *, of: int) -> None:
    """Spread over all of them; those who were due before are so no more, and nothing was said to anybody."""
    async with store.begin() as tx:
        await tx.execute(outbox.delete())
        silent = roster.c.silent_since == SILENT_SINCE
        await tx.execute(roster.update().where(silent).values(silent_since=ACTED, due_at=LATER))
        chosen = roster.c.id % (of // due) == 0
        await tx.execute(roster.update().where(chosen).values(silent_since=SILENT_SINCE, due_at=NOW))
    await _analyze(store)


async def _fill(store: Store, contacts: int) -> None:
    """In statements of the database's own: a million rows in seconds."""
    first = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    numbers = first.union_all(sa.select(first.c.n + 1).where(first.c.n < contacts))
    n, named = numbers.c.n, sa.cast(numbers.c.n, sa.Text)
    zone, team = sa.literal("America/Chicago"), sa.literal(TEAM)
    district = sa.select(n, "d" + named, "District " + named, zone, team).where(n % PER_DISTRICT == 1)
    person = sa.select(n, team, "U" + named, "Name " + named, zone)
    theirs = n - (n - 1) % PER_DISTRICT
    line = sa.select(n, n, theirs, sa.literal("support"), _instant(ACTED), _instant(LATER))
    async with store.begin() as tx:
        await tx.execute(districts.insert().from_select(["id", "key", "name", "timezone", "team_id"], district))
        await tx.execute(people.insert().from_select(["id", "team_id", "user_id", "name", "zone"], person))
        columns = ["id", "person_id", "district_id", "role", "silent_since", "due_at"]
        await tx.execute(roster.insert().from_select(columns, line))
    await _analyze(store)


def _instant(at: datetime) -> sa.BindParameter[datetime]:
    return sa.literal(at, type_=roster.c.due_at.type)


async def _analyze(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(sa.text("ANALYZE"))
