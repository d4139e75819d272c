"""Direct messages that list a district's contacts with their phones, or say for whom their reader stands in: found
for a person who is erased, who was one of those contacts, or the one who was away.

Their rows name nobody. Where whom a message pointed to is not to be known any more, it is taken for one of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from bot.domain import refusal_facts, refusals
from bot.domain.acts import Act
from bot.domain.ids import PersonId
from bot.domain.people import CONTACT_ROLES
from storage.absences import KEPT
from storage.store import Tx
from storage.tables import absences, audit, cases, channel_members, channels, emergencies, people, roster, threads

NOT_TAKEN, LATER, REDIRECT = "reply-not-taken", "reply-looked-up", "redirect"
TO_A_USER = (NOT_TAKEN, LATER, REDIRECT)
"""Told to a Slack user, who can be nobody we know."""

TO_A_DEPUTY = ("emergency-asked", "emergency-claim")
OF_A_CASE = (
    "case-question",
    "case-resolution",
    "case-comment",
    "case-given",
    "case-handed",
    "case-escalated",
    "issue-released",
)
"""Where their reader stands in for somebody, these say for whom."""


async def pointing(tx: Tx, person: PersonId, rows: Sequence[Any]) -> list[Any]:
    """Of these, told to users, those that can have listed them."""
    theirs = await listed_at(tx, person)
    its = [row for row in rows if "user" in row.facts and row.facts["what"] in TO_A_USER and theirs]
    return [row for row in its if theirs & await _pointed_to(tx, row, theirs)]


async def listed_at(tx: Tx, person: PersonId) -> frozenset[int]:
    """The districts of which they are a contact, or were."""
    line = sa.and_(roster.c.person_id == person, roster.c.role.in_(CONTACT_ROLES))
    query = sa.select(roster.c.district_id).where(line, roster.c.district_id.is_not(None))
    return frozenset((await tx.execute(query)).scalars())


async def _pointed_to(tx: Tx, row: Any, unless_known: frozenset[int]) -> frozenset[int]:
    """The districts whose contacts it can list."""
    if "refusal" in row.facts:
        return frozenset(int(it) for it in refusals.points_to(refusal_facts.again(row.facts)))
    homes = sa.union(*(sa.select(its.c[name]).where(where) for its, name, where in _homes(row)))
    found = frozenset(it for it in (await tx.execute(homes)).scalars() if it is not None)
    return found or unless_known


def _homes(row: Any) -> list[tuple[sa.FromClause, str, sa.ColumnElement[bool]]]:
    """Where whoever reads it belongs, is on the list, is in the channel, or wrote."""
    team, user = str(row.facts["team"]), str(row.facts["user"])
    who = sa.and_(people.c.team_id == team, people.c.user_id == user)
    known = sa.select(people.c.id).where(who)
    wrote_in = sa.and_(channels.c.team_id == row.team_id, channels.c.channel_id == str(row.facts.get("channel", "")))
    wrote_of = sa.select(threads.c.case_number).where(threads.c.id == int(row.facts.get("thread", 0)))
    is_in = sa.exists().where(
        channel_members.c.team_id == channels.c.team_id,
        channel_members.c.channel_id == channels.c.channel_id,
        channel_members.c.member_team_id == team,
        channel_members.c.user_id == user,
    )
    return [
        (people, "home_id", who),
        (roster, "district_id", roster.c.person_id.in_(known)),
        (channels, "district_id", sa.or_(wrote_in, is_in)),
        (cases, "district_id", cases.c.number.in_(wrote_of)),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodIn:
    """`until` None: as far as we know, still."""

    deputy: PersonId
    since: datetime
    until: datetime | None

    def reads(self, row: Any) -> bool:
        """Whether what this row told came to them while they stood in."""
        is_theirs = int(row.facts["person"]) == self.deputy
        sent_at = row.done_at or row.created_at
        return is_theirs and sent_at >= self.since and (self.until is None or row.created_at <= self.until)


async def stood_in_for(tx: Tx, person: PersonId) -> list[StoodIn]:
    """As the audit log has it; and what is kept of absences, which has each deputy at each district."""
    away = (audit.c.person_id == person, audit.c.act == Act.SET_AWAY, audit.c.allowed)
    lines = (await tx.execute(sa.select(audit.c.at, audit.c.about_id).where(*away).order_by(audit.c.id))).all()
    found = [
        StoodIn(deputy=PersonId(line.about_id), since=line.at, until=after.at if after is not None else None)
        for line, after in zip_longest(lines, lines[1:])
        if line.about_id is not None
    ]
    kept = sa.select(absences).where(absences.c.person_id == person, absences.c.deputy_id.is_not(None))
    return found + [
        StoodIn(deputy=PersonId(row.deputy_id), since=row.since, until=row.ended_at)
        for row in (await tx.execute(kept)).all()
    ]


def deputies_of(person: PersonId) -> sa.Select[tuple[int]]:
    """Who ever stood in for them."""
    away = (audit.c.person_id == person, audit.c.act == Act.SET_AWAY, audit.c.about_id.is_not(None))
    kept = sa.select(absences.c.deputy_id).where(absences.c.person_id == person, absences.c.deputy_id.is_not(None))
    both = sa.union(sa.select(audit.c.about_id.label("id")).where(*away), kept).subquery()
    return sa.select(both.c.id)


async def to_deputies(tx: Tx, person: PersonId, rows: Sequence[Any]) -> set[int]:
    """Of these rows, told to persons, the ids of those that say their reader stands in for them."""
    told = [row for row in rows if row.facts["what"] in (*TO_A_DEPUTY, *OF_A_CASE)]
    if not told:
        return set()
    stood_in = await stood_in_for(tx, person)
    of_calls = [row for row in told if row.facts["what"] in TO_A_DEPUTY]
    found = [row for row in of_calls if any(it.reads(row) for it in stood_in)]
    found = [row for row in found if row.id in await _of_theirs(tx, person, found)]
    of_cases = [row for row in told if row.facts["what"] in OF_A_CASE]
    theirs = await _stood_for(tx, person, {int(row.facts["case"]) for row in of_cases})
    for row in of_cases:
        late = any(_late(it).reads(row) for it in stood_in)  # its sentence says so for as long as they may read it
        found += [row] if late and int(row.facts["case"]) in theirs else []
    return {row.id for row in found}


def _late(it: StoodIn) -> StoodIn:
    return StoodIn(deputy=it.deputy, since=it.since, until=None if it.until is None else it.until + KEPT)


async def _of_theirs(tx: Tx, person: PersonId, rows: Sequence[Any]) -> set[int]:
    its = {int(row.facts["emergency"]) for row in rows}
    listed = emergencies.c.district_id.in_(await listed_at(tx, person))
    found = {*(await tx.execute(sa.select(emergencies.c.id).where(emergencies.c.id.in_(its), listed))).scalars()}
    return {row.id for row in rows if int(row.facts["emergency"]) in found}


async def _stood_for(tx: Tx, person: PersonId, numbers: set[int]) -> set[int]:
    """Cases whose contact they are, or may have been."""
    had = sa.or_(audit.c.person_id == person, audit.c.about_id == person)
    query = sa.select(cases.c.number).where(cases.c.number.in_(numbers), cases.c.contact_id == person)
    was = sa.select(audit.c.case_number).where(audit.c.case_number.in_(numbers), had)
    return {*(await tx.execute(sa.union(query, was))).scalars()} if numbers else set()
