"""SQLite: one writer, many readers. Deeds that wait for the same disk flush share one commit.

The writer's statements take microseconds and run inline on the loop; only BEGIN IMMEDIATE, which may wait
for another process, and COMMIT, which waits for the disk, run in a thread. Each deed is a savepoint within
the group's transaction: one that fails undoes itself alone. A deed is confirmed after the flush, never
before. A deed cancelled after its body ended is committed with its group although its caller hears
CancelledError: who was cancelled learns the outcome from the keys (DESIGN, invariant 2).

What a deed may raise besides its own errors: `GroupLost`, `DatabaseBusy`. After either nothing of it stands.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event, pool
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import compiled
from storage.store import Observe, Parameters, Result, Tx

BUSY_MS = 1000
"""Below the second and a half that an answer may take in all."""

_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what was redacted is overwritten, not only given free (POLICY 10)
    f"busy_timeout={BUSY_MS}",
)
_READER = ("foreign_keys=ON", f"busy_timeout={BUSY_MS}", "query_only=ON")


class GroupLost(Exception):  # a fault of the disk: nothing of the group was kept
    """The transaction that a deed shared was undone, or could not be flushed; the deed did not happen."""


class DatabaseBusy(Exception):  # a fact about another process, not a fault of this one
    """Another process held the database for too long; the deed did not begin."""


class _InlineTx:
    """The writer's statements: a coroutine that never waits. Results are read at once, as on PostgreSQL.

    A statement left half read would stand in the way of the next savepoint, and of the commit.
    """

    def __init__(self, connection: sa.Connection, driver: sqlite3.Connection) -> None:
        self._connection = connection
        self._driver = driver
        self.over = False

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        if self.over:
            raise sa.exc.ResourceClosedError("this transaction is over")
        self.must_stand()
        return _read_whole(self._connection.execute(statement, parameters))

    def must_stand(self) -> None:
        """After a full disk or an I/O error SQLite undoes the whole transaction; what followed would stand alone."""
        if not self._driver.in_transaction:
            raise GroupLost


class _ReadTx:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        return await self._connection.execute(statement, parameters)


class _Glances:
    """Reads that take microseconds, inline: the page they touch is in memory, or will be."""

    def __init__(self, connection: sa.Connection, observe: Observe) -> None:
        self._connection = connection
        self._observe = observe

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        started = time.perf_counter()
        result = _read_whole(self._connection.execute(statement, parameters))
        self._observe("glance", time.perf_counter() - started)
        return result


class _Group:
    """Deeds that are flushed together. `flushed` holds None once they are on disk, or why they are not."""

    def __init__(self) -> None:
        self.flushed: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self.flusher: asyncio.Task[None] | None = None

    def ended(self, error: BaseException | None) -> None:
        if not self.flushed.done():
            self.flushed.set_result(error)

    async def on_disk(self) -> None:
        error = await asyncio.shield(self.flushed)
        if error is not None:
            raise GroupLost from error


class SqliteStore:
    dialect: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, writer: sa.Connection, glances: sa.Connection, readers: AsyncEngine, observe: Observe) -> None:
        self._writer = writer
        self._driver = _driver(writer)
        self._glances = glances
        self.glances: Tx = _Glances(glances, observe)
        self._readers = readers
        self._observe = observe
        self._turn = asyncio.Lock()  # first come, first served: nobody starves
        self._group: _Group | None = None
        self._asked = 0  # deeds that asked for their turn
        self._turned_away = 0  # how many had asked when another process was found to hold the database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")

    @classmethod
    async def connect(cls, url: str, observe: Observe) -> "SqliteStore":
        path = sa.make_url(url).set(drivername="sqlite")
        readers = create_async_engine(
            path.set(drivername="sqlite+aiosqlite"),
            pool_size=4,
            max_overflow=0,
            hide_parameters=True,
            execution_options=compiled.SHARED,
        )
        event.listen(readers.sync_engine, "connect", _pragmas(_READER))
        event.listen(readers.sync_engine, "begin", _begin_deferred)
        writer = _connection(path, _WRITER)
        return cls(writer, _connection(path, _READER), readers, observe)

    @asynccontextmanager
    async def begin(self, *, prompt: bool = False) -> AsyncIterator[Tx]:  # noqa: ARG002  # nobody waits for long here
        self._asked = ticket = self._asked + 1
        async with self._turn:
            group = await self._joined(ticket)
            self._at_once("SAVEPOINT deed")
            tx = _InlineTx(self._writer, self._driver)
            try:
                yield tx
                tx.must_stand()
                self._at_once("RELEASE deed")
            except BaseException as error:
                self._undo(group, error)
                raise
            finally:
                tx.over = True
        await group.on_disk()

    @asynccontextmanager
    async def read(self, *, still: bool = False) -> AsyncIterator[Tx]:  # noqa: ARG002  # it always is: a snapshot
        started = time.perf_counter()
        async with self._readers.connect() as connection:
            yield _ReadTx(connection)
        self._observe("read", time.perf_counter() - started)

    async def close(self) -> None:
        """Takes its turn: deeds that asked before it are kept, later ones fail."""
        async with self._turn:
            if self._group is not None:
                await self._commit(self._group)
            self._thread.shutdown()
            for connection in (self._writer, self._glances):
                connection.close()
                connection.engine.dispose()
        await self._readers.dispose()

    async def _joined(self, ticket: int) -> _Group:
        """The group under way, or a new one with its transaction begun. Raises DatabaseBusy.

        Whoever waited while another process was found to hold the database is turned away with the deed
        that found it: asked one after another, each for a second, the last would wait for minutes.
        """
        if self._group is None:
            if ticket <= self._turned_away:
                raise DatabaseBusy
            await self._begin_immediate()
            self._group = _Group()
            self._group.flusher = asyncio.create_task(self._flush(self._group))
        return self._group

    async def _begin_immediate(self) -> None:
        try:
            heard = await self._hop("begin", "BEGIN IMMEDIATE")
        except sa.exc.OperationalError as error:
            if not _is_busy(error):
                raise
            self._turned_away = self._asked
            raise DatabaseBusy from error
        if heard is not None:
            self._roll_back()
            raise heard

    async def _flush(self, group: _Group) -> None:
        """Takes its turn behind every deed already waiting, so that they ride along."""
        async with self._turn:
            if self._group is group:
                await self._commit(group)

    async def _commit(self, group: _Group) -> None:
        """With the turn held: nobody writes while the disk is waited for."""
        self._group = None
        try:
            heard = await self._hop("commit", "COMMIT")
        except Exception as error:  # noqa: BLE001  # whatever it was, the deeds that wait must be told
            group.ended(error)
            self._roll_back()
            return
        group.ended(None)
        if heard is not None:
            raise heard

    async def _hop(self, what: str, sql: str) -> asyncio.CancelledError | None:
        """A statement that may wait, off the loop.

        It runs to its end, however often its caller is cancelled: only then is it known what to clean up.
        Returns the cancellation, for the caller to raise when that is done; an error outweighs it.
        """
        started = time.perf_counter()
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._sql, sql)
        heard = None
        while not running.done():
            try:
                await asyncio.wait([running])
            except asyncio.CancelledError as cancelled:
                heard = cancelled
        self._observe(what, time.perf_counter() - started)
        running.result()
        return heard

    def _sql(self, sql: str) -> None:
        self._writer.exec_driver_sql(sql)

    def _at_once(self, sql: str) -> None:
        """What each deed says twice, straight to the driver: SQLAlchemy has nothing to add to it but its time."""
        try:
            self._driver.execute(sql)
        except sqlite3.Error as error:
            raise sa.exc.OperationalError(sql, None, error) from error

    def _undo(self, group: _Group, error: BaseException) -> None:
        if self._driver.in_transaction:
            self._at_once("ROLLBACK TO deed")
            self._at_once("RELEASE deed")
            return
        self._group = None
        group.ended(error)

    def _roll_back(self) -> None:
        if self._driver.in_transaction:
            self._sql("ROLLBACK")


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101  # for the type checker
    return driver


def _read_whole(result: Result) -> Result:
    if result.returns_rows and not isinstance(result.cursor_strategy, FullyBufferedCursorFetchStrategy):
        result.cursor_strategy = FullyBufferedCursorFetchStrategy(result.cursor)
    return result


def _is_busy(error: sa.exc.OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _connection(path: sa.URL, settings: tuple[str, ...]) -> sa.Connection:
    engine = sa.create_engine(
        path,
        connect_args={"check_same_thread": False},
        poolclass=pool.StaticPool,
        hide_parameters=True,  # errors are logged, and parameters are what people wrote
        execution_options=compiled.SHARED,
    )
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
