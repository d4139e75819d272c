"""A bot as a process of its own beside the sandbox, to be killed and started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.services import directory
from demo import town as towns
from demo import world
from demo.town import import_samples
from sandbox import control
from sandbox.clock import FastClock
from sandbox.deeds import accounts
from sandbox.people import People
from sandbox.server import Sandbox
from storage.engines import opened
from storage.store import Store
from tests.crash.bot_that_dies import FACTOR

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parent / "bot_that_dies.py"
UP_WITHIN_S = 20


@dataclass(slots=True, kw_only=True)
class Scene:
    """The sandbox on the wall's clock, and at most one bot process."""

    sandbox: Sandbox
    people: People
    environment: dict[str, str]
    store: Store
    since: float
    process: asyncio.subprocess.Process | None = None

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
        if line.strip() != b"up" and not await self.died():
            raise RuntimeError("the bot did not start")

    def later(self, days: int) -> None:
        """From the next start on the bot's clock is so many days ahead, in its people's daytime."""
        now = time.time()
        then = (datetime.fromtimestamp(now, UTC) + timedelta(days=days)).replace(hour=18, minute=30)
        self.since = now - (then.timestamp() - now) / (FACTOR - 1)

    async def died(self, *, within_s: float = 10) -> bool:
        """Whether the bot killed itself in this time."""
        if self.process is None:
            return False
        try:
            code = await asyncio.wait_for(self.process.wait(), within_s)
        except TimeoutError:
            return False
        return code == -signal.SIGKILL

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def _hire(sandbox: Sandbox, store: Store, count: int) -> None:
    lines = ["district,role,name,email,slack_team_id,slack_user_id,phone,building,training"]
    for number in range(1, count + 1):
        accounts.add(sandbox.slack, world.TEAM, f"new{number}", user_id=f"U0NEW{number}", tz="America/Chicago")
        lines.append(
            f"lakeside,support,New {number},n{number}@lakeside.example,{world.TEAM},U0NEW{number},555-0177,,done"
        )
    districts = (world.SAMPLES / "districts.csv").read_text(encoding="utf-8")
    text = "\n".join(lines)
    outcome = await directory.run_import(
        store, districts=districts, people=text, closures=None, now=sandbox.slack.now(), apply=True
    )
    if outcome.wrong:
        raise RuntimeError(str(outcome.wrong))


@asynccontextmanager
async def scene(database_url: str, *, more_contacts: int = 0) -> AsyncIterator[Scene]:
    """The sample districts; Lakeside has so many contacts more."""
    since = time.time()
    clock = FastClock(since=since, factor=FACTOR)
    async with (
        Sandbox.running(clock=clock, parts=(control.part,)) as sandbox,
        aiohttp.ClientSession() as http,
        opened(database_url) as store,
    ):
        world.fill(sandbox.slack)
        await import_samples(database_url, sandbox.slack.now())
        if more_contacts:
            await _hire(sandbox, store, more_contacts)
        environment = {
            **towns.environment(sandbox.api_url, database_url, transport="socket", port=0),
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
        }
        people = People(url=sandbox.url, session=http, names=world.names())
        found = Scene(sandbox=sandbox, people=people, environment=environment, store=store, since=since)
        try:
            yield found
        finally:
            await found.end()
