"""Seals over the audit log, and the indexes by which its questions are answered."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.sealing import of_seals
from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("number", BigId, autoincrement=False, nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("after_id", BigId, nullable=False),
        sa.Column("through_id", BigId, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("key_id", sa.Text(), server_default="", nullable=False),
        sa.Column("previous", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_seals_district_id"),
        sa.PrimaryKeyConstraint("number", name="pk_seals"),
    )
    for statement in of_seals(op.get_bind().dialect.name):
        op.execute(statement)
    op.create_index("ix_audit_person_id_id", "audit", ["person_id", "id"])
    somebody = sa.text("about_id IS NOT NULL")
    op.create_index(
        "ix_audit_about_id_id", "audit", ["about_id", "id"], sqlite_where=somebody, postgresql_where=somebody
    )
