"""A row remembers its last try: whether that one arrived is what has to be asked."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN first_try_at TO tried_at")
