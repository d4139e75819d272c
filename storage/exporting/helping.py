"""What passes between staff, contacts and support beside cases: questions, emergencies, joint sessions."""

from typing import Any

import sqlalchemy as sa

from bot.domain.emergencies import State
from bot.domain.ids import DistrictId
from storage.exporting.subject import Subject, theirs, who
from storage.tables import (
    emergencies,
    emergency_words,
    question_readers,
    question_words,
    questions,
    sessions,
)

_question = questions.c.id.label("question_id")
_said = sa.func.coalesce(question_words.c.kind, sa.literal("")).label("what")


def _questions(of: DistrictId) -> sa.Select[Any]:
    """A line for each thing said: the question, its answer, the reason it was declined."""
    return (
        sa.select(
            _question,
            _said,
            *who(questions.c.asker_id, "asker"),
            questions.c.building,
            questions.c.state,
            questions.c.asked_at,
            *who(questions.c.settled_by, "settled_by"),
            questions.c.settled_at,
            questions.c.case_number.label("case"),
            questions.c.previous_id.label("previous_question_id"),
            *who(question_words.c.author_id, "author"),
            question_words.c.words,
        )
        .select_from(questions.outerjoin(question_words, question_words.c.question_id == questions.c.id))
        .where(theirs(questions, of))
    )


QUESTIONS = Subject(name="questions", rows=_questions, keys=(_question, _said))

_asked = question_readers.c.question_id.label("question_id")
_reader = question_readers.c.person_id.label("reader_id")


def _readers(of: DistrictId) -> sa.Select[Any]:
    reader_id, reader = who(question_readers.c.person_id, "reader")
    return sa.select(_asked, reader_id, reader, question_readers.c.asked_at).where(theirs(question_readers, of))


QUESTION_READERS = Subject(name="question-readers", rows=_readers, keys=(_asked, _reader))

_emergency = emergencies.c.id.label("emergency_id")


def _emergencies(of: DistrictId) -> sa.Select[Any]:
    """Why support opened a case without a contact is the desk's own; why it did not, its reporter was told."""
    words = emergency_words
    told = emergencies.c.state == State.DECLINED
    return (
        sa.select(
            _emergency,
            emergencies.c.state,
            *who(emergencies.c.person_id, "reported_by"),
            emergencies.c.asked_at,
            emergencies.c.pages.label("times_paged"),
            *who(emergencies.c.decided_by, "decided_by"),
            emergencies.c.decided_at,
            emergencies.c.case_number.label("case"),
            *who(emergencies.c.claimed_by, "claimed_by"),
            emergencies.c.claimed_at,
            words.c.broken,
            words.c.affected,
            words.c.unreachable,
            words.c.phone,
            sa.case((told, words.c.reason), else_="").label("reason_declined"),
        )
        .select_from(emergencies.outerjoin(words, words.c.emergency_id == emergencies.c.id))
        .where(theirs(emergencies, of))
    )


EMERGENCIES = Subject(name="emergencies", rows=_emergencies, keys=(_emergency,))

_session = sessions.c.id.label("session_id")


def _sessions(of: DistrictId) -> sa.Select[Any]:
    return sa.select(
        _session,
        sessions.c.case_number.label("case"),
        sessions.c.state,
        sessions.c.why.label("ended_by"),
        *who(sessions.c.host_id, "contact"),
        *who(sessions.c.stand_in_id, "stand_in"),
        *who(sessions.c.guest_id, "guest"),
        sessions.c.starts_at,
        sessions.c.ends_at,
    ).where(theirs(sessions, of))


SESSIONS = Subject(name="sessions", rows=_sessions, keys=(_session,))
