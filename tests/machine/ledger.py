"""The record as it stands between two steps, read with plain SQL: what changed, and what must not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.record import DETAILS_CHANGED
from storage.tables import (
    audit,
    date_clocks,
    incident_clocks,
    metadata,
    news,
    outbox,
    pending_clocks,
    roster,
    target_clocks,
)
from tests.machine.village import Village

NOT_OF_THE_RECORD = frozenset(
    {"outbox", "seen", "hints", "audit", "pauses", "kept_words", "kept_files", "drafts", "alembic_version"}
)
"""What a refused act may leave: its key, its audit line, a hint, and words that are nobody's but their author's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Of the audit log."""

    id: int
    person: int | None
    act: str
    rule: str
    allowed: bool
    about: int | None

    @property
    def is_beside(self) -> bool:
        """Of no deed; or of one, in the record of another district whose list it changed."""
        return self.act in ("clock", "deliver") or self.rule == DETAILS_CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Of the outbox: what was owed, when."""

    key: str
    kind: str
    facts: Mapping[str, Any]
    created_at: datetime
    state: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`rows`: by table, every row as text. `last_line`: of the audit log."""

    rows: Mapping[str, tuple[str, ...]]
    last_line: int

    def changed_since(self, before: "Record") -> list[str]:
        """Names of the tables that are not as they were."""
        return [name for name, rows in self.rows.items() if rows != before.rows[name]]


async def of_silence(here: Village) -> dict[str, Owed]:
    """What was owed to people about their own silence, by key: all that the clock's justice needs."""
    async with here.store.read() as tx:
        rows = (await tx.execute(sa.select(outbox).where(outbox.c.key.startswith("inactivity:")))).all()
    return {row.key: _owed(row) for row in rows}


def _owed(row: sa.Row[tuple[object, ...]]) -> Owed:
    return Owed(
        key=row.key,
        kind=row.kind,
        facts=row.facts,
        created_at=row.created_at,
        state=row.state,
        done_at=row.done_at,
    )


_DUE = sa.union_all(
    *(
        sa.select(table.c.due_at)
        for table in (roster, pending_clocks, target_clocks, date_clocks, incident_clocks, news)
    ),
    sa.select(outbox.c.due_at).where(outbox.c.done_at.is_(None)),
).subquery()


async def next_due(here: Village) -> datetime | None:
    """Nothing happens by itself before that."""
    async with here.store.read() as tx:
        found: datetime | None = (await tx.execute(sa.select(sa.func.min(_DUE.c.due_at)))).scalar_one()
    return found


async def read(here: Village) -> Record:
    found: dict[str, list[str]] = {table.name: [] for table in OF_THE_RECORD}
    async with here.store.read() as tx:
        for row in await tx.execute(_EVERYTHING[here.store.dialect]):
            found[row.name].append(row.its)
        last = (await tx.execute(sa.select(sa.func.max(audit.c.id)))).scalar_one()
    return Record(rows={name: tuple(sorted(rows)) for name, rows in found.items()}, last_line=last or 0)


def _as_text(table: sa.Table, dialect: str) -> str:
    """Each row of it, and the table's name beside it."""
    own = " || ',' || ".join(f'quote("{column.name}")' for column in table.columns)
    row = own if dialect == "sqlite" else f"cast({table.name} as text)"
    return f"select '{table.name}' as name, {row} as its from {table.name}"  # noqa: S608  # our own tables' names


OF_THE_RECORD = [table for table in metadata.sorted_tables if table.name not in NOT_OF_THE_RECORD]
_EVERYTHING = {
    dialect: sa.text(" union all ".join(_as_text(table, dialect) for table in OF_THE_RECORD))
    for dialect in ("sqlite", "postgresql")
}
"""In one query: it is asked before every deed, and again after each that was refused."""


async def lines_since(here: Village, before: Record) -> list[Line]:
    """What the audit log says of what happened after that."""
    async with here.store.read() as tx:
        found = await tx.execute(sa.select(audit).where(audit.c.id > before.last_line).order_by(audit.c.id))
    return [
        Line(id=row.id, person=row.person_id, act=row.act, rule=row.rule, allowed=row.allowed, about=row.about_id)
        for row in found.all()
    ]
