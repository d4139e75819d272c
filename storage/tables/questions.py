"""Questions to a district's contacts, who was asked, and the words apart, where they can be erased."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

questions = sa.Table(
    "questions",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    to("asker_id", "people.id"),
    text("building"),
    sa.Column("state", sa.Text, nullable=False),
    instant("asked_at"),
    instant("due_at", optional=True),  # when the clock looks next; none once it is settled
    sa.Column("at_coach", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),
    to("settled_by", "people.id", optional=True),
    instant("settled_at", optional=True),
    to("case_number", "cases.number", optional=True),
    to("previous_id", "questions.id", optional=True),
    sa.Index("ix_questions_asker_id", "asker_id"),
)
sa.Index(
    "ix_questions_due_at",
    questions.c.due_at,
    sqlite_where=questions.c.due_at.is_not(None),
    postgresql_where=questions.c.due_at.is_not(None),
)
sa.Index(
    "ix_questions_case_number",
    questions.c.case_number,
    sqlite_where=questions.c.case_number.is_not(None),
    postgresql_where=questions.c.case_number.is_not(None),
)
_no_case = questions.c.case_number.is_(None)
sa.Index(
    "ix_questions_settled_at",
    questions.c.district_id,
    questions.c.settled_at,
    sqlite_where=_no_case,
    postgresql_where=_no_case,
)

question_words = sa.Table(
    "question_words",
    metadata,
    sa.Column("question_id", BigId, sa.ForeignKey("questions.id"), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, primary_key=True),  # question | answer | reason | coachs-reason:PERSON
    to("author_id", "people.id"),
    text("words"),
)

question_readers = sa.Table(
    "question_readers",
    metadata,
    sa.Column("question_id", BigId, sa.ForeignKey("questions.id"), primary_key=True, autoincrement=False),
    sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    instant("asked_at"),
    sa.Index("ix_question_readers_person_id", "person_id"),
)
