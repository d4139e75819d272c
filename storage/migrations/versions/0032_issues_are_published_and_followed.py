"""Issues have words, seven statuses and their steps; who follows one is told of each change."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcInstant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_FIRST = """
INSERT INTO issue_steps (issue_id, revision, status, fixed_in, at, by_id)
SELECT id, 0, 'confirmed', '', created_at, created_by FROM issues
"""
_RELEASED = """
INSERT INTO issue_steps (issue_id, revision, status, fixed_in, at, by_id)
SELECT id, 1, 'released', '', released_at, created_by FROM issues WHERE released_at IS NOT NULL
"""
_CHANGED = "UPDATE issues SET revision = 1, changed_at = released_at WHERE released_at IS NOT NULL"
_FOLLOWED = """
INSERT INTO issue_followers (issue_id, person_id, since)
SELECT issue_id, contact_id, MAX(modified_at) FROM cases
WHERE issue_id IS NOT NULL AND contact_id IS NOT NULL AND status != 'closed'
GROUP BY issue_id, contact_id
"""


def _to(column: str, target: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(column, BigId, sa.ForeignKey(target), nullable=optional)


def upgrade() -> None:
    for name in ("description", "workaround", "fixed_in"):
        op.add_column("issues", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("issues", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("issues", sa.Column("changed_at", UtcInstant(), nullable=True))
    op.add_column("issues", sa.Column("published_at", UtcInstant(), nullable=True))
    _tables()
    for statement in (_FIRST, _RELEASED, _CHANGED, _FOLLOWED):
        op.execute(statement)
    op.drop_column("issues", "released_at")


def _tables() -> None:
    op.create_table(
        "issue_steps",
        _to("issue_id", "issues.id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("fixed_in", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", UtcInstant(), nullable=False),
        _to("by_id", "people.id"),
        sa.PrimaryKeyConstraint("issue_id", "revision"),
    )
    op.create_table(
        "issue_followers",
        _to("issue_id", "issues.id"),
        _to("person_id", "people.id"),
        sa.Column("since", UtcInstant(), nullable=False),
        sa.Column("ended_at", UtcInstant(), nullable=True),
        sa.PrimaryKeyConstraint("issue_id", "person_id"),
    )
    op.create_index("ix_issue_followers_person_id", "issue_followers", ["person_id"])
    op.create_table(
        "issue_news",
        sa.Column("id", BigId, sa.Identity(), primary_key=True),
        _to("issue_id", "issues.id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _to("person_id", "people.id", optional=True),
        _to("case_number", "cases.number", optional=True),
        _to("by_id", "people.id"),
        sa.Column("since", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
    )
    op.create_index("ix_issue_news_due_at", "issue_news", ["due_at"])
    linked = sa.text("issue_id IS NOT NULL")
    op.create_index(
        "ix_cases_district_id_issue_id",
        "cases",
        ["district_id", "issue_id"],
        sqlite_where=linked,
        postgresql_where=linked,
    )
