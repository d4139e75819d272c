"""Files that go with words which wait for a decision: no record yet, and erased with the words."""

import sqlalchemy as sa

from storage.tables.base import BigId, metadata, own_id, text

kept_files = sa.Table(
    "kept_files",
    metadata,
    own_id(),
    sa.Column("kept_id", BigId, sa.ForeignKey("kept_words.id", ondelete="CASCADE"), nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    text("name"),
    text("mimetype"),
    sa.Column("size", BigId, nullable=False, server_default="0"),
    text("permalink"),
    sa.UniqueConstraint("kept_id", "file_id"),
)
