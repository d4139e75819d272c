"""PostgreSQL through asyncpg: READ COMMITTED; each deed locks the row its rule is about."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import compiled
from storage.store import Observe, Parameters, Result, Tx

POOL = 8
LOCK_WAIT_MS = 1200
POOL_WAIT_S = 1.5
"""For deeds that somebody waits for: together below Slack's three seconds, after which nobody is told anything."""


class _PostgresTx:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        return await self._connection.execute(statement, parameters)


class _Glances:
    """One round trip each: nothing is begun, nothing has to be ended."""

    def __init__(self, engine: AsyncEngine, observe: Observe) -> None:
        self._engine = engine
        self._observe = observe

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        started = time.perf_counter()
        async with self._engine.connect() as connection:
            result = await connection.execute(statement, parameters)
        self._observe("glance", time.perf_counter() - started)
        return result


def driven(url: str) -> sa.URL:
    """As the driver takes it. Whoever hosts a database writes libpq's `sslmode`; the driver says `ssl`."""
    address = sa.make_url(url).set(drivername="postgresql+asyncpg")
    mode = address.query.get("sslmode")
    if mode is None:
        return address
    return address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


class PostgresStore:
    dialect: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, engine: AsyncEngine, prompt: AsyncEngine, observe: Observe) -> None:
        self._engine = engine
        self._prompt = prompt
        self.glances: Tx = _Glances(engine.execution_options(isolation_level="AUTOCOMMIT"), observe)
        self._observe = observe

    @classmethod
    def connect(cls, url: str, observe: Observe, patience: float) -> "PostgresStore":
        address = driven(url)
        impatient = {"server_settings": {"lock_timeout": str(round(LOCK_WAIT_MS * patience))}}
        prompt = _engine(address, pool_timeout=POOL_WAIT_S * patience, connect_args=impatient)
        return cls(_engine(address), prompt, observe)

    @asynccontextmanager
    async def begin(self, *, prompt: bool = False) -> AsyncIterator[Tx]:
        asked = time.perf_counter()
        async with (self._prompt if prompt else self._engine).connect() as connection:
            transaction = await connection.begin()
            self._observe("begin", time.perf_counter() - asked)
            try:
                yield _PostgresTx(connection)
            except BaseException:
                await transaction.rollback()
                raise
            started = time.perf_counter()
            await transaction.commit()
            self._observe("commit", time.perf_counter() - started)

    @asynccontextmanager
    async def read(self, *, still: bool = False) -> AsyncIterator[Tx]:
        started = time.perf_counter()
        isolation = {"isolation_level": "REPEATABLE READ"} if still else {}
        async with self._engine.connect() as connection:
            await connection.execution_options(postgresql_readonly=True, **isolation)
            yield _PostgresTx(connection)
        self._observe("read", time.perf_counter() - started)

    async def close(self) -> None:
        await self._prompt.dispose()
        await self._engine.dispose()


def _engine(address: sa.URL, **more: Any) -> AsyncEngine:
    return create_async_engine(
        address,
        pool_size=POOL,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # errors are logged, and parameters are what people wrote
        execution_options=compiled.SHARED,
        **more,
    )
