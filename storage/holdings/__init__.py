"""The map of what is held: every table, every column, what it is, whose it is. Who erases or exports follows it.

`HOLDINGS` is the map; `kinds` reads one of its lines; `is_of_district` and `is_of_person` are conditions for a WHERE,
of a SELECT, an UPDATE or a DELETE, with the district or the person in the query (DESIGN, invariant 8).
"""

from enum import StrEnum

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from storage.holdings import ways
from storage.holdings.cases import CASES, FOUND_BY
from storage.holdings.held import Held
from storage.holdings.machinery import BY_THE_CLOCK, IN_SLACK, KEEPING, OF_THE_VENDOR, PROOF
from storage.holdings.who import WHO
from storage.tables import districts, metadata, people

__all__ = [
    "BY_TABLE",
    "HOLDINGS",
    "Held",
    "Kind",
    "columns",
    "is_of_district",
    "is_of_person",
    "kinds",
    "rows_of_district",
    "rows_of_person",
    "ways",
]


class Kind(StrEnum):
    """What a column is."""

    KEY = "key"  # our own id
    FACT = "fact"  # a number, a state, an instant, a setting: stays when words are erased
    WORDS = "words"  # what a person wrote, and what came of it: names of files, words to be searched
    PERSON = "person"  # who and where somebody is: name, e-mail address, phone, zone, building
    SLACK = "slack"  # Slack's ids and links
    SECRET = "secret"  # noqa: S105  # a kind's name: what opens something


HOLDINGS: tuple[Held, ...] = (*WHO, *CASES, *FOUND_BY, *IN_SLACK, *BY_THE_CLOCK, *OF_THE_VENDOR, *KEEPING, *PROOF)

BY_TABLE = {held.table: held for held in HOLDINGS}


def kinds(held: Held) -> list[tuple[str, Kind]]:
    """Each column that the line names, with what it is."""
    return [(name, kind) for kind in Kind for name in str(getattr(held, kind.value)).split()]


def columns(held: Held, *wanted: Kind) -> list[sa.Column[object]]:
    """The columns of these kinds, in the order of the map."""
    table = metadata.tables[held.table]
    return [table.c[name] for name, kind in kinds(held) if kind in wanted]


def is_of_district(held: Held, district: DistrictId, *, each: bool = False) -> sa.ColumnElement[bool]:
    """By any of its ways. Of a table that no way leads from: of no row. `each`: see `ways.leads_to`."""
    return ways.leads_to(metadata.tables[held.table], held.districts, districts, district, each=each)


def is_of_person(held: Held, person: PersonId) -> sa.ColumnElement[bool]:
    """Rows that are this person's own, by any way."""
    return ways.leads_to(metadata.tables[held.table], held.people, people, person, each=False)


def rows_of_district(held: Held, district: DistrictId) -> sa.Select[tuple[object, ...]]:
    """Every row of the table that is this district's. Of people: each who is theirs by some way, an agent too."""
    return sa.select(metadata.tables[held.table]).where(is_of_district(held, district))


def rows_of_person(held: Held, person: PersonId) -> sa.Select[tuple[object, ...]]:
    return sa.select(metadata.tables[held.table]).where(is_of_person(held, person))
