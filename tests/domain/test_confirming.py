"""The list is asked about each quarter, at most so often, and by what was shown."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confirming import (
    Ask,
    Listed,
    Question,
    Remind,
    Rhythm,
    TellSupport,
    after,
    next_quarter,
    seen,
    step,
    taken,
)
from bot.domain.ids import LineId
from bot.domain.people import Role, Standing
from bot.domain.training import Training
from tests.clockwork import NOON

instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
rhythms = st.builds(
    Rhythm,
    every=st.integers(1, 24),
    remind_after=st.integers(1, 60),
    between=st.integers(1, 60),
    most=st.integers(0, 6),
)
ZONE = "America/Chicago"


@given(rhythms, instants)
def test_unanswered_it_is_asked_reminded_as_often_as_said_and_then_support_is_told_once(
    rhythm: Rhythm, now: datetime
) -> None:
    question, did = Question(), []
    for _ in range(rhythm.most + 3):
        done = step(question, rhythm)
        due = after(done, question, now, ZONE, rhythm)
        assert due > now
        question, now = taken(question, done, now), due
        did.append(done)
    reminders = [Remind(number=number + 1) for number in range(rhythm.most)]
    assert did == [Ask(), *reminders, TellSupport(), Ask()]


def test_by_default_reminders_come_after_fourteen_days_and_then_weekly_and_the_next_question_in_a_quarter() -> None:
    question, now, days = Question(), NOON, []
    for _ in range(6):
        done = step(question)
        days.append((now - NOON).days)
        question, now = taken(question, done, now), after(done, question, now, ZONE)
    assert days == [0, 14, 21, 28, 35, 92]


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        ("2026-11-24T12:00", 3, "2027-02-24T12:00"),
        ("2026-11-30T12:00", 3, "2027-02-28T12:00"),
        ("2027-11-30T12:00", 3, "2028-02-29T12:00"),
        ("2026-12-31T09:00", 6, "2027-06-30T09:00"),
        ("2026-01-31T09:00", 12, "2027-01-31T09:00"),
    ],
)
def test_a_quarter_is_the_same_hour_of_the_same_day_or_the_months_last(
    since: str, months: int, expected: str
) -> None:
    there = ZoneInfo(ZONE)
    begun = datetime.fromisoformat(since).replace(tzinfo=there).astimezone(UTC)
    found = next_quarter(begun, ZONE, Rhythm(every=months))
    assert found.astimezone(there).replace(tzinfo=None).isoformat(timespec="minutes") == expected


ANA = Listed(
    line=LineId(1),
    name="Ana",
    role=Role.SUPPORT,
    standing=Standing.ACTIVE,
    phone="555-0101",
    training=Training.NEEDED,
    is_bound=True,
)
BEN = replace(ANA, line=LineId(2), name="Ben")


def test_a_list_is_known_by_who_is_on_it_and_what_that_gives() -> None:
    shown = seen([ANA, BEN])
    assert seen([BEN, ANA]) == shown
    assert seen([replace(ANA, training=Training.DONE), BEN]) == shown
    changes: list[dict[str, object]] = [
        {"name": "Anna"},
        {"role": Role.TECHNICAL},
        {"standing": Standing.FLAGGED},
        {"phone": ""},
        {"is_bound": False},
    ]
    for change in changes:
        assert seen([replace(ANA, **change), BEN]) != shown  # type: ignore[arg-type]  # one field each
    assert len({seen([]), seen([ANA]), shown}) == 3
