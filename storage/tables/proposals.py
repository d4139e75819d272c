"""Members of a workspace whose confirmed e-mail address is that of a line without a Slack user: ids alone."""

import sqlalchemy as sa

from storage.tables.base import instant, metadata, own_id, to

proposals = sa.Table(
    "proposals",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    to("line_of_id", "people.id"),
    to("member_id", "people.id"),
    sa.Column("state", sa.Text, nullable=False),  # of domain.proposals.State
    sa.Column("round", sa.Integer, nullable=False, server_default="1"),
    to("decided_by", "people.id", optional=True),
    instant("decided_at", optional=True),
    sa.UniqueConstraint("line_of_id", "district_id", "member_id"),
    sa.Index("ix_proposals_member_id", "member_id"),
)
