"""Direct messages to others that name somebody who is erased: found, and owed to be drawn again without the name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import PersonId, QuestionId, TeamId
from bot.domain.people import CONTACT_ROLES
from storage import erasing_persons, erasing_reached, owing
from storage.erasing_names import OF, Page, may_stand, paged, sat_in
from storage.outbox import Kind, Owed
from storage.owing_emergencies import WORDED
from storage.store import Tx
from storage.tables import (
    audit,
    emergencies,
    kept_contacts,
    list_requests,
    proposals,
    question_readers,
    questions,
    roster,
    sessions,
)

UNNAMED = "unnamed"
"""What a row tells by which such a message is drawn again; `as`: what was told first."""

ABOUT_THEM = "about_them"
"""The fact of such a row that says: there is nothing left to tell."""

NAMED_BY = ("by", "to", "other", "gone", "in_place_of", "changed", "came")
ABOUT = ("whose", "back", "person_gone", "person_reported")
"""Facts that are people: who did something, and whom the message is about."""

OTHERWISE = ("question-asked", "question-passed", "question-reminder")
"""What is drawn again by the question it is of."""

THANKS, TAKEN = "question-thanks", "emergency-taken"
REFUSED, UNANSWERED = ("emergency-declined", "emergency-undecided"), ("question-unanswered",)
"""These point their reader to the district's contacts."""


async def messages(tx: Tx, person: PersonId, *, erasure: int, cursor: str, most: int, now: datetime) -> Page:
    rows = await paged(tx, cursor, most)
    sent = [row for row in rows if row.kind == Kind.TELL and may_stand(row)]
    first = [row for row in sent if _is_of_others(row, person)]
    mine = {str(it) for it in (await tx.execute(erasing_persons.ids_of(person))).scalars()}
    named = {row.id for row in first if _has(row, NAMED_BY, mine)} | await _by_what_they_are_of(tx, person, first)
    to_users = [row for row in sent if "person" not in row.facts and OF not in row.facts]
    owed = [_to_user_again(row, erasure, now) for row in await erasing_reached.pointing(tx, person, to_users)]
    owed += [
        _again(row, erasure, now, about=_has(row, ABOUT, mine))
        for row in first
        if row.id in named or _has(row, ABOUT, mine)
    ]
    return Page(owed=owed, cursor=str(rows[-1].id) if len(rows) == most else None)


def _is_of_others(row: Any, person: PersonId) -> bool:
    """What is told of erasures has districts under the same name."""
    what, reader = str(row.facts["what"]), str(row.facts.get("person", person))
    return reader != str(person) and OF not in row.facts and what not in OTHERWISE and not what.startswith("erasure-")


def _has(row: Any, names: Iterable[str], mine: set[str]) -> bool:
    """A fact is one person, or several with commas between. `mine`: every id by which they are named."""
    return any(not mine.isdisjoint(str(row.facts.get(name)).split(",")) for name in names)


def _to_user_again(row: Any, erasure: int, now: datetime) -> Owed:
    """To whoever it was told, known to us or not."""
    return Owed(
        key=f"erased-{erasure}:{row.key}",
        kind=Kind.TELL,
        lane=row.lane,
        team=TeamId(row.team_id),
        due_at=now,
        facts={**row.facts, "what": UNNAMED, "as": row.facts["what"], OF: row.key},
    )


def _again(row: Any, erasure: int, now: datetime, *, about: bool) -> Owed:
    its = {
        **row.facts,
        "what": UNNAMED,
        "as": row.facts["what"],
        OF: row.key,
        **({ABOUT_THEM: "yes"} if about else {}),
    }
    key, reader = f"erased-{erasure}:{row.key}", PersonId(int(row.facts["person"]))
    return owing.tell(reader, TeamId(row.team_id), key=key, what=UNNAMED, now=now, facts=its)


async def _by_what_they_are_of(tx: Tx, person: PersonId, rows: Sequence[Any]) -> set[int]:
    """Whose rows name nobody: of a session of theirs, of a request or an emergency in which they had a part …"""
    found: set[int] = set()
    for way in ways(person):
        some = [row for row in rows if way.fact in row.facts and way.is_told(str(row.facts["what"]))]
        numbers = {int(row.facts[way.fact]) for row in some}
        query = sa.select(way.key).where(way.key.in_(numbers), way.its)
        theirs = {*(await tx.execute(query)).scalars()} if numbers else set()
        found |= {row.id for row in some if int(row.facts[way.fact]) in theirs}
    found |= await erasing_reached.to_deputies(tx, person, rows)
    return found | await _at_that_moment(tx, person, [row for row in rows if row.facts["what"] in OF_A_ROUND])


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From a fact of a row, which is this `key`, to those `its` that name them. `told`: in these alone; `but`: in
    these not, which others draw again."""

    fact: str
    key: sa.Column[Any]
    its: sa.ColumnElement[bool]
    told: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def is_told(self, what: str) -> bool:
        return what not in self.but and (not self.told or what in self.told)


def ways(person: PersonId) -> tuple[Way, ...]:
    line = roster.c.person_id == person
    listed = sa.and_(line, roster.c.role.in_(CONTACT_ROLES))
    took, told = emergencies.c.decided_by == person, emergencies.c.id
    return (
        Way(fact="session", key=sessions.c.id, its=sat_in(person)),
        Way(fact="emergency", key=told, its=emergencies.c.person_id == person, but=WORDED),
        Way(fact="emergency", key=told, its=took, told=(TAKEN,)),
        Way(fact="emergency", key=told, its=_at_theirs(emergencies, listed), told=REFUSED),
        Way(fact="question", key=questions.c.id, its=questions.c.asker_id == person, told=(THANKS,)),
        Way(fact="question", key=questions.c.id, its=_at_theirs(questions, listed), told=UNANSWERED),
        Way(fact="kept", key=kept_contacts.c.id, its=kept_contacts.c.kept_by == person),
        Way(fact="request", key=list_requests.c.id, its=_any_is(list_requests, person, IN_A_REQUEST)),
        Way(fact="proposal", key=proposals.c.id, its=_any_is(proposals, person, IN_A_PROPOSAL)),
        Way(fact="line", key=roster.c.id, its=line, told=("import-removed",)),
        Way(fact="last", key=roster.c.id, its=line),
        Way(fact="district", key=roster.c.district_id, its=listed, told=OF_A_LIST),
    )


IN_A_REQUEST = ("person_id", "replacement_id", "asked_by", "decided_by", "entered_by")
IN_A_PROPOSAL = ("line_of_id", "member_id", "decided_by")

OF_A_LIST = ("inactivity-near", "confirm-list")
"""What names those of a district's contacts of whom it was so then, which its row does not say: all are found that
can have named them."""

OF_A_ROUND = ("inactivity-others-flagged", "inactivity-deactivated")
"""What names those to whom it happened at an instant: the audit log has them."""


def _at_theirs(table: sa.Table, listed: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Of a district on whose list they are, or were."""
    return table.c.district_id.in_(sa.select(roster.c.district_id).where(listed))


def _any_is(table: sa.Table, person: PersonId, columns: Iterable[str]) -> sa.ColumnElement[bool]:
    mine = erasing_persons.ids_of(person)
    return sa.or_(*(table.c[name].in_(mine) for name in columns))


async def _at_that_moment(tx: Tx, person: PersonId, rows: Sequence[Any]) -> set[int]:
    moments = {row.id: (int(row.facts["district"]), datetime.fromisoformat(str(row.facts["at"]))) for row in rows}
    if not moments:
        return set()
    its = (audit.c.about_id == person, audit.c.at.in_({at for _, at in moments.values()}))
    found = (await tx.execute(sa.select(audit.c.district_id, audit.c.at).where(*its))).all()
    theirs = {(row.district_id, row.at) for row in found}
    return {it for it, moment in moments.items() if moment in theirs}


async def asked(tx: Tx, person: PersonId, *, after: int, most: int) -> list[QuestionId]:
    """Questions that they asked, settled, or were asked, and may have passed on; or who stood in for them was."""
    asked_for = sa.or_(
        question_readers.c.person_id == person,
        question_readers.c.person_id.in_(erasing_reached.deputies_of(person)),
    )
    reads = sa.exists().where(question_readers.c.question_id == questions.c.id, asked_for)
    its = sa.or_(questions.c.asker_id == person, questions.c.settled_by == person, reads)
    query = sa.select(questions.c.id).where(its, questions.c.id > after).order_by(questions.c.id).limit(most)
    return [QuestionId(it) for it in (await tx.execute(query)).scalars()]
