"""Joint sessions. What a guest wrote while nobody was there waits in `kept_words`."""

import sqlalchemy as sa

from storage.tables.base import instant, metadata, own_id, text, to

sessions = sa.Table(
    "sessions",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    to("district_id", "districts.id"),
    to("host_id", "people.id"),
    to("stand_in_id", "people.id", optional=True),
    to("guest_id", "people.id"),
    sa.Column("state", sa.Text, nullable=False),  # of domain.sessions.State
    text("why"),  # of domain.sessions.Why: it ended
    instant("starts_at"),
    instant("ends_at"),
    instant("host_seen_at", optional=True),
    instant("stand_in_seen_at", optional=True),
    instant("present_since", optional=True),
    instant("present_until", optional=True),
    sa.Column("paused_told", sa.Boolean, nullable=False, server_default=sa.false()),
    instant("due_at", optional=True),
)
_due, _open = sessions.c.due_at.is_not(None), sessions.c.state != sa.literal_column("'ended'")
sa.Index("ix_sessions_due_at", sessions.c.due_at, sqlite_where=_due, postgresql_where=_due)
sa.Index(
    "uq_sessions_case_number_guest_id",
    sessions.c.case_number,
    sessions.c.guest_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
