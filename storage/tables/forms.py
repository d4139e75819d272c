"""What forms leave behind: files of a case, and for a day what was filled in and not sent."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

case_files = sa.Table(
    "case_files",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    text("name"),
    text("mimetype"),
    sa.Column("size", BigId, nullable=False, server_default="0"),
    text("permalink"),
    sa.UniqueConstraint("case_number", "file_id"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    own_id(),
    to("person_id", "people.id"),
    sa.Column("form", sa.Text, nullable=False),  # which of the person's forms: a new case, one from a message …
    to("district_id", "districts.id", optional=True),
    text("fields"),  # JSON: what stood in which field
    instant("saved_at"),
    sa.UniqueConstraint("person_id", "form"),
    sa.Index("ix_drafts_saved_at", "saved_at"),
)
