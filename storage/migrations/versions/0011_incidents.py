"""Notifications, the cases that are linked to one, and those that its closing is still to reach."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("module", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_by", BigId, nullable=False),
        sa.Column("opened_at", UtcInstant(), nullable=False),
        sa.Column("closed_by", BigId, nullable=True),
        sa.Column("closed_at", UtcInstant(), nullable=True),
        sa.Column("closing", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name="fk_notifications_opened_by"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_notifications_closed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    is_open = sa.text("status = 'open'")
    op.create_index("ix_notifications_open", "notifications", ["id"], sqlite_where=is_open, postgresql_where=is_open)
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("notification_id", BigId, nullable=True))
        cases.create_foreign_key("fk_cases_notification_id", "notifications", ["notification_id"], ["id"])
    linked = sa.text("notification_id IS NOT NULL")
    op.create_index(
        "ix_cases_notification_id", "cases", ["notification_id"], sqlite_where=linked, postgresql_where=linked
    )
    op.create_table(
        "incident_clocks",
        sa.Column("case_number", BigId, autoincrement=False, nullable=False),
        sa.Column("notification_id", BigId, nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_incident_clocks_case_number"),
        sa.ForeignKeyConstraint(["notification_id"], ["notifications.id"], name="fk_incident_clocks_notification_id"),
        sa.PrimaryKeyConstraint("case_number", name="pk_incident_clocks"),
    )
    op.create_index("ix_incident_clocks_due_at", "incident_clocks", ["due_at"])
