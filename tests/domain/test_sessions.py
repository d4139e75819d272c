"""A joint session: whose words are taken in, and what the clock does about it (POLICY 2)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import CaseNumber, DistrictId, PersonId, SessionId
from bot.domain.refusals import NotInSession, SessionOver
from bot.domain.sessions import Company, Session, State, Verdict, Why, next_look, verdict
from tests.clockwork import HOUR, NOON

ANA, BEN, SAM = PersonId(1), PersonId(2), PersonId(3)
LASTS = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def session(state: State = State.OPEN) -> Session:
    return Session(
        id=SessionId(9),
        case=CaseNumber(17),
        district=DistrictId(1),
        host=ANA,
        stand_in=BEN,
        guest=SAM,
        starts_at=NOON,
        ends_at=NOON + HOUR,
        state=state,
    )


def seen(at: datetime, by: PersonId = ANA, of: Session | None = None) -> Session:
    return (of or session()).seen(by, at=at, lasts=LASTS)


def test_who_has_not_joined_is_not_there() -> None:
    assert not session().is_present(NOON)


@pytest.mark.parametrize(
    ("after", "there"),
    [(-SECOND, False), (timedelta(0), True), (LASTS - SECOND, True), (LASTS, False), (HOUR, False)],
)
@pytest.mark.parametrize("by", [ANA, BEN])
def test_presence_lasts_for_five_minutes_after_they_wrote_or_pressed(
    by: PersonId,
    after: timedelta,
    there: bool,  # noqa: FBT001  # a table's column
) -> None:
    assert seen(NOON + MINUTE, by).is_present(NOON + MINUTE + after) is there


def test_presence_ends_with_the_session() -> None:
    it = seen(NOON + HOUR - MINUTE)
    assert it.is_present(NOON + HOUR - SECOND)
    assert not it.is_present(NOON + HOUR)


@given(st.lists(st.tuples(st.integers(0, 70), st.sampled_from([ANA, BEN])), max_size=12), st.integers(0, 70))
def test_somebody_is_there_only_where_one_of_them_was_seen_within_five_minutes(
    when: list[tuple[int, PersonId]], asked: int
) -> None:
    """As the clock goes: each is seen at or after the one before, and what is asked is not in the past."""
    it, at = session(), NOON + asked * MINUTE
    acts = [(NOON + minute * MINUTE, by) for minute, by in sorted(when) if minute <= asked and minute < 60]
    for moment, by in acts:
        it = it.seen(by, at=moment, lasts=LASTS)
    was_seen = any(moment <= at < moment + LASTS for moment, _ in acts)
    assert it.is_present(at) == (was_seen and at < it.ends_at)


def test_what_was_typed_in_an_earlier_rest_is_not_taken_for_present() -> None:
    it = seen(NOON + 20 * MINUTE, of=seen(NOON))
    assert not it.is_present(NOON + 10 * MINUTE)
    assert it.is_present(NOON + 21 * MINUTE)


def test_an_older_word_that_is_told_late_takes_nothing_away() -> None:
    it = seen(NOON + 20 * MINUTE)
    assert seen(NOON + 18 * MINUTE, of=it).is_present(NOON + 24 * MINUTE)


def test_it_is_of_its_contact_and_the_stand_in_alone() -> None:
    for person in (ANA, BEN):
        session().must_be_of(person)
    with pytest.raises(NotInSession):
        session().must_be_of(SAM)


@pytest.mark.parametrize("state", [State.PLANNED, State.ENDED])
def test_nobody_is_there_before_and_after(state: State) -> None:
    with pytest.raises(SessionOver):
        seen(NOON, of=session(state))
    assert not replace(seen(NOON), state=state).is_present(NOON)


GONE = Company(host_may=False)
NOBODY = Company(host_may=False, stand_in_may=False)


@pytest.mark.parametrize(
    ("it", "company", "at", "due"),
    [
        (session(State.PLANNED), Company(), NOON - SECOND, (Verdict.WAIT, None)),
        (session(State.PLANNED), Company(), NOON, (Verdict.BEGIN, None)),
        (session(State.PLANNED), Company(), NOON + HOUR, (Verdict.END, Why.TIME)),
        (session(State.PLANNED), GONE, NOON, (Verdict.END, Why.RIGHT_LOST)),
        (session(), Company(), NOON, (Verdict.PAUSE, None)),
        (session().paused(), Company(), NOON, (Verdict.WAIT, None)),
        (seen(NOON), Company(), NOON + MINUTE, (Verdict.WAIT, None)),
        (seen(NOON), Company(), NOON + LASTS, (Verdict.PAUSE, None)),
        (seen(NOON), GONE, NOON + MINUTE, (Verdict.END, Why.RIGHT_LOST)),
        (seen(NOON, BEN), GONE, NOON + MINUTE, (Verdict.CARRY_ON, None)),
        (seen(NOON, BEN), GONE, NOON + LASTS, (Verdict.END, Why.RIGHT_LOST)),
        (seen(NOON, BEN), NOBODY, NOON + MINUTE, (Verdict.END, Why.RIGHT_LOST)),
        (seen(NOON), Company(case_open=False), NOON + MINUTE, (Verdict.END, Why.CASE_CLOSED)),
        (seen(NOON), Company(guest_may=False), NOON + MINUTE, (Verdict.END, Why.GUEST_GONE)),
        (seen(NOON + 59 * MINUTE), Company(), NOON + HOUR, (Verdict.END, Why.TIME)),
        (session(State.ENDED), NOBODY, NOON + HOUR, (Verdict.WAIT, None)),
    ],
)
def test_what_is_due(it: Session, company: Company, at: datetime, due: tuple[Verdict, Why | None]) -> None:
    assert verdict(it, company, at, lasts=LASTS) == due


def test_the_stand_in_carries_on_as_its_contact() -> None:
    it = seen(NOON, BEN).carried_on(lasts=LASTS)
    assert (it.host, it.stand_in) == (BEN, None)
    assert it.is_present(NOON + MINUTE)
    assert verdict(it, Company(), NOON + MINUTE, lasts=LASTS) == (Verdict.WAIT, None)
    with pytest.raises(SessionOver):
        session().carried_on(lasts=LASTS)


@given(st.sampled_from(State), st.integers(0, 90), st.integers(0, 59))
def test_the_clock_looks_again_until_it_has_ended_and_then_never(state: State, minutes: int, wrote: int) -> None:
    it, now = replace(seen(NOON + wrote * MINUTE), state=state), NOON + minutes * MINUTE
    look = next_look(it, now)
    assert (look is None) == (state is State.ENDED)
    if look is not None and state is State.OPEN:
        assert now < look <= now + MINUTE
