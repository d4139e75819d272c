"""Seals over the audit log. They cannot be changed either, and cannot be made without a key that is elsewhere."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, text, to

seals = sa.Table(
    "seals",
    metadata,
    sa.Column("number", BigId, primary_key=True, autoincrement=False),  # without gaps
    to("district_id", "districts.id", optional=True),
    sa.Column("after_id", BigId, nullable=False),  # of the audit log: it covers the ids above this one,
    sa.Column("through_id", BigId, nullable=False),  # up to this one
    sa.Column("lines", sa.Integer, nullable=False),
    text("content"),
    instant("at"),
    text("key_id"),
    text("previous"),
    text("digest"),
)
