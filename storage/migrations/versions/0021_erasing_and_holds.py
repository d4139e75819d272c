"""Erasures, legal holds, for how many years a district keeps words, and when those of a case were erased."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("districts", sa.Column("retention_years", sa.Integer(), nullable=True))
    op.add_column("districts", sa.Column("erased_at", UtcInstant(), nullable=True))
    op.add_column("cases", sa.Column("erased_at", UtcInstant(), nullable=True))
    kept = sa.text("closed_at IS NOT NULL")
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"], sqlite_where=kept, postgresql_where=kept)
    _erasures()
    op.create_table(
        "erasing_ids",
        sa.Column("erasure_id", BigId, autoincrement=False, nullable=False),
        sa.Column("slack_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name="fk_erasing_ids_erasure_id"),
        sa.PrimaryKeyConstraint("erasure_id", "slack_id", name="pk_erasing_ids"),
    )
    _holds()


def _erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("team_id", sa.Text(), server_default="", nullable=False),
        sa.Column("of", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", BigId, nullable=True),
        sa.Column("with_words", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("finished_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_erasures_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_erasures_person_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_erasures_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    is_open = sa.text("finished_at IS NULL")
    op.create_index("ix_erasures_due_at", "erasures", ["due_at"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index(
        "uq_erasures_open", "erasures", ["kind", "of"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("set_at", UtcInstant(), nullable=False),
        sa.Column("set_by", BigId, nullable=True),
        sa.Column("lifted_at", UtcInstant(), nullable=True),
        sa.Column("lifted_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_holds_district_id"),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name="fk_holds_set_by"),
        sa.ForeignKeyConstraint(["lifted_by"], ["people.id"], name="fk_holds_lifted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    stands = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_holds_standing", "holds", ["district_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )
