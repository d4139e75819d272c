"""Reopening, to the letter of POLICY 5."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.cases import Case, CaseType, CloseReason, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.refusals import CaseIsClosed, ImpossibleMove
from bot.domain.reopening import reopen_until
from tests.clockwork import DAY, NOON

OPEN = Case(
    number=CaseNumber(17),
    district=DistrictId(1),
    type=CaseType.QUESTION,
    module="Grades",
    status=Status.PENDING_INPUT,
    priority=Priority.HIGH,
    contact=PersonId(1),
    reporter=PersonId(1),
    owner=PersonId(2),
    opened_at=NOON,
    modified_at=NOON,
)
CLOSED = OPEN.unanswered(at=NOON + DAY)


@pytest.mark.parametrize(
    ("closed", "zone", "days", "last"),
    [
        ("2026-12-09T23:00+00:00", "America/Chicago", 60, "2027-02-08T05:59:59.999999+00:00"),
        ("2026-12-10T05:30+00:00", "America/Chicago", 60, "2027-02-08T05:59:59.999999+00:00"),
        ("2026-12-10T06:30+00:00", "America/Chicago", 60, "2027-02-09T05:59:59.999999+00:00"),
        ("2027-02-01T12:00+00:00", "America/Chicago", 60, "2027-04-03T04:59:59.999999+00:00"),
        ("2027-12-31T12:00+00:00", "UTC", 60, "2028-02-29T23:59:59.999999+00:00"),
        ("2026-12-09T12:00+00:00", "UTC", 30, "2027-01-08T23:59:59.999999+00:00"),
    ],
)
def test_it_can_be_reopened_to_the_end_of_the_last_calendar_day_in_the_districts_zone(
    closed: str, zone: str, days: int, last: str
) -> None:
    assert reopen_until(datetime.fromisoformat(closed), zone, days=days).astimezone(UTC).isoformat() == last


def test_number_type_and_owner_stay_and_it_can_be_reopened_as_often_as_needed() -> None:
    case = CLOSED
    for round_ in range(3):
        case = case.reopened(at=NOON + (round_ + 2) * DAY)
        assert (case.number, case.type, case.owner, case.status) == (17, CaseType.QUESTION, 2, Status.ASSIGNED)
        case = case.withdrawn(at=NOON + (round_ + 3) * DAY)
    assert case.closed_at == NOON + 5 * DAY  # the days are counted from the latest close


def test_where_the_owner_is_gone_it_is_new() -> None:
    case = CLOSED.reopened(at=NOON + 2 * DAY, owner_left=True)
    assert (case.status, case.owner) == (Status.NEW, None)


def test_an_automatic_closing_that_is_undone_never_was() -> None:
    again = CLOSED.close_undone(back_to=Status.PENDING_INPUT)
    assert replace(again, version=0, modified_at=NOON) == OPEN
    assert again.version == CLOSED.version  # the response that undoes it is the change
    assert again.answered(at=NOON + 2 * DAY).status is Status.ASSIGNED


@pytest.mark.parametrize("reason", sorted(set(CloseReason) - {CloseReason.NO_RESPONSE}))
def test_no_other_closing_is_undone(reason: CloseReason) -> None:
    with pytest.raises(CaseIsClosed):
        replace(CLOSED, close_reason=reason).close_undone(back_to=Status.PENDING_INPUT)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PENDING_INPUT, Status.PENDING_VERIFICATION}))
def test_more_time_is_for_a_case_that_waits(status: Status) -> None:
    assert OPEN.given_more_time(at=NOON).status is Status.PENDING_INPUT
    with pytest.raises(ImpossibleMove):
        replace(OPEN, status=status).given_more_time(at=NOON)
