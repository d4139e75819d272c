"""What is due by the clock, one row a case and clock: a round reads an index over what is due, and nothing else."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, to

pending_clocks = sa.Table(
    "pending_clocks",
    metadata,
    sa.Column("case_number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    sa.Column(
        "status", sa.Text, nullable=False
    ),  # stays while the case is closed by the clock, should that be undone
    instant("began_at"),  # of the latest response, or of entering Pending; names this wait
    sa.Column("day_zero", sa.Date, nullable=False),
    sa.Column("owed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("more_times", sa.Integer, nullable=False, server_default="0"),
    sa.Column("owner_told", sa.Boolean, nullable=False, server_default=sa.false()),
    instant("closes_at"),
    instant("due_at", optional=True),
)
sa.Index(
    "ix_pending_clocks_due_at",
    pending_clocks.c.due_at,
    sqlite_where=pending_clocks.c.due_at.is_not(None),
    postgresql_where=pending_clocks.c.due_at.is_not(None),
)

target_clocks = sa.Table(
    "target_clocks",
    metadata,
    sa.Column("case_number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),  # first-response | update
    sa.Column("priority", sa.Text, nullable=False),
    instant("began_at"),
    instant("paused_at", optional=True),
    sa.Column("pauses", sa.JSON, nullable=False),  # from, to: instants as text
    sa.Column("told", sa.Text, nullable=False, server_default=""),  # near | missed | lead
    instant("misses_at"),
    instant("due_at", optional=True),
)
sa.Index(
    "ix_target_clocks_due_at",
    target_clocks.c.due_at,
    sqlite_where=target_clocks.c.due_at.is_not(None),
    postgresql_where=target_clocks.c.due_at.is_not(None),
)

sa.Index(
    "ix_target_clocks_misses_at",
    target_clocks.c.misses_at,
    target_clocks.c.case_number,
    sqlite_where=target_clocks.c.paused_at.is_(None),
    postgresql_where=target_clocks.c.paused_at.is_(None),
)

date_clocks = sa.Table(
    "date_clocks",
    metadata,
    sa.Column("case_number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    instant("due_at"),  # when a Scheduled case's day begins
    sa.Index("ix_date_clocks_due_at", "due_at"),
)

incident_clocks = sa.Table(
    "incident_clocks",
    metadata,
    sa.Column("case_number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    to("notification_id", "notifications.id"),
    instant("due_at"),  # from the closing of its incident, until the case was moved or told
    sa.Index("ix_incident_clocks_due_at", "due_at"),
)

clock_rules = sa.Table(
    "clock_rules",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # 1: the settings' numbers, one row
    sa.Column("written", sa.JSON, nullable=False),
)
