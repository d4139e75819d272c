"""All tables, and an audit log that the database keeps from being changed."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.sealing import statements
from storage.types import UtcInstant

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_members",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("member_team_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "channel_id", "member_team_id", "user_id", name=op.f("pk_channel_members")
        ),
    )
    op.create_table(
        "districts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("timezone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("team_id", sa.Text(), server_default="", nullable=False),
        sa.Column("case_channel_id", sa.Text(), server_default="", nullable=False),
        sa.Column("email_domains", sa.Text(), server_default="", nullable=False),
        sa.Column("updates_as_group", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("previews", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("key", name=op.f("uq_districts_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.Column("expires_at", UtcInstant(), nullable=True),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("lease_until", UtcInstant(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_try_at", UtcInstant(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("done_at", UtcInstant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_due_at_id",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(
            "ix_outbox_lane_id",
            ["lane", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "pauses",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pauses")),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_seen")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workspaces",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("app_id", sa.Text(), server_default="", nullable=False),
        sa.Column("bot_id", sa.Text(), server_default="", nullable=False),
        sa.Column("bot_user_id", sa.Text(), server_default="", nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("scopes", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="installed", nullable=False),
        sa.Column("installed_at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "closures",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_closures_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint(
            "district_id", "first_day", "last_day", name=op.f("uq_closures_district_id_first_day_last_day")
        ),
    )
    op.create_table(
        "people",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("enterprise_id", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("membership", sa.Text(), server_default="member", nullable=False),
        sa.Column("home_id", BigId, nullable=True),
        sa.Column("last_active_at", UtcInstant(), nullable=True),
        sa.Column("looked_up_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["districts.id"], name=op.f("fk_people_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("team_id", "user_id", name=op.f("uq_people_team_id_user_id")),
    )
    op.create_table(
        "cases",
        sa.Column("number", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("district_id", BigId, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("reporter_id", BigId, nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("opened_at", UtcInstant(), nullable=False),
        sa.Column("modified_at", UtcInstant(), nullable=False),
        sa.Column("closed_at", UtcInstant(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["people.id"], name=op.f("fk_cases_contact_id")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_cases_district_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_cases_owner_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name=op.f("fk_cases_reporter_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_district_id_modified_at", ["district_id", "modified_at", "number"], unique=False
        )
        batch_op.create_index(
            "ix_cases_open_modified_at",
            ["modified_at", "number"],
            unique=False,
            sqlite_where=sa.text("status != 'closed'"),
            postgresql_where=sa.text("status != 'closed'"),
        )

    op.create_table(
        "channels",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("words_ok", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("broken", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_at", UtcInstant(), nullable=True),
        sa.Column("mixed_accepted_at", UtcInstant(), nullable=True),
        sa.Column("mixed_accepted_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_channels_district_id")),
        sa.ForeignKeyConstraint(["mixed_accepted_by"], ["people.id"], name=op.f("fk_channels_mixed_accepted_by")),
        sa.PrimaryKeyConstraint("team_id", "channel_id", name=op.f("pk_channels")),
    )
    op.create_table(
        "roster",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), server_default="active", nullable=False),
        sa.Column("building", sa.Text(), server_default="", nullable=False),
        sa.Column("training", sa.Text(), server_default="", nullable=False),
        sa.Column("since", UtcInstant(), nullable=True),
        sa.Column("silent_since", UtcInstant(), nullable=True),
        sa.Column("due_at", UtcInstant(), nullable=True),
        sa.Column("flagged_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_roster_district_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roster_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("person_id", "district_id", "role", name=op.f("uq_roster_person_id_district_id_role")),
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index("ix_roster_district_id_role", ["district_id", "role"], unique=False)
        batch_op.create_index(
            "ix_roster_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "audit",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("district_id", BigId, nullable=True),
        sa.Column("case_number", BigId, nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_audit_case_number")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_audit_district_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_district_id_at", ["district_id", "at"], unique=False)

    op.create_table(
        "case_words",
        sa.Column("number", BigId, autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("steps", sa.Text(), server_default="", nullable=False),
        sa.Column("expected", sa.Text(), server_default="", nullable=False),
        sa.Column("actual", sa.Text(), server_default="", nullable=False),
        sa.Column("impact", sa.Text(), server_default="", nullable=False),
        sa.Column("environment", sa.Text(), server_default="", nullable=False),
        sa.Column("redacted_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["cases.number"], name=op.f("fk_case_words_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case_words")),
    )
    op.create_table(
        "comments",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("deleted_at", UtcInstant(), nullable=True),
        sa.Column("redacted_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_comments_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("channel_id", "ts", "team_id", name=op.f("uq_comments_channel_id_ts_team_id")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index("ix_comments_case_number", ["case_number"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("deleted_at", UtcInstant(), nullable=True),
        sa.Column("redacted_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_notes_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("channel_id", "ts", "team_id", name=op.f("uq_notes_channel_id_ts_team_id")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_case_number", ["case_number"], unique=False)

    op.create_table(
        "threads",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("case_number", BigId, nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("closed_at", UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_threads_case_number")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_threads_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("channel_id", "ts", "team_id", name=op.f("uq_threads_channel_id_ts_team_id")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index("ix_threads_case_number", ["case_number"], unique=False)

    op.create_table(
        "comment_files",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("comment_id", BigId, nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("mimetype", sa.Text(), server_default="", nullable=False),
        sa.Column("size", BigId, server_default="0", nullable=False),
        sa.Column("permalink", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_files_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_files")),
        sa.UniqueConstraint("comment_id", "file_id", name=op.f("uq_comment_files_comment_id_file_id")),
    )
    op.create_table(
        "comment_versions",
        sa.Column("comment_id", BigId, autoincrement=False, nullable=False),
        sa.Column("edited_ts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_versions_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "edited_ts", name=op.f("pk_comment_versions")),
    )
    op.create_table(
        "hints",
        sa.Column("thread_id", BigId, autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_hints_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", "team_id", "user_id", name=op.f("pk_hints")),
    )
    op.create_table(
        "note_versions",
        sa.Column("note_id", BigId, autoincrement=False, nullable=False),
        sa.Column("edited_ts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_versions_note_id")),
        sa.PrimaryKeyConstraint("note_id", "edited_ts", name=op.f("pk_note_versions")),
    )
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """There is nothing before this."""
