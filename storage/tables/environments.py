"""Which version each environment of a district runs, and its maintenance window."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, text, to

environments = sa.Table(
    "environments",
    metadata,
    sa.Column("district_id", BigId, sa.ForeignKey("districts.id"), primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, primary_key=True),  # of domain.environments.Environment
    text("version"),
    text("window"),
    instant("changed_at"),
    to("changed_by", "people.id"),
)
