"""SQLite: one writer, many readers. Deeds that wait for the same disk flush share one commit.

The writer's statements take microseconds and run inline on the loop; only BEGIN IMMEDIATE, which may wait
for another process, and COMMIT, which waits for the disk, run in a thread. Each deed is a savepoint within
the group's transaction: one that fails undoes itself alone. A deed is confirmed after the flush, never
before. A deed cancelled after its body ended is committed with its group although its caller hears
CancelledError: who was cancelled learns the outcome from the keys (DESIGN, invariant 2).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event, pool
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.store import Observe, Parameters, Result, Tx

BUSY_MS = 2000
"""Below Slack's three seconds."""

_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
_READER = ("foreign_keys=ON", f"busy_timeout={BUSY_MS}", "query_only=ON")


class GroupLost(Exception):  # a fault of the disk: nothing of the group was kept
    """The database undid the transaction under a deed; the deed did not happen."""


class _InlineTx:
    """The writer's statements: a coroutine that never waits."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        return self._connection.execute(statement, parameters)


class _ReadTx:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        return await self._connection.execute(statement, parameters)


class _Group:
    """Deeds that will be flushed together."""

    def __init__(self) -> None:
        self.flushed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.flusher: asyncio.Task[None] | None = None

    def fail(self, error: BaseException) -> None:
        if not self.flushed.done():
            self.flushed.set_exception(error)
            self.flushed.exception()  # a deed that was cancelled leaves nobody to look at it


class SqliteStore:
    dialect: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, writer: sa.Connection, glances: sa.Connection, readers: AsyncEngine, observe: Observe) -> None:
        self._writer = writer
        self._glances = glances
        self._readers = readers
        self._observe = observe
        self._turn = asyncio.Lock()  # first come, first served: nobody starves
        self._group: _Group | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")

    @classmethod
    async def connect(cls, url: str, observe: Observe) -> "SqliteStore":
        path = sa.make_url(url).set(drivername="sqlite")
        readers = create_async_engine(path.set(drivername="sqlite+aiosqlite"), pool_size=4, max_overflow=0)
        event.listen(readers.sync_engine, "connect", _pragmas(_READER))
        event.listen(readers.sync_engine, "begin", _begin_deferred)
        writer = _connection(path, _WRITER)
        return cls(writer, _connection(path, _READER), readers, observe)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        async with self._turn:
            group = await self._joined()
            self._sql("SAVEPOINT deed")
            try:
                yield _InlineTx(self._writer)
                self._must_stand()
            except BaseException as error:
                self._undo(group, error)
                raise
            self._sql("RELEASE deed")
        await asyncio.shield(group.flushed)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        started = time.perf_counter()
        async with self._readers.connect() as connection:
            yield _ReadTx(connection)
        self._observe("read", time.perf_counter() - started)

    async def glance(self, statement: sa.Executable, parameters: Parameters | None = None) -> Any:
        started = time.perf_counter()
        result = self._glances.execute(statement, parameters)
        frozen = result.freeze()()
        self._observe("glance", time.perf_counter() - started)
        return frozen

    async def close(self) -> None:
        async with self._turn:
            group = self._group
        if group is not None:
            await asyncio.wait([group.flushed])
        self._thread.shutdown()
        for connection in (self._writer, self._glances):
            connection.close()
            connection.engine.dispose()
        await self._readers.dispose()

    async def _joined(self) -> _Group:
        """The group under way, or a new one with its transaction begun."""
        if self._group is None:
            await self._hop("begin", "BEGIN IMMEDIATE")
            self._group = _Group()
            self._group.flusher = asyncio.create_task(self._flush(self._group))
        return self._group

    async def _flush(self, group: _Group) -> None:
        """Takes its turn behind every deed already waiting, so that they ride along."""
        async with self._turn:
            if self._group is not group:
                return
            self._group = None
            try:
                await self._hop("commit", "COMMIT")
            except BaseException as error:
                group.fail(error)
                self._roll_back()
                if not isinstance(error, Exception):
                    raise
                return
            group.flushed.set_result(None)

    async def _hop(self, what: str, sql: str) -> None:
        """A statement that may wait, off the loop. Runs to its end even when its caller is cancelled."""
        started = time.perf_counter()
        done = asyncio.get_running_loop().run_in_executor(self._thread, self._sql, sql)
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done])
            if done.exception() is None and what == "begin":
                self._roll_back()
            raise
        self._observe(what, time.perf_counter() - started)

    def _sql(self, sql: str) -> None:
        self._writer.exec_driver_sql(sql)

    @property
    def _in_transaction(self) -> bool:
        driver: Any = self._writer.connection.driver_connection
        return bool(driver.in_transaction)

    def _must_stand(self) -> None:
        """After a full disk or an I/O error SQLite undoes the whole transaction by itself."""
        if not self._in_transaction:
            raise GroupLost

    def _undo(self, group: _Group, error: BaseException) -> None:
        if self._in_transaction:
            self._sql("ROLLBACK TO deed")
            self._sql("RELEASE deed")
            return
        self._group = None
        group.fail(GroupLost(str(error)))

    def _roll_back(self) -> None:
        if self._in_transaction:
            self._sql("ROLLBACK")


def _connection(path: sa.URL, settings: tuple[str, ...]) -> sa.Connection:
    engine = sa.create_engine(path, connect_args={"check_same_thread": False}, poolclass=pool.StaticPool)
    event.listen(engine, "connect", _pragmas(settings))
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _pragmas(settings: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def apply(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver must not begin on its own
        cursor = connection.cursor()
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    return apply


def _begin_deferred(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")
