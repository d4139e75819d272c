"""What is being erased, since when and how far; and what a legal hold keeps from it (POLICY 10)."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

erasures = sa.Table(
    "erasures",
    metadata,
    own_id(),
    sa.Column("kind", sa.Text, nullable=False),  # of domain.erasures.Kind
    sa.Column("state", sa.Text, nullable=False),  # of domain.erasures.State
    to("district_id", "districts.id", optional=True),
    to("person_id", "people.id", optional=True),
    text("team_id"),  # of a workspace that uninstalled the app; emptied when it is erased, as the next
    text("of"),  # what is erased, named: of one thing there is one open erasure of a kind
    to("asked_by", "people.id", optional=True),  # none: the clock, or the command line
    sa.Column("with_words", sa.Boolean, nullable=False, server_default=sa.false()),  # of a person: theirs too
    instant("asked_at"),
    instant("due_at"),
    text("step"),  # where it is
    text("cursor"),  # the last row that was looked at, of a table that is read from end to end; emptied behind it
    sa.Column("counts", sa.JSON, nullable=False),  # how many of what
    instant("finished_at", optional=True),
    text("trouble"),  # why it does not come further: `left:` and a table, or the name of a fault; '' as it goes on
)
_open = erasures.c.finished_at.is_(None)
sa.Index("ix_erasures_due_at", erasures.c.due_at, sqlite_where=_open, postgresql_where=_open)
sa.Index("uq_erasures_open", erasures.c.kind, erasures.c.of, unique=True, sqlite_where=_open, postgresql_where=_open)

# Slack's ids that belong to what is erased: rows that name them, and have no other way to it, are found by these.
erasing_ids = sa.Table(
    "erasing_ids",
    metadata,
    sa.Column("erasure_id", BigId, sa.ForeignKey("erasures.id"), primary_key=True, autoincrement=False),
    sa.Column("slack_id", sa.Text, primary_key=True),
)

holds = sa.Table(
    "holds",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    text("reason"),
    instant("set_at"),
    to("set_by", "people.id", optional=True),  # none: the command line, as below
    instant("lifted_at", optional=True),
    to("lifted_by", "people.id", optional=True),
)
_stands = holds.c.lifted_at.is_(None)
sa.Index("uq_holds_standing", holds.c.district_id, unique=True, sqlite_where=_stands, postgresql_where=_stands)
