"""Notifications of several modules and districts, with updates; maintenance has its times; each reader is told once."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcInstant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(column: str, target: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(column, BigId, sa.ForeignKey(target), nullable=optional)


def upgrade() -> None:
    op.execute("ALTER TABLE notifications RENAME COLUMN module TO modules")
    op.add_column("notifications", sa.Column("starts_at", UtcInstant(), nullable=True))
    op.add_column("notifications", sa.Column("ends_at", UtcInstant(), nullable=True))
    op.create_table(
        "notification_districts",
        _to("notification_id", "notifications.id"),
        _to("district_id", "districts.id"),
        sa.PrimaryKeyConstraint("notification_id", "district_id"),
    )
    op.create_index("ix_notification_districts_district_id", "notification_districts", ["district_id"])
    op.create_table(
        "notification_updates",
        sa.Column("id", BigId, sa.Identity(), primary_key=True),
        _to("notification_id", "notifications.id"),
        sa.Column("at", UtcInstant(), nullable=False),
        _to("by_id", "people.id"),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_notification_updates_notification_id", "notification_updates", ["notification_id"])
    op.create_table(
        "notification_news",
        sa.Column("id", BigId, sa.Identity(), primary_key=True),
        _to("notification_id", "notifications.id"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        _to("person_id", "people.id", optional=True),
        sa.Column("since", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
    )
    op.create_index("ix_notification_news_due_at", "notification_news", ["due_at"])
