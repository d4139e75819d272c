"""What SQL was written out is shared by the engines of a process, and by those of one kind alone."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from storage.compiled import MOST, SHARED, Compiled
from storage.engines import opened
from storage.tables import districts

SQLITE = SQLiteDialect_aiosqlite()
POSTGRES = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # its constructor has no types


async def test_a_second_store_of_the_same_engine_writes_nothing_out_again(database_url: str) -> None:
    kept = SHARED["compiled_cache"]
    asked = sa.select(districts.c.name.label("asked_by_this_test_alone"))
    held = []
    for _ in range(2):
        async with opened(database_url) as store:
            async with store.read() as tx:
                assert (await tx.execute(asked)).all() == []
            held.append(len(kept))
    assert held[0] == held[1]


def test_what_one_kind_of_dialect_made_is_not_taken_for_another() -> None:
    kept = Compiled()
    kept[SQLITE, "a statement"] = "of SQLite"
    assert kept.get((SQLITE, "a statement")) == "of SQLite"
    assert kept.get((POSTGRES, "a statement")) is None
    assert kept.get((SQLITE, "another")) is None


def test_it_grows_no_further_than_it_may() -> None:
    kept = Compiled()
    for number in range(MOST + 5):
        kept[SQLITE, number] = "something"
        assert len(kept) <= MOST
    assert len(kept) == 5
