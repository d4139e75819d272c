"""Who stands in for a contact who is away: for a time, never beyond it, and never by a chain."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absence import Absence, Deputy, Flaw, Turn, flaw, is_away, told, turn
from bot.domain.days import local_day, midnight
from bot.domain.ids import PersonId
from tests.clockwork import DAY, NOON

ANA, BEN, TESS = PersonId(1), PersonId(2), PersonId(3)
ZONES = ("America/Chicago", "Pacific/Auckland", "Asia/Kolkata", "UTC", "Pacific/Apia", "America/St_Johns")
TODAY = date(2026, 11, 24)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
days = st.integers(-40, 40).map(timedelta)
deputies = st.none() | st.builds(Deputy, id=st.just(BEN), may_act=st.booleans(), is_away=st.booleans())
absences = st.builds(
    lambda at, ahead, zone, deputy: (
        Absence(contact=ANA, until=local_day(at, zone) + ahead, zone=zone, deputy=deputy),
        at,
    ),
    instants,
    days,
    st.sampled_from(ZONES),
    deputies,
)


@given(absences)
def test_a_deputy_is_told_only_while_the_contact_is_away_and_the_deputy_a_contact_who_is_there(
    found: tuple[Absence, datetime],
) -> None:
    absence, now = found
    reader = told(absence, now)
    assert reader in (ANA, BEN)
    if reader == BEN:
        assert absence.deputy == Deputy(id=BEN, may_act=True, is_away=False)
        assert local_day(now, absence.zone) <= absence.until


@given(absences)
def test_news_goes_to_the_contact_again_in_the_moment_in_which_it_is_to_be_said_so(
    found: tuple[Absence, datetime],
) -> None:
    """What is not over and not lost goes on: nobody is told of nothing, and nothing ends untold."""
    absence, now = found
    match turn(absence, now):
        case Turn.GOES_ON:
            assert told(absence, now) == (absence.deputy.id if absence.deputy else ANA)
        case Turn.OVER | Turn.DEPUTY_LOST:
            assert told(absence, now) == ANA


@given(instants, st.sampled_from(ZONES), st.integers(0, 30))
def test_the_last_day_is_away_to_its_last_moment_where_they_live_and_no_longer(
    at: datetime, zone: str, ahead: int
) -> None:
    until = local_day(at, zone) + timedelta(days=ahead)
    ends = midnight(until + DAY, zone)
    assert is_away(until, zone, ends - timedelta(microseconds=1))
    assert not is_away(until, zone, ends)
    assert not is_away(None, zone, at)


@pytest.mark.parametrize(
    ("until", "deputy", "expected"),
    [
        (TODAY, None, None),
        (TODAY, BEN, None),
        (TODAY, TESS, Flaw.DEPUTY),
        (TODAY, ANA, Flaw.DEPUTY),
        (TODAY - DAY, BEN, Flaw.PAST),
        (TODAY + 731 * DAY, BEN, None),
        (TODAY + 732 * DAY, BEN, Flaw.FAR),
    ],
)
def test_an_absence_begins_today_at_the_latest_and_with_a_deputy_who_can(
    until: date, deputy: PersonId | None, expected: Flaw | None
) -> None:
    assert flaw(until, "America/Chicago", deputy, {BEN}, NOON) == expected


def test_today_is_their_own() -> None:
    early = datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert flaw(date(2026, 11, 23), "America/Chicago", None, (), early) is None
    assert flaw(date(2026, 11, 23), "UTC", None, (), early) is Flaw.PAST
