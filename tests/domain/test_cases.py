"""The lifecycle: every lawful move, every other refused (POLICY 3)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.cases import (
    OPEN,
    PENDING,
    Case,
    CaseType,
    CloseReason,
    Move,
    Priority,
    Status,
    Turn,
    whose_turn,
)
from bot.domain.ids import CaseNumber, DistrictId, IssueId, NotificationId, PersonId
from bot.domain.refusals import (
    AlreadyTheContact,
    AlreadyThere,
    CannotMerge,
    CaseIsClosed,
    ImpossibleMove,
    TooLateToUndo,
)
from bot.domain.reopening import reopen_until
from tests.clockwork import DAY, HOUR, NOON
from tests.moves import TABLE

ANA, GITA = PersonId(1), PersonId(2)
NEW = Case(
    number=CaseNumber(17),
    district=DistrictId(1),
    type=CaseType.QUESTION,
    module="Grades",
    status=Status.NEW,
    priority=Priority.MEDIUM,
    contact=ANA,
    reporter=ANA,
    owner=None,
    opened_at=NOON,
    modified_at=NOON,
)
MAIN = replace(NEW, number=CaseNumber(18))
TOMORROW = (NOON + DAY).date()
DO: dict[Move, Callable[[Case], Case]] = {
    Move.TAKE: lambda case: case.taken(by=GITA, at=NOON + HOUR),
    Move.ASSIGN: lambda case: case.assigned(to=GITA, at=NOON + HOUR),
    Move.RETURN: lambda case: case.returned(at=NOON + HOUR),
    Move.RESUME: lambda case: case.resumed(by=GITA, at=NOON + HOUR),
    Move.ASSIST: lambda case: case.assisted(by=GITA, at=NOON + HOUR),
    Move.SCHEDULE: lambda case: case.scheduled(by=GITA, on=TOMORROW, at=NOON + HOUR),
    Move.DEVELOP: lambda case: case.developed(by=GITA, issue=IssueId(5), at=NOON + HOUR),
    Move.NO_RESPONSE: lambda case: case.unanswered(at=NOON + HOUR),
    Move.MERGE: lambda case: case.merged(into=MAIN, by=GITA, at=NOON + HOUR),
    Move.REFER: lambda case: case.referred(by=GITA, at=NOON + HOUR),
    Move.DATE_CAME: lambda case: case.date_came(at=NOON + HOUR),
    Move.RELEASED: lambda case: case.released(at=NOON + HOUR),
    Move.INCIDENT_CLOSED: lambda case: case.incident_closed(at=NOON + HOUR),
    Move.ASK_INPUT: lambda case: case.waiting_for_input(by=GITA, at=NOON + HOUR),
    Move.RESOLVE: lambda case: case.waiting_for_verification(by=GITA, at=NOON + HOUR),
    Move.SOLVED: lambda case: case.solved(at=NOON + HOUR),
    Move.NOT_SOLVED: lambda case: case.not_solved(at=NOON + HOUR),
    Move.WITHDRAW: lambda case: case.withdrawn(at=NOON + HOUR),
    Move.REOPEN: lambda case: case.reopened(at=NOON + HOUR),
}


def at(status: Status, *, owner: PersonId | None = None) -> Case:
    closed = status is Status.CLOSED
    return replace(
        NEW,
        status=status,
        owner=owner,
        closed_at=NOON if closed else None,
        close_reason=CloseReason.RESOLVED if closed else None,
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", DO)
def test_a_move_ends_where_the_policy_says_or_is_impossible(move: Move, status: Status) -> None:
    case, to = at(status, owner=None if status is Status.NEW else ANA), TABLE[move].leads.get(status)
    if to is None:
        with pytest.raises((ImpossibleMove, AlreadyThere)):
            DO[move](case)
        return
    moved = DO[move](case)
    assert (moved.status, moved.close_reason) == (to, TABLE[move].closes_as)
    assert (moved.version, moved.modified_at) == (case.version + 1, NOON + HOUR)


def test_every_move_of_the_policy_is_done_by_a_method_of_the_case() -> None:
    """UNMERGE and what a contact's words do have tests of their own, below."""
    assert set(TABLE) == set(Move)
    assert set(TABLE) - set(DO) == {Move.ANSWER, Move.UNMERGE}


def test_a_lead_assigns_a_new_case_and_gives_another_to_another_owner_as_it_stands() -> None:
    given = NEW.assigned(to=GITA, at=NOON)
    assert (given.status, given.owner) == (Status.ASSIGNED, GITA)
    for status in OPEN - {Status.NEW}:
        moved = at(status, owner=ANA).assigned(to=GITA, at=NOON)
        assert (moved.status, moved.owner) == (status, GITA)
    with pytest.raises(ImpossibleMove):
        at(Status.CLOSED, owner=ANA).assigned(to=GITA, at=NOON)


@pytest.mark.parametrize("move", [Move.ASSIST, Move.SCHEDULE, Move.DEVELOP, Move.ASK_INPUT, Move.RESOLVE, Move.REFER])
def test_who_moves_a_new_case_becomes_its_owner_in_the_same_act(move: Move) -> None:
    assert DO[move](NEW).owner == GITA
    assert DO[move](at(Status.ASSIGNED, owner=ANA)).owner == ANA


def test_a_returned_case_has_no_owner() -> None:
    assert at(Status.ASSIST, owner=GITA).returned(at=NOON).owner is None


def test_a_date_belongs_to_scheduled_alone() -> None:
    planned = at(Status.ASSIGNED, owner=GITA).scheduled(by=GITA, on=TOMORROW, at=NOON)
    assert planned.scheduled_for == TOMORROW
    assert planned.date_came(at=NOON).scheduled_for is None
    assert planned.waiting_for_input(by=GITA, at=NOON).scheduled_for is None
    assert planned.handed_over(to=ANA, at=NOON).scheduled_for == TOMORROW


@pytest.mark.parametrize("status", OPEN)
def test_a_merge_is_undone_for_a_day_and_leads_back_to_what_was(status: Status) -> None:
    merged = at(status).merged(into=MAIN, by=GITA, at=NOON)
    assert (merged.close_reason, merged.duplicate_of) == (CloseReason.DUPLICATE, MAIN.number)
    again = merged.unmerged(at=NOON + DAY, within=DAY)
    assert (again.status, again.duplicate_of, again.closed_at, again.close_reason) == (status, None, None, None)
    with pytest.raises(TooLateToUndo):
        merged.unmerged(at=NOON + DAY + HOUR, within=DAY)
    with pytest.raises(ImpossibleMove):
        at(Status.CLOSED).unmerged(at=NOON, within=DAY)


def test_an_undone_merge_gives_back_the_date_and_a_new_case_to_everybody() -> None:
    planned = at(Status.ASSIGNED, owner=GITA).scheduled(by=GITA, on=TOMORROW, at=NOON)
    again = planned.merged(into=MAIN, by=GITA, at=NOON).unmerged(at=NOON + HOUR, within=DAY)
    assert (again.status, again.scheduled_for, again.owner) == (Status.SCHEDULED, TOMORROW, GITA)
    assert planned.merged(into=MAIN, by=GITA, at=NOON).reopened(at=NOON + HOUR).scheduled_for is None
    assert NEW.merged(into=MAIN, by=GITA, at=NOON).unmerged(at=NOON + HOUR, within=DAY).owner is None


def test_an_undone_merge_makes_up_for_what_happened_meanwhile() -> None:
    waiting = at(Status.DEVELOPMENT, owner=GITA).merged(into=MAIN, by=GITA, at=NOON)
    assert waiting.unmerged(at=NOON + HOUR, within=DAY, issue_ended=True).status is Status.ASSIGNED
    assert waiting.unmerged(at=NOON + HOUR, within=DAY).status is Status.DEVELOPMENT
    left = waiting.unmerged(at=NOON + HOUR, within=DAY, owner_left=True)
    assert (left.status, left.owner) == (Status.NEW, None)


@pytest.mark.parametrize(
    "other", [NEW, replace(MAIN, district=DistrictId(2)), replace(MAIN, duplicate_of=CaseNumber(19))]
)
def test_a_case_is_merged_into_another_of_its_district_that_is_no_duplicate(other: Case) -> None:
    with pytest.raises(CannotMerge):
        NEW.merged(into=other, by=GITA, at=NOON)


def test_a_reopened_duplicate_is_none_any_more() -> None:
    again = NEW.merged(into=MAIN, by=GITA, at=NOON).reopened(at=NOON + DAY)
    assert (again.duplicate_of, again.before) == (None, None)


def test_a_case_whose_owner_left_reopens_as_new() -> None:
    again = at(Status.CLOSED, owner=GITA).reopened(at=NOON, owner_left=True)
    assert (again.status, again.owner) == (Status.NEW, None)


def test_a_contact_takes_a_case_over_once() -> None:
    assert NEW.taken_over(by=GITA, at=NOON).contact == GITA
    with pytest.raises(AlreadyTheContact):
        NEW.taken_over(by=ANA, at=NOON)


def test_an_open_case_is_linked_to_an_incident_and_a_closed_one_is_not() -> None:
    assert NEW.linked(to=NotificationId(3), at=NOON).incident == NotificationId(3)
    with pytest.raises(CaseIsClosed):
        at(Status.CLOSED).linked(to=NotificationId(3), at=NOON)


def test_the_priority_of_a_closed_case_is_not_assessed() -> None:
    assert NEW.assessed(priority=Priority.HIGH, at=NOON).priority is Priority.HIGH
    with pytest.raises(CaseIsClosed):
        at(Status.CLOSED).assessed(priority=Priority.HIGH, at=NOON)


def test_a_case_that_has_an_owner_is_not_taken_from_them() -> None:
    with pytest.raises(AlreadyThere) as refused:
        at(Status.ASSIGNED, owner=ANA).taken(by=GITA, at=NOON)
    assert refused.value.owner == ANA
    assert at(Status.ASSIGNED).taken(by=GITA, at=NOON).owner == GITA


def test_who_asks_or_resolves_a_new_case_becomes_its_owner() -> None:
    assert NEW.waiting_for_input(by=GITA, at=NOON).owner == GITA
    assert NEW.waiting_for_verification(by=GITA, at=NOON).owner == GITA
    assert at(Status.ASSIGNED, owner=ANA).waiting_for_input(by=GITA, at=NOON).owner == ANA


@pytest.mark.parametrize("status", OPEN)
def test_a_contacts_words_answer_an_open_question_and_move_nothing_else(status: Status) -> None:
    after = at(status).answered(at=NOON + HOUR)
    assert after.status is TABLE[Move.ANSWER].leads[status]
    assert after.modified_at == NOON + HOUR


def test_closing_keeps_when_and_why_and_reopening_forgets_them() -> None:
    closed = at(Status.PENDING_VERIFICATION, owner=GITA).solved(at=NOON + HOUR)
    assert (closed.closed_at, closed.close_reason) == (NOON + HOUR, CloseReason.RESOLVED)
    again = closed.reopened(at=NOON + DAY)
    assert (again.status, again.owner, again.closed_at, again.close_reason) == (Status.ASSIGNED, GITA, None, None)
    assert again.opened_at == NOON


def test_a_case_without_an_owner_reopens_as_new() -> None:
    assert at(Status.CLOSED).reopened(at=NOON).status is Status.NEW


def test_last_modified_never_goes_back() -> None:
    assert NEW.touched(at=NOON - DAY).modified_at == NOON


def test_whose_turn_it_is_follows_from_the_status() -> None:
    assert {status for status in Status if whose_turn(status) is Turn.DISTRICT} == set(PENDING)
    assert whose_turn(Status.CLOSED) is Turn.NOBODY


@pytest.mark.parametrize(
    ("closed", "until"),
    [
        ("2026-01-10T20:00+00:00", "2026-03-12T04:59:59.999999+00:00"),  # daylight saving began in between
        ("2026-01-10T05:00+00:00", "2026-03-11T04:59:59.999999+00:00"),  # the evening before, at Lakeside
        ("2026-09-20T20:00+00:00", "2026-11-20T05:59:59.999999+00:00"),  # daylight saving ended in between
    ],
)
def test_a_case_can_be_reopened_to_the_end_of_the_sixtieth_day_in_the_districts_zone(closed: str, until: str) -> None:
    when = NOON.fromisoformat(closed)
    assert reopen_until(when, "America/Chicago").isoformat() == until
