"""Every effect has its line in the audit log: of the clock, an import, an account. What changes nothing has none."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority, Status
from bot.domain.ids import DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.record import ByClock
from bot.services import accounts, clocking, inactivity, rounds, viewing
from bot.services.accounts import Account
from demo import world
from demo.town import import_samples
from storage import calendars, cases
from storage.store import Store
from storage.tables import audit, people, roster
from storage.tables import cases as table
from tests.clockwork import DAY, NOON
from tests.services.test_importing import ANA, LAKESIDE, PINE_RIDGE, WINTER, Files, import_files

DRAFT = Draft(
    district=DistrictId(1), type=CaseType.QUESTION, module="Grades", subject="Grades vanish", description="They do."
)


async def _lines(store: Store, act: str) -> list[Any]:
    """Rule, whom, and which district, of every line of that act."""
    query = sa.select(audit.c.rule, people.c.name, audit.c.district_id, audit.c.case_number, audit.c.ref)
    query = query.outerjoin(people, people.c.id == audit.c.about_id).where(audit.c.act == act)
    async with store.read() as tx:
        return [tuple(row) for row in (await tx.execute(query.order_by(audit.c.id))).all()]


async def test_each_change_of_an_import_leaves_a_line_and_a_trial_run_and_the_same_again_none(store: Store) -> None:
    files = Files(districts=[LAKESIDE], people=[ANA], closures=[WINTER])
    assert len((await import_files(store, files, apply=False)).changes) == 3
    assert await _lines(store, "import") == []
    assert len((await import_files(store, files)).changes) == 3
    await import_files(store, files)
    lines = await _lines(store, "import")
    assert [line[:2] for line in lines] == [
        ("district-added", None),
        ("line-added", "Ana Torres"),
        ("closure-put", None),
    ]
    assert len({line[2] for line in lines} - {None}) == 1


async def test_a_changed_line_a_changed_person_and_a_changed_district_leave_one_line_each(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA]))
    other = [ANA.replace("support", "technical").replace("Torres", "Ruiz")]
    await import_files(store, Files(districts=[LAKESIDE.replace("Unified", "Union")], people=other))
    assert [line[:2] for line in (await _lines(store, "import"))[2:]] == [
        ("district-changed", None),
        ("person-changed", "Ana Ruiz"),
        ("line-changed", "Ana Ruiz"),
    ]


async def test_a_person_on_two_lists_who_is_changed_has_a_line_in_each_district(store: Store) -> None:
    there = ANA.replace("lakeside,", "pine-ridge,", 1)
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, there]))
    await import_files(store, Files(people=[ANA.replace("Torres", "Ruiz")]))
    changed = [line for line in await _lines(store, "import") if line[0] == "person-changed"]
    assert [line[1:3] for line in changed] == [("Ana Ruiz", 1), ("Ana Ruiz", 2)]


async def test_whom_the_clock_warns_and_flags_is_on_record_once(database_url: str, store: Store) -> None:
    await import_samples(database_url, NOON)
    then = NOON + 150 * DAY + timedelta(hours=20)
    done = await inactivity.sweep(store, now=then)
    await inactivity.sweep(store, now=then)
    lines = await _lines(store, "clock")
    assert done["warn"] > 1
    assert [line[0] for line in lines] == [ByClock.WARNED] * done["warn"]
    assert ("inactivity-warned", "Ana Torres", 1, None, "") in lines


async def test_what_a_round_does_to_a_case_is_on_record_and_a_look_that_does_nothing_is_not(
    database_url: str, store: Store
) -> None:
    await import_samples(database_url, NOON)
    async with store.begin() as tx:
        me = PersonId(1)
        new = await cases.add(tx, DRAFT, contact=me, reporter=me, building="", priority=Priority.MEDIUM, at=NOON)
        waiting = {"status": Status.PENDING_INPUT, "owner_id": me}
        await tx.execute(table.update().where(table.c.number == new.number).values(**waiting))
        found = await cases.get(tx, new.number)
        assert found is not None
        await clocking.wait_anew(tx, found, await calendars.rules(tx), began_at=NOON)
    await rounds.run(store, now=NOON, at=lambda _: None)
    assert await _lines(store, "clock") == []
    assert (await rounds.run(store, now=NOON + 9 * DAY, at=lambda _: None))["pending-follow-up-2"] == 1
    await rounds.run(store, now=NOON + 9 * DAY, at=lambda _: None)
    assert await _lines(store, "clock") == [("pending-follow-up", None, 1, new.number, "follow-up:2")]


@pytest.mark.parametrize(("user", "rule"), [("U0ANA", "account-gone"), ("U0NOBODY", None)])
async def test_an_account_that_is_gone_is_on_record_where_it_gave_a_right(
    database_url: str, store: Store, user: str, rule: str | None
) -> None:
    await import_samples(database_url, NOON)
    who = SlackUser(team=TeamId(world.TEAM), user=UserId(user))
    gone = Account(who=who, seen_from=who.team, zone="", gone=True, guest=False, at=NOON)
    for _ in range(2):
        await accounts.changed(store, gone, now=NOON, why="test")
    lines = await _lines(store, "account")
    assert lines == ([(rule, "Ana Torres", 1, None, "")] if rule else [])


async def test_a_deactivation_that_an_act_typed_before_it_undoes_is_on_record(
    database_url: str, store: Store
) -> None:
    await import_samples(database_url, NOON)
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    ended = {"standing": "deactivated", "deactivated_at": NOON + DAY}
    async with store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(**ended))
    who = SlackUser(team=TeamId(world.TEAM), user=UserId("U0ANA"))
    await viewing.open_home(store, who=who, at=NOON + DAY / 2, now=NOON + 2 * DAY, once="home:1")
    assert ("inactivity-undone", "Ana Torres", 1, None, "") in await _lines(store, "clock")
