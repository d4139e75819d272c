"""Who stands in for an absent contact, where contacts stand with their training, and when lists are confirmed."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _absences()
    _training()
    op.create_table(
        "confirmations",
        sa.Column("district_id", BigId, autoincrement=False, nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=True),
        sa.Column("reminded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("confirmed_at", UtcInstant(), nullable=True),
        sa.Column("confirmed_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_confirmations_district_id"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["people.id"], name="fk_confirmations_confirmed_by"),
        sa.PrimaryKeyConstraint("district_id", name="pk_confirmations"),
    )
    op.create_index("ix_confirmations_due_at", "confirmations", ["due_at"])


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("deputy_id", BigId, nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("since", UtcInstant(), nullable=False),
        sa.Column("ends_at", UtcInstant(), nullable=False),
        sa.Column("ended_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_absences_person_id"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_absences_district_id"),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name="fk_absences_deputy_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    its_open = sa.text("ended_at IS NULL")
    op.create_index("ix_absences_deputy_id", "absences", ["deputy_id"])
    op.create_index(
        "uq_absences_open",
        "absences",
        ["person_id", "district_id"],
        unique=True,
        sqlite_where=its_open,
        postgresql_where=its_open,
    )
    op.create_index("ix_absences_ends_at", "absences", ["ends_at"], sqlite_where=its_open, postgresql_where=its_open)


def _training() -> None:
    """Who is to take one already is reminded at the first daytime, and monthly from then on."""
    op.add_column("roster", sa.Column("training_at", UtcInstant(), nullable=True))
    op.add_column("roster", sa.Column("training_due_at", UtcInstant(), nullable=True))
    due = sa.text("training_due_at IS NOT NULL")
    op.create_index(
        "ix_roster_training_due_at", "roster", ["training_due_at"], sqlite_where=due, postgresql_where=due
    )
    op.execute(
        "UPDATE roster SET training_due_at = since WHERE training IN ('needed', 'in progress')"
        " AND role IN ('support', 'technical')"
    )
