"""What a form must hold before it becomes a case (POLICY 3: the table of case types)."""

import unicodedata
from enum import StrEnum

from bot.domain.cases import CaseType, Draft

SUBJECT_SHORTEST = 5
SUBJECT_LONGEST = 120
REASON_SHORTEST = 10


_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category, and yet drawn as nothing."""


class Problem(StrEnum):
    MISSING = "missing"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


NEEDS: dict[CaseType, tuple[str, ...]] = {
    CaseType.QUESTION: (),
    CaseType.APPLICATION_ISSUE: ("steps", "expected", "actual", "impact", "environment"),
    CaseType.SERVICE_REQUEST: (),
    CaseType.TECHNICAL: ("impact", "environment"),
    CaseType.UPDATE_OR_REFRESH: ("environment",),
    CaseType.ENHANCEMENT: (),
}


def seen(words: str) -> str:
    """What of it a reader sees: no control or format characters, and no space around."""
    return "".join(letter for letter in words if letter.isspace() or not _unseen(letter)).strip()


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf") or letter in _BLANK


def problems(draft: Draft) -> dict[str, Problem]:
    """Which fields are wrong, by the names of Draft, and how. Empty: it may be sent."""
    found = {
        name: Problem.MISSING
        for name in ("module", "description", *NEEDS[draft.type])
        if not seen(getattr(draft, name))
    }
    subject = seen(draft.subject)
    if not subject:
        return {"subject": Problem.MISSING, **found}
    if len(subject) < SUBJECT_SHORTEST:
        return {"subject": Problem.TOO_SHORT, **found}
    if len(draft.subject.strip()) > SUBJECT_LONGEST:
        return {"subject": Problem.TOO_LONG, **found}
    return found
