"""What came in and what goes out, and the audit log, which has no words, names or Slack ids and cannot be changed."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

seen = sa.Table(
    "seen",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    instant("at"),
    sqlite_with_rowid=False,
)

hints = sa.Table(
    "hints",
    metadata,
    sa.Column("thread_id", BigId, sa.ForeignKey("threads.id"), primary_key=True, autoincrement=False),
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    instant("at"),
)

audit = sa.Table(
    "audit",
    metadata,
    own_id(),
    instant("at"),
    to("person_id", "people.id", optional=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
    to("district_id", "districts.id", optional=True),
    to("case_number", "cases.number", optional=True),
    to("about_id", "people.id", optional=True),  # whom it was done to
    text("ref"),  # what else of ours it is about: request:17:add:asked, question:4, emergency:2, session:9
    sa.Index("ix_audit_district_id_at", "district_id", "at"),
    sa.Index("ix_audit_person_id_id", "person_id", "id"),
)
_about_somebody = audit.c.about_id.is_not(None)
sa.Index(
    "ix_audit_about_id_id",
    audit.c.about_id,
    audit.c.id,
    sqlite_where=_about_somebody,
    postgresql_where=_about_somebody,
)

outbox = sa.Table(
    "outbox",
    metadata,
    own_id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    # Rows of one lane go out one after another, in the order of their ids.
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),  # ids only: words are read when the row is delivered
    instant("created_at"),
    instant("due_at"),
    instant("expires_at", optional=True),
    # waiting | sending | sent | dead | overtaken | withheld | dropped
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("claimed_by", sa.Text, nullable=True),
    instant("lease_until", optional=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    instant("tried_at", optional=True),
    sa.Column("error", sa.Text, nullable=True),
    sa.Column("channel_id", sa.Text, nullable=True),  # where it came to stand
    sa.Column("ts", sa.Text, nullable=True),
    instant("done_at", optional=True),
)
_undone = outbox.c.done_at.is_(None)
_stands = outbox.c.ts.is_not(None)
_dead = outbox.c.state == sa.literal_column("'dead'")
sa.Index("ix_outbox_channel_id_ts", outbox.c.channel_id, outbox.c.ts, sqlite_where=_stands, postgresql_where=_stands)
card_under_way = sa.and_(
    outbox.c.kind == sa.literal_column("'card'"), _undone, outbox.c.tries > sa.literal_column("0")
)
"""A card that may stand in Slack, and is not marked: in these words, so that its index is used."""
sa.Index("ix_outbox_cards_tried", outbox.c.id, sqlite_where=card_under_way, postgresql_where=card_under_way)
sa.Index("ix_outbox_dead", outbox.c.id, sqlite_where=_dead, postgresql_where=_dead)
sa.Index("ix_outbox_lane_id", outbox.c.lane, outbox.c.id, sqlite_where=_undone, postgresql_where=_undone)
sa.Index("ix_outbox_due_at_id", outbox.c.due_at, outbox.c.id, sqlite_where=_undone, postgresql_where=_undone)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # team:method[:channel], asked by Slack to wait
    instant("until"),
)
