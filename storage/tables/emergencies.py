"""Reports of the emergency exception; what was said in them stands apart, where it can be erased."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

emergencies = sa.Table(
    "emergencies",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    to("person_id", "people.id"),
    sa.Column("state", sa.Text, nullable=False),  # of domain.emergencies.State
    instant("asked_at"),
    sa.Column("pages", sa.Integer, nullable=False, server_default="1"),
    sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),  # days on which the leads were asked
    to("decided_by", "people.id", optional=True),
    instant("decided_at", optional=True),
    to("case_number", "cases.number", optional=True),
    to("offered_to", "people.id", optional=True),
    to("claimed_by", "people.id", optional=True),
    instant("claimed_at", optional=True),
    text("told_status"),  # of its case, as its reporter was told last; once a contact has claimed it
    instant("due_at", optional=True),
    sa.UniqueConstraint("case_number"),
    sa.Index("ix_emergencies_person_id_asked_at", "person_id", "asked_at"),
    sa.Index("ix_emergencies_asked_at", "asked_at"),
)
_due = emergencies.c.due_at.is_not(None)
sa.Index("ix_emergencies_due_at", emergencies.c.due_at, sqlite_where=_due, postgresql_where=_due)
_no_case = emergencies.c.case_number.is_(None)
sa.Index(
    "ix_emergencies_decided_at",
    emergencies.c.district_id,
    emergencies.c.decided_at,
    sqlite_where=_no_case,
    postgresql_where=_no_case,
)

emergency_words = sa.Table(
    "emergency_words",
    metadata,
    sa.Column("emergency_id", BigId, sa.ForeignKey("emergencies.id"), primary_key=True, autoincrement=False),
    text("broken"),
    text("affected"),
    text("unreachable"),
    text("phone"),
    text("reason"),  # of whoever accepted or declined it
)
