"""In which workspace of ours somebody of another one is seen."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_seen = sa.text("seen_in != ''")


def upgrade() -> None:
    op.add_column("people", sa.Column("seen_in", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_people_user_id_seen_in",
        "people",
        ["user_id", "seen_in"],
        sqlite_where=_seen,
        postgresql_where=_seen,
    )
