"""What a district is given of what is held about it: one subject a file, a page at a time, by the map's ways.

The district is in every query (DESIGN, invariant 8), and nothing here reads a note (invariant 9): of what is the
vendor's own, an issue and an incident show what they are called.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from bot.domain.record import Entry
from storage import audit_questions
from storage.exporting.cases import CASES, COMMENT_FILES, COMMENTS, OPENING_FILES
from storage.exporting.helping import EMERGENCIES, QUESTION_READERS, QUESTIONS, SESSIONS
from storage.exporting.subject import Subject
from storage.exporting.who import (
    ABSENCES,
    CLOSURES,
    CONFIRMATIONS,
    CONTACTS,
    KEPT_CONTACTS,
    PEOPLE,
    REQUESTS,
    SETTINGS,
)
from storage.seals import line_of
from storage.store import Tx
from storage.tables import audit
from storage.types import UtcInstant

__all__ = [
    "CASES",
    "COMMENTS",
    "COMMENT_FILES",
    "OPENING_FILES",
    "PAGE",
    "SUBJECTS",
    "Row",
    "Subject",
    "audit_lines",
    "columns",
    "count",
    "count_of_audit",
    "pages",
]

Row = Mapping[str, Any]
"""A line of a file: its columns by name, instants still as instants."""

PAGE = 500
SUBJECTS: tuple[Subject, ...] = (
    SETTINGS,
    CLOSURES,
    PEOPLE,
    CONTACTS,
    KEPT_CONTACTS,
    REQUESTS,
    ABSENCES,
    CONFIRMATIONS,
    CASES,
    COMMENTS,
    OPENING_FILES,
    COMMENT_FILES,
    QUESTIONS,
    QUESTION_READERS,
    EMERGENCIES,
    SESSIONS,
)


def columns(subject: Subject) -> list[tuple[str, bool]]:
    """The header of its file, and which of them are instants."""
    found = subject.rows(DistrictId(0)).selected_columns
    return [(str(column.key), isinstance(column.type, UtcInstant)) for column in found]


async def count(tx: Tx, subject: Subject, of: DistrictId) -> int:
    query = sa.select(sa.func.count()).select_from(subject.rows(of).subquery())
    return int((await tx.execute(query)).scalar_one())


async def pages(tx: Tx, subject: Subject, of: DistrictId, *, size: int = PAGE) -> AsyncIterator[list[Row]]:
    """All lines, in the order of their keys; what hangs on cases in the order of those."""
    query = subject.rows(of).order_by(*subject.keys).limit(size)
    after: tuple[object, ...] | None = None
    while True:
        page = query if after is None else query.where(_beyond(subject.keys, after))
        rows: list[Row] = [dict(row) for row in (await tx.execute(page)).mappings().all()]
        if rows:
            yield rows
        if len(rows) < size:
            return
        after = tuple(rows[-1][key.name] for key in subject.keys)


async def audit_lines(tx: Tx, of: DistrictId, *, size: int = PAGE) -> AsyncIterator[list[Entry]]:
    """The district's own lines, the oldest first; who is of another district is not named."""
    after = 0
    while True:
        query = sa.select(audit).where(audit.c.district_id == of, audit.c.id > after).order_by(audit.c.id).limit(size)
        lines = [line_of(row) for row in (await tx.execute(query)).all()]
        if not lines:
            return
        yield await audit_questions.entries(tx, lines, reader=(of,))
        after = lines[-1].id


async def count_of_audit(tx: Tx, of: DistrictId) -> int:
    query = sa.select(sa.func.count()).select_from(audit).where(audit.c.district_id == of)
    return int((await tx.execute(query)).scalar_one())


def _beyond(keys: tuple[sa.Label[Any], ...], after: tuple[object, ...]) -> sa.ColumnElement[bool]:
    ends = [sa.literal(value, key.type) for key, value in zip(keys, after, strict=True)]
    here = [key.element for key in keys]
    return sa.tuple_(*here) > sa.tuple_(*ends) if len(keys) > 1 else here[0] > ends[0]
