"""How people want to be told of cases, and what each was told or is still to be told."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("person_id", BigId, autoincrement=False, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("quiet_weekends", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_choices_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_choices"),
    )
    op.create_table(
        "news",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("comment_id", BigId, nullable=True),
        sa.Column("thread_id", BigId, nullable=True),
        sa.Column("in_digest", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.Column("told_at", UtcInstant(), nullable=True),
        sa.Column("round", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_news_person_id"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_news_case_number"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_news_by_id"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_news_comment_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_news_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
        sa.UniqueConstraint("person_id", "fact", name="uq_news_person_id_fact"),
    )
    op.create_index("ix_news_comment_id", "news", ["comment_id"])
    op.create_index("ix_news_told_at", "news", ["told_at"])
    untold = sa.text("told_at IS NULL")
    op.create_index("ix_news_untold_due_at", "news", ["due_at"], sqlite_where=untold, postgresql_where=untold)
