"""What a form must hold before it becomes a case (POLICY 3: the table of case types)."""

from enum import StrEnum

from bot.domain.cases import CaseType, Draft

SUBJECT_SHORTEST = 5
SUBJECT_LONGEST = 120
REASON_SHORTEST = 10


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


def problems(draft: Draft) -> dict[str, Problem]:
    """Which fields are wrong, by the names of Draft, and how. Empty: it may be sent."""
    found = {
        name: Problem.MISSING
        for name in ("module", "description", *NEEDS[draft.type])
        if not str(getattr(draft, name)).strip()
    }
    subject = draft.subject.strip()
    if not subject:
        return {"subject": Problem.MISSING, **found}
    if len(subject) < SUBJECT_SHORTEST:
        return {"subject": Problem.TOO_SHORT, **found}
    if len(subject) > SUBJECT_LONGEST:
        return {"subject": Problem.TOO_LONG, **found}
    return found
