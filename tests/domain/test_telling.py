"""How and when somebody is told: what passes quiet hours, what goes into a digest, and whose morning it is."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import PENDING, Case, CaseType, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.telling import (
    AT_ONCE,
    IN_A_THREAD,
    THROUGH_QUIET,
    Choice,
    InDigest,
    Later,
    News,
    Now,
    Quiet,
    Telling,
    Way,
    ends_at,
    is_day,
    is_quiet,
    next_morning,
    still_holds,
    when_and_how,
)
from tests.clockwork import DAY, HOUR, NOON

CHICAGO = "America/Chicago"
ZONES = (
    CHICAGO,
    "America/New_York",
    "Africa/Cairo",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
)
NIGHT = Quiet(begins=time(22), ends=time(7))


def local(text: str, zone: str = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


DAYTIME, EVENING = local("2026-11-24T12:00"), local("2026-11-24T23:00")
TOMORROW, DAWN = local("2026-11-25T08:00"), local("2026-11-25T07:00")

TABLE: list[tuple[News, bool, Telling, Telling, Telling, Telling, Telling, Telling]] = [
    # news, critical: by mention, by dm, in a digest; and the same three at 23:00, quiet hours being from 22 to 7
    (
        News.COMMENT,
        False,
        Now(Way.MENTION),
        Now(Way.DM),
        InDigest(TOMORROW),
        Later(DAWN),
        Later(DAWN),
        InDigest(TOMORROW),
    ),
    (
        News.QUESTION,
        False,
        Now(Way.MENTION),
        Now(Way.DM),
        InDigest(TOMORROW),
        Later(DAWN),
        Later(DAWN),
        InDigest(TOMORROW),
    ),
    (
        News.RELEASED,
        False,
        Now(Way.DM),
        Now(Way.DM),
        InDigest(TOMORROW),
        Later(DAWN),
        Later(DAWN),
        InDigest(TOMORROW),
    ),
    (News.GIVEN, False, Now(Way.DM), Now(Way.DM), Now(Way.DM), Later(DAWN), Later(DAWN), Later(DAWN)),
    (News.ESCALATED, False, Now(Way.DM), Now(Way.DM), Now(Way.DM), Later(DAWN), Later(DAWN), Later(DAWN)),
    (News.TARGET_NEAR, False, Now(Way.DM), Now(Way.DM), Now(Way.DM), Later(DAWN), Later(DAWN), Later(DAWN)),
    (News.FOLLOW_UP, False, Now(Way.MENTION), Now(Way.DM), Now(Way.DM), Later(DAWN), Later(DAWN), Later(DAWN)),
    (News.CLOSING, False, Now(Way.MENTION), Now(Way.DM), Now(Way.DM), Now(Way.MENTION), Now(Way.DM), Now(Way.DM)),
    (News.QUESTION, True, Now(Way.MENTION), Now(Way.DM), Now(Way.DM), Now(Way.MENTION), Now(Way.DM), Now(Way.DM)),
    (News.GIVEN, True, Now(Way.DM), Now(Way.DM), Now(Way.DM), Now(Way.DM), Now(Way.DM), Now(Way.DM)),
]


@pytest.mark.parametrize("line", TABLE, ids=[f"{line[0]}{'-critical' if line[1] else ''}" for line in TABLE])
def test_each_kind_of_news_is_told_as_the_table_says(line: tuple[News, bool, Telling]) -> None:
    news, critical, *expected = line
    by_day = [Choice(zone=CHICAGO, way=way) for way in (Way.MENTION, Way.DM, Way.DIGEST)]
    by_night = [replace(choice, quiet=NIGHT) for choice in by_day]
    told = [when_and_how(news, choice, DAYTIME, critical=critical) for choice in by_day]
    told += [when_and_how(news, choice, EVENING, critical=critical) for choice in by_night]
    assert told == expected


def test_nobody_who_chose_nothing_is_held_back() -> None:
    for news in News:
        told = when_and_how(news, Choice(), NOON, critical=False)
        assert told == Now(Way.MENTION if news in IN_A_THREAD else Way.DM)


instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
minutes = st.times().map(lambda it: it.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, begins=minutes, ends=minutes, weekends=st.booleans()).filter(
    lambda quiet: quiet.begins != quiet.ends
)
choices = st.builds(Choice, zone=st.sampled_from(ZONES), way=st.sampled_from(Way), quiet=st.one_of(st.none(), quiets))


@given(st.sampled_from(News), choices, instants)
def test_nothing_silences_a_critical_case(news: News, choice: Choice, now: datetime) -> None:
    assert isinstance(when_and_how(news, choice, now, critical=True), Now)


@given(st.sampled_from(sorted(THROUGH_QUIET)), choices, instants)
def test_nothing_silences_a_closing_date(news: News, choice: Choice, now: datetime) -> None:
    assert isinstance(when_and_how(news, choice, now, critical=False), Now)


@given(st.sampled_from(News), choices, instants)
def test_what_is_held_comes_later_and_never_in_quiet_hours(news: News, choice: Choice, now: datetime) -> None:
    told = when_and_how(news, choice, now, critical=False)
    if isinstance(told, Now):
        assert news in THROUGH_QUIET or not is_quiet(choice, now)
        return
    assert told.at > now
    assert told.at - now < 5 * DAY
    assert not is_quiet(choice, told.at)
    assert isinstance(told, Later) or news not in AT_ONCE


@given(choices.filter(lambda choice: choice.quiet is not None), instants)
def test_quiet_hours_end_at_the_first_moment_that_is_not_in_them(choice: Choice, now: datetime) -> None:
    ends = ends_at(choice, now)
    assert (ends is not None) == is_quiet(choice, now)
    moment = now
    while ends is not None and moment < ends:
        assert is_quiet(choice, moment)
        moment += HOUR / 4


@given(choices.map(lambda choice: replace(choice, quiet=None)), instants)
def test_a_digest_comes_at_eight_of_a_weekday_where_its_reader_lives(choice: Choice, now: datetime) -> None:
    at = next_morning(choice, now)
    there = at.astimezone(ZoneInfo(choice.zone))
    assert (there.hour, there.minute) == (8, 0)
    assert there.weekday() < 5
    assert now < at <= now + timedelta(days=3, hours=1)
    assert is_day(choice, at)


@given(choices.map(lambda choice: replace(choice, quiet=None)), instants)
def test_whatever_comes_in_before_that_morning_goes_into_the_same_digest(choice: Choice, now: datetime) -> None:
    at = next_morning(choice, now)
    assert next_morning(choice, now + (at - now) * 0.99) == at
    assert next_morning(choice, at) > at


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-24T21:59", None),
        ("2026-11-24T22:00", "2026-11-25T07:00"),
        ("2026-11-25T06:59", "2026-11-25T07:00"),
        ("2026-11-25T07:00", None),
        ("2026-10-31T23:00", "2026-11-01T07:00"),  # the night in which an hour comes twice
        ("2026-03-07T23:00", "2026-03-08T07:00"),  # and the one that lacks an hour
    ],
)
def test_quiet_hours_go_over_midnight_in_local_time(now: str, ends: str | None) -> None:
    choice = Choice(zone=CHICAGO, quiet=NIGHT)
    assert ends_at(choice, local(now)) == (None if ends is None else local(ends))


def test_a_quiet_weekend_lasts_from_friday_night_to_monday_morning() -> None:
    choice = Choice(zone=CHICAGO, quiet=replace(NIGHT, weekends=True))
    monday = local("2026-11-30T07:00")
    assert ends_at(choice, local("2026-11-27T22:30")) == monday
    assert ends_at(choice, local("2026-11-29T12:00")) == monday
    assert ends_at(replace(choice, quiet=NIGHT), local("2026-11-29T12:00")) is None


def test_a_digest_waits_for_the_end_of_quiet_hours_that_go_on_beyond_eight() -> None:
    late = Choice(zone=CHICAGO, way=Way.DIGEST, quiet=Quiet(begins=time(22), ends=time(9, 30)))
    assert next_morning(late, DAYTIME) == local("2026-11-25T09:30")


ANA, BEN, ALEX = PersonId(1), PersonId(2), PersonId(3)
CASE = Case(
    number=CaseNumber(17),
    district=DistrictId(1),
    type=CaseType.QUESTION,
    module="Grades",
    status=Status.PENDING_INPUT,
    priority=Priority.HIGH,
    contact=ANA,
    reporter=ANA,
    owner=ALEX,
    opened_at=NOON,
    modified_at=NOON,
)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("news", [News.QUESTION, News.RESOLUTION])
def test_a_question_is_news_while_it_waits_and_to_who_stands_for_the_case(news: News, status: Status) -> None:
    case = replace(CASE, status=status)
    assert still_holds(news, ANA, case) == (status in PENDING)
    assert not still_holds(news, BEN, case)
    assert still_holds(news, BEN, replace(case, contact=None)) == (status in PENDING)


def test_what_is_somebodys_is_news_while_it_is_theirs() -> None:
    for news in (News.GIVEN, News.RELEASED, News.TARGET_NEAR, News.TARGET_MISSED):
        assert still_holds(news, ALEX, CASE)
        assert not still_holds(news, ALEX, replace(CASE, owner=BEN))
        assert not still_holds(news, ALEX, replace(CASE, status=Status.CLOSED))
    assert still_holds(News.HANDED, ANA, CASE)
    assert not still_holds(News.HANDED, ANA, replace(CASE, contact=BEN))
    assert [still_holds(News.COMMENT, who, CASE) for who in (ANA, BEN, ALEX)] == [True, False, True]
    assert still_holds(News.ESCALATED, BEN, CASE)
    assert not still_holds(News.ESCALATED, BEN, replace(CASE, status=Status.CLOSED))
    for news in (News.FOLLOW_UP, News.CLOSING):
        assert still_holds(news, BEN, CASE)
        assert not still_holds(news, BEN, replace(CASE, status=Status.ASSIGNED))
