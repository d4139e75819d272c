"""The sweep over contacts who are silent: what it does to each, and what two sweeps at once do (POLICY 7)."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.days import SATURDAY
from bot.domain.ids import LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.inactivity import DEFAULT
from bot.domain.people import Membership
from bot.services import inactivity
from storage import contacts, flags, people_facts
from storage import outbox as outbox_rows
from storage.engines import opened
from storage.outbox import State
from storage.store import Store
from storage.tables import closures, outbox, people, roster, workspaces
from tests.clockwork import DAY, HOUR
from tests.conftest import Postgres
from tests.services.silent import FLAG_ON, GRACE, Contact, acts, on_record, owed, settle, standings, swept

SINCE = datetime(2026, 1, 5, 18, tzinfo=UTC)
"""Noon in Chicago, a Monday."""

GONE_BY = SINCE + FLAG_ON + GRACE
RACES = 200
MINUTE = timedelta(minutes=1)


async def _both_at_once(first: Store, second: Store, pairs: list[tuple[LineId, LineId]]) -> None:
    for one, other in pairs:
        await asyncio.gather(
            inactivity.look_at(first, one, GONE_BY, DEFAULT), inactivity.look_at(second, other, GONE_BY, DEFAULT)
        )


async def test_of_the_last_two_that_two_processes_deactivate_at_once_one_stays(database_url: str) -> None:
    """Two hundred districts, each with its last two contacts due in the same moment."""
    async with opened(database_url) as first, opened(database_url) as second:
        everybody = [Contact(district=it, since=SINCE, flagged=True) for it in range(1, RACES + 1) for _ in range(2)]
        lines = await settle(first, everybody)
        await _both_at_once(first, second, list(zip(lines[::2], lines[1::2], strict=True)))
        left = [Counter((await standings(first, it)).values()) for it in range(1, RACES + 1)]
        assert left == [Counter({"flagged": 1, "deactivated": 1})] * RACES


async def test_two_sweeps_at_once_warn_each_contact_once(database_url: str) -> None:
    async with opened(database_url) as first, opened(database_url) as second:
        await settle(first, [Contact(district=1 + it % 10, since=SINCE) for it in range(60)])
        now = SINCE + 150 * DAY
        done = await asyncio.gather(*(inactivity.sweep(it, now=now) for it in (first, second, first, second)))
        assert sum(it["warn"] for it in done) == 60
        assert len(await owed(first, "inactivity-warning")) == 60
        assert sorted(await on_record(first)) == sorted(("inactivity-warned", it) for it in range(1, 61))


async def test_who_acts_while_the_sweep_looks_at_them_is_not_flagged(postgres: Postgres) -> None:
    async with opened(postgres.fresh()) as store:
        (line,) = await settle(store, [Contact(district=1, since=SINCE)])
        async with store.begin() as sweep:
            found = await contacts.held(sweep, line, DEFAULT)
            assert found is not None
            await acts(store, 1, at=SINCE + 180 * DAY)
            later = SINCE + 181 * DAY
            assert not await contacts.flag(sweep, found, at=later, look=later)
            assert not await contacts.deactivate(sweep, found, at=later)
        assert await standings(store, 1) == {1: "active"}


async def test_of_several_due_at_once_the_one_active_most_recently_stays(store: Store) -> None:
    """Whoever is looked at first."""
    shifts = (3, 9, 1, 5)
    await settle(store, [Contact(district=1, since=SINCE + it * DAY, flagged=True) for it in shifts])
    assert await swept(store, now=GONE_BY + 30 * DAY) == {"deactivate": 3, "protect": 1}
    assert await standings(store, 1) == {1: "deactivated", 2: "flagged", 3: "deactivated", 4: "deactivated"}


async def test_who_can_no_longer_act_is_nobody_to_leave_the_district_to(store: Store) -> None:
    """A line without a Slack user, and one whose account is gone."""
    await settle(
        store,
        [
            Contact(district=1, since=SINCE, flagged=True),
            Contact(district=1, since=GONE_BY, user=None),
            Contact(district=1, since=GONE_BY, user="UGONE"),
        ],
    )
    await _account(store, "UGONE", Membership.GONE)
    assert await swept(store, now=GONE_BY) == {"protect": 1, "gone": 2}


async def _account(store: Store, user: str, membership: Membership) -> None:
    async with store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == user).values(membership=membership))


async def test_each_step_of_a_silence_is_on_record_with_whom_it_is_about(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 100 * DAY)])
    for day in (150, 166, 173, 179, 180, 194):
        await swept(store, now=SINCE + day * DAY)
    steps = ["warned"] * 4 + ["flagged", "deactivated"]
    assert await on_record(store) == [(f"inactivity-{step}", 1) for step in steps]


async def test_a_warning_that_cannot_be_delivered_counts_and_a_flag_that_cannot_ends_nothing(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 400 * DAY)])
    for day in (150, 166, 173, 179):
        await swept(store, now=SINCE + day * DAY, state=State.DEAD)
    assert await swept(store, now=SINCE + 180 * DAY, state=State.DEAD) == {"flag": 1}
    assert await swept(store, now=SINCE + 300 * DAY) == {"wait": 1}
    assert (await standings(store, 1))[1] == "flagged"


async def test_a_flag_that_could_not_be_delivered_is_told_once_they_can_be_reached(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 400 * DAY)])
    for day in (150, 166, 173, 179):
        await swept(store, now=SINCE + day * DAY)
    await swept(store, now=SINCE + 180 * DAY, state=State.DEAD)
    told = SINCE + 300 * DAY
    for person in (PersonId(2), PersonId(1)):  # of somebody else nothing is told
        async with store.begin() as tx:
            await flags.tell_again(tx, person, now=told)
            waiting = (await tx.execute(sa.select(outbox.c.key).where(outbox.c.done_at.is_(None)))).scalars().all()
        assert len(waiting) == (person == 1)
    assert await swept(store, now=told) == {"wait": 1}
    async with store.begin() as tx:  # told once is told
        await flags.tell_again(tx, PersonId(1), now=told + DAY)
    assert await swept(store, now=told + 14 * DAY - HOUR) == {"wait": 1}
    assert await swept(store, now=told + 14 * DAY) == {"deactivate": 1}


async def test_nobody_is_flagged_before_a_date_that_they_read_though_the_clock_is_set_back(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 400 * DAY)])
    assert await swept(store, now=SINCE + 150 * DAY, state=None) == {"warn": 1}
    await _told(store, SINCE + 185 * DAY)  # which names the 186th day
    assert await swept(store, now=SINCE + 185 * DAY, state=None) == {"warn": 1}
    await _told(store, SINCE + 184 * DAY)
    assert await swept(store, now=SINCE + 186 * DAY - HOUR) == {"wait": 1}
    assert await swept(store, now=SINCE + 186 * DAY) == {"flag": 1}


async def _told(store: Store, at: datetime) -> None:
    async with store.begin() as tx:
        waiting = outbox.update().where(outbox.c.done_at.is_(None))
        await tx.execute(waiting.values(state=State.SENT, done_at=at))


@pytest.mark.parametrize("waits_until", [185, 250])
async def test_however_late_a_flag_is_told_fourteen_days_are_left(store: Store, waits_until: int) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 400 * DAY)])
    for day in (150, 166, 173, 179):
        await swept(store, now=SINCE + day * DAY)
    await swept(store, now=SINCE + 180 * DAY, state=None)
    told = SINCE + waits_until * DAY
    assert await swept(store, now=told) == {"wait": 1}
    assert await swept(store, now=told + 14 * DAY - HOUR) == {"wait": 1}
    assert await swept(store, now=told + 14 * DAY) == {"deactivate": 1}


async def test_nobody_is_warned_who_could_not_read_it_and_who_comes_back_is(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE, user=None), Contact(district=1, since=SINCE, user="UGONE")])
    await _account(store, "UGONE", Membership.GONE)
    assert await swept(store, now=SINCE + 200 * DAY) == {"gone": 2}
    await _account(store, "UGONE", Membership.MEMBER)
    assert await swept(store, now=SINCE + 201 * DAY) == {"gone": 1, "warn": 1}


async def test_who_moves_to_where_it_is_day_is_warned_at_once(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE + 11 * HOUR)])
    night = SINCE + 150 * DAY + 11 * HOUR
    assert await swept(store, now=night) == {"wait": 1}
    who = SlackUser(team=TeamId("T"), user=UserId("U1"))
    async with store.begin() as tx:
        await people_facts.changed(tx, who, zone="Asia/Tokyo", membership=Membership.MEMBER, at=night + HOUR)
    assert await swept(store, now=night + HOUR) == {"warn": 1}


async def test_the_others_get_one_message_a_day_with_every_name_of_that_day(store: Store) -> None:
    """Also of whom it is time for later that day; the day is the district's."""
    zones = [Contact(district=1, since=SINCE + it * HOUR) for it in (0, 3)]
    await settle(store, [*zones, Contact(district=1, since=SINCE + 100 * DAY), _dana()])
    for hour in (0, 3, 24 * 7, 24 * 7 + 3):
        await swept(store, now=SINCE + 166 * DAY + hour * HOUR)
    near = await owed(store, "inactivity-near")
    assert Counter(it["person"] for it in near) == {1: 2, 2: 2, 3: 2, 4: 2}
    async with store.read() as tx:
        found = await contacts.notice(tx, near[1], now=SINCE + 166 * DAY)
    assert found is not None
    assert [it.name for it in found.named] == ["Name 1", "Name 2"]


def _dana() -> Contact:
    return Contact(district=1, since=SINCE, role="administrator")


async def test_before_the_fourteen_day_warning_the_others_are_told_nothing(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 100 * DAY), _dana()])
    await swept(store, now=SINCE + 150 * DAY)
    assert await owed(store, "inactivity-near") == []


async def test_each_flag_and_each_end_is_told_to_the_others_in_the_round_that_set_it(store: Store) -> None:
    """Two rounds of one day are two facts; nobody's is left out for the other's."""
    await settle(
        store,
        [*(Contact(district=1, since=SINCE + it * HOUR) for it in (0, 0, 2)), Contact(district=1, since=GONE_BY)],
    )
    for day in (150, 166, 173, 179):
        await swept(store, now=SINCE + day * DAY + 2 * HOUR)
    for hour in (0, 2):
        await swept(store, now=SINCE + 180 * DAY + hour * HOUR)
    told = [it for it in await owed(store, "inactivity-others-flagged") if it["person"] == 4]
    async with store.read() as tx:
        named = [await contacts.notice(tx, it, now=SINCE + 181 * DAY) for it in told]
    assert [[it.name for it in one.named] for one in named if one is not None] == [["Name 1", "Name 2"], ["Name 3"]]


async def test_a_courier_in_the_middle_of_a_round_takes_nothing_that_would_leave_the_later_ones_out(
    store: Store,
) -> None:
    """Each contact is looked at in a transaction of its own; what the round tells has the name of each."""
    silent = [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE)]
    lines = await settle(store, [*silent, Contact(district=1, since=GONE_BY)])
    async with store.begin() as tx:
        await tx.execute(workspaces.insert(), {"team_id": "T", "status": "installed", "installed_at": SINCE})
    for day in (150, 166, 173, 179):
        await swept(store, now=SINCE + day * DAY + 2 * HOUR)
    now = SINCE + 180 * DAY + 2 * HOUR
    for line in lines[:2]:
        assert await inactivity.look_at(store, line, now, DEFAULT) == "flag"
        assert "inactivity-others-flagged" not in await _taken(store, now)
    assert "inactivity-others-flagged" in await _taken(store, now + MINUTE)
    (facts,) = [it for it in await owed(store, "inactivity-others-flagged") if it["person"] == 3]
    async with store.read() as tx:
        notice = await contacts.notice(tx, facts, now=now + MINUTE)
    assert notice is not None
    assert [it.name for it in notice.named] == ["Name 1", "Name 2"]


async def _taken(store: Store, now: datetime) -> list[str]:
    """What a courier carries then."""
    taken = []
    async with store.begin() as tx:
        while rows := await outbox_rows.claim(tx, by="courier", now=now, most=50):
            for row in rows:
                await outbox_rows.end(tx, row, State.SENT, now=now)
                taken.append(str(row.facts.get("what")))
    return taken


async def test_those_who_can_act_for_the_last_are_told_on_every_business_day_when_it_begins(store: Store) -> None:
    """For three weeks, by a clock that ticks a little late each time. The district has a day off."""
    await settle(store, [Contact(district=1, since=SINCE, flagged=True), _dana()])
    begun = GONE_BY.replace(hour=0)  # a Saturday, before midnight there
    async with store.begin() as tx:
        off = (begun + 12 * DAY).date()
        await tx.execute(closures.insert(), {"district_id": 1, "first_day": off, "last_day": off, "name": "Off"})
    ticks, told_on = range(0, 21 * 24 * 60, 61), []
    for minutes in ticks:
        before = len(await owed(store, "inactivity-last"))
        await swept(store, now=begun + timedelta(minutes=minutes))
        if len(await owed(store, "inactivity-last")) > before:
            told_on.append(begun + timedelta(minutes=minutes))
    assert all(13 <= it.hour < 15 for it in told_on)  # eight o'clock in Chicago, and what the clock was late
    weekdays = {it.date() for minutes in ticks if (it := begun + timedelta(minutes=minutes)).weekday() < SATURDAY}
    assert [it.date() for it in told_on] == sorted(weekdays - {off})


async def test_a_late_act_brings_back_who_was_silent_and_nobody_else(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE, flagged=True) for _ in range(3)])
    async with store.begin() as tx:
        ended = {"standing": "deactivated", "deactivated_at": GONE_BY, "due_at": None}
        await tx.execute(roster.update().where(roster.c.id == 1).values(**ended))
        await tx.execute(roster.update().where(roster.c.id == 2).values(**{**ended, "standing": "removed"}))
    for person in (1, 2, 3):
        await acts(store, person, at=GONE_BY - DAY)
    assert await standings(store, 1) == {1: "active", 2: "removed", 3: "active"}
    async with store.read() as tx:
        dues = (await tx.execute(sa.select(roster.c.due_at).order_by(roster.c.id))).scalars().all()
    assert dues == [GONE_BY - DAY + 150 * DAY, None, GONE_BY - DAY + 150 * DAY]
