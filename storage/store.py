"""One engine, and one way to begin a transaction: `async with store.begin() as tx`.

SQLite: one writer connection; its statements run inline on the loop, BEGIN IMMEDIATE and COMMIT hop to one
thread, and deeds that wait for the same disk flush share it (`storage.sqlite`). PostgreSQL: a pool of
asyncpg connections at READ COMMITTED (`storage.postgres`).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

import sqlalchemy as sa

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Result = sa.CursorResult[Any]
Observe = Callable[[str, float], None]
"""Told ("begin" | "commit" | "read" | "glance", seconds). A group of deeds on SQLite begins and commits once."""


class Tx(Protocol):
    """A transaction under way."""

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result: ...


class Store(Protocol):
    """Where everything is remembered."""

    dialect: Literal["sqlite", "postgresql"]
    glances: Tx
    """Small reads by key, each for itself: no hop to a thread on SQLite, one round trip on PostgreSQL."""

    def begin(self, *, prompt: bool = False) -> AbstractAsyncContextManager[Tx]:
        """A writing transaction: committed, and durable, when the block ends; undone when it raises.

        `prompt`: somebody waits for the answer, so that it fails rather than wait for others for long.
        """
        ...

    def read(self, *, still: bool = False) -> AbstractAsyncContextManager[Tx]:
        """A reading transaction; the database refuses writes in it.

        `still`: everything is as it was when it began, however long it lasts; on SQLite it always is.
        """
        ...

    async def close(self) -> None: ...


def faults() -> tuple[type[Exception], ...]:
    """What a database raises that is out of reach, or will not have us."""
    from asyncpg import PostgresError  # noqa: PLC0415  # asked for only when something went wrong

    return (OSError, sa.exc.DBAPIError, PostgresError)


def unobserved(_: str, __: float) -> None:
    """Nobody measures."""
