"""The revisions together end in `tables.py`, and the audit log cannot be changed."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from storage import audit, migrations
from storage.engines import opened
from storage.store import Store
from storage.tables import metadata
from tests.clockwork import NOON


def _differences(connection: sa.Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[Any] = compare_metadata(context, metadata)
    return found


async def test_all_revisions_end_in_the_tables_the_program_knows(database_url: str) -> None:
    url = sa.make_url(database_url)
    driver = "sqlite+aiosqlite" if url.get_backend_name() == "sqlite" else "postgresql+asyncpg"
    engine = create_async_engine(url.set(drivername=driver))
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_a_migrated_database_is_known_as_such(store: Store) -> None:
    await migrations.must_be_current(store)
    assert await migrations.current(store) == migrations.HEAD


async def test_an_empty_database_is_refused_with_what_it_needs(tmp_path: Any) -> None:
    async with opened(f"sqlite:///{tmp_path / 'empty.db'}") as store:
        with pytest.raises(migrations.NotMigrated, match=migrations.HEAD):
            await migrations.must_be_current(store)


def test_migrating_twice_changes_nothing(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'twice.db'}"
    migrations.upgrade(url)
    migrations.upgrade(url)

    async def found() -> str | None:
        async with opened(url) as store:
            return await migrations.current(store)

    assert asyncio.run(found()) == migrations.HEAD


CHANGES = {
    "update": "update audit set rule = 'another'",
    "delete": "delete from audit",
    "on conflict": "insert into audit (id, at, act, rule, allowed) select id, at, act, 'another', allowed from audit "
    "where true on conflict (id) do update set rule = 'another'",
}
PER_ENGINE = {
    "sqlite": {"replace": "insert or replace into audit select * from audit"},
    "postgresql": {"truncate": "truncate audit"},
}


async def test_the_audit_log_refuses_every_change_on_either_engine(store: Store) -> None:
    async with store.begin() as tx:
        await audit.delivery(tx, at=NOON, rule="withheld")
    for change in (CHANGES | PER_ENGINE[store.dialect]).values():
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            async with store.begin() as tx:
                await tx.execute(sa.text(change))
    async with store.read() as tx:
        rows = (await tx.execute(sa.text("select rule from audit"))).all()
    assert [row.rule for row in rows] == ["withheld"]


async def test_the_audit_log_takes_another_line(store: Store) -> None:
    for rule in ("one", "two"):
        async with store.begin() as tx:
            await audit.delivery(tx, at=NOON, rule=rule)
    async with store.read() as tx:
        assert (await tx.execute(sa.text("select count(*) from audit"))).scalar_one() == 2
