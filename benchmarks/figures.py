"""A figure, its table, and its file in `benchmarks/results`."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One stretch of load: answers a second, and how long each took."""

    per_second: float
    latencies_ms: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a table. `ratio`: of the floor's rate, None for a floor itself; `goal`: the least it should be."""

    measured: str
    engine: str
    in_flight: int
    per_second: float
    p50_ms: float
    p99_ms: float
    ratio: float | None = None
    goal: str = ""


def figure(
    measured: str, engine: str, in_flight: int, rounds: Sequence[Round], *, ratio: float | None = None, goal: str = ""
) -> Figure:
    """The median of the rounds' rates; percentiles over all their answers."""
    latencies = sorted(ms for it in rounds for ms in it.latencies_ms)
    return Figure(
        measured=measured,
        engine=engine,
        in_flight=in_flight,
        per_second=round(statistics.median(it.per_second for it in rounds), 1),
        p50_ms=round(_at(latencies, 0.50), 2),
        p99_ms=round(_at(latencies, 0.99), 2),
        ratio=None if ratio is None else round(ratio, 2),
        goal=goal,
    )


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def report(name: str, title: str, figures: Sequence[Figure]) -> None:
    """Prints the table, and writes `results/NAME.json`."""
    table = Table(title=title, title_justify="left")
    columns = ("measured", "engine", "in flight", "a second", "p50 ms", "p99 ms", "of floor", "goal")
    for column in columns:
        table.add_column(column, justify="left" if column in {"measured", "engine", "goal"} else "right")
    for it in figures:
        ratio = "" if it.ratio is None else f"{it.ratio:.2f}"
        numbers = (f"{it.per_second:,.1f}", f"{it.p50_ms:.2f}", f"{it.p99_ms:.2f}")
        table.add_row(it.measured, it.engine, str(it.in_flight), *numbers, ratio, it.goal)
    Console(width=140).print(table)
    RESULTS.mkdir(exist_ok=True)
    lines = json.dumps([asdict(it) for it in figures], indent=1)
    (RESULTS / f"{name}.json").write_text(lines + "\n", encoding="utf-8")
