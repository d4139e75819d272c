"""(g) The Home: what opening it costs a contact and an agent, and a page of each list, among more and more cases.

Half of all cases are one district's, whose contact looks; the others are of districts with a hundred each. One in
fifty waits for its district, and one in five is open.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench
from benchmarks.town import NOW, TEAM
from bot.domain.home_lists import OF_AGENT, OF_CONTACT, Shown
from bot.domain.ids import SlackUser, UserId
from bot.services import viewing
from bot.services.home_cases import Turned
from storage.engines import opened
from storage.store import Store, Tx
from storage.tables import case_words, cases, districts, pending_clocks, people, roster, target_clocks

SIZES = (1_000, 10_000, 100_000)
PER_DISTRICT = 100
BATCH = 2_000
ROUNDS, EACH = 3, 8
CONTACT, AGENT = SlackUser(team=TEAM, user=UserId("U0CONTACT")), SlackUser(team=TEAM, user=UserId("U0AGENT"))
GOAL = "0.2 (growing with what is shown)"
ASKED: dict[str, tuple[SlackUser, Turned | None]] = {
    "a contact opens it": (CONTACT, None),
    **{f"a contact's {it}": (CONTACT, Turned(shown=Shown(which=it))) for it in OF_CONTACT},
    "an agent opens it": (AGENT, None),
    **{f"an agent's {it}": (AGENT, Turned(shown=Shown(which=it))) for it in OF_AGENT},
}
_once = count()


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        measured = {size: await _measured(await bench.database(engine), size) for size in SIZES}
        for what in ASKED:
            floor = figure(f"{what}, {SIZES[0]:,} cases", engine, 1, measured[SIZES[0]][what])
            figures.append(floor)
            for size in SIZES[1:]:
                found = figure("", engine, 1, measured[size][what])
                ratio = found.per_second / floor.per_second
                figures.append(figure(f"{what}, {size:,}", engine, 1, measured[size][what], ratio=ratio, goal=GOAL))
    report("homes", "(g) A Home, with its audit line durable; openings a second", figures)


async def _measured(url: str, size: int) -> dict[str, list[Round]]:
    async with opened(url) as store:
        await _fill(store, size)
        rounds: dict[str, list[Round]] = {what: [] for what in ASKED}
        for _ in range(ROUNDS):
            for what, (who, turned) in ASKED.items():
                rounds[what].append(await _round(store, who, turned))
    return rounds


async def _round(store: Store, who: SlackUser, turned: Turned | None) -> Round:
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        await viewing.open_home(store, who=who, at=NOW, now=NOW, once=f"home:{next(_once)}", turned=turned)
        took.append(time.perf_counter() - began)
    return Round(per_second=EACH / sum(took), latencies_ms=[seconds * 1000 for seconds in took])


async def _fill(store: Store, size: int) -> None:
    async with store.begin() as tx:
        await _settle(tx, size)
    for first in range(1, size + 1, BATCH):
        rows = [_case(number, size) for number in range(first, min(first + BATCH, size + 1))]
        async with store.begin() as tx:
            await tx.execute(cases.insert(), rows)
            await tx.execute(case_words.insert(), [{"number": row["number"], "subject": "Grades"} for row in rows])
            await tx.execute(pending_clocks.insert(), [*_pending(rows)])
            await tx.execute(target_clocks.insert(), [*_targets(rows)])
    async with store.begin() as tx:
        await tx.execute(sa.text("ANALYZE"))


async def _settle(tx: Tx, size: int) -> None:
    many = range(1, size // PER_DISTRICT + 1)
    await tx.execute(districts.insert(), [{"id": it, "key": f"d{it}", "name": f"District {it}"} for it in many])
    users = [CONTACT.user, AGENT.user, *(f"U0P{it}" for it in range(3, 23))]
    named = [{"id": it, "name": f"Name{it}", "team_id": TEAM, "user_id": user} for it, user in enumerate(users, 1)]
    await tx.execute(people.insert(), named)
    lines = [*((it, 1, "support") for it in (1, 3, 4)), *((it, None, "agent") for it in (2, 5, 6))]
    since = {"since": NOW, "silent_since": NOW}
    rows = [{"person_id": it, "district_id": district, "role": role, **since} for it, district, role in lines]
    await tx.execute(roster.insert(), rows)


def _case(number: int, size: int) -> dict[str, Any]:
    """Their contact and owner are one of twenty."""
    at, is_open = NOW - timedelta(minutes=number), number % 5 == 0
    status = "closed" if not is_open else "pending-customer-input" if number % 50 == 0 else "assigned"
    unowned = is_open and status == "assigned" and number % 3 == 0
    return {
        "number": number,
        "district_id": 1 if number // 7 % 2 else number // 2 % (size // PER_DISTRICT) + 1,
        "type": "question",
        "module": "Grades",
        "status": "new" if unowned else status,
        "priority": "medium",
        "contact_id": 1 if number % 19 == 0 else 3,
        "reporter_id": 3,
        "owner_id": None if unowned else number % 20 + 2,
        "opened_at": at,
        "modified_at": at,
        "closed_at": None if is_open else at,
        "close_reason": None if is_open else "resolved",
    }


def _pending(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["status"].startswith("pending"):
            closes = NOW + timedelta(minutes=row["number"] % 10_000)
            clock = {"case_number": row["number"], "status": row["status"], "began_at": NOW, "day_zero": NOW.date()}
            yield {**clock, "closes_at": closes, "due_at": closes}


def _targets(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["status"] != "closed":
            clock = {
                "case_number": row["number"],
                "kind": "update",
                "priority": "medium",
                "began_at": row["opened_at"],
            }
            paused = NOW if row["status"].startswith("pending") else None
            yield {**clock, "paused_at": paused, "pauses": [], "misses_at": NOW, "due_at": None if paused else NOW}
