"""Confirmed defects of the product, who follows one, and who is still to be told of a change."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

issues = sa.Table(
    "issues",
    metadata,
    own_id(),
    text("title"),
    text("description"),
    text("workaround"),
    text("module"),
    sa.Column("status", sa.Text, nullable=False),  # of domain.issues.IssueStatus
    text("fixed_in"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),  # grows with each change that is told
    to("created_by", "people.id"),
    instant("created_at"),
    instant("changed_at", optional=True),  # none: as it was saved
    instant("published_at", optional=True),  # none: support alone sees it
)

issue_steps = sa.Table(
    "issue_steps",
    metadata,
    sa.Column("issue_id", BigId, sa.ForeignKey("issues.id"), primary_key=True, autoincrement=False),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("status", sa.Text, nullable=False),
    text("fixed_in"),
    instant("at"),
    to("by_id", "people.id"),
)

issue_followers = sa.Table(
    "issue_followers",
    metadata,
    sa.Column("issue_id", BigId, sa.ForeignKey("issues.id"), primary_key=True, autoincrement=False),
    sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    instant("since"),
    instant("ended_at", optional=True),  # by their own wish; a case that is linked begins it anew
    sa.Index("ix_issue_followers_person_id", "person_id"),
)

issue_news = sa.Table(
    "issue_news",
    metadata,
    own_id(),
    to("issue_id", "issues.id"),
    sa.Column("revision", sa.Integer, nullable=False),
    to("person_id", "people.id", optional=True),  # a follower, who is told
    to("case_number", "cases.number", optional=True),  # or a case, which goes on
    to("by_id", "people.id"),  # whose change it was
    instant("since"),
    instant("due_at"),
    sa.Index("ix_issue_news_due_at", "due_at"),
)
