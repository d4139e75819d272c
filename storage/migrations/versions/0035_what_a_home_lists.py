"""The Home lists cases: what it showed last is remembered, and every list is read from one end of an index."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

OPEN = "status != 'closed'"
PENDING = "status IN ('pending-customer-input', 'pending-customer-verification')"
CHANGED = ("modified_at", "number")
LISTS = (
    ("open_contact_id", ("contact_id", *CHANGED), OPEN),
    ("open_owner_id", ("owner_id", *CHANGED), OPEN),
    ("open_district_id", ("district_id", *CHANGED), OPEN),
    ("unassigned", CHANGED, f"{OPEN} AND owner_id IS NULL"),
    ("pending", CHANGED, PENDING),
    ("pending_district_id", ("district_id", *CHANGED), PENDING),
    ("closed_district_id", ("district_id", "closed_at", "number"), "status = 'closed'"),
)


def upgrade() -> None:
    op.create_table(
        "home_lists",
        sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
        sa.Column("which", sa.Text(), nullable=False),
        sa.Column("district_id", BigId, sa.ForeignKey("districts.id"), nullable=True),
    )
    for name in ("ix_cases_open_contact_id", "ix_cases_open_owner_id"):
        op.drop_index(name, "cases")
    for name, columns, where in LISTS:
        _index(f"ix_cases_{name}", "cases", columns, where)
    _index("ix_target_clocks_misses_at", "target_clocks", ("misses_at", "case_number"), "paused_at IS NULL")
    op.create_index("ix_districts_name", "districts", ["name", "id"])


def _index(name: str, table: str, columns: tuple[str, ...], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)
