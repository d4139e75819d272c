"""Reports of the emergency exception; and whose a direct message's thread, and a comment, are beside a contact's."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergencies",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcInstant(), nullable=False),
        sa.Column("pages", sa.Integer(), server_default="1", nullable=False),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", UtcInstant(), nullable=True),
        sa.Column("case_number", BigId, nullable=True),
        sa.Column("offered_to", BigId, nullable=True),
        sa.Column("claimed_by", BigId, nullable=True),
        sa.Column("claimed_at", UtcInstant(), nullable=True),
        sa.Column("told_status", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_emergencies_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_emergencies_person_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_emergencies_decided_by"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_emergencies_case_number"),
        sa.ForeignKeyConstraint(["offered_to"], ["people.id"], name="fk_emergencies_offered_to"),
        sa.ForeignKeyConstraint(["claimed_by"], ["people.id"], name="fk_emergencies_claimed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_emergencies"),
        sa.UniqueConstraint("case_number", name="uq_emergencies_case_number"),
    )
    op.create_index("ix_emergencies_person_id_asked_at", "emergencies", ["person_id", "asked_at"])
    op.create_index("ix_emergencies_asked_at", "emergencies", ["asked_at"])
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_emergencies_due_at", "emergencies", ["due_at"], sqlite_where=due, postgresql_where=due)
    op.create_table(
        "emergency_words",
        sa.Column("emergency_id", BigId, autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("broken", "affected", "unreachable", "phone", "reason")
        ),
        sa.ForeignKeyConstraint(["emergency_id"], ["emergencies.id"], name="fk_emergency_words_emergency_id"),
        sa.PrimaryKeyConstraint("emergency_id", name="pk_emergency_words"),
    )
    op.add_column("threads", sa.Column("seat", sa.Text(), server_default="", nullable=False))
    op.add_column("threads", sa.Column("open_until", UtcInstant(), nullable=True))
    op.add_column("comments", sa.Column("seat", sa.Text(), server_default="", nullable=False))
