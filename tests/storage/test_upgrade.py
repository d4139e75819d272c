"""Every migration finds data in every table and leaves it there, whatever the next one will be."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine

from storage import migrations

Rows = dict[str, list[tuple[Any, ...]]]
Found = TypeVar("Found")

REVISIONS = [*reversed([*ScriptDirectory.from_config(migrations.configuration()).walk_revisions()])]
FIRST = REVISIONS[0].revision
OLD = [pytest.param(found, marks=pytest.mark.by_turns(5)) for found in REVISIONS[1:-3]]
"""As they were released: a database is at most at one of them."""
LEAVES_OUT: dict[str, set[str]] = {}
"""By revision: tables that it means to drop."""


def on(url: str, work: Callable[[sa.Connection], Found]) -> Found:
    """Does the work in a transaction of its own."""
    return asyncio.run(_on(url, work))


async def _on(url: str, work: Callable[[sa.Connection], Found]) -> Found:
    address = sa.make_url(url)
    driver = "sqlite+aiosqlite" if address.get_backend_name() == "sqlite" else "postgresql+asyncpg"
    engine = create_async_engine(address.set(drivername=driver))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """As they are in the database, those that others point at first."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def fill(connection: sa.Connection) -> None:
    """Two rows in every table, a value in every column; what points at another points at its like."""
    for table in _tables(connection):
        for number in (1, 2):
            connection.execute(table.insert(), {column.name: _value(column, number) for column in table.columns})


def _value(column: sa.Column[Any], number: int) -> object:
    match column.type:
        case sa.Boolean():
            return number == 1
        case sa.Integer():
            is_id = column.primary_key or column.foreign_keys
            return number if is_id else 100 * [*column.table.columns].index(column) + number
        case sa.JSON():
            return {"case": number}
        case sa.DateTime():
            at = datetime(2026, 11, 24, 18, 30, number, tzinfo=UTC)
            return at if column.type.timezone else at.replace(tzinfo=None)
        case sa.Date():
            return date(2026, 11, number)
        case sa.Time():
            return time(number)
        case sa.LargeBinary():
            return bytes([number])
        case sa.String():
            return f"{column.table.name} {column.name} {number}"
        case _:
            raise LookupError(f"{column.table.name}.{column.name}: what is a {column.type!r}?")


def rows(connection: sa.Connection) -> Rows:
    return {
        table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
        for table in _tables(connection)
    }


def lost(before: Rows, after: Rows) -> dict[str, list[Counter[str]]]:
    """By table, what was in its rows and is in them no more. A column may have another name or be new."""
    gone: dict[str, list[Counter[str]]] = {}
    for table, kept in before.items():
        now = after.get(table, [])
        missing = [Counter(map(repr, row)) - Counter(map(repr, new)) for row, new in zip(kept, now, strict=False)]
        missing += [Counter(map(repr, row)) for row in kept[len(now) :]]
        if any(missing):
            gone[table] = missing
    return gone


def broken_references(connection: sa.Connection) -> list[Any]:
    """PostgreSQL refuses them at once."""
    if connection.dialect.name != "sqlite":
        return []
    return [*connection.execute(sa.text("pragma foreign_key_check")).all()]


def change_the_audit_log(connection: sa.Connection) -> None:
    connection.execute(sa.text("update audit set rule = 'another'"))


def _is_sound(url: str, before: Rows, *, but: set[str]) -> None:
    assert set(lost(before, on(url, rows))) <= but
    assert on(url, broken_references) == []
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        on(url, change_the_audit_log)


@pytest.mark.parametrize("revision", [*OLD, *REVISIONS[-3:]], ids=lambda revision: revision.revision)
def test_a_migration_keeps_the_data_of_the_revision_before(revision: Any, empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, revision.down_revision)
    on(empty_database_url, fill)
    before = on(empty_database_url, rows)
    migrations.upgrade(empty_database_url, revision.revision)
    _is_sound(empty_database_url, before, but=LEAVES_OUT.get(revision.revision, set()))


def test_data_of_the_first_revision_is_still_there_at_the_last(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, FIRST)
    on(empty_database_url, fill)
    before = on(empty_database_url, rows)
    assert all(len(found) == 2 for found in before.values())
    assert len(before) > 15
    migrations.upgrade(empty_database_url)
    _is_sound(empty_database_url, before, but=set().union(*LEAVES_OUT.values()))


def test_revisions_stand_in_one_line_and_end_where_the_program_says() -> None:
    assert [found.down_revision for found in REVISIONS] == [None, *(found.revision for found in REVISIONS[:-1])]
    assert REVISIONS[-1].revision == migrations.HEAD


def test_what_is_lost_would_be_seen() -> None:
    before: Rows = {"people": [(1, "Ana"), (2, "Ben")], "notes": [(1, "x")]}
    assert lost(before, {"people": [(1, "Ana", None), ("Ben", 2)], "notes": [(1, "x")], "more": []}) == {}
    assert set(lost(before, {"people": [(1, "Ana"), (2, None)], "notes": [(1, "x")]})) == {"people"}
    assert set(lost(before, {"people": [(1, "Ana")], "notes": [(1, "x")]})) == {"people"}
    assert set(lost(before, {"people": [(1, "Ana"), (2, "Ben")]})) == {"notes"}
