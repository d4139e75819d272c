"""What a case can be linked to, when it stands there, and what it may be called."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.drafts import Problem, subject_problem
from bot.domain.ids import DistrictId, NotificationId
from bot.domain.limits import DEFAULT
from bot.domain.notifications import Affected, Kind, Notification, TimesProblem, matching, times_problem
from tests.clockwork import DAY, HOUR, NOON

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
GRADES = Notification(
    id=NotificationId(1),
    title="Grades are not saved",
    affected=Affected(modules=("Grades", "Reports")),
    opened_at=NOON,
)
ALL = replace(GRADES, id=NotificationId(2), affected=Affected())
CLOSED = replace(GRADES, id=NotificationId(3), closed_at=NOON)
THEIRS = replace(GRADES, id=NotificationId(4), affected=Affected(districts=(PINE_RIDGE,)))
PLANNED = replace(
    ALL, id=NotificationId(5), kind=Kind.MAINTENANCE, starts_at=NOON + 20 * DAY, ends_at=NOON + 20 * DAY + HOUR
)


@pytest.mark.parametrize(
    ("module", "district", "expected"),
    [
        ("Grades", LAKESIDE, [GRADES, ALL]),
        ("Reports", LAKESIDE, [GRADES, ALL]),
        ("Attendance", LAKESIDE, [ALL]),
        ("", LAKESIDE, [ALL]),
        ("", PINE_RIDGE, [ALL, THEIRS]),
        ("Grades", None, [GRADES, ALL, THEIRS]),
    ],
)
def test_a_case_is_linked_to_what_is_open_for_its_module_and_district(
    module: str, district: DistrictId | None, expected: list[Notification]
) -> None:
    known = [GRADES, ALL, CLOSED, THEIRS, PLANNED]
    of = None if district is None else (district,)
    assert matching(known, module, now=NOON, districts=of) == expected


@pytest.mark.parametrize(("days", "stands"), [(0, False), (5.9, False), (6, True), (19, True), (30, True)])
def test_maintenance_stands_two_weeks_ahead_and_until_it_is_closed(days: float, *, stands: bool) -> None:
    assert PLANNED.stands(NOON + timedelta(days=days)) is stands
    assert not replace(PLANNED, closed_at=NOON).stands(NOON + timedelta(days=days))


def test_maintenance_at_short_notice_is_told_at_once() -> None:
    soon = replace(PLANNED, starts_at=NOON + DAY)
    assert soon.told_from == NOON
    assert soon.stands(NOON)


@pytest.mark.parametrize(
    ("starts", "lasts", "problem"),
    [
        (DAY, HOUR, None),
        (-HOUR, 2 * HOUR, None),
        (-DAY, HOUR, TimesProblem.PAST),
        (-HOUR, HOUR, TimesProblem.PAST),
        (DAY, timedelta(0), TimesProblem.ENDS_FIRST),
        (DAY, -HOUR, TimesProblem.ENDS_FIRST),
        (366 * DAY, HOUR, None),
        (367 * DAY, HOUR, TimesProblem.FAR),
        (DAY, 7 * DAY, None),
        (DAY, 8 * DAY, TimesProblem.LONG),
    ],
)
def test_what_is_wrong_with_times(starts: timedelta, lasts: timedelta, problem: TimesProblem | None) -> None:
    assert times_problem(NOON + starts, NOON + starts + lasts, NOON) is problem


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
