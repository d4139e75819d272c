"""Direct messages to others that name somebody who is erased: found, and owed to be drawn again without the name."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import PersonId, QuestionId, TeamId
from storage import owing
from storage.erasing_names import OF, Page, sat_in
from storage.outbox import Kind, Owed
from storage.owing_emergencies import WORDED
from storage.store import Tx
from storage.tables import emergencies, outbox, question_readers, questions

UNNAMED = "unnamed"
"""What a row tells by which such a message is drawn again; `as`: what was told first."""

ABOUT_THEM = "about_them"
"""The fact of such a row that says: there is nothing left to tell."""

NAMED_BY = ("by", "to", "other", "gone", "in_place_of")
ABOUT = ("whose", "back", "person_gone", "person_reported")
"""Facts that are people: who did something, and whom the message is about."""

OTHERWISE = ("question-asked", "question-passed", "question-reminder")
"""What is drawn again by the question it is of."""

THANKS, TAKEN = "question-thanks", "emergency-taken"


async def messages(tx: Tx, person: PersonId, *, erasure: int, cursor: str, most: int, now: datetime) -> Page:
    sent = (outbox.c.kind == Kind.TELL, outbox.c.ts.is_not(None), outbox.c.id > int(cursor or 0))
    rows = [*(await tx.execute(sa.select(outbox).where(*sent).order_by(outbox.c.id).limit(most))).all()]
    first = [row for row in rows if _is_of_others(row, person)]
    named = {row.id for row in first if _has(row, NAMED_BY, person)} | await _by_what_they_are_of(tx, person, first)
    owed = [
        _again(row, erasure, now, about=_has(row, ABOUT, person))
        for row in first
        if row.id in named or _has(row, ABOUT, person)
    ]
    return Page(owed=owed, cursor=str(rows[-1].id) if len(rows) == most else None)


def _is_of_others(row: Any, person: PersonId) -> bool:
    """What is told of erasures has districts under the same name."""
    what, reader = str(row.facts["what"]), str(row.facts.get("person", person))
    return reader != str(person) and OF not in row.facts and what not in OTHERWISE and not what.startswith("erasure-")


def _has(row: Any, names: Iterable[str], person: PersonId) -> bool:
    return any(str(row.facts.get(name)) == str(person) for name in names)


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
    """Whose rows name nobody: of a session of theirs, of what they reported or took, of their question's end."""
    sat = await sat_in(tx, person, _numbers(rows, "session"))
    theirs = emergencies.c.person_id == person
    reported = await _ids(tx, emergencies, _numbers(rows, "emergency"), theirs)
    took = await _ids(tx, emergencies, _numbers(rows, "emergency"), emergencies.c.decided_by == person)
    thanked = await _ids(tx, questions, _numbers(rows, "question"), questions.c.asker_id == person)

    def names_them(row: Any) -> bool:
        what, its = str(row.facts["what"]), {name: int(row.facts.get(name, 0)) for name in OF_WHAT}
        if its["emergency"]:
            is_theirs = its["emergency"] in reported and what not in WORDED
            return is_theirs or (its["emergency"] in took and what == TAKEN)
        return its["session"] in sat or (its["question"] in thanked and what == THANKS)

    return {row.id for row in rows if names_them(row)}


OF_WHAT = ("session", "emergency", "question")


def _numbers(rows: Sequence[Any], name: str) -> set[int]:
    return {int(row.facts[name]) for row in rows if name in row.facts}


async def _ids(tx: Tx, table: sa.Table, some: set[int], its: sa.ColumnElement[bool]) -> set[int]:
    return {*(await tx.execute(sa.select(table.c.id).where(table.c.id.in_(some), its))).scalars()}


async def asked(tx: Tx, person: PersonId, *, after: int, most: int) -> list[QuestionId]:
    """Questions that they asked, settled, or were asked, and may have passed on."""
    reads = sa.exists().where(
        question_readers.c.question_id == questions.c.id, question_readers.c.person_id == person
    )
    its = sa.or_(questions.c.asker_id == person, questions.c.settled_by == person, reads)
    query = sa.select(questions.c.id).where(its, questions.c.id > after).order_by(questions.c.id).limit(most)
    return [QuestionId(it) for it in (await tx.execute(query)).scalars()]
