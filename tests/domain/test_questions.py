"""A question is settled once, and the clock takes one step at a time, however long nobody looked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DistrictId, PersonId, QuestionId
from bot.domain.questions import Question, State, Step, step
from bot.domain.refusals import QuestionSettled
from tests.clockwork import DAY, NOON

ASKED = Question(
    id=QuestionId(1),
    district=DistrictId(1),
    asker=PersonId(1),
    building="North",
    state=State.ASKED,
    asked_at=NOON,
    due_at=NOON + DAY,
)
SETTLED = [state for state in State if state is not State.ASKED]
CHANGES: list[Callable[[Question], Question]] = [
    *(lambda question, state=state: question.settled(state, by=PersonId(2), at=NOON) for state in SETTLED),
    lambda question: question.with_contacts(look=NOON),
    lambda question: question.reminded_again(look=NOON),
    lambda question: question.passed_on(look=NOON),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("state", SETTLED)
def test_what_is_settled_stays_so_and_what_is_asked_can_become_anything(
    change: Callable[[Question], Question], state: State
) -> None:
    assert change(ASKED) != ASKED
    with pytest.raises(QuestionSettled) as refused:
        change(replace(ASKED, state=state))
    assert refused.value.status == state


def _taken(question: Question, *, after: timedelta = 2 * DAY, gone: bool = False, most: int = 3) -> Step:
    return step(question, now=NOON + after, asker_gone=gone, most=most)


def test_the_clock_waits_asks_the_others_reminds_and_gives_up() -> None:
    assert _taken(ASKED, after=DAY / 2) is Step.WAIT
    assert _taken(ASKED, after=DAY) is Step.REMIND
    assert _taken(replace(ASKED, at_coach=True)) is Step.ASK_OTHERS
    assert _taken(replace(ASKED, reminded=3)) is Step.GIVE_UP
    assert _taken(ASKED, most=0) is Step.GIVE_UP
    assert _taken(ASKED, gone=True) is Step.DROP
    assert _taken(replace(ASKED, state=State.ANSWERED), gone=True) is Step.WAIT


@given(st.lists(st.integers(1, 400), min_size=12, max_size=12), st.integers(0, 5), st.booleans())
def test_however_seldom_anybody_looks_all_are_reminded_so_often_and_it_ends(
    gaps: list[int],
    most: int,
    at_coach: bool,  # noqa: FBT001  # as hypothesis gives it
) -> None:
    question, now, taken = replace(ASKED, at_coach=at_coach), NOON, []
    for days in gaps:
        now += days * DAY
        did = step(question, now=now, asker_gone=False, most=most)
        taken.append(did)
        match did:
            case Step.ASK_OTHERS:
                question = question.with_contacts(look=now + DAY)
            case Step.REMIND:
                question = question.reminded_again(look=now + DAY)
            case Step.GIVE_UP:
                question = question.settled(State.UNANSWERED, by=None, at=now)
            case Step.WAIT | Step.DROP:
                pass
    assert taken.count(Step.REMIND) == most
    assert taken.count(Step.ASK_OTHERS) == at_coach
    assert taken.count(Step.GIVE_UP) == 1
    assert question.state is State.UNANSWERED
