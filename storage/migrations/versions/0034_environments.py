"""Which version each environment of a district runs, and its maintenance window."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcInstant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "environments",
        sa.Column("district_id", BigId, sa.ForeignKey("districts.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False, server_default=""),
        sa.Column("window", sa.Text(), nullable=False, server_default=""),
        sa.Column("changed_at", UtcInstant(), nullable=False),
        sa.Column("changed_by", BigId, sa.ForeignKey("people.id"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "name"),
    )
