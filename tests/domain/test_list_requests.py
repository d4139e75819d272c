"""Requests about a list: their moves as data, when a removal waits, and who fits (POLICY 6)."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DistrictId, PersonId, RequestId
from bot.domain.limits import DEFAULT
from bot.domain.list_requests import (
    AT_ONCE,
    MOVES,
    Kind,
    Move,
    Removal,
    Request,
    Short,
    State,
    Target,
    Waits,
    must_be_another,
    must_fit,
    removal_waits,
    shortfalls,
    waits,
)
from bot.domain.people import Role
from bot.domain.refusals import CannotBeListed, LastContact, NotYourself, RequestOver
from tests.clockwork import DAY, NOON

LAKESIDE = DistrictId(1)
ME, SOMEBODY, ANOTHER = PersonId(1), PersonId(2), PersonId(3)
FLAGS = st.booleans()
REMOVALS = st.builds(
    Removal,
    is_last=FLAGS,
    has_replacement=FLAGS,
    by_administrator=FLAGS,
    of_themselves=FLAGS,
    removed_lately=st.integers(0, 5),
    has_administrator=FLAGS,
)
TARGETS = st.builds(
    Target,
    role=st.sampled_from([None, Role.SUPPORT, Role.TECHNICAL]),
    is_contact=FLAGS,
    was_contact=FLAGS,
    is_third_party=FLAGS,
    is_admitted=FLAGS,
    is_known=FLAGS,
    is_bound=FLAGS,
    is_gone=FLAGS,
    at_vendor=FLAGS,
)


def request(kind: Kind = Kind.REMOVE, state: State = State.ASKED) -> Request:
    return Request(
        id=RequestId(17),
        district=LAKESIDE,
        kind=kind,
        state=state,
        person=SOMEBODY,
        asked_by=ME,
        asked_at=NOON,
        waits_for=Waits.SUPPORT,
        undo_until=NOON + DAY,
    )


@pytest.mark.parametrize(("move", "state"), [*product(Move, State)])
def test_a_move_starts_where_it_may_and_nowhere_else(move: Move, state: State) -> None:
    starts, ends = MOVES[move]
    if state not in starts:
        with pytest.raises(RequestOver):
            request(state=state).moved(move, by=ME, at=NOON)
        return
    after = request(state=state).moved(move, by=ME, at=NOON)
    assert (after.state, after.waits_for, after.decided_by, after.decided_at) == (ends, Waits.NOBODY, ME, NOON)


@given(st.lists(st.sampled_from(list(Move)), max_size=12))
def test_whatever_is_tried_a_request_takes_effect_once_and_ends_but_once(moves: list[Move]) -> None:
    found, took = request(), 0
    for move in moves:
        try:
            found = found.moved(move, by=ME, at=NOON)
        except RequestOver:
            continue
        took += move is Move.APPROVE
    assert took <= 1
    if found.state in (State.DECLINED, State.WITHDRAWN, State.LAPSED):
        assert took == 0


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.REMOVE])
@pytest.mark.parametrize("move", [Move.UNDO, Move.CONFIRM])
def test_only_a_removal_is_confirmed_or_undone(kind: Kind, move: Move) -> None:
    with pytest.raises(RequestOver):
        request(kind, State.APPLIED).moved(move, by=ME, at=NOON)
    assert request(Kind.REMOVE, State.APPLIED).moved(move, by=ME, at=NOON).decided_by == ME


@pytest.mark.parametrize(("late", "can"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_an_undoing_comes_in_time_or_not_at_all(late: timedelta, *, can: bool) -> None:
    gone = request(Kind.REMOVE, State.CONFIRMED)
    if can:
        assert gone.moved(Move.UNDO, by=SOMEBODY, at=NOON + DAY + late).state is State.UNDONE
        return
    with pytest.raises(RequestOver):
        gone.moved(Move.UNDO, by=SOMEBODY, at=NOON + DAY + late)
    with pytest.raises(RequestOver):
        replace(gone, undo_until=None).moved(Move.UNDO, by=SOMEBODY, at=NOON)


@given(REMOVALS, st.integers(0, 3))
def test_the_last_contact_never_goes_at_once(facts: Removal, a_day: int) -> None:
    if facts.is_last and not facts.has_replacement:
        with pytest.raises(LastContact):
            removal_waits(facts, district=LAKESIDE, a_day=a_day)
        return
    found = removal_waits(facts, district=LAKESIDE, a_day=a_day)
    if facts.has_replacement:
        assert found is Waits.SUPPORT
    elif facts.by_administrator or facts.of_themselves or facts.removed_lately < a_day:
        assert found is Waits.NOBODY
    else:
        assert found is (Waits.DISTRICT if facts.has_administrator else Waits.SUPPORT)


def test_what_gives_a_right_or_another_type_waits_and_details_do_not() -> None:
    found = {kind for kind in Kind if kind is not Kind.REMOVE and waits(kind) is Waits.SUPPORT}
    assert found == {Kind.ADD, Kind.CHANGE_TYPE, Kind.REACTIVATE, Kind.THIRD_PARTY}
    assert {Kind.UPDATE, Kind.BIND} == AT_ONCE


@given(st.sampled_from(Kind), TARGETS)
def test_of_whoever_was_erased_nothing_is_asked_for_and_nothing_decided(kind: Kind, target: Target) -> None:
    with pytest.raises(CannotBeListed) as refused:
        must_fit(kind, replace(target, is_erased=True), deciding=True)
    assert refused.value.reason == "erased"


@given(st.sampled_from([Kind.ADD, Kind.BIND, Kind.REACTIVATE, Kind.THIRD_PARTY]), TARGETS)
def test_a_right_is_given_to_nobody_who_must_not_have_it(kind: Kind, target: Target) -> None:
    try:
        must_fit(kind, target, deciding=True)
    except CannotBeListed:
        return
    assert not target.is_gone
    assert not target.is_contact
    if kind is Kind.REACTIVATE:
        assert target.was_contact
        return
    assert target.is_known
    if kind is Kind.THIRD_PARTY:
        assert target.is_third_party
    else:
        assert not (target.is_third_party)
        assert not (target.at_vendor)
        assert not (target.was_contact)


@given(TARGETS, st.sampled_from([Role.SUPPORT, Role.TECHNICAL]))
def test_only_a_contact_changes_type_and_to_the_other_one(target: Target, role: Role) -> None:
    if target.is_contact and target.role is not role:
        must_fit(Kind.CHANGE_TYPE, target, role=role, deciding=True)
        return
    with pytest.raises(CannotBeListed):
        must_fit(Kind.CHANGE_TYPE, target, role=role, deciding=True)


@pytest.mark.parametrize("kind", Kind)
def test_whoever_gets_a_right_does_not_decide_on_it(kind: Kind) -> None:
    comes = replace(request(kind), replacement=ANOTHER).comes
    assert comes == (SOMEBODY if kind in (Kind.ADD, Kind.REACTIVATE, Kind.THIRD_PARTY) else ANOTHER)
    with pytest.raises(NotYourself):
        must_be_another(comes, comes)
    must_be_another(comes, ME)
    must_be_another(None, ME)


@pytest.mark.parametrize(
    ("support", "technical", "found"),
    [
        (2, 1, ()),
        (3, 4, ()),
        (1, 1, (Short.SUPPORT,)),
        (2, 0, (Short.TECHNICAL,)),
        (0, 0, (Short.SUPPORT, Short.TECHNICAL)),
    ],
)
def test_fewer_than_two_and_one_are_too_few(support: int, technical: int, found: tuple[Short, ...]) -> None:
    assert shortfalls(support=support, technical=technical, limits=DEFAULT) == found


@pytest.mark.parametrize(("days", "over"), [(30, False), (30.001, True)])
def test_a_request_waits_for_thirty_days(days: float, *, over: bool) -> None:
    if not over:
        request().must_not_be_late(NOON + timedelta(days=days), lives_for=DEFAULT.request_lives_for)
        return
    with pytest.raises(RequestOver):
        request().must_not_be_late(NOON + timedelta(days=days), lives_for=DEFAULT.request_lives_for)
    request(state=State.APPLIED).must_not_be_late(NOON + 90 * DAY, lives_for=DEFAULT.request_lives_for)
