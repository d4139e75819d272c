"""What people looked for: the last few searches of each, so that a button needs no words, and those they saved."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import PersonId, SearchId
from bot.domain.searches import Kept
from storage.store import Tx
from storage.tables import searches

RECENT = 20
"""Of one person; buttons of older ones say that the search is over."""


async def remember(tx: Tx, person: PersonId, *, typed: str, as_typed: str, at: datetime) -> SearchId:
    """Among the last few. `as_typed`: what stood behind the command."""
    row = {"person_id": person, "typed": typed, "as_typed": as_typed, "at": at}
    search = (await tx.execute(searches.insert().returning(searches.c.id), row)).scalar_one()
    recent = sa.and_(searches.c.person_id == person, searches.c.name == "")
    newest = sa.select(searches.c.id).where(recent).order_by(searches.c.id.desc()).limit(RECENT)
    await tx.execute(searches.delete().where(recent, searches.c.id.not_in(newest.scalar_subquery())))
    return SearchId(search)


async def get(tx: Tx, person: PersonId, search: SearchId) -> Kept | None:
    """Only one of their own."""
    row = (await tx.execute(sa.select(searches).where(_is(person, search)))).first()
    return None if row is None else _kept(row)


async def as_typed(tx: Tx, person: PersonId, search: SearchId) -> str:
    """What stood behind the command; '' for what is no longer known."""
    found = (await tx.execute(sa.select(searches.c.as_typed).where(_is(person, search)))).scalar()
    return str(found or "")


async def saved(tx: Tx, person: PersonId) -> list[Kept]:
    """By name."""
    query = sa.select(searches).where(searches.c.person_id == person, searches.c.name != "")
    rows = (await tx.execute(query.order_by(searches.c.name, searches.c.id))).all()
    return [_kept(row) for row in rows]


async def save(tx: Tx, person: PersonId, *, name: str, typed: str, at: datetime) -> None:
    """One of the same name makes way."""
    await tx.execute(searches.delete().where(searches.c.person_id == person, searches.c.name == name))
    await tx.execute(searches.insert(), {"person_id": person, "name": name, "typed": typed, "at": at})


async def delete(tx: Tx, person: PersonId, search: SearchId) -> None:
    await tx.execute(searches.delete().where(_is(person, search)))


async def forget_recent(tx: Tx, person: PersonId) -> None:
    """The last few, which nobody saved."""
    await tx.execute(searches.delete().where(searches.c.person_id == person, searches.c.name == ""))


def _is(person: PersonId, search: SearchId) -> sa.ColumnElement[bool]:
    return sa.and_(searches.c.person_id == person, searches.c.id == search)


def _kept(row: sa.Row[tuple[object, ...]]) -> Kept:
    return Kept(id=SearchId(row.id), name=row.name, typed=row.typed)
