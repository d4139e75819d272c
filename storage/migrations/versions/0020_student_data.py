"""Cases that contain student data, whose words show in no preview."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("has_student_data", sa.Boolean(), server_default=sa.false(), nullable=False))
