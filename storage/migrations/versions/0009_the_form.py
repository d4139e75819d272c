"""What the form asks by type, files of a case, and what a form held that was not sent."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for name in ("building", "scope", "frequency", "ask"):
            cases.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        cases.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        cases.add_column(sa.Column("loss_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("case_words") as words:
        words.add_column(sa.Column("task", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "case_files",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("mimetype", sa.Text(), server_default="", nullable=False),
        sa.Column("size", BigId, server_default="0", nullable=False),
        sa.Column("permalink", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_case_files_case_number"),
        sa.PrimaryKeyConstraint("id", name="pk_case_files"),
        sa.UniqueConstraint("case_number", "file_id", name="uq_case_files_case_number_file_id"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("fields", sa.Text(), server_default="", nullable=False),
        sa.Column("saved_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drafts_person_id"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_drafts_district_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("person_id", "form", name="uq_drafts_person_id_form"),
    )
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])
