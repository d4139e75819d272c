"""What a subject of an export is, and how it names people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from storage import holdings
from storage.people import is_vendors
from storage.tables import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One file. `rows`: its lines of one district, columns labelled as the file's header.

    `keys`: labelled columns of those, by which lines are put in order and pages go on; unique together.
    """

    name: str
    rows: Callable[[DistrictId], sa.Select[Any]]
    keys: tuple[sa.Label[Any], ...]


def theirs(table: sa.Table, of: DistrictId) -> sa.ColumnElement[bool]:
    """Which rows of the table are this district's, by the map of what is held.

    Asked of each row as pages go on. People are gathered first: from most ways to them no index leads back.
    """
    return holdings.is_of_district(holdings.BY_TABLE[table.name], of, each=table is not people)


def who(column: sa.ColumnElement[Any], label: str) -> tuple[sa.ColumnElement[Any], ...]:
    """Two columns: our id of a person, and their name as the directory has it now."""
    return column.label(f"{label}_id"), _name(column).label(label)


def _name(person: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    it = people.alias()
    number = sa.cast(it.c.id, sa.Text)
    named = sa.case(
        (sa.and_(it.c.name == "", it.c.user_id.is_(None)), sa.literal("Erased person ") + number),
        (it.c.name == "", sa.literal("Person ") + number),
        (is_vendors(it), it.c.name + " (Support)"),
        else_=it.c.name,
    )
    return sa.select(named).where(it.c.id == person).correlate_except(it).scalar_subquery()
