"""Why an erasure does not come further."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasures", sa.Column("trouble", sa.Text(), nullable=False, server_default=""))
