"""A district itself, its people and its list of contacts, as they are exported."""

from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from storage.exporting.subject import Subject, theirs, who
from storage.people import ON_A_LIST
from storage.tables import (
    absences,
    channels,
    choices,
    closures,
    confirmations,
    districts,
    kept_contacts,
    list_request_words,
    list_requests,
    people,
    roster,
)

_district = districts.c.id.label("district_id")


def _settings(of: DistrictId) -> sa.Select[Any]:
    here = sa.and_(channels.c.team_id == districts.c.team_id, channels.c.channel_id == districts.c.case_channel_id)
    return (
        sa.select(
            _district,
            districts.c.key,
            districts.c.name,
            districts.c.timezone,
            districts.c.country,
            districts.c.state,
            districts.c.email_domains,
            districts.c.updates_as_group,
            districts.c.previews,
            districts.c.retention_years,
            districts.c.team_id.label("slack_workspace"),
            districts.c.case_channel_id.label("slack_case_channel"),
            channels.c.is_private.label("case_channel_is_private"),
            channels.c.words_ok.label("words_are_posted_there"),
            channels.c.mixed_accepted_at,
            *who(channels.c.mixed_accepted_by, "mixed_accepted_by"),
        )
        .select_from(districts.outerjoin(channels, sa.and_(here, channels.c.district_id == districts.c.id)))
        .where(theirs(districts, of))
    )


SETTINGS = Subject(name="settings", rows=_settings, keys=(_district,))

_closure = closures.c.id.label("closure_id")


def _closures(of: DistrictId) -> sa.Select[Any]:
    columns = (_closure, closures.c.first_day, closures.c.last_day, closures.c.name)
    return sa.select(*columns).where(theirs(closures, of))


CLOSURES = Subject(name="closures", rows=_closures, keys=(_closure,))

_person = people.c.id.label("person_id")


def _people(of: DistrictId) -> sa.Select[Any]:
    """The vendor's people are no district's, whatever case names them; unless they are on its list too."""
    lines = sa.exists().where(roster.c.person_id == people.c.id)
    vendors = sa.and_(
        lines.where(roster.c.district_id.is_(None)), ~lines.where(roster.c.district_id == of, ON_A_LIST)
    )
    return (
        sa.select(
            _person,
            people.c.name,
            people.c.email,
            people.c.phone,
            people.c.zone,
            people.c.membership,
            people.c.team_id.label("slack_workspace"),
            people.c.user_id.label("slack_user"),
            people.c.last_active_at,
            people.c.away_until,
            choices.c.way.label("is_told_by"),
            choices.c.quiet_from,
            choices.c.quiet_to,
            choices.c.quiet_weekends,
        )
        .select_from(people.outerjoin(choices, choices.c.person_id == people.c.id))
        .where(theirs(people, of), ~vendors)
    )


PEOPLE = Subject(name="people", rows=_people, keys=(_person,))

_line = roster.c.id.label("line_id")


def _contacts(of: DistrictId) -> sa.Select[Any]:
    return sa.select(
        _line,
        *who(roster.c.person_id, "person"),
        roster.c.role,
        roster.c.standing,
        roster.c.building,
        roster.c.training,
        roster.c.training_at,
        roster.c.since,
        roster.c.silent_since,
        roster.c.flagged_at,
        roster.c.deactivated_at,
    ).where(theirs(roster, of))


CONTACTS = Subject(name="contacts", rows=_contacts, keys=(_line,))

_kept = kept_contacts.c.id.label("kept_id")


def _kept_contacts(of: DistrictId) -> sa.Select[Any]:
    return (
        sa.select(
            _kept,
            *who(roster.c.person_id, "person"),
            *who(kept_contacts.c.kept_by, "kept_by"),
            kept_contacts.c.at,
            kept_contacts.c.reason,
        )
        .join(roster, roster.c.id == kept_contacts.c.line_id)
        .where(theirs(kept_contacts, of))
    )


KEPT_CONTACTS = Subject(name="kept-contacts", rows=_kept_contacts, keys=(_kept,))

_request = list_requests.c.id.label("request_id")


def _requests(of: DistrictId) -> sa.Select[Any]:
    words = list_request_words
    return (
        sa.select(
            _request,
            list_requests.c.kind,
            list_requests.c.state,
            list_requests.c.waits_for,
            *who(list_requests.c.person_id, "person"),
            *who(list_requests.c.asked_by, "asked_by"),
            *who(list_requests.c.entered_by, "entered_by"),
            list_requests.c.asked_at,
            list_requests.c.role,
            list_requests.c.training,
            list_requests.c.licensed,
            *who(list_requests.c.replacement_id, "replacement"),
            *who(list_requests.c.decided_by, "decided_by"),
            list_requests.c.decided_at,
            words.c.name.label("new_name"),
            words.c.email.label("new_email"),
            words.c.phone.label("new_phone"),
            words.c.reason,
            words.c.answer,
        )
        .select_from(list_requests.outerjoin(words, words.c.request_id == list_requests.c.id))
        .where(theirs(list_requests, of))
    )


REQUESTS = Subject(name="requests", rows=_requests, keys=(_request,))

_absence = absences.c.id.label("absence_id")


def _absences(of: DistrictId) -> sa.Select[Any]:
    return sa.select(
        _absence,
        *who(absences.c.person_id, "person"),
        *who(absences.c.deputy_id, "deputy"),
        absences.c.since,
        absences.c.until,
        absences.c.ends_at,
        absences.c.ended_at,
    ).where(theirs(absences, of))


ABSENCES = Subject(name="absences", rows=_absences, keys=(_absence,))

_confirmed = confirmations.c.district_id.label("district_id")


def _confirmations(of: DistrictId) -> sa.Select[Any]:
    return sa.select(
        _confirmed,
        confirmations.c.asked_at,
        confirmations.c.due_at,
        confirmations.c.reminded,
        confirmations.c.confirmed_at,
        *who(confirmations.c.confirmed_by, "confirmed_by"),
    ).where(theirs(confirmations, of))


CONFIRMATIONS = Subject(name="confirmations", rows=_confirmations, keys=(_confirmed,))
