"""Every table. Words a person wrote stand in tables of their own, where they can be erased (POLICY 10).

Ids are ours; Slack's stand beside them. Instants are aware UTC. The audit log has no words, names or
Slack ids, and the database refuses to change it (`storage.migrations`).
"""

import sqlalchemy as sa

from storage.types import UtcInstant

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers its rows only where the type is exactly INTEGER."""


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, BigId, sa.Identity(), primary_key=True)


def _to(column: str, target: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(column, BigId, sa.ForeignKey(target), nullable=optional)


def _instant(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcInstant, nullable=optional)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    _text("enterprise_id"),
    _text("name"),
    _text("app_id"),
    _text("bot_id"),
    _text("bot_user_id"),
    sa.Column("token_sealed", sa.LargeBinary, nullable=True),
    _text("scopes"),
    _text("status", "installed"),
    _instant("installed_at"),
)

districts = sa.Table(
    "districts",
    metadata,
    _id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    _text("name"),
    _text("timezone", "UTC"),
    _text("country"),
    _text("state"),
    _text("team_id"),
    _text("case_channel_id"),
    _text("email_domains"),
    sa.Column("updates_as_group", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("previews", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Index("ix_districts_team_id", "team_id"),
)

closures = sa.Table(
    "closures",
    metadata,
    _id(),
    _to("district_id", "districts.id"),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    _text("name"),
    sa.UniqueConstraint("district_id", "first_day", "last_day"),
)

people = sa.Table(
    "people",
    metadata,
    _id(),
    sa.Column("team_id", sa.Text, nullable=True),
    sa.Column("user_id", sa.Text, nullable=True),
    _text("enterprise_id"),
    _text("name"),
    _text("email"),
    _text("phone"),
    _text("zone", "UTC"),
    _text("membership", "member"),
    _to("home_id", "districts.id", optional=True),
    _instant("last_active_at", optional=True),
    _instant("looked_up_at", optional=True),
    sa.UniqueConstraint("team_id", "user_id"),
)

roster = sa.Table(
    "roster",
    metadata,
    _id(),
    _to("person_id", "people.id"),
    _to("district_id", "districts.id", optional=True),
    sa.Column("role", sa.Text, nullable=False),
    _text("standing", "active"),
    _text("building"),
    _text("training"),
    _instant("since", optional=True),  # made what this line says; a contact's DM threads begin here
    # Contacts only. The silence began at the latest of: made contact, reactivated, last activity (POLICY 7).
    _instant("silent_since", optional=True),
    _instant("due_at", optional=True),
    _instant("flagged_at", optional=True),
    _instant("deactivated_at", optional=True),  # by the clock: an act typed before it and told later undoes it
    sa.UniqueConstraint("person_id", "district_id", "role"),
    sa.Index("ix_roster_district_id_role", "district_id", "role"),
)
_vendors = roster.c.district_id.is_(None)
sa.Index(
    "uq_roster_person_id_role_vendor",
    roster.c.person_id,
    roster.c.role,
    unique=True,
    sqlite_where=_vendors,
    postgresql_where=_vendors,
)
sa.Index(
    "ix_roster_due_at",
    roster.c.due_at,
    sqlite_where=roster.c.due_at.is_not(None),
    postgresql_where=roster.c.due_at.is_not(None),
)

channels = sa.Table(
    "channels",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # case | desk
    _to("district_id", "districts.id", optional=True),
    sa.Column("is_private", sa.Boolean, nullable=False, server_default=sa.false()),
    # What the last look at its company said: while it is false, words go by direct message (POLICY 3).
    sa.Column("words_ok", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("broken", sa.Text, nullable=False, server_default=""),
    _instant("checked_at", optional=True),
    _instant("mixed_accepted_at", optional=True),
    _to("mixed_accepted_by", "people.id", optional=True),
)

channel_members = sa.Table(
    "channel_members",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("member_team_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
)

cases = sa.Table(
    "cases",
    metadata,
    _id("number"),
    _to("district_id", "districts.id"),
    sa.Column("type", sa.Text, nullable=False),
    _text("module"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("priority", sa.Text, nullable=False),
    _to("contact_id", "people.id", optional=True),
    _to("reporter_id", "people.id"),
    _to("owner_id", "people.id", optional=True),
    _instant("opened_at"),
    _instant("modified_at"),
    _instant("closed_at", optional=True),
    sa.Column("close_reason", sa.Text, nullable=True),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
)
sa.Index("ix_cases_district_id_modified_at", cases.c.district_id, cases.c.modified_at, cases.c.number)
_open = cases.c.status != "closed"
sa.Index(
    "ix_cases_open_modified_at",
    cases.c.modified_at,
    cases.c.number,
    sqlite_where=_open,
    postgresql_where=_open,
)

case_words = sa.Table(
    "case_words",
    metadata,
    sa.Column("number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    _text("subject"),
    _text("description"),
    _text("steps"),
    _text("expected"),
    _text("actual"),
    _text("impact"),
    _text("environment"),
    _instant("redacted_at", optional=True),
)

threads = sa.Table(
    "threads",
    metadata,
    _id(),
    _to("case_number", "cases.number"),
    sa.Column("side", sa.Text, nullable=False),  # district | desk
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("channel_id", sa.Text, nullable=True),  # a DM's id is known once it is opened
    sa.Column("ts", sa.Text, nullable=True),  # known once the card stands
    _to("person_id", "people.id", optional=True),  # a DM thread's reader
    _instant("closed_at", optional=True),
    sa.Index("ix_threads_case_number", "case_number"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)

comments = sa.Table(
    "comments",
    metadata,
    _id(),
    _to("case_number", "cases.number"),
    _to("author_id", "people.id"),
    sa.Column("kind", sa.Text, nullable=False),  # reply | question | resolution | not-solved | reopening
    # Where it was typed: a message of Slack's, or nothing for words from a form.
    sa.Column("team_id", sa.Text, nullable=True),
    sa.Column("channel_id", sa.Text, nullable=True),
    sa.Column("ts", sa.Text, nullable=True),
    _instant("at"),
    _instant("deleted_at", optional=True),
    _instant("redacted_at", optional=True),
    sa.Index("ix_comments_case_number", "case_number"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)

comment_versions = sa.Table(
    "comment_versions",
    metadata,
    sa.Column("comment_id", BigId, sa.ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    sa.Column("edited_ts", sa.Text, primary_key=True),  # '' is the original: the latest sorts last
    _text("words"),
)

notes = sa.Table(
    "notes",
    metadata,
    _id(),
    _to("case_number", "cases.number"),
    _to("author_id", "people.id"),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),
    _instant("at"),
    _instant("deleted_at", optional=True),
    _instant("redacted_at", optional=True),
    sa.Index("ix_notes_case_number", "case_number"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)

note_versions = sa.Table(
    "note_versions",
    metadata,
    sa.Column("note_id", BigId, sa.ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    sa.Column("edited_ts", sa.Text, primary_key=True),
    _text("words"),
)

comment_files = sa.Table(
    "comment_files",
    metadata,
    _id(),
    _to("comment_id", "comments.id"),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    _text("name"),
    _text("mimetype"),
    sa.Column("size", BigId, nullable=False, server_default="0"),
    _text("permalink"),
    sa.UniqueConstraint("comment_id", "file_id"),
)

seen = sa.Table(
    "seen",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    _instant("at"),
    sqlite_with_rowid=False,
)

hints = sa.Table(
    "hints",
    metadata,
    sa.Column("thread_id", BigId, sa.ForeignKey("threads.id"), primary_key=True, autoincrement=False),
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    _instant("at"),
)

audit = sa.Table(
    "audit",
    metadata,
    _id(),
    _instant("at"),
    _to("person_id", "people.id", optional=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
    _to("district_id", "districts.id", optional=True),
    _to("case_number", "cases.number", optional=True),
    sa.Index("ix_audit_district_id_at", "district_id", "at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    # Rows of one lane go out one after another, in the order of their ids.
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),  # ids only: words are read when the row is delivered
    _instant("created_at"),
    _instant("due_at"),
    _instant("expires_at", optional=True),
    # waiting | sending | sent | dead | overtaken | withheld | dropped
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("claimed_by", sa.Text, nullable=True),
    _instant("lease_until", optional=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    _instant("tried_at", optional=True),
    sa.Column("error", sa.Text, nullable=True),
    sa.Column("channel_id", sa.Text, nullable=True),  # where it came to stand
    sa.Column("ts", sa.Text, nullable=True),
    _instant("done_at", optional=True),
)
_undone = outbox.c.done_at.is_(None)
_stands = outbox.c.ts.is_not(None)
_dead = outbox.c.state == sa.literal_column("'dead'")
sa.Index("ix_outbox_channel_id_ts", outbox.c.channel_id, outbox.c.ts, sqlite_where=_stands, postgresql_where=_stands)
card_under_way = sa.and_(
    outbox.c.kind == sa.literal_column("'card'"), _undone, outbox.c.tries > sa.literal_column("0")
)
"""A card that may stand in Slack, and is not marked: in these words, so that its index is used."""
sa.Index("ix_outbox_cards_tried", outbox.c.id, sqlite_where=card_under_way, postgresql_where=card_under_way)
sa.Index("ix_outbox_dead", outbox.c.id, sqlite_where=_dead, postgresql_where=_dead)
sa.Index("ix_outbox_lane_id", outbox.c.lane, outbox.c.id, sqlite_where=_undone, postgresql_where=_undone)
sa.Index("ix_outbox_due_at_id", outbox.c.due_at, outbox.c.id, sqlite_where=_undone, postgresql_where=_undone)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # team:method[:channel], asked by Slack to wait
    _instant("until"),
)
