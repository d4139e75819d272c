"""What stands in the way of erasing one person, and what they wrote, should that go too."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.emergencies import OPEN
from bot.domain.ids import CaseNumber, CommentId, DistrictId, EmergencyId, NoteId, PersonId, QuestionId
from bot.domain.list_requests import Kind as Request
from bot.domain.list_requests import State as Applied
from bot.domain.people import CONTACT_ROLES, Membership, Role, Standing
from bot.domain.proposals import WAITS
from bot.domain.proposals import State as Proposal
from bot.domain.questions import State as Question
from bot.domain.record import ENTRY, ByImport
from bot.domain.sessions import State as Session
from storage import holds
from storage.erasing_rights import NO_RIGHT
from storage.people import MAY_ACT, ON_A_LIST
from storage.store import Tx
from storage.tables import (
    audit,
    case_words,
    cases,
    comments,
    districts,
    emergencies,
    list_requests,
    notes,
    people,
    proposals,
    question_words,
    questions,
    roster,
    sessions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacles:
    """What has to be done first: each a list of what it is about; all of them empty: nothing."""

    held: tuple[str, ...]
    contact_of: tuple[str, ...]
    owner_of: tuple[CaseNumber, ...]
    emergency_of: tuple[CaseNumber, ...]
    in_session_of: tuple[CaseNumber, ...]
    last_support_administrator: bool
    is_command_line: bool
    """The account by which the command line acts: nobody's data, and nothing could be done there without it."""

    @property
    def none(self) -> bool:
        lists = (self.held, self.contact_of, self.owner_of, self.emergency_of, self.in_session_of)
        return not any(lists) and not (self.last_support_administrator or self.is_command_line)


async def obstacles(tx: Tx, person: PersonId) -> Obstacles:
    mine = roster.c.person_id == person
    contact = sa.and_(mine, roster.c.role.in_(CONTACT_ROLES), roster.c.standing.in_(MAY_ACT))
    keys = sa.select(districts.c.key).join(roster, roster.c.district_id == districts.c.id)
    return Obstacles(
        held=await holds.of_person(tx, person),
        contact_of=await _found(tx, keys.where(contact).distinct()),
        owner_of=await _numbers(tx, cases.c.number, sa.and_(cases.c.owner_id == person, _is_open)),
        emergency_of=await _numbers(tx, emergencies.c.case_number, _open_emergency(person)),
        in_session_of=await _numbers(tx, sessions.c.case_number, _in_session(person)),
        last_support_administrator=await _is_last_support_administrator(tx, person),
        is_command_line=await _is_command_line(tx, person),
    )


_is_open = cases.c.status != Status.CLOSED


def _open_emergency(person: PersonId) -> sa.ColumnElement[bool]:
    return sa.and_(emergencies.c.person_id == person, emergencies.c.state.in_(OPEN))


def _in_session(person: PersonId) -> sa.ColumnElement[bool]:
    mine = (sessions.c.guest_id == person, sessions.c.host_id == person, sessions.c.stand_in_id == person)
    return sa.and_(sa.or_(*mine), sessions.c.state != Session.ENDED)


async def _found(tx: Tx, query: sa.Select[tuple[str]]) -> tuple[str, ...]:
    return tuple(sorted((await tx.execute(query)).scalars()))


async def _numbers(tx: Tx, column: sa.Column[int], where: sa.ColumnElement[bool]) -> tuple[CaseNumber, ...]:
    """0: it has no case yet."""
    found = (await tx.execute(sa.select(column).where(where).order_by(column).limit(50))).scalars()
    return tuple(CaseNumber(it or 0) for it in found)


async def _is_last_support_administrator(tx: Tx, person: PersonId) -> bool:
    """Who has no Slack account, or whose account is gone, could name nobody; nor does the command line's."""
    there = sa.and_(people.c.user_id.is_not(None), people.c.membership.not_in(_NOBODY_THERE))
    acting = sa.and_(roster.c.role == Role.SUPPORT_ADMINISTRATOR, roster.c.standing.in_(MAY_ACT), there)
    query = sa.select(roster.c.person_id).join(people, people.c.id == roster.c.person_id)
    found = set((await tx.execute(query.where(acting))).scalars())
    return found == {person}


_NOBODY_THERE = (Membership.GONE, Membership.OPERATOR)


async def _is_command_line(tx: Tx, person: PersonId) -> bool:
    mine = sa.select(people.c.id).where(people.c.id == person, people.c.membership == Membership.OPERATOR)
    return (await tx.execute(mine)).first() is not None


async def hold(tx: Tx, person: PersonId) -> None:
    await tx.execute(sa.select(people.c.id).where(people.c.id == person).with_for_update(key_share=True))


async def end_rights(tx: Tx, person: PersonId, *, now: datetime) -> int:
    """Whatever other lines they have: administrator, coach, staff, agent."""
    await hold(tx, person)
    here = sa.and_(roster.c.person_id == person, roster.c.standing != Standing.REMOVED)
    ended = await tx.execute(roster.update().where(here).values(**NO_RIGHT))
    asked = sa.and_(questions.c.asker_id == person, questions.c.due_at.is_not(None))
    await tx.execute(questions.update().where(asked).values(due_at=None, state=Question.WITHDRAWN, settled_at=now))
    theirs = sa.or_(proposals.c.member_id == person, proposals.c.line_of_id == person)
    await tx.execute(proposals.update().where(theirs, proposals.c.state.in_(WAITS)).values(state=Proposal.LAPSED))
    return int(ended.rowcount)


def entries_of(person: PersonId) -> sa.ColumnElement[bool]:
    """Themselves, and what they stood on a list as before a line without a Slack user became theirs."""
    bound = (list_requests.c.kind == Request.BIND, list_requests.c.replacement_id == person)
    became = sa.select(list_requests.c.person_id).where(*bound, list_requests.c.state == Applied.APPLIED)
    by_file = (audit.c.about_id == person, audit.c.rule == ByImport.LINE_BOUND, audit.c.ref.startswith(ENTRY))
    read_in = sa.select(sa.cast(sa.func.substr(audit.c.ref, len(ENTRY) + 1), sa.Integer)).where(*by_file)
    on_a_list = sa.exists().where(roster.c.person_id == people.c.id, ON_A_LIST).correlate(people)
    was = sa.or_(people.c.id.in_(became), people.c.id.in_(read_in))
    return sa.or_(people.c.id == person, sa.and_(was, people.c.user_id.is_(None), ~on_a_list))


def ids_of(person: PersonId) -> sa.Select[tuple[int]]:
    """By id."""
    return sa.select(people.c.id).where(entries_of(person))


async def homes_of(tx: Tx, person: PersonId) -> DistrictId | None:
    """The district of one of their lines, for the record."""
    query = sa.select(roster.c.district_id).where(roster.c.person_id == person, roster.c.district_id.is_not(None))
    found = (await tx.execute(query.order_by(roster.c.id).limit(1))).scalar_one_or_none()
    return None if found is None else DistrictId(found)


async def comments_by(tx: Tx, person: PersonId, *, most: int) -> list[CommentId]:
    """Those that have words still."""
    query = sa.select(comments.c.id).where(comments.c.author_id == person, comments.c.redacted_at.is_(None))
    return [CommentId(it) for it in (await tx.execute(query.order_by(comments.c.id).limit(most))).scalars()]


async def notes_by(tx: Tx, person: PersonId, *, most: int) -> list[NoteId]:
    query = sa.select(notes.c.id).where(notes.c.author_id == person, notes.c.redacted_at.is_(None))
    return [NoteId(it) for it in (await tx.execute(query.order_by(notes.c.id).limit(most))).scalars()]


async def cases_reported_by(tx: Tx, person: PersonId, *, most: int) -> list[CaseNumber]:
    """Whose opening words are there still."""
    query = (
        sa.select(cases.c.number)
        .join(case_words, case_words.c.number == cases.c.number)
        .where(cases.c.reporter_id == person, case_words.c.redacted_at.is_(None))
    )
    return [CaseNumber(it) for it in (await tx.execute(query.order_by(cases.c.number).limit(most))).scalars()]


async def reports_of(tx: Tx, person: PersonId, *, after: int, most: int) -> list[EmergencyId]:
    """Every emergency they reported, whatever became of it."""
    query = sa.select(emergencies.c.id).where(emergencies.c.person_id == person, emergencies.c.id > after)
    return [EmergencyId(it) for it in (await tx.execute(query.order_by(emergencies.c.id).limit(most))).scalars()]


async def questions_with_words_of(tx: Tx, person: PersonId, *, most: int) -> list[QuestionId]:
    query = sa.select(question_words.c.question_id).where(question_words.c.author_id == person).distinct()
    found = query.order_by(question_words.c.question_id).limit(most)
    return [QuestionId(it) for it in (await tx.execute(found)).scalars()]


async def forget_question_words(tx: Tx, question: QuestionId, person: PersonId) -> None:
    mine = sa.and_(question_words.c.question_id == question, question_words.c.author_id == person)
    await tx.execute(question_words.delete().where(mine))
