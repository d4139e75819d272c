"""A bot as a process of its own beside the sandbox, to be killed and started again."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from demo import town as towns
from demo import world
from demo.town import import_samples
from sandbox import control
from sandbox.clock import FastClock
from sandbox.people import People
from sandbox.server import Sandbox
from storage.store import Store, opened
from tests.crash.bot_that_dies import FACTOR

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parent / "bot_that_dies.py"
UP_WITHIN_S = 20
HOURS_TO_DAYTIME = 24


@dataclass(slots=True, kw_only=True)
class Scene:
    """The sandbox on the wall's clock, and at most one bot process."""

    sandbox: Sandbox
    people: People
    environment: dict[str, str]
    store: Store
    since: float
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0

    async def start(self, *, point: str = "never", countdown: int = 1) -> None:
        """A bot that will die at the point, or a sound one."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(SCRIPT),
            point,
            str(countdown),
            str(self.since),
            env=self.environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        if self.process.stdout is None:
            raise RuntimeError
        line = await asyncio.wait_for(self.process.stdout.readline(), UP_WITHIN_S)
        if line.strip() != b"up":
            raise RuntimeError("the bot did not start")

    async def sweep(self, *, countdown: int) -> None:
        """One sweep, 151 days from now, in a process that ends itself after so many contacts; 0: never."""
        at = self.sandbox.slack.now() + timedelta(days=150, hours=HOURS_TO_DAYTIME)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(SCRIPT),
            "sweeping",
            str(countdown),
            at.replace(hour=18, minute=30).isoformat(),
            env=self.environment,
            cwd=ROOT,
        )

    async def died(self, *, within_s: float = 10) -> bool:
        """Whether the bot killed itself in this time."""
        if self.process is None:
            return False
        try:
            code = await asyncio.wait_for(self.process.wait(), within_s)
        except TimeoutError:
            return False
        self.deaths += code == -9
        return code == -9

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def scene(database_url: str) -> AsyncIterator[Scene]:
    since = time.time()
    clock = FastClock(since=since, factor=FACTOR)
    async with (
        Sandbox.running(clock=clock, parts=(control.part,)) as sandbox,
        aiohttp.ClientSession() as http,
        opened(database_url) as store,
    ):
        world.fill(sandbox.slack)
        await import_samples(database_url, sandbox.slack.now())
        environment = {
            **towns.environment(sandbox, database_url, transport="socket", port=0),
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
        }
        people = People(url=sandbox.url, session=http, names=world.names())
        found = Scene(sandbox=sandbox, people=people, environment=environment, store=store, since=since)
        try:
            yield found
        finally:
            await found.end()
