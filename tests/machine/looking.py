"""How things stand between two steps, read with plain SQL."""

import sqlalchemy as sa

from storage.types import UtcInstant
from tests.machine.oracle import Oracle, Row, Who
from tests.machine.village import Village

_ROWS = sa.text(
    "select r.id, r.person_id, coalesce(d.key, '-') as district, r.role, r.standing, r.silent_since, r.flagged_at"
    " from roster r left join districts d on d.id = r.district_id order by r.id"
).columns(silent_since=UtcInstant, flagged_at=UtcInstant)
_PEOPLE = sa.text(
    "select id, user_id, name, zone, membership, away_until from people where user_id is not null order by id"
).columns(away_until=sa.Date)
_CASES = sa.text(
    "select c.number, d.key as district, c.status, c.owner_id, c.reporter_id, c.contact_id, c.priority,"
    " c.duplicate_of"
    " from cases c join districts d on d.id = c.district_id order by c.number"
)


_REQUESTS = sa.text(
    "select r.id, d.key as district, r.kind, r.person_id, r.asked_by, r.asked_at, r.waits_for, r.state,"
    " r.replacement_id, r.entered_by from list_requests r join districts d on d.id = r.district_id order by r.id"
).columns(asked_at=UtcInstant)
_QUESTIONS = sa.text(
    "select q.id, d.key as district, q.building, q.state from questions q join districts d on d.id = q.district_id"
    " order by q.id"
)
_EMERGENCIES = sa.text(
    "select e.id, d.key as district, e.state from emergencies e join districts d on d.id = e.district_id"
    " order by e.id"
)
_SAID = (
    "select s.id, d.key as district, s.case_number, s.author_id, s.team_id, s.channel_id, s.ts from {} s"
    " join cases c on c.number = s.case_number join districts d on d.id = c.district_id"
    " where s.ts is not null and s.deleted_at is null order by s.id"
)
_COMMENTS, _NOTES = sa.text(_SAID.format("comments")), sa.text(_SAID.format("notes"))
_ABSENCES = sa.text(
    "select a.id, d.key as district, a.person_id, a.deputy_id, a.until from absences a"
    " join districts d on d.id = a.district_id where a.ended_at is null order by a.id"
).columns(until=sa.Date)
_HELD = sa.text("select d.key from holds h join districts d on d.id = h.district_id where h.lifted_at is null")
_MIXED = sa.text("select channel_id from channels where mixed_accepted_at is not null")
_SESSIONS = sa.text(
    "select s.id, d.key as district, s.case_number, s.host_id, s.stand_in_id, s.guest_id, s.state, s.why, s.ends_at"
    " from sessions s join districts d on d.id = s.district_id order by s.id"
).columns(ends_at=UtcInstant)
_PROPOSALS = sa.text(
    "select p.id, d.key as district, p.member_id, p.state from proposals p join districts d on d.id = p.district_id"
    " order by p.id"
)
_OTHERS: dict[str, sa.Executable] = {
    "requests": _REQUESTS,
    "questions": _QUESTIONS,
    "emergencies": _EMERGENCIES,
    "sessions": _SESSIONS,
    "comments": _COMMENTS,
    "notes": _NOTES,
    "proposals": _PROPOSALS,
    "absences": _ABSENCES,
}


async def look(here: Village) -> Oracle:
    async with here.store.read() as tx:
        lines = (await tx.execute(_ROWS)).all()
        people = (await tx.execute(_PEOPLE)).all()
        held = (await tx.execute(_HELD)).all()
        mixed = (await tx.execute(_MIXED)).all()
        cases = (await tx.execute(_CASES)).all()
        others = {name: (await tx.execute(query)).all() for name, query in _OTHERS.items()}
    return Oracle(
        rows=tuple(Row(*tuple(row)) for row in lines),
        people={row.user_id.removeprefix("U").lower(): Who(*tuple(row)) for row in people},
        held=frozenset(row.key for row in held),
        mixed=frozenset(row.channel_id for row in mixed),
        seen_at=dict(here.seen_at),
        at=here.now,
        cases={row.number: dict(row._mapping) for row in cases},  # the row's own way out
        **{name: {row.id: dict(row._mapping) for row in rows} for name, rows in others.items()},  # as above
    )
