"""What is due by the clock: cases that wait, targets, dates; and the numbers they go by."""

from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "pending_clocks",
        sa.Column("case_number", BigId, autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("began_at", UtcInstant(), nullable=False),
        sa.Column("day_zero", sa.Date(), nullable=False),
        sa.Column("owed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("more_times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("closes_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_pending_clocks_case_number"),
        sa.PrimaryKeyConstraint("case_number", name="pk_pending_clocks"),
    )
    op.create_table(
        "target_clocks",
        sa.Column("case_number", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("began_at", UtcInstant(), nullable=False),
        sa.Column("paused_at", UtcInstant(), nullable=True),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.Column("misses_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_target_clocks_case_number"),
        sa.PrimaryKeyConstraint("case_number", name="pk_target_clocks"),
    )
    op.create_table(
        "date_clocks",
        sa.Column("case_number", BigId, autoincrement=False, nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_date_clocks_case_number"),
        sa.PrimaryKeyConstraint("case_number", name="pk_date_clocks"),
    )
    op.create_table(
        "clock_rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_rules"),
    )
    for table in ("pending_clocks", "target_clocks"):
        op.create_index(f"ix_{table}_due_at", table, ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("ix_date_clocks_due_at", "date_clocks", ["due_at"])
    _begin_where_something_waits()


def _begin_where_something_waits() -> None:
    """Cases that wait already: from their last change on. The first round looks at each, and sets its times right."""
    cases = sa.table(
        "cases",
        sa.column("number", BigId),
        sa.column("status", sa.Text()),
        sa.column("modified_at", UtcInstant()),
        sa.column("scheduled_for", sa.Date()),
    )
    pending = sa.table("pending_clocks", *(sa.column(name, kind) for name, kind in PENDING.items()))
    dates = sa.table("date_clocks", sa.column("case_number", BigId), sa.column("due_at", UtcInstant()))
    for row in op.get_bind().execute(sa.select(cases).where(cases.c.status.like("pending-%"))).all():
        at = row.modified_at
        facts = {"case_number": row.number, "status": row.status, "day_zero": at.date()}
        times = dict.fromkeys(("began_at", "closes_at", "due_at"), at)
        op.get_bind().execute(pending.insert().values(**facts, **times))
    for row in op.get_bind().execute(sa.select(cases).where(cases.c.scheduled_for.is_not(None))).all():
        due = datetime.combine(row.scheduled_for, time.min, UTC)
        op.get_bind().execute(dates.insert().values(case_number=row.number, due_at=due))


PENDING: dict[str, sa.types.TypeEngine[Any]] = {
    "case_number": BigId,
    "status": sa.Text(),
    "began_at": UtcInstant(),
    "day_zero": sa.Date(),
    "closes_at": UtcInstant(),
    "due_at": UtcInstant(),
}
