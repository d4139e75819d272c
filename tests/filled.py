"""A district with a row in every table, and in every column of words, persons and Slack's ids something to look for.

The rows are written as the map of what is held says, so that a column it gains is filled here too.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from storage import holdings
from storage.holdings import BY_TABLE, Kind
from storage.store import Store, Tx
from storage.tables import metadata

AT = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
PLANTED = (Kind.WORDS, Kind.PERSON, Kind.SLACK)
ONCE = {"clock_rules", "pauses", "seen"}
"""Of the vendor, and no more than one row."""

FACTS: dict[str, object] = {
    "districts.timezone": "America/Chicago",
    "people.zone": "America/Chicago",
    "people.membership": "member",
    "roster.role": "support",
    "roster.standing": "active",
    "roster.training": "done",
    "list_requests.kind": "add",
    "list_requests.state": "applied",
    "list_requests.role": "support",
    "choices.way": "dm",
    "proposals.state": "declined",
    "cases.type": "question",
    "cases.module": "Grades",
    "cases.status": "closed",
    "cases.priority": "medium",
    "cases.urgency": "medium",
    "cases.close_reason": "resolved",
    "case_words.environment": "Production",
    "comments.kind": "reply",
    "questions.state": "answered",
    "question_words.kind": "question",
    "emergencies.state": "declined",
    "sessions.state": "ended",
    "sessions.why": "time",
    "workspaces.status": "uninstalled",
    "channels.kind": "case",
    "threads.side": "district",
    "news.kind": "case-comment",
    "outbox.kind": "card",
    "outbox.state": "sent",
    "pending_clocks.status": "pending-customer-input",
    "target_clocks.kind": "update",
    "target_clocks.priority": "medium",
    "target_clocks.pauses": [],
    "issues.status": "confirmed",
    "issues.module": "Grades",
    "notifications.kind": "incident",
    "notifications.status": "closed",
    "audit.act": "comment",
    "audit.rule": "contact-of-the-district",
}
EMPTY = {
    "comments.deleted_at",
    "comments.redacted_at",
    "notes.deleted_at",
    "notes.redacted_at",
    "case_words.redacted_at",
    "cases.erased_at",
    "districts.erased_at",
}


@dataclass(slots=True, kw_only=True)
class Filled:
    """`planted`: what to look for, by table and column. `ids`: of the row in each table, by table."""

    tag: str
    planted: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def district(self) -> int:
        return int(self.ids["districts"])


async def fill(store: Store, tag: str) -> Filled:
    """`tag`: lower-case letters, the district's key; it is in everything that is planted."""
    found = Filled(tag=tag)
    async with store.begin() as tx:
        for table in sorted(metadata.sorted_tables, key=lambda table: table.name == "outbox"):  # it names others
            await _put(tx, table, found)
    return found


async def _put(tx: Tx, table: sa.Table, filled: Filled) -> None:
    if table.name in ONCE and (await tx.execute(sa.select(table).limit(1))).first() is not None:
        return
    kinds = dict(holdings.kinds(BY_TABLE[table.name]))
    row = {column.name: _value(column, kinds[column.name], filled) for column in table.columns if not _is_own(column)}
    key = next(iter(table.primary_key))
    filled.ids[table.name] = (await tx.execute(sa.insert(table).values(row).returning(key))).scalar_one()


def _is_own(column: sa.Column[Any]) -> bool:
    """Numbered by the database."""
    return column.identity is not None


def _value(column: sa.Column[Any], kind: Kind, filled: Filled) -> object:
    name = f"{column.table.name}.{column.name}"
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return filled.ids.get(key.column.table.name)  # none: to its own table
    if name in EMPTY:
        return None
    if name == "districts.key":
        return filled.tag
    if name == "outbox.facts":
        return {"case": filled.ids["cases"], "channel": _plant(name, filled)}
    if name in FACTS:
        return FACTS[name]
    if kind in PLANTED:
        return _plant(name, filled)
    return _of_type(column, filled)


def _plant(name: str, filled: Filled) -> str:
    """One word, of small letters alone, so that no folding and no quoting changes it. Slack's places agree."""
    shared = {"team_id": "team", "user_id": "user", "member_team_id": "team", "channel_id": "channel", "form": "form"}
    column = name.rpartition(".")[2]
    word = shared.get(column) or name.replace(".", "").replace("_", "")
    filled.planted[name] = f"{filled.tag}{word}qx"
    return filled.planted[name]


def _of_type(column: sa.Column[Any], filled: Filled) -> object:
    match column.type:
        case sa.Boolean():
            return False
        case sa.Date():
            return date(2026, 11, 2)
        case sa.Time():
            return time(22, 0)
        case sa.JSON():
            return {}
        case sa.LargeBinary():
            return b"sealed"
        case sa.BigInteger() | sa.Integer():
            return filled.ids.get("districts", 1) if column.primary_key else 1
        case sa.Text():
            return "" if not column.primary_key else f"{filled.tag}key"
        case _:
            return AT
