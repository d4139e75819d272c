"""What can become of a report of an emergency, and when the clock asks again: as POLICY 2 has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import MOVES as CASE_MOVES
from bot.domain.cases import Case, CaseType, Priority, Status
from bot.domain.cases import Move as CaseMove
from bot.domain.emergencies import MOVES, OPEN, Emergency, Move, State, is_often, next_page
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId
from bot.domain.refusals import EmergencyOver, ImpossibleMove, NoContactYet
from tests.clockwork import HOUR, NOON

SAM, ANA, ALEX = PersonId(1), PersonId(2), PersonId(3)
CASE = CaseNumber(17)
EVERY = timedelta(minutes=15)


def report(state: State = State.ASKED) -> Emergency:
    number = CASE if state in (State.ACCEPTED, State.CLAIMED) else None
    return Emergency(
        id=EmergencyId(2), district=DistrictId(1), person=SAM, state=state, asked_at=NOON, case=number, due_at=NOON
    )


DO: dict[Move, Callable[[Emergency], Emergency]] = {
    Move.ACCEPT: lambda it: it.accepted(by=ALEX, case=CASE, at=NOON),
    Move.DECLINE: lambda it: it.declined(by=ALEX, at=NOON),
    Move.WITHDRAW: lambda it: it.withdrawn(at=NOON),
    Move.TAKE: lambda it: it.taken(by=ANA, case=CASE, at=NOON),
    Move.OFFER: lambda it: it.offered(to=ANA),
    Move.CLAIM: lambda it: it.claimed(by=ANA, at=NOON),
    Move.GIVE_UP: lambda it: it.left_undecided(at=NOON),
}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_a_report_moves_from_where_the_table_says_and_from_nowhere_else(state: State, move: Move) -> None:
    begins, to = MOVES[move]
    if state is begins:
        assert DO[move](report(state)).state is to
        return
    with pytest.raises(EmergencyOver) as refused:
        DO[move](report(state))
    assert refused.value.state == state


@given(st.lists(st.sampled_from(Move), max_size=8))
def test_whatever_is_tried_what_is_over_stays_over_and_the_clock_leaves_it_alone(moves: list[Move]) -> None:
    it = report()
    for move in moves:
        was_open = it.is_open
        try:
            after = DO[move](it)
        except EmergencyOver:
            continue
        assert was_open
        it = after
    assert it.is_open == (it.state in OPEN)
    assert (it.due_at is None) == (not it.is_open)
    assert (it.case is None) == (it.state in (State.ASKED, State.DECLINED, State.WITHDRAWN, State.UNDECIDED))
    assert (it.claimed_by is None) == (it.state is not State.CLAIMED)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_the_desk_is_paged_at_fixed_distances_and_what_was_slept_through_is_not_made_up_for(
    passed: timedelta,
) -> None:
    following = next_page(NOON, NOON + passed, every=EVERY)
    assert NOON + passed < following <= NOON + passed + EVERY
    assert (following - NOON) % EVERY == timedelta(0)


@pytest.mark.parametrize(("uses", "told"), [(1, False), (2, False), (3, True), (4, True)])
def test_more_than_two_uses_are_told(uses: int, told: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_often(uses, most=2) is told


def case(status: Status) -> Case:
    return Case(
        number=CASE,
        district=DistrictId(1),
        type=CaseType.QUESTION,
        module="Grades",
        status=status,
        priority=Priority.CRITICAL,
        contact=None,
        reporter=SAM,
        owner=ALEX,
        opened_at=NOON,
        modified_at=NOON,
    )


CLOSES: dict[CaseMove, Callable[[Case], Case]] = {
    CaseMove.SOLVED: lambda it: it.solved(at=NOON),
    CaseMove.NO_RESPONSE: lambda it: it.unanswered(at=NOON),
    CaseMove.WITHDRAW: lambda it: it.withdrawn(at=NOON),
    CaseMove.REFER: lambda it: it.referred(by=ALEX, at=NOON),
    CaseMove.MERGE: lambda it: it.merged(into=replace(it, number=CaseNumber(3)), by=ALEX, at=NOON),
}


def test_every_move_that_closes_a_case_is_tried_here() -> None:
    assert {move for move, (_, to) in CASE_MOVES.items() if to is Status.CLOSED} == set(CLOSES)


@pytest.mark.parametrize("move", CLOSES)
def test_a_case_without_a_contact_is_closed_by_nobody_and_by_no_move(move: CaseMove) -> None:
    for status in Status:
        unclaimed = case(status)
        with pytest.raises((NoContactYet, ImpossibleMove)):
            CLOSES[move](unclaimed)
        assert not unclaimed.allows(move)
        claimed = unclaimed.taken_over(by=ANA, at=NOON + HOUR)
        assert claimed.allows(move) == (status in CASE_MOVES[move][0])
        if claimed.allows(move):
            assert CLOSES[move](claimed).status is Status.CLOSED
