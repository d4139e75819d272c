"""Whom, and which request, question or session, an audit line is about. Added in place: its seal stays."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE audit ADD COLUMN about_id {number} CONSTRAINT fk_audit_about_id REFERENCES people (id)")
    op.execute("ALTER TABLE audit ADD COLUMN ref TEXT DEFAULT '' NOT NULL")
