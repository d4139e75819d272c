"""Cases as they are exported: their facts and words, each comment with its versions, and their files."""

from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from bot.domain.people import VENDOR_ROLES
from storage.exporting.subject import Subject, theirs, who
from storage.tables import (
    case_files,
    case_words,
    cases,
    comment_files,
    comment_versions,
    comments,
    issues,
    notifications,
    roster,
)

_case = cases.c.number.label("case")
_ASKED = ("subject", "description", "steps", "expected", "actual", "impact", "task", "environment")


def _cases(of: DistrictId) -> sa.Select[Any]:
    return (
        sa.select(
            _case,
            cases.c.type,
            cases.c.module,
            cases.c.status,
            cases.c.close_reason,
            cases.c.priority,
            cases.c.urgency,
            *who(cases.c.contact_id, "contact"),
            *who(cases.c.reporter_id, "reporter"),
            *who(cases.c.owner_id, "owner"),
            cases.c.building,
            cases.c.opened_at,
            cases.c.modified_at,
            cases.c.closed_at,
            cases.c.scope,
            cases.c.frequency,
            cases.c.ask,
            cases.c.due_on,
            cases.c.loss_confirmed,
            cases.c.scheduled_for,
            cases.c.duplicate_of,
            cases.c.previous_number.label("follows_on"),
            cases.c.issue_id.label("issue"),
            issues.c.title.label("issue_title"),
            cases.c.notification_id.label("incident"),
            notifications.c.title.label("incident_title"),
            cases.c.has_student_data,
            cases.c.erased_at,
            case_words.c.redacted_at,
            *(case_words.c[name] for name in _ASKED),
        )
        .select_from(cases)
        .outerjoin(case_words, case_words.c.number == cases.c.number)
        .outerjoin(issues, issues.c.id == cases.c.issue_id)
        .outerjoin(notifications, notifications.c.id == cases.c.notification_id)
        .where(theirs(cases, of))
    )


CASES = Subject(name="cases", rows=_cases, keys=(_case,))

_case_of_comment = comments.c.case_number.label("case")
_comment = comments.c.id.label("comment_id")
_edited = sa.func.coalesce(comment_versions.c.edited_ts, sa.literal("")).label("edited_ts")


def _comments(of: DistrictId) -> sa.Select[Any]:
    """A line for each version. What support deleted again shows that it was, and no words."""
    withheld = sa.and_(comments.c.deleted_at.is_not(None), _by_support())
    return (
        sa.select(
            _case_of_comment,
            _comment,
            _edited,
            comments.c.at,
            comments.c.kind,
            comments.c.seat,
            *who(comments.c.author_id, "author"),
            *who(comments.c.with_id, "call_with"),
            comments.c.deleted_at,
            comments.c.redacted_at,
            sa.case((withheld, sa.null()), else_=comment_versions.c.words).label("words"),
        )
        .select_from(comments.outerjoin(comment_versions, comment_versions.c.comment_id == comments.c.id))
        .where(theirs(comments, of))
    )


def _by_support() -> sa.ColumnElement[bool]:
    return sa.exists().where(roster.c.person_id == comments.c.author_id, roster.c.role.in_(VENDOR_ROLES))


COMMENTS = Subject(name="comments", rows=_comments, keys=(_case_of_comment, _comment, _edited))

_case_of_file = case_files.c.case_number.label("case")
_opening_file = case_files.c.id.label("file_id")
_comment_file = comment_files.c.id.label("file_id")


def _opening_files(of: DistrictId) -> sa.Select[Any]:
    return sa.select(
        _case_of_file,
        sa.null().label("comment_id"),
        _opening_file,
        *_told_of(case_files),
    ).where(theirs(case_files, of))


def _comment_files(of: DistrictId) -> sa.Select[Any]:
    """Of what support deleted again neither words nor files."""
    withheld = sa.and_(comments.c.deleted_at.is_not(None), _by_support())
    return (
        sa.select(
            _case_of_comment,
            comment_files.c.comment_id,
            _comment_file,
            *_told_of(comment_files),
        )
        .join(comments, comments.c.id == comment_files.c.comment_id)
        .where(theirs(comment_files, of), ~withheld)
    )


def _told_of(table: sa.Table) -> tuple[sa.ColumnElement[Any], ...]:
    return (
        table.c.name,
        table.c.mimetype,
        table.c.size,
        table.c.team_id.label("slack_workspace"),
        table.c.file_id.label("slack_file"),
        table.c.permalink,
    )


OPENING_FILES = Subject(name="files", rows=_opening_files, keys=(_case_of_file, _opening_file))
COMMENT_FILES = Subject(name="files", rows=_comment_files, keys=(_case_of_comment, _comment_file))
