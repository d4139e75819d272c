"""Questions to a district's contacts: kept, found, settled; their words apart."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, PersonId, QuestionId, TeamId
from bot.domain.people import Membership, Role
from bot.domain.questions import Question, Said, State
from storage.people import MAY_ACT
from storage.portable import insert_ignore
from storage.reached import reached_by
from storage.store import Tx
from storage.tables import people, question_readers, question_words, questions, roster


async def add(
    tx: Tx,
    *,
    district: DistrictId,
    asker: PersonId,
    building: str,
    words: str,
    at: datetime,
    due_at: datetime,
    at_coach: bool,
    previous: QuestionId | None = None,
) -> Question:
    row = {
        "district_id": district,
        "asker_id": asker,
        "building": building,
        "state": State.ASKED,
        "asked_at": at,
        "due_at": due_at,
        "at_coach": at_coach,
        "previous_id": previous,
    }
    added = (await tx.execute(questions.insert().returning(questions), row)).one()
    found = _question(added)
    await say(tx, found.id, Said.QUESTION, by=asker, words=words)
    return found


def _question(row: sa.Row[tuple[object, ...]]) -> Question:
    return Question(
        id=QuestionId(row.id),
        district=DistrictId(row.district_id),
        asker=PersonId(row.asker_id),
        building=row.building,
        state=State(row.state),
        asked_at=row.asked_at,
        due_at=row.due_at,
        at_coach=row.at_coach,
        reminded=row.reminded,
        settled_by=PersonId(row.settled_by) if row.settled_by is not None else None,
        settled_at=row.settled_at,
        case=CaseNumber(row.case_number) if row.case_number is not None else None,
        previous=QuestionId(row.previous_id) if row.previous_id is not None else None,
    )


_ONE = sa.select(questions).where(questions.c.id == sa.bindparam("question"))


async def get(tx: Tx, question: QuestionId) -> Question | None:
    row = (await tx.execute(_ONE, {"question": question})).first()
    return None if row is None else _question(row)


async def locked(tx: Tx, question: QuestionId) -> Question | None:
    """Of two at once the first settles it."""
    row = (await tx.execute(_ONE.with_for_update(), {"question": question})).first()
    return None if row is None else _question(row)


async def save(tx: Tx, after: Question) -> None:
    facts = {
        "state": after.state,
        "due_at": after.due_at,
        "at_coach": after.at_coach,
        "reminded": after.reminded,
        "settled_by": after.settled_by,
        "settled_at": after.settled_at,
        "case_number": after.case,
    }
    await tx.execute(questions.update().where(questions.c.id == after.id).values(**facts))


async def say(tx: Tx, question: QuestionId, kind: Said, *, by: PersonId, words: str) -> None:
    """In place of what was said so before; of a coach's reason, by the same coach."""
    named = _of_coach(by) if kind is Said.COACHS_REASON else kind
    here = sa.and_(question_words.c.question_id == question, question_words.c.kind == named)
    if kind is Said.REASON:
        await _leave_to_coach(tx, here, by=by)
    await tx.execute(question_words.delete().where(here))
    row = {"question_id": question, "kind": named, "author_id": by, "words": words}
    await tx.execute(question_words.insert(), row)


async def _leave_to_coach(tx: Tx, reason: sa.ColumnElement[bool], *, by: PersonId) -> None:
    """Versions before kept one reason alone, also a coach's; another's than who gives it now stays theirs."""
    theirs = sa.literal(f"{Said.COACHS_REASON}:") + sa.cast(question_words.c.author_id, sa.Text)
    await tx.execute(question_words.update().where(reason, question_words.c.author_id != by).values(kind=theirs))


def _of_coach(coach: PersonId) -> str:
    return f"{Said.COACHS_REASON}:{coach}"


async def words_of(tx: Tx, question: QuestionId, kind: Said) -> str | None:
    """None: erased."""
    query = sa.select(question_words.c.words).where(
        question_words.c.question_id == question, question_words.c.kind == kind
    )
    found: str | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def coachs_reason(tx: Tx, question: QuestionId, coach: PersonId) -> str | None:
    """Why this coach declined it. Versions before kept one reason alone, whosever it was. None: erased."""
    query = sa.select(question_words.c.words).where(_reason_of(question, coach)).order_by(question_words.c.kind)
    return (await tx.execute(query)).scalars().first()


async def erase_coachs_reason(tx: Tx, question: QuestionId, coach: PersonId) -> None:
    await tx.execute(question_words.delete().where(_reason_of(question, coach)))


def _reason_of(question: QuestionId, coach: PersonId) -> sa.ColumnElement[bool]:
    theirs = question_words.c.kind.in_([_of_coach(coach), Said.REASON])
    return sa.and_(question_words.c.question_id == question, question_words.c.author_id == coach, theirs)


async def erase(tx: Tx, question: QuestionId) -> None:
    """Everything that was written in it."""
    await tx.execute(question_words.delete().where(question_words.c.question_id == question))


_READ = insert_ignore(question_readers)


async def asked(tx: Tx, question: QuestionId, readers: Iterable[PersonId], *, at: datetime) -> list[PersonId]:
    """Who of them was not asked before."""
    new = []
    for reader in readers:
        added = await tx.execute(_READ, {"question_id": question, "person_id": reader, "asked_at": at})
        if added.rowcount == 1:
            new.append(reader)
    return new


async def was_asked(tx: Tx, question: QuestionId, reader: PersonId) -> bool:
    here = sa.exists().where(question_readers.c.question_id == question, question_readers.c.person_id == reader)
    return bool((await tx.execute(sa.select(here))).scalar_one())


async def readers(tx: Tx, question: QuestionId) -> list[tuple[PersonId, TeamId]]:
    """Everybody who was asked and can be written to."""
    query = (
        sa.select(people.c.id, reached_by())
        .join(question_readers, question_readers.c.person_id == people.c.id)
        .where(question_readers.c.question_id == question, people.c.user_id.is_not(None))
        .where(people.c.membership != Membership.GONE)
        .order_by(people.c.id)
    )
    return [(PersonId(row.id), TeamId(row.team_id)) for row in (await tx.execute(query)).all()]


async def ever_asked(tx: Tx, question: QuestionId) -> list[PersonId]:
    """And whoever cannot be written to any more."""
    query = sa.select(question_readers.c.person_id).where(question_readers.c.question_id == question)
    return [PersonId(found) for found in (await tx.execute(query.order_by(question_readers.c.person_id))).scalars()]


async def of_asker(tx: Tx, asker: PersonId, *, most: int) -> list[Question]:
    """The newest first."""
    query = sa.select(questions).where(questions.c.asker_id == asker).order_by(questions.c.id.desc()).limit(most)
    return [_question(row) for row in (await tx.execute(query)).all()]


async def from_which(tx: Tx, case: CaseNumber) -> Question | None:
    """The question that a case was opened from."""
    row = (await tx.execute(sa.select(questions).where(questions.c.case_number == case))).first()
    return None if row is None else _question(row)


async def due(tx: Tx, *, now: datetime, most: int) -> list[QuestionId]:
    query = sa.select(questions.c.id).where(questions.c.due_at <= now).order_by(questions.c.due_at, questions.c.id)
    return [QuestionId(found) for found in (await tx.execute(query.limit(most))).scalars()]


async def put_off(tx: Tx, question: QuestionId, *, until: datetime) -> None:
    here = sa.and_(questions.c.id == question, questions.c.due_at.is_not(None))
    await tx.execute(questions.update().where(here).values(due_at=until))


async def coaches_of(tx: Tx, district: DistrictId, building: str) -> list[tuple[PersonId, TeamId]]:
    """The first local help of a building."""
    query = (
        sa.select(people.c.id, reached_by())
        .join(roster, roster.c.person_id == people.c.id)
        .where(roster.c.district_id == district, roster.c.role == Role.COACH, roster.c.building == building)
        .where(roster.c.standing.in_(MAY_ACT), people.c.user_id.is_not(None))
        .where(people.c.membership != Membership.GONE)
        .order_by(people.c.id)
    )
    return [(PersonId(row.id), TeamId(row.team_id)) for row in (await tx.execute(query)).all()]


async def buildings_of(tx: Tx, districts: Iterable[DistrictId]) -> list[str]:
    """As their lists name them."""
    query = (
        sa.select(roster.c.building)
        .where(roster.c.district_id.in_(list(districts)), roster.c.building != "")
        .distinct()
        .order_by(roster.c.building)
    )
    return [*(await tx.execute(query)).scalars()]
