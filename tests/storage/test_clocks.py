"""Clocks and calendars as they are remembered: what is due is found by its time, holidays by country and state."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.domain import hours
from bot.domain.cases import CaseType, Draft, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.rules import DEFAULT, Written, read
from bot.domain.targets import Kind, Stage, Target
from storage import almanac, calendars, cases, clocks, migrations
from storage.almanac import Closed, Unknown
from storage.clocks import Clocks, PendingClock, TargetClock
from storage.engines import opened
from storage.store import Store, Tx
from storage.tables import cases as table
from storage.tables import closures, districts, people
from tests.clockwork import DAY, HOUR, NOON

THANKSGIVING = date(2026, 11, 26)


async def lakeside(tx: Tx, *, country: str = "US", state: str = "MN") -> DistrictId:
    row = {"key": "lakeside", "name": "Lakeside", "timezone": "America/Chicago", "country": country, "state": state}
    return DistrictId((await tx.execute(districts.insert().returning(districts.c.id), row)).scalar_one())


async def case_of(tx: Tx, district: DistrictId) -> CaseNumber:
    ana = (await tx.execute(people.insert().returning(people.c.id), {"name": "Ana"})).scalar_one()
    draft = Draft(district=district, type=CaseType.QUESTION, module="Grades", subject="Subject", description="Words")
    return (
        await cases.add(
            tx, draft, contact=PersonId(ana), reporter=PersonId(ana), building="", priority=Priority.MEDIUM, at=NOON
        )
    ).number


async def test_every_clock_comes_back_as_it_was_put_and_the_second_time_too(store: Store) -> None:
    async with store.begin() as tx:
        number = await case_of(tx, await lakeside(tx))
        assert await clocks.of_case(tx, number) == Clocks()
        pending = PendingClock(
            case=number,
            status=Status.PENDING_INPUT,
            began_at=NOON,
            day_zero=NOON.date(),
            owed=1,
            more_times=2,
            owner_told=True,
            closes_at=NOON + 14 * DAY,
            due_at=NOON + DAY,
        )
        target = Target(
            kind=Kind.UPDATE,
            priority=Priority.HIGH,
            began_at=NOON,
            paused_at=NOON + HOUR,
            pauses=((NOON, NOON + HOUR), (NOON + DAY, NOON + 2 * DAY)),
            told=Stage.NEAR,
        )
        timed = TargetClock(case=number, target=target, misses_at=NOON + 3 * DAY, due_at=None)
        for _ in range(2):
            await clocks.put_pending(tx, pending)
            await clocks.put_target(tx, timed)
            await clocks.put_date(tx, number, at=NOON)
            assert await clocks.of_case(tx, number) == Clocks(pending=pending, target=timed, date_at=NOON)
            pending = replace(pending, owed=2, due_at=None)
            timed = replace(timed, due_at=NOON)


async def test_what_is_due_is_found_the_longest_due_first_and_what_rests_is_not(store: Store) -> None:
    async with store.begin() as tx:
        district = await lakeside(tx)
        numbers = [await case_of(tx, district) for _ in range(3)]
        for number, due in zip(numbers, (NOON, NOON - HOUR, NOON + HOUR), strict=True):
            await clocks.put_date(tx, number, at=due)
        assert await clocks.dates_due(tx, now=NOON, most=10) == [numbers[1], numbers[0]]
        assert await clocks.dates_due(tx, now=NOON, most=1) == [numbers[1]]
        target = Target(kind=Kind.UPDATE, priority=Priority.LOW, began_at=NOON)
        await clocks.put_target(tx, TargetClock(case=numbers[0], target=target, misses_at=NOON, due_at=None))
        assert await clocks.targets_due(tx, now=NOON + 9 * DAY, most=10) == []
        await clocks.put_off_target(tx, numbers[0], until=NOON)
        assert await clocks.targets_due(tx, now=NOON, most=10) == [numbers[0]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL reads a small table whole
async def test_a_round_looks_at_an_index_of_what_is_due(store: Store) -> None:
    async with store.read() as tx:
        for table in ("pending_clocks", "target_clocks", "date_clocks"):
            asked = (
                f"EXPLAIN QUERY PLAN SELECT case_number FROM {table} WHERE due_at <= 1 ORDER BY due_at, case_number"  # noqa: S608  # our own names
            )
            plan = " ".join(str(row) for row in (await tx.execute(sa.text(asked))).all())
            assert f"ix_{table}_due_at" in plan


async def test_a_districts_calendar_has_its_states_holidays_and_its_breaks(store: Store) -> None:
    rules = read(DEFAULT)
    async with store.begin() as tx:
        district = await lakeside(tx)
        closed = {
            "district_id": district,
            "first_day": date(2026, 12, 21),
            "last_day": date(2027, 1, 1),
            "name": "Break",
        }
        await tx.execute(closures.insert(), closed)
        calendar = await calendars.of_district(tx, district, rules)
    assert not calendar.is_business_day(THANKSGIVING)
    assert calendar.is_business_day(date(2026, 11, 25))
    assert calendar.business_day_after(date(2026, 12, 18)) == date(2027, 1, 4)
    assert calendar.zone == "America/Chicago"


async def test_the_rules_are_the_policys_until_settings_are_kept_and_then_theirs(store: Store) -> None:
    written = Written(close_day=12, vendor_state="MN")
    async with store.begin() as tx:
        assert await calendars.rules(tx) == read(DEFAULT)
        for rules in (DEFAULT, written):
            await calendars.keep_rules(tx, rules)
            assert await calendars.rules(tx) == read(rules)


def test_the_vendor_has_its_own_days_and_critical_goes_round_the_clock_where_a_phone_is_answered() -> None:
    rules = read(Written(vendor_closed="2026-11-27", after_hours_phone="555-0100"))
    vendor = calendars.of_vendor(rules, Priority.HIGH)
    assert [vendor.is_business_day(date(2026, 11, day)) for day in (25, 26, 27, 30)] == [True, False, False, True]
    night = datetime(2026, 11, 26, 3, tzinfo=UTC)
    assert calendars.of_vendor(rules, Priority.CRITICAL).is_open(night)
    assert not calendars.of_vendor(read(DEFAULT), Priority.CRITICAL).is_open(night)
    assert vendor.week == hours.week("Mon-Fri 7-18")


@pytest.mark.parametrize(
    ("country", "state", "day", "closed"),
    [
        ("US", "MN", date(2026, 11, 26), True),
        ("us", "mn", date(2026, 11, 26), True),
        ("US", "CO", date(2026, 10, 5), True),
        ("US", "MN", date(2026, 10, 5), False),
        ("US", "", date(2026, 7, 3), True),
        ("US", "ZZ", date(2026, 11, 26), True),
        ("", "", date(2026, 11, 26), False),
        ("XX", "", date(2026, 11, 26), False),
        ("US", "", date(2027, 12, 31), True),
    ],
)
def test_holidays_are_those_of_country_and_state(country: str, state: str, day: date, closed: bool) -> None:  # noqa: FBT001  # what is expected
    assert (day in Closed(country=country, state=state)) == closed


def test_a_place_whose_holidays_are_not_known_is_said_to_be() -> None:
    assert [almanac.is_known(*place) for place in (("US", "MN"), ("US", "ZZ"), ("XX", ""), ("", ""))] == [
        True,
        False,
        False,
        True,
    ]
    with pytest.raises(Unknown):
        almanac.public("US", "ZZ", 2026)
    assert "2026-11-26" not in Closed(country="US")


def test_a_case_that_waited_before_there_were_clocks_gets_one(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, "0004")
    asyncio.run(_two_that_wait(empty_database_url))
    migrations.upgrade(empty_database_url)
    waiting, scheduled = asyncio.run(_clocks_of_two(empty_database_url))
    assert waiting.pending is not None
    assert (waiting.pending.status, waiting.pending.began_at) == (Status.PENDING_INPUT, NOON)
    assert waiting.pending.due_at == NOON
    assert scheduled.date_at == datetime(2026, 12, 1, tzinfo=UTC)


async def _two_that_wait(url: str) -> None:
    """Written as they stood: the program of today knows tables that were not there yet."""
    async with opened(url) as store, store.begin() as tx:
        district = await lakeside(tx)
        ana = (await tx.execute(people.insert().returning(people.c.id), {"name": "Ana"})).scalar_one()
        facts = {"district_id": district, "type": "question", "priority": "medium", "reporter_id": ana}
        when = {"opened_at": NOON, "modified_at": NOON}
        for values in (
            {"status": "pending-customer-input"},
            {"status": "scheduled", "scheduled_for": date(2026, 12, 1)},
        ):
            await tx.execute(table.insert(), {**facts, **when, **values})


async def _clocks_of_two(url: str) -> tuple[Clocks, Clocks]:
    async with opened(url) as store, store.read() as tx:
        return await clocks.of_case(tx, CaseNumber(1)), await clocks.of_case(tx, CaseNumber(2))
