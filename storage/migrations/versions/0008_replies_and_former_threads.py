"""Files of a reply that is looked at once more; where a card stood that was deleted."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_files",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("kept_id", BigId, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("mimetype", sa.Text(), server_default="", nullable=False),
        sa.Column("size", BigId, server_default="0", nullable=False),
        sa.Column("permalink", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["kept_words.id"], name="fk_kept_files_kept_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_files"),
        sa.UniqueConstraint("kept_id", "file_id", name="uq_kept_files_kept_id_file_id"),
    )
    op.create_table(
        "former_threads",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("thread_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_former_threads_thread_id"),
        sa.PrimaryKeyConstraint("team_id", "channel_id", "ts", name="pk_former_threads"),
    )
    op.create_index("ix_former_threads_thread_id", "former_threads", ["thread_id"])
