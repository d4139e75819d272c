"""How things stand between two steps, read with plain SQL, in one query: it is asked after every step."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.machine.oracle import Oracle, Row, Who
from tests.machine.village import Village

_SAID = (
    "id district case_number author_id team_id channel_id ts",
    "s.id, d.key, s.case_number, s.author_id, s.team_id, s.channel_id, s.ts",
    (
        "{} s join cases c on c.number = s.case_number join districts d on d.id = c.district_id"
        " where s.ts is not null and s.deleted_at is null"
    ),
)
_READ: dict[str, tuple[str, str, str]] = {
    "rows": (
        "id person district role standing silent_since flagged_at",
        "r.id, r.person_id, coalesce(d.key, '-'), r.role, r.standing, r.silent_since, r.flagged_at",
        "roster r left join districts d on d.id = r.district_id",
    ),
    "people": (
        "id user name zone membership away_until",
        "p.id, p.user_id, p.name, p.zone, p.membership, p.away_until",
        "people p where p.user_id is not null",
    ),
    "cases": (
        "number district status owner_id reporter_id contact_id priority duplicate_of",
        "c.number, d.key, c.status, c.owner_id, c.reporter_id, c.contact_id, c.priority, c.duplicate_of",
        "cases c join districts d on d.id = c.district_id",
    ),
    "requests": (
        "id district kind person_id asked_by asked_at waits_for state replacement_id entered_by",
        (
            "r.id, d.key, r.kind, r.person_id, r.asked_by, r.asked_at, r.waits_for, r.state,"
            " r.replacement_id, r.entered_by"
        ),
        "list_requests r join districts d on d.id = r.district_id",
    ),
    "questions": (
        "id district building state",
        "q.id, d.key, q.building, q.state",
        "questions q join districts d on d.id = q.district_id",
    ),
    "emergencies": (
        "id district state",
        "e.id, d.key, e.state",
        "emergencies e join districts d on d.id = e.district_id",
    ),
    "sessions": (
        "id district case_number host_id stand_in_id guest_id state why ends_at",
        "s.id, d.key, s.case_number, s.host_id, s.stand_in_id, s.guest_id, s.state, s.why, s.ends_at",
        "sessions s join districts d on d.id = s.district_id",
    ),
    "comments": (*_SAID[:2], _SAID[2].format("comments")),
    "notes": (*_SAID[:2], _SAID[2].format("notes")),
    "proposals": (
        "id district member_id state",
        "p.id, d.key, p.member_id, p.state",
        "proposals p join districts d on d.id = p.district_id",
    ),
    "absences": (
        "id district person_id deputy_id until",
        "a.id, d.key, a.person_id, a.deputy_id, a.until",
        "absences a join districts d on d.id = a.district_id where a.ended_at is null",
    ),
    "held": ("key", "d.key", "holds h join districts d on d.id = h.district_id where h.lifted_at is null"),
    "mixed": ("channel", "channel_id", "channels where mixed_accepted_at is not null"),
}
"""By kind: what its facts are called, where they stand, and where that is."""

_EVERYTHING = {
    dialect: sa.text(
        " union all ".join(
            f"select '{kind}' as kind, cast({as_list}({columns}) as text) as its from {where}"  # noqa: S608  # ours
            for kind, (_, columns, where) in _READ.items()
        )
    )
    for dialect, as_list in (("sqlite", "json_array"), ("postgresql", "json_build_array"))
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(kept: int | str) -> datetime:
    """As SQLite keeps it, or as PostgreSQL says it."""
    return _EPOCH + timedelta(microseconds=kept) if isinstance(kept, int) else datetime.fromisoformat(kept)


_AS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("silent_since", "flagged_at", "asked_at", "ends_at"), _instant),
    **dict.fromkeys(("away_until", "until"), date.fromisoformat),
}


def _facts(kind: str, its: list[Any]) -> dict[str, Any]:
    names = _READ[kind][0].split()
    return {
        name: value if value is None or name not in _AS else _AS[name](value)
        for name, value in zip(names, its, strict=True)
    }


async def look(here: Village) -> Oracle:
    found: dict[str, list[Any]] = {kind: [] for kind in _READ}
    async with here.store.read() as tx:
        for row in await tx.execute(_EVERYTHING[here.store.dialect]):
            found[row.kind].append(json.loads(row.its))
    known = {kind: [_facts(kind, its) for its in sorted(rows)] for kind, rows in found.items()}
    return Oracle(
        rows=tuple(Row(**row) for row in known.pop("rows")),
        people={row["user"].removeprefix("U").lower(): Who(**row) for row in known.pop("people")},
        held=frozenset(row["key"] for row in known.pop("held")),
        mixed=frozenset(row["channel"] for row in known.pop("mixed")),
        seen_at=dict(here.seen_at),
        at=here.now,
        cases={row["number"]: row for row in known.pop("cases")},
        **{kind: {row["id"]: row for row in rows} for kind, rows in known.items()},
    )
