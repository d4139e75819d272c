"""Whose a line without a Slack user is, as an e-mail address proposes it."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("line_of_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_proposals_district_id"),
        sa.ForeignKeyConstraint(["line_of_id"], ["people.id"], name="fk_proposals_line_of_id"),
        sa.ForeignKeyConstraint(["member_id"], ["people.id"], name="fk_proposals_member_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_proposals_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint(
            "line_of_id", "district_id", "member_id", name="uq_proposals_line_of_id_district_id_member_id"
        ),
    )
    op.create_index("ix_proposals_member_id", "proposals", ["member_id"])
