"""What is erased, table after table, by the map of what is held: a column that nobody named cannot be forgotten.

Of some tables the rows go; of the others what is personal is blanked, and ids, facts and counts stay, to which the
audit log points. Each call is one batch. What was erased is not found again, so that it can end anywhere and be
begun again. `storage.holdings` says what each column is and whose a row is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId, TeamId
from storage import holdings
from storage.holdings import Held, Kind
from storage.store import Tx
from storage.tables import districts, metadata, people, roster
from storage.types import UtcInstant

PERSONAL = (Kind.WORDS, Kind.PERSON, Kind.SLACK, Kind.SECRET)
"""What is erased. Our own ids and facts stay."""

GOES = (
    *("former_threads", "hints", "channel_members", "channels", "closures", "kept_files", "kept_words", "drafts"),
    *("case_files", "comment_files", "comment_versions", "note_versions", "question_words"),
    "environments",
    *("district_texts", "district_words", "desk_texts", "desk_words"),
)
"""Tables of a district whose rows go whole: without what is personal there is nothing in them. Children first."""

STAYS = (
    *("threads", "cases", "case_words", "comments", "notes", "questions", "emergency_words", "list_request_words"),
    *("roster", "kept_contacts", "holds"),
)
"""Those that are blanked, a row a row. After them the people, and last the district itself."""

OF_ONE = (
    *("people_words", "searches", "choices", "home_lists"),
    *("issue_followers", "issue_news", "notification_news"),
)
"""Rows of one person, and of no district: they go with who is nobody else's."""

OF_A_PERSON = (
    *(*OF_ONE, "drafts", "kept_files", "kept_words", "former_threads", "hints"),
    "channel_members",
)
"""What goes of a person who is erased alone."""

NAMES_OF_A_PERSON = ("threads", "emergency_words", "roster")
"""Tables in which how they are reached is blanked; what was said stays, as their district's. A request about a list
names several people: see `erasing_requests`."""

APART_OF_THEIRS = ("drafts", "kept_files", "kept_words")
"""Rows of one person that may be a district's as well."""

Row = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`rows`: how many were erased. `cursor`: the last of them; None: there are no more."""

    rows: int
    cursor: str | None


@lru_cache(maxsize=500)  # one that erases asks for the same ones in every batch
def is_of_district(table: str, district: DistrictId) -> Row:
    return holdings.is_of_district(holdings.BY_TABLE[table], district)


@lru_cache(maxsize=500)
def is_of_person(table: str, person: PersonId) -> Row:
    return holdings.is_of_person(holdings.BY_TABLE[table], person)


def _lives_elsewhere(but: DistrictId | None) -> Row:
    """On some other list, the vendor's or that of a district which was not erased; wherever their line stands."""
    other = roster.alias("other")
    where = districts.alias("where")
    whose = sa.or_(other.c.district_id.is_(None), sa.and_(where.c.erased_at.is_(None), where.c.id != (but or 0)))
    lines = sa.select(other.c.id).outerjoin(where, where.c.id == other.c.district_id)
    return sa.exists(lines.where(other.c.person_id == people.c.id, whose).correlate(people))


def _home_is_elsewhere(but: DistrictId) -> Row:
    home = districts.alias("home")
    alive = sa.exists(sa.select(home.c.id).where(home.c.id == people.c.home_id, home.c.erased_at.is_(None)))
    return sa.and_(people.c.home_id.is_not(None), people.c.home_id != but, alive)


def is_its_alone(district: DistrictId) -> Row:
    """People who belong to this district and to nobody else."""
    its = is_of_district("people", district)
    return sa.and_(its, ~_lives_elsewhere(district), ~_home_is_elsewhere(district))


def is_the_workspaces_alone(team: TeamId) -> Row:
    """People of a workspace who are on no list that is left."""
    return sa.and_(people.c.team_id == team, ~_lives_elsewhere(None))


def whose_rows(table: str, whose: Row) -> Row:
    """Rows of these people: each has `person_id`, or is a file of what has."""
    theirs = sa.select(people.c.id).where(whose)
    if table == "kept_files":
        kept = metadata.tables["kept_words"]
        return metadata.tables[table].c.kept_id.in_(sa.select(kept.c.id).where(kept.c.person_id.in_(theirs)))
    return metadata.tables[table].c.person_id.in_(theirs)


async def rows_gone(tx: Tx, table: str, where: Row, *, most: int) -> Batch:
    """Rows deleted, at most so many."""
    found = metadata.tables[table]
    key = sa.tuple_(*found.primary_key)
    some = sa.select(*found.primary_key).where(where).limit(most)
    gone = int((await tx.execute(found.delete().where(key.in_(some)))).rowcount)
    return Batch(rows=gone, cursor=None if gone < most else "")


async def blanked(
    tx: Tx, table: str, where: Row, *, cursor: str, most: int, at: datetime, kinds: tuple[Kind, ...] = PERSONAL
) -> Batch:
    """Rows behind the cursor whose personal columns are emptied, at most so many."""
    found = metadata.tables[table]
    (key,) = found.primary_key
    blank = blanks(holdings.BY_TABLE[table], kinds)
    left = sa.or_(sa.false(), *(found.c[name].is_distinct_from(empty) for name, empty in blank.items()))
    query = sa.select(key).where(key > int(cursor or 0), where, left).order_by(key).limit(most)
    ids = [*(await tx.execute(query)).scalars()]
    if ids:
        await tx.execute(found.update().where(key.in_(ids)).values(**blank, **_marks(found, at)))
    return Batch(rows=len(ids), cursor=str(ids[-1]) if len(ids) == most else None)


def blanks(held: Held, kinds: tuple[Kind, ...]) -> Mapping[str, sa.ColumnElement[Any]]:
    """By column, what stands there once it is erased."""
    table = metadata.tables[held.table]
    return {
        column.name: _STANDS_INSTEAD.get((held.table, column.name), _empty(table.c[column.name]))
        for column in [*holdings.columns(held, *kinds), *_MORE.get(held.table, ())]
    }


def _empty(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.null() if column.nullable else sa.literal("")


def _its_id(table: sa.Table, before: str) -> sa.ColumnElement[Any]:
    return sa.literal(before) + sa.cast(table.c.id, sa.Text)


_STANDS_INSTEAD: dict[tuple[str, str], sa.ColumnElement[Any]] = {
    ("districts", "key"): _its_id(districts, "erased-"),
    ("districts", "name"): _its_id(districts, "Erased district "),
    ("people", "zone"): sa.literal("UTC"),
    ("notes", "ts"): _its_id(metadata.tables["notes"], ""),  # no two of one place
}
_MORE: dict[str, tuple[sa.Column[object], ...]] = {
    "districts": (districts.c.key,),
    "case_words": (metadata.tables["case_words"].c.environment,),
}
"""Erased too, though the map takes it for a fact."""


def _marks(table: sa.Table, at: datetime) -> dict[str, object]:
    """That there were words, and are none now, is said as it is of those that were redacted."""
    return {"redacted_at": sa.func.coalesce(table.c.redacted_at, _at(at))} if "redacted_at" in table.c else {}


def _at(at: datetime) -> sa.ColumnElement[Any]:
    return sa.literal(at, UtcInstant())


async def some_left(tx: Tx, table: str, where: Row, *, goes: bool) -> bool:
    """Whether there is still something to erase; looked at once more before an erasure is over."""
    found = metadata.tables[table]
    query = sa.select(sa.literal(1)).select_from(found).where(where)
    if not goes:
        blank = blanks(holdings.BY_TABLE[table], PERSONAL)
        query = query.where(sa.or_(*(found.c[name].is_distinct_from(empty) for name, empty in blank.items())))
    return (await tx.execute(query.limit(1))).first() is not None
