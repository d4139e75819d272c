"""The lifecycle: every lawful move, every other refused (POLICY 3)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.cases import (
    MOVES,
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
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.refusals import AlreadyThere, ImpossibleMove
from bot.domain.reopening import reopen_until
from tests.clockwork import DAY, HOUR, NOON

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
DO: dict[Move, Callable[[Case], Case]] = {
    Move.TAKE: lambda case: case.taken(by=GITA, at=NOON + HOUR),
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
def test_a_move_ends_where_the_table_says_or_is_impossible(move: Move, status: Status) -> None:
    sources, target = MOVES[move]
    if status in sources:
        moved = DO[move](at(status, owner=GITA if status is not Status.NEW and move is not Move.TAKE else None))
        assert moved.status is target
        assert moved.version == NEW.version + 1
        assert moved.modified_at == NOON + HOUR
    else:
        with pytest.raises(ImpossibleMove):
            DO[move](at(status))


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
    assert after.status is (Status.ASSIGNED if status is Status.PENDING_INPUT else status)
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
