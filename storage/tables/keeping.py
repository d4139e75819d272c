"""What a district's contacts keep going among themselves: who stands in for whom, and that the list is right."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, to

absences = sa.Table(
    "absences",
    metadata,
    own_id(),
    to("person_id", "people.id"),
    to("district_id", "districts.id"),
    to("deputy_id", "people.id", optional=True),
    sa.Column("until", sa.Date, nullable=False),  # the last day away, in their own zone
    instant("since"),
    instant("ends_at"),  # when that day was to end, as their zone was then
    instant("ended_at", optional=True),  # what was on its way to the deputy then still reaches them
    sa.Index("ix_absences_deputy_id", "deputy_id"),
)
_open = absences.c.ended_at.is_(None)
sa.Index(
    "uq_absences_open",
    absences.c.person_id,
    absences.c.district_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
sa.Index("ix_absences_ends_at", absences.c.ends_at, sqlite_where=_open, postgresql_where=_open)

confirmations = sa.Table(
    "confirmations",
    metadata,
    sa.Column("district_id", BigId, sa.ForeignKey("districts.id"), primary_key=True, autoincrement=False),
    instant("due_at"),  # when its administrator is asked, or reminded
    instant("asked_at", optional=True),  # none: nothing is asked now
    sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),
    instant("confirmed_at", optional=True),
    to("confirmed_by", "people.id", optional=True),
    sa.Index("ix_confirmations_due_at", "due_at"),
)
