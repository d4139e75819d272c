"""(d) The inactivity sweep: what it costs to find a thousand due contacts among many that are not."""

import time
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench
from benchmarks.town import NOW, TEAM
from bot.domain.inactivity import Silence, next_look
from bot.services import inactivity
from storage.engines import opened
from storage.store import Store
from storage.tables import districts, outbox, people, roster

DUE, FEW, MANY = 1_000, 10_000, 1_000_000
BATCH = 10_000
PER_DISTRICT = 10
ROUNDS = 3
SILENT_SINCE = NOW - timedelta(days=151)


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        async with opened(await bench.database(engine)) as small, opened(await bench.database(engine)) as large:
            await _fill(small, FEW)
            await _fill(large, MANY)
            few, many = [], []
            for _ in range(ROUNDS):
                few.append(await _swept(small))
                many.append(await _swept(large))
        base = figure(f"1,000 due of {FEW:,} contacts", engine, 1, few)
        longer = base.per_second / figure("", engine, 1, many).per_second
        goal = "0.83 (1.2 times as long)"
        figures += [base, figure(f"1,000 due of {MANY:,} contacts", engine, 1, many, ratio=1 / longer, goal=goal)]
    report("sweeping", "(d) The inactivity sweep; contacts a second, milliseconds for the whole", figures)


async def _swept(store: Store) -> Round:
    await _make_due_again(store)
    began = time.perf_counter()
    done = await inactivity.sweep(store, now=NOW)
    took = time.perf_counter() - began
    assert done["warn"] == DUE, done
    return Round(per_second=DUE / took, latencies_ms=[took * 1000])


async def _make_due_again(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(outbox.delete())
        await tx.execute(roster.update().where(roster.c.silent_since == SILENT_SINCE).values(due_at=NOW))


async def _fill(store: Store, contacts: int) -> None:
    """Every so many of them was silent for 151 days; the others acted within the last three months."""
    for first in range(1, contacts + 1, BATCH):
        ids = range(first, min(first + BATCH, contacts + 1))
        async with store.begin() as tx:
            whole = [number for number in ids if number % PER_DISTRICT == 1]
            await tx.execute(districts.insert(), [_district(number) for number in whole])
            await tx.execute(people.insert(), [_person(number) for number in ids])
            await tx.execute(roster.insert(), [_line(number, contacts) for number in ids])
    async with store.begin() as tx:
        await tx.execute(sa.text("ANALYZE"))


def _district(number: int) -> dict[str, Any]:
    return {"id": number, "key": f"d{number}", "name": f"District {number}", "team_id": TEAM}


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "team_id": TEAM,
        "user_id": f"U{number}",
        "name": f"Name {number}",
        "zone": "America/Chicago",
    }


def _line(number: int, contacts: int) -> dict[str, Any]:
    due = number % (contacts // DUE) == 0
    since = SILENT_SINCE if due else NOW - timedelta(days=number % 90, seconds=number % 86_400)
    return {
        "id": number,
        "person_id": number,
        "district_id": (number - 1) // PER_DISTRICT * PER_DISTRICT + 1,
        "role": "support",
        "standing": "active",
        "silent_since": since,
        "due_at": next_look(Silence(since=since, zone="America/Chicago")),
    }
