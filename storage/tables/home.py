"""Which list of cases each person's Home showed last. Ids alone, no words."""

import sqlalchemy as sa

from storage.tables.base import BigId, metadata, to

home_lists = sa.Table(
    "home_lists",
    metadata,
    sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    sa.Column("which", sa.Text, nullable=False),  # of domain.home_lists.HomeList
    to("district_id", "districts.id", optional=True),  # none: all of them
)
