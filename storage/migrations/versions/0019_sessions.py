"""Joint sessions."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANTS = ("host_seen_at", "stand_in_seen_at", "present_since", "present_until")


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("host_id", BigId, nullable=False),
        sa.Column("stand_in_id", BigId, nullable=True),
        sa.Column("guest_id", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", UtcInstant(), nullable=False),
        sa.Column("ends_at", UtcInstant(), nullable=False),
        *(sa.Column(name, UtcInstant(), nullable=True) for name in INSTANTS),
        sa.Column("paused_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_sessions_case_number"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_sessions_district_id"),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name="fk_sessions_host_id"),
        sa.ForeignKeyConstraint(["stand_in_id"], ["people.id"], name="fk_sessions_stand_in_id"),
        sa.ForeignKeyConstraint(["guest_id"], ["people.id"], name="fk_sessions_guest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    due, is_open = sa.text("due_at IS NOT NULL"), sa.text("state != 'ended'")
    op.create_index("ix_sessions_due_at", "sessions", ["due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index(
        "uq_sessions_case_number_guest_id",
        "sessions",
        ["case_number", "guest_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
