"""Why a contact who had gone quiet was kept: words of a person, which can be erased."""

import sqlalchemy as sa

from storage.tables.base import instant, metadata, own_id, text, to

kept_contacts = sa.Table(
    "kept_contacts",
    metadata,
    own_id(),
    to("line_id", "roster.id"),
    to("kept_by", "people.id"),
    instant("at"),
    text("reason"),
    sa.Index("ix_kept_contacts_line_id", "line_id"),
)
