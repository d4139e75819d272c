"""After something was redacted: whether a word of it stands anywhere in the database."""

from typing import Any

import sqlalchemy as sa

from demo.town import Town
from storage.store import Store

FIRST, EDITED, AGAIN, FILE = "Zebulonia", "Quixotica", "Xylophonia", "Wolframite"
ALL = (FIRST, EDITED, AGAIN, FILE)


async def words_kept(store: Store) -> set[str]:
    """Which of our words stand in any column of any table that is really there, in letters of either case."""
    tables = await _tables(store)
    found: set[str] = set()
    async with store.read() as tx:
        for table in tables:
            for row in (await tx.execute(sa.text(f'select * from "{table}"'))).all():  # noqa: S608  # a table's name
                found |= {
                    word for word in ALL if any(word.casefold() in _readable(value).casefold() for value in row)
                }
    return found


async def _tables(store: Store) -> list[str]:
    query = {
        "sqlite": "select name from sqlite_master where type = 'table'",
        "postgresql": "select tablename from pg_tables where schemaname = 'public'",
    }[store.dialect]
    async with store.read() as tx:
        return [str(name) for name in (await tx.execute(sa.text(query))).scalars().all()]


def _readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def redacts(here: Town, name: str, *, channel: str, on: str) -> str:
    """By the shortcut on a message. Returns what they read then."""
    person = here.person(name)
    await person.uses_shortcut("shortcut.redact", channel=channel, on=on)
    assert not (await person.submits()).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    return said
