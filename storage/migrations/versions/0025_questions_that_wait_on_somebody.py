"""What waits on somebody is found by them."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_question_readers_person_id", "question_readers", ["person_id"])
