"""Erasures driven to their end, and looking for what should be gone in every column of every table."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId, PersonId, TeamId
from bot.services import erasing
from bot.services.erasing import Came
from storage import erasures
from storage.store import Store
from storage.tables import metadata

MINUTE = timedelta(minutes=1)


async def begin(
    store: Store,
    kind: Kind,
    *,
    now: datetime,
    district: int | None = None,
    person: int | None = None,
    team: str | None = None,
    with_words: bool = False,
) -> int:
    """Its id."""
    async with store.begin() as tx:
        begun = await erasures.begin(
            tx,
            kind,
            now=now,
            due_at=now,
            district=None if district is None else DistrictId(district),
            person=None if person is None else PersonId(person),
            team=None if team is None else TeamId(team),
            with_words=with_words,
        )
    assert begun is not None
    return begun


async def to_the_end(store: Store, erasure: int, *, now: datetime) -> Came:
    """Batch after batch, until it is over, or waits."""
    came = Came.ON
    while came is Came.ON:
        came = await erasing.batch(store, erasure, now=now)
    return came


async def found_in(store: Store, *words: str, leaving_out: frozenset[str] = frozenset()) -> dict[str, set[str]]:
    """By table and column, which of these words stand there, in letters of either case."""
    wanted = {word: word.casefold() for word in words}
    found: dict[str, set[str]] = {}
    async with store.read() as tx:
        for table in metadata.sorted_tables:
            if table.name in leaving_out:
                continue
            for row in (await tx.execute(sa.select(table))).mappings().all():
                for column, value in row.items():
                    text = _readable(value).casefold()
                    here = {word for word, folded in wanted.items() if folded in text}
                    if here:
                        found.setdefault(f"{table.name}.{column}", set()).update(here)
    return found


def _readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
