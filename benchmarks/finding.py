"""(f) Finding cases: what one page costs among a thousand, ten thousand and a hundred thousand cases."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench
from benchmarks.town import NOW
from bot.domain.folding import line
from bot.domain.ids import DistrictId, PersonId
from bot.domain.searches import Inquiry, Tongue, parse
from storage import finding
from storage.engines import opened
from storage.finding import Found
from storage.store import Store, Tx
from storage.tables import case_words, cases, district_texts, district_words, districts, people, people_words

SIZES = (1_000, 10_000, 100_000)
PER_DISTRICT = 100
BATCH = 2_000
ROUNDS, EACH = 3, 8
WORDS = 30
COMMON, OFTEN, RARE = "grades", "vanish", "zebulonia"
"""In half of all cases; in a third; in one of a thousand."""

Ask = Callable[[Tx], Awaitable[Found]]


def _district(typed: str) -> Ask:
    return lambda tx: finding.search_district(tx, (DistrictId(1),), _inquiry(typed))


def _agents(typed: str) -> Ask:
    return lambda tx: finding.search_for_agents(tx, _inquiry(typed))


def _inquiry(typed: str) -> Inquiry:
    return Inquiry(search=parse(typed, Tongue(for_agent=True)), by=PersonId(1), zone="America/Chicago")


ASKED: dict[str, Ask] = {
    "a district's list": _district(""),
    "a district's, a common word": _district(COMMON),
    "all districts' list": _agents("status:open"),
    "all, a common word": _agents(COMMON),
    "all, two common words": _agents(f"{COMMON} {OFTEN}"),
    "all, a rare word": _agents(RARE),
    "all, a common and a rare word": _agents(f"{COMMON} {RARE}"),
    "all, a phrase": _agents(f'"{COMMON} {OFTEN}"'),
    "all, nowhere": _agents("nowhere"),
}
GOAL = "0.2 (growing with what is shown)"


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
    report("finding", "(f) A page of what was found, with its count; pages a second", figures)


async def _measured(url: str, size: int) -> dict[str, list[Round]]:
    async with opened(url) as store:
        await fill(store, size)
        rounds: dict[str, list[Round]] = {what: [] for what in ASKED}
        for _ in range(ROUNDS):
            for what, ask in ASKED.items():
                rounds[what].append(await _round(store, ask))
    return rounds


async def _round(store: Store, ask: Ask) -> Round:
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        async with store.read() as tx:
            await ask(tx)
        took.append(time.perf_counter() - began)
    return Round(per_second=EACH / sum(took), latencies_ms=[seconds * 1000 for seconds in took])


async def fill(store: Store, size: int) -> None:
    """Cases of so many districts, each with a few dozen words; the newest are spread over all districts."""
    dice = Random(size)  # noqa: S311  # nothing secret hangs on it
    async with store.begin() as tx:
        many = range(1, size // PER_DISTRICT + 1)
        await tx.execute(districts.insert(), [{"id": it, "key": f"d{it}", "name": f"District {it}"} for it in many])
        await tx.execute(people.insert(), [{"id": it, "name": f"Name{it}"} for it in many])
        await tx.execute(people_words.insert(), [{"person_id": it, "word": f"name{it}"} for it in many])
    for first in range(1, size + 1, BATCH):
        rows = [_row(number, size, dice) for number in range(first, min(first + BATCH, size + 1))]
        async with store.begin() as tx:
            await _insert(tx, rows)
    async with store.begin() as tx:
        await tx.execute(sa.text("ANALYZE"))


def _row(number: int, size: int, dice: Random) -> dict[str, Any]:
    said = [f"word{int(dice.paretovariate(0.4)) % 5_000}" for _ in range(WORDS)]
    said += [word for word, one_in in ((COMMON, 2), (OFTEN, 3), (RARE, 1_000)) if dice.randrange(one_in) == 0]
    district = number % (size // PER_DISTRICT) + 1
    return {
        "number": number,
        "district": district,
        "said": line(" ".join(said)),
        "at": NOW - timedelta(minutes=number),
    }


async def _insert(tx: Tx, rows: list[dict[str, Any]]) -> None:
    await tx.execute(cases.insert(), [_case(row) for row in rows])
    await tx.execute(case_words.insert(), [{"number": row["number"], "subject": "Grades"} for row in rows])
    await tx.execute(
        district_texts.insert(),
        [{"number": row["number"], "piece": "opening", "words": row["said"]} for row in rows],
    )
    await tx.execute(
        district_words.insert(),
        [{"number": row["number"], "word": word} for row in rows for word in sorted({*row["said"].split()})],
    )


def _case(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "district_id": row["district"],
        "type": "question",
        "module": "Grades",
        "status": "closed" if row["number"] % 5 else "assigned",
        "priority": "medium",
        "contact_id": row["district"],
        "reporter_id": row["district"],
        "opened_at": row["at"],
        "modified_at": row["at"],
    }
