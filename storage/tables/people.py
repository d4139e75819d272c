"""Who there is: workspaces, districts with their channels and closures, people and what makes them contacts."""

import sqlalchemy as sa

from storage.tables.base import instant, metadata, own_id, text, to

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    text("enterprise_id"),
    text("name"),
    text("app_id"),
    text("bot_id"),
    text("bot_user_id"),
    sa.Column("token_sealed", sa.LargeBinary, nullable=True),
    text("scopes"),
    text("status", "installed"),
    instant("installed_at"),
    text("installer_id"),  # Slack's id of whoever installed it there; '' where the settings' token did
    to("installed_by", "people.id", optional=True),  # the same person, where they are known to us
)

districts = sa.Table(
    "districts",
    metadata,
    own_id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    text("name"),
    text("timezone", "UTC"),
    text("country"),
    text("state"),
    text("team_id"),
    text("case_channel_id"),
    text("email_domains"),
    sa.Column("updates_as_group", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("previews", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("retention_years", sa.Integer, nullable=True),  # none: as many as the settings say
    instant("erased_at", optional=True),  # since when there is nothing of it but ids and counts
    sa.Index("ix_districts_team_id", "team_id"),
    sa.Index("ix_districts_name", "name", "id"),
)

closures = sa.Table(
    "closures",
    metadata,
    own_id(),
    to("district_id", "districts.id"),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    text("name"),
    sa.UniqueConstraint("district_id", "first_day", "last_day"),
)

people = sa.Table(
    "people",
    metadata,
    own_id(),
    sa.Column("team_id", sa.Text, nullable=True),
    sa.Column("user_id", sa.Text, nullable=True),
    text("enterprise_id"),
    text("name"),
    text("email"),
    text("phone"),
    text("zone", "UTC"),
    text("membership", "member"),
    to("home_id", "districts.id", optional=True),
    instant("last_active_at", optional=True),
    instant("looked_up_at", optional=True),
    sa.Column("away_until", sa.Date, nullable=True),  # the last day away, in their own zone
    text("seen_in"),  # of somebody of another workspace: the one of ours that sees them (Slack Connect)
    sa.UniqueConstraint("team_id", "user_id"),
)
_visits = people.c.seen_in != ""
sa.Index(
    "ix_people_user_id_seen_in",
    people.c.user_id,
    people.c.seen_in,
    sqlite_where=_visits,
    postgresql_where=_visits,
)

_operators = people.c.membership == "operator"
sa.Index("uq_people_operator", people.c.membership, unique=True, sqlite_where=_operators, postgresql_where=_operators)

roster = sa.Table(
    "roster",
    metadata,
    own_id(),
    to("person_id", "people.id"),
    to("district_id", "districts.id", optional=True),
    sa.Column("role", sa.Text, nullable=False),
    text("standing", "active"),
    text("building"),
    text("training"),  # of domain.training.Training
    instant("training_at", optional=True),  # when the contact marked it so; none: as the list has it
    instant("training_due_at", optional=True),  # when they are reminded of it
    instant("since", optional=True),  # made what this line says; a contact's DM threads begin here
    # Contacts only. The silence began at the latest of: made contact, reactivated, last activity (POLICY 7).
    instant("silent_since", optional=True),
    instant("due_at", optional=True),
    instant("flagged_at", optional=True),
    instant("deactivated_at", optional=True),  # by the clock: an act typed before it and told later undoes it
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
sa.Index(
    "ix_roster_training_due_at",
    roster.c.training_due_at,
    sqlite_where=roster.c.training_due_at.is_not(None),
    postgresql_where=roster.c.training_due_at.is_not(None),
)

_silent = roster.c.silent_since.is_not(None)
sa.Index(
    "ix_roster_standing_silent_since",
    roster.c.standing,
    roster.c.silent_since,
    roster.c.id,
    sqlite_where=_silent,
    postgresql_where=_silent,
)

channels = sa.Table(
    "channels",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # case | desk
    to("district_id", "districts.id", optional=True),
    sa.Column("is_private", sa.Boolean, nullable=False, server_default=sa.false()),
    # What the last look at its company said: while it is false, words go by direct message (POLICY 3).
    sa.Column("words_ok", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("broken", sa.Text, nullable=False, server_default=""),
    instant("checked_at", optional=True),
    instant("mixed_accepted_at", optional=True),
    to("mixed_accepted_by", "people.id", optional=True),
)

channel_members = sa.Table(
    "channel_members",
    metadata,
    sa.Column("team_id", sa.Text, primary_key=True),
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("member_team_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
)
