"""The case record: facts apart from words, so that words can be erased (POLICY 10); notes apart from comments."""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

PENDING_STATUSES = ("pending-customer-input", "pending-customer-verification")
"""As they stand in an index, whose condition a query has to repeat to the letter."""

cases = sa.Table(
    "cases",
    metadata,
    own_id("number"),
    to("district_id", "districts.id"),
    sa.Column("type", sa.Text, nullable=False),
    text("module"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("priority", sa.Text, nullable=False),
    to("contact_id", "people.id", optional=True),
    to("reporter_id", "people.id"),
    to("owner_id", "people.id", optional=True),
    instant("opened_at"),
    instant("modified_at"),
    instant("closed_at", optional=True),
    sa.Column("close_reason", sa.Text, nullable=True),
    text("urgency"),  # as its contact stated it; the priority is what support made of it
    text("building"),  # the reporter's, at opening
    text("scope"),  # who is affected
    text("frequency"),
    text("ask"),  # of an Update or Refresh Request: for which of the two
    sa.Column("due_on", sa.Date, nullable=True),
    sa.Column("loss_confirmed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("scheduled_for", sa.Date, nullable=True),
    to("issue_id", "issues.id", optional=True),
    to("notification_id", "notifications.id", optional=True),
    to("duplicate_of", "cases.number", optional=True),
    sa.Column("has_student_data", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("status_before", sa.Text, nullable=True),  # of a duplicate: should the merge be undone
    to("previous_number", "cases.number", optional=True),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    instant("erased_at", optional=True),  # its words, years after it was closed
)
_was_closed = cases.c.closed_at.is_not(None)
sa.Index("ix_cases_closed_at", cases.c.closed_at, sqlite_where=_was_closed, postgresql_where=_was_closed)
sa.Index("ix_cases_district_id_modified_at", cases.c.district_id, cases.c.modified_at, cases.c.number)
sa.Index("ix_cases_modified_at", cases.c.modified_at, cases.c.number)
for _person in (cases.c.contact_id, cases.c.reporter_id, cases.c.owner_id):
    sa.Index(f"ix_cases_{_person.name}", _person)
_open = cases.c.status != sa.literal_column("'closed'")
sa.Index(
    "ix_cases_open_modified_at",
    cases.c.modified_at,
    cases.c.number,
    sqlite_where=_open,
    postgresql_where=_open,
)

_linked = cases.c.issue_id.is_not(None)
_of_incident = cases.c.notification_id.is_not(None)
_duplicates = cases.c.duplicate_of.is_not(None)
_follow_ups = cases.c.previous_number.is_not(None)
sa.Index("ix_cases_issue_id", cases.c.issue_id, sqlite_where=_linked, postgresql_where=_linked)
sa.Index(
    "ix_cases_district_id_issue_id",
    cases.c.district_id,
    cases.c.issue_id,
    sqlite_where=_linked,
    postgresql_where=_linked,
)
sa.Index(
    "ix_cases_notification_id",
    cases.c.notification_id,
    sqlite_where=_of_incident,
    postgresql_where=_of_incident,
)
sa.Index("ix_cases_duplicate_of", cases.c.duplicate_of, sqlite_where=_duplicates, postgresql_where=_duplicates)
sa.Index("ix_cases_previous_number", cases.c.previous_number, sqlite_where=_follow_ups, postgresql_where=_follow_ups)
_scheduled = cases.c.scheduled_for.is_not(None)
sa.Index("ix_cases_scheduled_for", cases.c.scheduled_for, sqlite_where=_scheduled, postgresql_where=_scheduled)

# The lists on the Home, each read from one end: of a person, of a district, and of all.
_closed = cases.c.status == sa.literal_column("'closed'")
_pending = cases.c.status.in_([sa.literal_column(f"'{status}'") for status in PENDING_STATUSES])
_changed = (cases.c.modified_at, cases.c.number)
for _list, _columns, _where in (
    ("open_contact_id", (cases.c.contact_id, *_changed), _open),
    ("open_owner_id", (cases.c.owner_id, *_changed), _open),
    ("open_district_id", (cases.c.district_id, *_changed), _open),
    ("unassigned", _changed, sa.and_(_open, cases.c.owner_id.is_(None))),
    ("pending", _changed, _pending),
    ("pending_district_id", (cases.c.district_id, *_changed), _pending),
    ("closed_district_id", (cases.c.district_id, cases.c.closed_at, cases.c.number), _closed),
):
    sa.Index(f"ix_cases_{_list}", *_columns, sqlite_where=_where, postgresql_where=_where)

case_words = sa.Table(
    "case_words",
    metadata,
    sa.Column("number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    text("subject"),
    text("description"),
    text("steps"),
    text("expected"),
    text("actual"),
    text("impact"),
    text("environment"),
    text("task"),
    instant("redacted_at", optional=True),
)

threads = sa.Table(
    "threads",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    sa.Column("side", sa.Text, nullable=False),  # district | desk
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("channel_id", sa.Text, nullable=True),  # a DM's id is known once it is opened
    sa.Column("ts", sa.Text, nullable=True),  # known once the card stands
    to("person_id", "people.id", optional=True),  # a DM thread's reader
    instant("closed_at", optional=True),
    text("seat"),  # of domain.sheets.Seat: whose thread it is, where that is nobody's of the side
    instant("open_until", optional=True),  # a guest's: it carries nothing from then on
    sa.Index("ix_threads_case_number", "case_number"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)

comments = sa.Table(
    "comments",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    to("author_id", "people.id"),
    sa.Column("kind", sa.Text, nullable=False),  # of domain.sheets.CommentKind
    to("with_id", "people.id", optional=True),  # of a call: the contact it was with
    # Where it was typed: a message of Slack's, or nothing for words from a form.
    sa.Column("team_id", sa.Text, nullable=True),
    sa.Column("channel_id", sa.Text, nullable=True),
    sa.Column("ts", sa.Text, nullable=True),
    instant("at"),
    instant("deleted_at", optional=True),
    instant("redacted_at", optional=True),
    text("seat"),  # of domain.sheets.Seat: its author's, who was no contact
    sa.Index("ix_comments_case_number", "case_number"),
    sa.Index("ix_comments_author_id", "author_id"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)
_is_call = comments.c.with_id.is_not(None)
sa.Index("ix_comments_with_id", comments.c.with_id, sqlite_where=_is_call, postgresql_where=_is_call)

kept_words = sa.Table(
    "kept_words",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    to("person_id", "people.id"),
    text("words"),
    # Where they were typed: a message of Slack's, or nothing for words from a form.
    sa.Column("team_id", sa.Text, nullable=True),
    sa.Column("channel_id", sa.Text, nullable=True),
    sa.Column("ts", sa.Text, nullable=True),
    instant("until"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
    sa.Index("ix_kept_words_until", "until"),
)

comment_versions = sa.Table(
    "comment_versions",
    metadata,
    sa.Column("comment_id", BigId, sa.ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    sa.Column("edited_ts", sa.Text, primary_key=True),  # '' is the original: the latest sorts last
    text("words"),
)

comment_files = sa.Table(
    "comment_files",
    metadata,
    own_id(),
    to("comment_id", "comments.id"),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    text("name"),
    text("mimetype"),
    sa.Column("size", BigId, nullable=False, server_default="0"),
    text("permalink"),
    sa.UniqueConstraint("comment_id", "file_id"),
)

notes = sa.Table(
    "notes",
    metadata,
    own_id(),
    to("case_number", "cases.number"),
    to("author_id", "people.id"),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),
    instant("at"),
    instant("deleted_at", optional=True),
    instant("redacted_at", optional=True),
    sa.Index("ix_notes_case_number", "case_number"),
    sa.UniqueConstraint("channel_id", "ts", "team_id"),
)

note_versions = sa.Table(
    "note_versions",
    metadata,
    sa.Column("note_id", BigId, sa.ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    sa.Column("edited_ts", sa.Text, primary_key=True),
    text("words"),
)
