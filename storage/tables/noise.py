"""How people want to be told of cases, and what each was told or is still to be told. Ids alone, no words."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    sa.Column("way", sa.Text, nullable=False),  # of domain.telling.Way
    sa.Column("quiet_from", sa.Time, nullable=True),  # in their own zone, as the next; none: no quiet hours
    sa.Column("quiet_to", sa.Time, nullable=True),
    sa.Column("quiet_weekends", sa.Boolean, nullable=False, server_default=sa.false()),
)

news = sa.Table(
    "news",
    metadata,
    own_id(),
    to("person_id", "people.id"),
    to("case_number", "cases.number"),
    sa.Column("kind", sa.Text, nullable=False),  # of domain.telling.News
    sa.Column("fact", sa.Text, nullable=False),  # what happened: told to nobody twice, for however many reasons
    to("by_id", "people.id", optional=True),  # whose act it was; none: the clock's
    to("comment_id", "comments.id", optional=True),
    to("thread_id", "threads.id", optional=True),  # where they are mentioned
    sa.Column("in_digest", sa.Boolean, nullable=False, server_default=sa.false()),  # on a business day alone
    instant("at"),
    instant("due_at", optional=True),  # when it is told with others; none: it was told at once
    instant("told_at", optional=True),
    text("round"),  # which message to this person it went into
    sa.UniqueConstraint("person_id", "fact"),
    sa.Index("ix_news_comment_id", "comment_id"),
)
_no_copy = news.c.thread_id.is_(None)
sa.Index("ix_news_told_at", news.c.told_at, sqlite_where=_no_copy, postgresql_where=_no_copy)
_untold = news.c.told_at.is_(None)
sa.Index("ix_news_untold_due_at", news.c.due_at, sqlite_where=_untold, postgresql_where=_untold)
