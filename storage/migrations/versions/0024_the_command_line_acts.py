"""The account by which the command line acts, of which there is one, and who entered a request for somebody."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    its_own = sa.text("membership = 'operator'")
    op.create_index(
        "uq_people_operator", "people", ["membership"], unique=True, sqlite_where=its_own, postgresql_where=its_own
    )
    with op.batch_alter_table("list_requests") as requests:
        requests.add_column(sa.Column("entered_by", BigId, nullable=True))
        requests.create_foreign_key("fk_list_requests_entered_by", "people", ["entered_by"], ["id"])
