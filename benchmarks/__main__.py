"""`python -m benchmarks`: all of them; `python -m benchmarks opening sweeping`: those."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks import acknowledging, finding, homes, opening, replying, reporting, starting, sweeping
from benchmarks.processes import Bench, bench

ALL: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "acknowledging": acknowledging.run,
    "opening": opening.run,
    "replying": replying.run,
    "sweeping": sweeping.run,
    "finding": finding.run,
    "reporting": reporting.run,
    "homes": homes.run,
    "starting": starting.run,
}


async def main(names: list[str]) -> None:
    async with bench() as here:
        for name in names:
            print(f"{name} …", flush=True)
            await ALL[name](here)


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(ALL)
    unknown = [name for name in chosen if name not in ALL]
    if unknown:
        sys.exit(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(ALL)}")
    asyncio.run(main(chosen))
