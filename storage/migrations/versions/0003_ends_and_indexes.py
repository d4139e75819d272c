"""When the clock ended a contact's right; one line per role at the vendor; indexes for what is asked by place."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcInstant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STANDS = sa.text("ts IS NOT NULL")
DEAD = sa.text("state = 'dead'")
CARDS = sa.text("kind = 'card' AND done_at IS NULL AND tries > 0")
VENDORS = sa.text("district_id IS NULL")


def upgrade() -> None:
    op.add_column("roster", sa.Column("deactivated_at", UtcInstant(), nullable=True))
    op.create_index(
        "uq_roster_person_id_role_vendor",
        "roster",
        ["person_id", "role"],
        unique=True,
        sqlite_where=VENDORS,
        postgresql_where=VENDORS,
    )
    op.create_index(
        "ix_outbox_channel_id_ts", "outbox", ["channel_id", "ts"], sqlite_where=STANDS, postgresql_where=STANDS
    )
    op.create_index("ix_districts_team_id", "districts", ["team_id"])
    op.create_index("ix_outbox_cards_tried", "outbox", ["id"], sqlite_where=CARDS, postgresql_where=CARDS)
    op.create_index("ix_outbox_dead", "outbox", ["id"], sqlite_where=DEAD, postgresql_where=DEAD)
