"""A report on which nobody decides ends: on how many days the leads were asked is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("emergencies", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
