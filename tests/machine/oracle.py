"""How things stand between two steps, read with plain SQL: what the rights are asked of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.types import UtcInstant
from tests.machine.village import Village

PRESENT = timedelta(minutes=5)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A roster line. `district`: its key, '-' for the vendor's."""

    id: int
    person: int
    district: str
    role: str
    standing: str
    silent_since: datetime | None
    flagged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the database has them. `home`: what was proposed, or the workspace's only district."""

    id: int
    user: str
    name: str
    zone: str
    membership: str


@dataclass(frozen=True, slots=True)
class Oracle:
    """How things stand now."""

    rows: tuple[Row, ...]
    people: dict[str, Who]
    """By user, in small letters without the U."""

    cases: dict[int, dict[str, Any]]
    requests: dict[int, dict[str, Any]]
    questions: dict[int, dict[str, Any]]
    emergencies: dict[int, dict[str, Any]]
    sessions: dict[int, dict[str, Any]]
    mixed: frozenset[str]
    """Channels whose district accepted that others read along."""
    seen_at: dict[tuple[int, int], datetime]
    """Of a session, by whom: when they last wrote in its case, or said that they are there."""
    at: datetime

    def is_me(self, user: str, person: int | None) -> bool:
        """Somebody who is there still."""
        who = self.people.get(user)
        return who is not None and who.id == person and who.membership != "gone"

    def has(self, user: str, district: str, *roles: str) -> bool:
        """A line that gives its right now: of somebody who is still there."""
        who = self.people.get(user)
        return (
            who is not None
            and who.membership != "gone"
            and any(
                row.person == who.id
                and row.district == district
                and row.role in roles
                and row.standing in ("active", "flagged")
                for row in self.rows
            )
        )

    def contact(self, user: str, district: str) -> bool:
        return self.has(user, district, "support", "technical")

    def is_contact(self, person: int, district: str) -> bool:
        return any(self.contact(user, district) for user, it in self.people.items() if it.id == person)

    def agent(self, user: str) -> bool:
        return self.has(user, "-", "agent", "lead")

    def staff(self, user: str, district: str) -> bool:
        """Of that district, by a line, however it stands: nobody has a home here by their workspace alone.

        By one that was removed only where there is no other, and not of a guest.
        """
        who = self.people.get(user)
        if who is None or who.membership == "gone":
            return False
        own = [row for row in self.rows if row.person == who.id]
        standing = [row for row in own if row.standing != "removed"]
        counted = standing or (own if who.membership == "member" else [])
        return any(row.district == district for row in counted)

    def contacts_of(self, district: str) -> set[str]:
        return {user for user in self.people if self.contact(user, district)}

    def sessions_of(self, case: int) -> list[dict[str, Any]]:
        """Those that are open, of a case that is."""
        is_open = self.cases[case]["status"] != "closed"
        return [
            its for its in self.sessions.values() if is_open and (its["case_number"], its["state"]) == (case, "open")
        ]

    def may_speak(self, user: str, case: int) -> bool:
        """The guest of an open session whose contact has the right; what they say may have to be let in."""
        mine = [its for its in self.sessions_of(case) if self.is_me(user, its["guest_id"])]
        return any(self.is_contact(its["host_id"], its["district"]) for its in mine)

    def is_guest(self, user: str, case: int) -> bool:
        """And its contact, or the stand-in, is there: they wrote, or said so, within five minutes."""
        mine = [its for its in self.sessions_of(case) if self.is_me(user, its["guest_id"])]
        return self.may_speak(user, case) and any(
            self.at < its["ends_at"] and self.is_there(its, person)
            for its in mine
            for person in (its["host_id"], its["stand_in_id"])
        )

    def is_there(self, session: Mapping[str, Any], person: int) -> bool:
        """A contact still, who was seen in it within five minutes."""
        since = self.at - self.seen_at.get((session["id"], person), NEVER)
        return self.is_contact(person, session["district"]) and timedelta() <= since < PRESENT

    def districts_of(self, user: str) -> set[str]:
        who = self.people.get(user)
        return {row.district for row in self.rows if who is not None and row.person == who.id and row.district != "-"}


_ROWS = sa.text(
    "select r.id, r.person_id, coalesce(d.key, '-') as district, r.role, r.standing, r.silent_since, r.flagged_at"
    " from roster r left join districts d on d.id = r.district_id order by r.id"
).columns(silent_since=UtcInstant, flagged_at=UtcInstant)
_PEOPLE = sa.text("select id, user_id, name, zone, membership from people order by id")
_CASES = sa.text(
    "select c.number, d.key as district, c.status, c.owner_id, c.reporter_id, c.contact_id, c.priority"
    " from cases c join districts d on d.id = c.district_id order by c.number"
)


_REQUESTS = sa.text(
    "select r.id, d.key as district, r.kind, r.person_id, r.asked_by, r.asked_at, r.waits_for, r.state,"
    " r.replacement_id from list_requests r join districts d on d.id = r.district_id order by r.id"
).columns(asked_at=UtcInstant)
_QUESTIONS = sa.text(
    "select q.id, d.key as district, q.building from questions q join districts d on d.id = q.district_id"
    " order by q.id"
)
_EMERGENCIES = sa.text(
    "select e.id, d.key as district from emergencies e join districts d on d.id = e.district_id order by e.id"
)
_MIXED = sa.text("select channel_id from channels where mixed_accepted_at is not null")
_SESSIONS = sa.text(
    "select s.id, d.key as district, s.case_number, s.host_id, s.stand_in_id, s.guest_id, s.state, s.why, s.ends_at"
    " from sessions s join districts d on d.id = s.district_id order by s.id"
).columns(ends_at=UtcInstant)


async def look(here: Village) -> Oracle:
    async with here.store.read() as tx:
        lines = [row._mapping for row in (await tx.execute(_ROWS)).all()]  # the row's own way out
        people = (await tx.execute(_PEOPLE)).all()
        mixed = (await tx.execute(_MIXED)).all()
        cases = (await tx.execute(_CASES)).all()
        others = [(await tx.execute(query)).all() for query in (_REQUESTS, _QUESTIONS, _EMERGENCIES, _SESSIONS)]
    requests, questions, emergencies, sessions = [
        {row.id: dict(row._mapping) for row in rows}  # likewise
        for rows in others
    ]
    return Oracle(
        rows=tuple(
            Row(
                id=row["id"],
                person=row["person_id"],
                district=row["district"],
                role=row["role"],
                standing=row["standing"],
                silent_since=row["silent_since"],
                flagged_at=row["flagged_at"],
            )
            for row in lines
        ),
        people={
            str(row.user_id).removeprefix("U").lower(): Who(row.id, row.user_id, row.name, row.zone, row.membership)
            for row in people
        },
        requests=requests,
        questions=questions,
        emergencies=emergencies,
        sessions=sessions,
        mixed=frozenset(row.channel_id for row in mixed),
        seen_at=dict(here.seen_at),
        at=here.now,
        cases={row.number: dict(row._mapping) for row in cases},  # as above
    )
