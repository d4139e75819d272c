"""What the vendor tells districts of, whom it concerns, and who is still to be told."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

notifications = sa.Table(
    "notifications",
    metadata,
    own_id(),
    sa.Column("kind", sa.Text, nullable=False),  # of domain.notifications.Kind
    text("title"),
    text("modules"),  # with commas between, which no module's name has; '': all of them
    sa.Column("status", sa.Text, nullable=False),  # open | closed
    to("opened_by", "people.id"),
    instant("opened_at"),
    instant("starts_at", optional=True),  # of maintenance, as the next
    instant("ends_at", optional=True),
    to("closed_by", "people.id", optional=True),
    instant("closed_at", optional=True),
    text("closing"),  # of an incident: the resolution of its cases
)
_still_open = notifications.c.status == sa.literal_column("'open'")
sa.Index("ix_notifications_open", notifications.c.id, sqlite_where=_still_open, postgresql_where=_still_open)

notification_districts = sa.Table(
    "notification_districts",
    metadata,
    sa.Column("notification_id", BigId, sa.ForeignKey("notifications.id"), primary_key=True, autoincrement=False),
    sa.Column("district_id", BigId, sa.ForeignKey("districts.id"), primary_key=True, autoincrement=False),
    sa.Index("ix_notification_districts_district_id", "district_id"),
)
"""None of one: it concerns every district."""

notification_updates = sa.Table(
    "notification_updates",
    metadata,
    own_id(),
    to("notification_id", "notifications.id"),
    instant("at"),
    to("by_id", "people.id"),
    text("words"),
    sa.Index("ix_notification_updates_notification_id", "notification_id"),
)

notification_news = sa.Table(
    "notification_news",
    metadata,
    own_id(),
    to("notification_id", "notifications.id"),
    sa.Column("what", sa.Text, nullable=False),  # of storage.notification_news.What
    sa.Column("fact", sa.Text, nullable=False),  # told to nobody twice
    to("person_id", "people.id", optional=True),  # none: whoever it concerns, when it is due
    instant("since"),
    instant("due_at"),
    sa.Index("ix_notification_news_due_at", "due_at"),
)
