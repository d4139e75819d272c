"""Requests to change a district's list of contacts, and the words in them."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_requests",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("asked_by", BigId, nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("training", sa.Text(), server_default="", nullable=False),
        sa.Column("licensed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("replacement_id", BigId, nullable=True),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", UtcInstant(), nullable=True),
        sa.Column("undo_until", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_list_requests_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_list_requests_person_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_list_requests_asked_by"),
        sa.ForeignKeyConstraint(["replacement_id"], ["people.id"], name="fk_list_requests_replacement_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_list_requests_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_list_requests"),
    )
    op.create_index("ix_list_requests_district_id", "list_requests", ["district_id", "id"])
    waits = sa.text("waits_for != ''")
    op.create_index(
        "ix_list_requests_waits", "list_requests", ["asked_at", "id"], sqlite_where=waits, postgresql_where=waits
    )
    removals = sa.text("kind = 'remove'")
    op.create_index(
        "ix_list_requests_removals",
        "list_requests",
        ["asked_by", "asked_at"],
        sqlite_where=removals,
        postgresql_where=removals,
    )
    op.create_table(
        "list_request_words",
        sa.Column("request_id", BigId, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["list_requests.id"], name="fk_list_request_words_request_id"),
        sa.PrimaryKeyConstraint("request_id", name="pk_list_request_words"),
    )
