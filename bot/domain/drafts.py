"""What a form must hold before it becomes a case (POLICY 3: the table of case types)."""

import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.cases import Ask, CaseType, Draft, Priority, Scope
from bot.domain.days import is_far
from bot.domain.limits import Limits
from bot.domain.refusals import UpdatedAsGroup

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category, and yet drawn as nothing."""


class Problem(StrEnum):
    MISSING = "missing"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NOT_CONFIRMED = "not-confirmed"
    OVER = "over"
    FAR = "far"


NEEDS: dict[CaseType, tuple[str, ...]] = {
    CaseType.QUESTION: (),
    CaseType.APPLICATION_ISSUE: ("steps", "expected", "actual", "impact", "frequency", "environment"),
    CaseType.SERVICE_REQUEST: ("task", "due"),
    CaseType.TECHNICAL: ("impact", "environment"),
    CaseType.UPDATE_OR_REFRESH: ("ask", "environment", "due"),
    CaseType.ENHANCEMENT: (),
}
"""Besides subject, module and description. A refresh needs its confirmation as well: `problems`."""


BEHIND = timedelta(hours=12)
"""How far the latest zone is behind UTC."""


def seen(words: str) -> str:
    """What of it a reader sees: no control or format characters, and no space around."""
    return "".join(letter for letter in words if letter.isspace() or not _unseen(letter)).strip()


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf") or letter in _BLANK


def problems(draft: Draft, limits: Limits) -> dict[str, Problem]:
    """Which fields are wrong, by the names of Draft, and how. Empty: it may be sent."""
    needed = ("module", "description", *NEEDS[draft.type])
    found = {name: Problem.MISSING for name in needed if _is_missing(getattr(draft, name))}
    if _loses_data(draft) and not draft.loss_confirmed:
        found["loss_confirmed"] = Problem.NOT_CONFIRMED
    return {**_wrong_subject(draft.subject, limits), **found}


def due_problem(due: date | None, now: datetime) -> Problem | None:
    """Over everywhere, or beyond what anybody plans."""
    if due is None:
        return None
    if due < (now - BEHIND).date():
        return Problem.OVER
    return Problem.FAR if is_far(due, now.date()) else None


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not seen(value))


def _loses_data(draft: Draft) -> bool:
    return draft.type is CaseType.UPDATE_OR_REFRESH and draft.ask is Ask.DATABASE_REFRESH


def _wrong_subject(typed: str, limits: Limits) -> dict[str, Problem]:
    problem = subject_problem(typed, limits)
    return {} if problem is None else {"subject": problem}


def subject_problem(typed: str, limits: Limits) -> Problem | None:
    """Of a case's subject, and of a title that stands beside subjects."""
    subject = seen(typed)
    if not subject:
        return Problem.MISSING
    if len(subject) < limits.subject_shortest:
        return Problem.TOO_SHORT
    return Problem.TOO_LONG if len(typed.strip()) > limits.subject_longest else None


def says_why(reason: str, limits: Limits) -> bool:
    """Whether a reason is long enough to be one (POLICY 5)."""
    return len(seen(reason)) >= limits.reason_shortest


def must_be_for_one(draft: Draft, *, updates_as_group: bool) -> None:
    """Raises UpdatedAsGroup: districts that are updated together ask for no update of their own (POLICY 3)."""
    if updates_as_group and draft.type is CaseType.UPDATE_OR_REFRESH and draft.ask is Ask.VERSION_UPDATE:
        raise UpdatedAsGroup(district=draft.district)


_ONE_DOWN = {Priority.CRITICAL: Priority.HIGH, Priority.HIGH: Priority.MEDIUM}
_ONE_UP = {Priority.LOW: Priority.MEDIUM, Priority.MEDIUM: Priority.HIGH}


def priority_of(draft: Draft) -> Priority:
    """From stated urgency and impact (POLICY 3). What stops one person is one step less, what stops a district one
    more; Critical is only ever stated, since it asks for a call."""
    match draft.scope:
        case Scope.PERSON:
            return _ONE_DOWN.get(draft.urgency, draft.urgency)
        case Scope.DISTRICT:
            return _ONE_UP.get(draft.urgency, draft.urgency)
        case Scope.SEVERAL | None:
            return draft.urgency
