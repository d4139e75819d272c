"""A process of its own on the same database, which does what it is told, a line for each thing.

`python -m tests.services.beside URL NUMBER`: reads lines of JSON, answers each with the name of the refusal, or with
nothing. A database that is busy for too long refuses too.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from bot.domain.ids import PersonId
from bot.domain.list_requests import Kind
from bot.domain.refusals import Refusal
from bot.services import inactivity
from storage.engines import opened
from tests.services.list_keeping import Lists

ROOT = Path(__file__).parents[2]
ANSWERED_WITHIN_S = 60
APART = 1_000_000
"""Between the numbers of forms of one process and of the next."""


@dataclass(frozen=True, slots=True)
class Process:
    """Another process, as a test has it."""

    its: asyncio.subprocess.Process

    async def removes(self, lists: Lists, by: str, whom: str) -> str:
        """The refusal's name, if it was refused. Raises TimeoutError."""
        return await self._does(lists, do="remove", by=by, whom=whom)

    async def sweeps(self, lists: Lists) -> str:
        """What the clock does about contacts who go quiet. Raises TimeoutError."""
        return await self._does(lists, do="sweep")

    async def _does(self, lists: Lists, **what: str) -> str:
        if self.its.stdin is None or self.its.stdout is None:
            raise RuntimeError
        line = json.dumps({**what, "ids": lists.ids, "now": lists.now.isoformat()})
        self.its.stdin.write(f"{line}\n".encode())
        answer = await asyncio.wait_for(self.its.stdout.readline(), ANSWERED_WITHIN_S)
        return str(json.loads(answer))


@asynccontextmanager
async def two_processes(database_url: str) -> AsyncIterator[tuple[Process, Process]]:
    """Ended with the block."""
    async with AsyncExitStack() as stack:
        yield (
            await stack.enter_async_context(_process(database_url, 1)),
            await stack.enter_async_context(_process(database_url, 2)),
        )


@asynccontextmanager
async def _process(database_url: str, number: int) -> AsyncIterator[Process]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", __name__, database_url, str(number))
    its = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    try:
        yield Process(its)
    finally:
        with suppress(ProcessLookupError):
            its.kill()
        await its.wait()


async def _obey(database_url: str, number: int) -> None:
    numbers = count(number * APART)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    async with opened(database_url) as store:
        while line := await asyncio.to_thread(sys.stdin.readline):
            told = json.loads(line)
            ids = {name: PersonId(person) for name, person in told["ids"].items()}
            lists = Lists(store=store, ids=ids, now=datetime.fromisoformat(told["now"]), numbers=numbers)
            print(json.dumps(await _do(lists, told)), flush=True)  # noqa: T201  # the answer


async def _do(lists: Lists, told: Mapping[str, Any]) -> str:
    try:
        if told["do"] == "sweep":
            await inactivity.sweep(lists.store, now=lists.now)
        else:
            await lists.ask(told["by"], Kind.REMOVE, told["whom"])
    except (Refusal, sa.exc.DBAPIError) as refused:
        return type(refused).__name__
    return ""


if __name__ == "__main__":
    asyncio.run(_obey(sys.argv[1], int(sys.argv[2])))
