"""(g) Reports: what one costs among a thousand, ten thousand and a hundred thousand cases of three years."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench
from benchmarks.town import NOW
from bot.domain.cases import CaseType, Priority
from bot.domain.ids import DistrictId
from bot.domain.periods import Days
from bot.domain.report_numbers import Material, numbers
from bot.domain.reports import OF_A_PERIOD, Asked, Report
from bot.views import report_files, report_panels, report_pictures, report_words
from storage import reports
from storage.engines import opened
from storage.store import Store, Tx
from storage.tables import cases, comments, districts, pending_clocks, people, roster

SIZES = (1_000, 10_000, 100_000)
PER_DISTRICT, BATCH = 100, 2_000
ROUNDS, EACH = 3, 3
YEARS = timedelta(days=3 * 365)
AGENT, CONTACT = 1, 2
MODULES = ("Grades", "Attendance", "Scheduling", "Fees", "Health", "Census")
OPEN_OF = 20
"""One case in so many is open; of these every second waits for its district."""

DAYS = Days(first=NOW.date() - timedelta(days=29), last=NOW.date())
GOAL = "0.2 (growing with what is shown)"
Ask = Callable[[Tx], Awaitable[Material]]


def _district(kind: Report) -> Ask:
    its = (DistrictId(1),)
    return lambda tx: reports.of_districts(tx, _asked(kind, its), its, now=NOW)


def _everybody(kind: Report) -> Ask:
    return lambda tx: reports.of_everybody(tx, _asked(kind, None), now=NOW)


def _asked(kind: Report, its: tuple[DistrictId, ...] | None) -> Asked:
    return Asked(report=kind, districts=its, days=DAYS if kind in OF_A_PERIOD else None)


ASKED: dict[str, Ask] = {
    **{f"a district's {kind}": _district(kind) for kind in (Report.OPEN, Report.VOLUME, Report.TIMES)},
    **{f"all districts' {kind}": _everybody(kind) for kind in (Report.OPEN, Report.VOLUME, Report.TIMES)},
    "all districts' waiting": _everybody(Report.WAITING),
    "all districts' reopenable": _everybody(Report.REOPENABLE),
}
DRAWN = "its picture and files"


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        measured = {size: await _measured(await bench.database(engine), size) for size in SIZES}
        for what in (*ASKED, DRAWN):
            floor = figure(f"{what}, {SIZES[0]:,} cases", engine, 1, measured[SIZES[0]][what])
            figures.append(floor)
            for size in SIZES[1:]:
                rounds = measured[size][what]
                ratio = figure("", engine, 1, rounds).per_second / floor.per_second
                goal = GOAL if what.startswith("a district") else ""
                figures.append(figure(f"{what}, {size:,}", engine, 1, rounds, ratio=ratio, goal=goal))
    report("reporting", "(g) A report's numbers, from the record; reports a second", figures)


async def _measured(url: str, size: int) -> dict[str, list[Round]]:
    async with opened(url) as store:
        await _fill(store, size)
        rounds: dict[str, list[Round]] = {what: [] for what in (*ASKED, DRAWN)}
        for _ in range(ROUNDS):
            for what, ask in ASKED.items():
                rounds[what].append(await _round(store, ask))
            rounds[DRAWN].append(await _drawn(store))
        return rounds


async def _round(store: Store, ask: Ask) -> Round:
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        async with store.read() as tx:
            material = await ask(tx)
        numbers(material)
        took.append(time.perf_counter() - began)
    return _of(took)


async def _drawn(store: Store) -> Round:
    """Of what all districts had in the period."""
    async with store.read() as tx:
        material = await _everybody(Report.VOLUME)(tx)
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        shown = report_words.shown(numbers(material), material)
        panels = report_panels.panels(shown)
        assert report_pictures.png(report_words.title(shown), report_words.about(shown), panels)
        zones = dict.fromkeys((row.district for row in material.rows), "UTC")
        lines = report_files.lines(shown, material.rows, {}, zones)
        assert report_files.csv(shown)
        assert report_files.workbook(shown, lines, made_at=NOW, more=False)
        took.append(time.perf_counter() - began)
    return _of(took)


def _of(took: list[float]) -> Round:
    return Round(per_second=len(took) / sum(took), latencies_ms=[seconds * 1000 for seconds in took])


async def _fill(store: Store, size: int) -> None:
    """Cases over three years, each with Support's answer an hour after it was opened."""
    many = range(1, size // PER_DISTRICT + 1)
    place = {"timezone": "America/Chicago", "country": "US", "state": "MN"}
    async with store.begin() as tx:
        rows = [{"id": it, "key": f"d{it}", "name": f"District {it}", **place} for it in many]
        await tx.execute(districts.insert(), rows)
        await tx.execute(people.insert(), [{"id": AGENT, "name": "Agent"}, {"id": CONTACT, "name": "Contact"}])
        line = {"person_id": AGENT, "role": "agent", "standing": "active", "since": NOW, "silent_since": NOW}
        await tx.execute(roster.insert(), [line])
    for first in range(1, size + 1, BATCH):
        cases_of = [_case(number, size) for number in range(first, min(first + BATCH, size + 1))]
        async with store.begin() as tx:
            await tx.execute(cases.insert(), cases_of)
            await tx.execute(comments.insert(), [_answer(it) for it in cases_of])
            waiting = [_clock(it) for it in cases_of if it["status"] == "pending-customer-input"]
            if waiting:
                await tx.execute(pending_clocks.insert(), waiting)
    async with store.begin() as tx:
        await tx.execute(sa.text("ANALYZE"))


def _case(number: int, size: int) -> dict[str, Any]:
    at = NOW - YEARS * number / size
    is_open = number % OPEN_OF == 0
    status = "closed"
    if is_open:
        status = "pending-customer-input" if number % (2 * OPEN_OF) == 0 else "assigned"
    closed: datetime | None = None if is_open else min(at + timedelta(days=number % 20), NOW)
    return {
        "number": number,
        "district_id": number % (size // PER_DISTRICT) + 1,
        "type": [*CaseType][number % len(CaseType)],
        "module": MODULES[number % len(MODULES)],
        "building": f"School {number % 9}",
        "status": status,
        "priority": [*Priority][number % len(Priority)],
        "contact_id": CONTACT,
        "reporter_id": CONTACT,
        "owner_id": AGENT,
        "opened_at": at,
        "modified_at": closed or at,
        "closed_at": closed,
        "close_reason": None if is_open else "resolved",
    }


def _answer(case: dict[str, Any]) -> dict[str, Any]:
    at = case["opened_at"] + timedelta(hours=1)
    return {"case_number": case["number"], "author_id": AGENT, "kind": "reply", "at": at}


def _clock(case: dict[str, Any]) -> dict[str, Any]:
    zero = NOW.date()
    return {
        "case_number": case["number"],
        "status": case["status"],
        "began_at": NOW,
        "day_zero": zero,
        "closes_at": NOW + timedelta(days=14),
    }
