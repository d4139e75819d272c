"""Why a silent contact was kept; and an index by which those who are silent are found."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_contacts",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("kept_by", BigId, nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["roster.id"], name="fk_kept_contacts_line_id"),
        sa.ForeignKeyConstraint(["kept_by"], ["people.id"], name="fk_kept_contacts_kept_by"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_contacts"),
    )
    op.create_index("ix_kept_contacts_line_id", "kept_contacts", ["line_id"])
    silent = sa.text("silent_since IS NOT NULL")
    op.create_index(
        "ix_roster_standing_silent_since",
        "roster",
        ["standing", "silent_since", "id"],
        sqlite_where=silent,
        postgresql_where=silent,
    )
