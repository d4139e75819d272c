"""Whom a comment's copy mentions is known as long as the copy stands; comments are found by who wrote them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no_copy, is_call = sa.column("thread_id").is_(None), sa.column("with_id").is_not(None)
    op.drop_index("ix_news_told_at", "news")
    op.create_index("ix_news_told_at", "news", ["told_at"], sqlite_where=no_copy, postgresql_where=no_copy)
    op.create_index("ix_comments_author_id", "comments", ["author_id"])
    op.create_index("ix_comments_with_id", "comments", ["with_id"], sqlite_where=is_call, postgresql_where=is_call)
