"""What ended without a case is found by when it did; what ended with an erasing has a moment, too."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no_case = sa.column("case_number").is_(None)
    for table, ended in (("questions", "settled_at"), ("emergencies", "decided_at")):
        its = sa.table(table, sa.column("state"), sa.column("asked_at"), sa.column(ended))
        op.execute(
            its.update()
            .where(its.c.state.not_in(("asked", "accepted")), its.c[ended].is_(None))
            .values({ended: its.c.asked_at})
        )
        op.create_index(
            f"ix_{table}_{ended}", table, ["district_id", ended], sqlite_where=no_case, postgresql_where=no_case
        )
