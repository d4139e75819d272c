"""Who installed the app in a workspace: as Slack names them, and as we do where they are known."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.add_column(sa.Column("installer_id", sa.Text(), server_default="", nullable=False))
        workspaces.add_column(sa.Column("installed_by", BigId, nullable=True))
        workspaces.create_foreign_key("fk_workspaces_installed_by", "people", ["installed_by"], ["id"])
