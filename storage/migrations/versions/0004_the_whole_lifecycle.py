"""Issues, dates, duplicates and follow-up cases; the urgency that was stated beside the priority that was made of it."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issues",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("module", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_by", BigId, nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("released_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_issues_created_by"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
    )
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("urgency", sa.Text(), server_default="", nullable=False))
        cases.add_column(sa.Column("scheduled_for", sa.Date(), nullable=True))
        cases.add_column(sa.Column("issue_id", BigId, nullable=True))
        cases.add_column(sa.Column("duplicate_of", BigId, nullable=True))
        cases.add_column(sa.Column("status_before", sa.Text(), nullable=True))
        cases.add_column(sa.Column("previous_number", BigId, nullable=True))
        cases.create_foreign_key("fk_cases_issue_id", "issues", ["issue_id"], ["id"])
        cases.create_foreign_key("fk_cases_duplicate_of", "cases", ["duplicate_of"], ["number"])
        cases.create_foreign_key("fk_cases_previous_number", "cases", ["previous_number"], ["number"])
    for column in ("issue_id", "duplicate_of", "previous_number", "scheduled_for"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_cases_{column}", "cases", [column], sqlite_where=there, postgresql_where=there)
    for column in ("contact_id", "owner_id"):
        is_open = sa.text("status != 'closed'")
        op.create_index(f"ix_cases_open_{column}", "cases", [column], sqlite_where=is_open, postgresql_where=is_open)
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("with_id", BigId, nullable=True))
        comments.create_foreign_key("fk_comments_with_id", "people", ["with_id"], ["id"])
    op.add_column("people", sa.Column("away_until", sa.Date(), nullable=True))
    op.create_table(
        "kept_words",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("until", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_kept_words_case_number"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_kept_words_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_words"),
        sa.UniqueConstraint("channel_id", "ts", "team_id", name="uq_kept_words_channel_id_ts_team_id"),
    )
    op.create_index("ix_kept_words_until", "kept_words", ["until"])
    op.execute("UPDATE cases SET urgency = priority")
