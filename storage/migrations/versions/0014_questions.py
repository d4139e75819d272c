"""Questions to a district's contacts, who was asked, and the words apart."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("asker_id", BigId, nullable=False),
        sa.Column("building", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.Column("at_coach", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reminded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("settled_by", BigId, nullable=True),
        sa.Column("settled_at", UtcInstant(), nullable=True),
        sa.Column("case_number", BigId, nullable=True),
        sa.Column("previous_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_questions_district_id"),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name="fk_questions_asker_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name="fk_questions_settled_by"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_questions_case_number"),
        sa.ForeignKeyConstraint(["previous_id"], ["questions.id"], name="fk_questions_previous_id"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_asker_id", "questions", ["asker_id"])
    _index_where_set("due_at")
    _index_where_set("case_number")
    op.create_table(
        "question_words",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_question_words_question_id"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_question_words_author_id"),
        sa.PrimaryKeyConstraint("question_id", "kind", name="pk_question_words"),
    )
    op.create_table(
        "question_readers",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("person_id", BigId, autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_question_readers_question_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_question_readers_person_id"),
        sa.PrimaryKeyConstraint("question_id", "person_id", name="pk_question_readers"),
    )


def _index_where_set(column: str) -> None:
    there = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_questions_{column}", "questions", [column], sqlite_where=there, postgresql_where=there)
