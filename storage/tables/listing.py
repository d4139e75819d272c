"""Requests to change a district's list of contacts, and the words in them, which can be erased (POLICY 6 and 10)."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

list_requests = sa.Table(
    "list_requests",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("waits_for"),
    to("person_id", "people.id"),
    to("asked_by", "people.id"),
    instant("asked_at"),
    text("role"),
    text("training"),
    sa.Column("licensed", sa.Boolean, nullable=False, server_default=sa.false()),
    to("replacement_id", "people.id", optional=True),
    to("decided_by", "people.id", optional=True),
    instant("decided_at", optional=True),
    instant("undo_until", optional=True),  # of a removal that another contact asked for
    to("entered_by", "people.id", optional=True),  # who wrote it down for whoever asked; none: they did themselves
    sa.Index("ix_list_requests_district_id", "district_id", "id"),
)
_waits = list_requests.c.waits_for != ""
sa.Index(
    "ix_list_requests_waits",
    list_requests.c.asked_at,
    list_requests.c.id,
    sqlite_where=_waits,
    postgresql_where=_waits,
)
_removals = list_requests.c.kind == "remove"
sa.Index(
    "ix_list_requests_removals",
    list_requests.c.asked_by,
    list_requests.c.asked_at,
    sqlite_where=_removals,
    postgresql_where=_removals,
)

# `name`, `email`, `phone`: of who is added. `answer`: the reason of whoever decided.
list_request_words = sa.Table(
    "list_request_words",
    metadata,
    sa.Column("request_id", BigId, sa.ForeignKey("list_requests.id"), primary_key=True, autoincrement=False),
    text("reason"),
    text("answer"),
    text("name"),
    text("email"),
    text("phone"),
)
