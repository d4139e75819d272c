"""Which incidents a case can be linked to, and what they may be called."""

from dataclasses import replace

import pytest

from bot.domain.drafts import Problem, subject_problem
from bot.domain.ids import NotificationId
from bot.domain.limits import DEFAULT
from bot.domain.notifications import Incident, matching
from tests.clockwork import NOON

GRADES = Incident(id=NotificationId(1), title="Grades are not saved", module="Grades", opened_at=NOON)
ALL = replace(GRADES, id=NotificationId(2), module="")
CLOSED = replace(GRADES, id=NotificationId(3), closed_at=NOON)


@pytest.mark.parametrize(("module", "expected"), [("Grades", [GRADES, ALL]), ("Attendance", [ALL]), ("", [ALL])])
def test_a_case_is_linked_to_what_is_open_for_its_module_or_for_all(module: str, expected: list[Incident]) -> None:
    assert matching([GRADES, ALL, CLOSED], module) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Problem.MISSING),
        (" \u200b\u2800 ", Problem.MISSING),
        ("Down", Problem.TOO_SHORT),
        ("Slow!", None),
        ("x" * 120, None),
        ("x" * 121, Problem.TOO_LONG),
    ],
)
def test_a_title_is_as_long_as_a_subject(typed: str, expected: Problem | None) -> None:
    assert subject_problem(typed, DEFAULT) is expected
