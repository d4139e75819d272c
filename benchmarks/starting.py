"""(e) From the process's start to its first ready answer, on a migrated database; memory at rest."""

import asyncio
import re
import time
from pathlib import Path

from benchmarks.figures import Figure, Round, figure, report
from benchmarks.processes import Bench, floor

STARTS = 7
REST_S = 2


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        url, _ = await bench.settled(engine)
        bare, ours, memory = [], [], 0.0
        for _ in range(STARTS):
            began = time.perf_counter()
            async with floor("-"):
                bare.append(time.perf_counter() - began)
            async with bench.ours(url) as it:
                ours.append(it.started_in_s)
                await asyncio.sleep(REST_S)
                memory = _resident_mb(it.pid)
        figures += [_line("bare Bolt, listening", engine, bare)]
        figures += [
            _line(f"ready on a migrated database; {memory:.0f} MB at rest", engine, ours, goal="under 1000 ms")
        ]
    report("starting", "(e) Start to ready", figures)


def _line(measured: str, engine: str, seconds: list[float], *, goal: str = "") -> Figure:
    rounds = [Round(per_second=1 / it, latencies_ms=[it * 1000]) for it in seconds]
    return figure(measured, engine, 1, rounds, goal=goal)
