"""What the two threads need beside their record: files of words that wait, and where a card stood before."""

import sqlalchemy as sa

from storage.tables.base import BigId, metadata, own_id, text, to

# Of words that wait for a decision: in no record yet, and erased with the words.
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

# Where the card of a thread stood that was deleted: what is said there is the case's still.
former_threads = sa.Table(
    "former_threads",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    to("thread_id", "threads.id"),
    sa.Index("ix_former_threads_thread_id", "thread_id"),
)
