"""Somebody of another workspace is known by their own, whatever came first; it gives nobody a right (POLICY 1)."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import SlackUser, TeamId
from bot.domain.list_requests import Kind
from bot.domain.people import Membership, Role
from bot.domain.policy import Matter
from bot.domain.refusals import CannotBeListed, Refusal
from bot.services import visitors
from bot.services.deeds import deed
from demo import world
from storage import people, people_facts
from storage import visitors as stored
from storage.tables import audit, roster
from storage.tables import list_requests as requests
from storage.tables import people as table
from tests.services.list_keeping import LAKESIDE, NEW, Lists

HERE, FAR, THIRD = TeamId(world.TEAM), TeamId("T0FAR"), TeamId("T0THIRD")


def _fay(lists: Lists, team: TeamId) -> SlackUser:
    return SlackUser(team=team, user=lists.user("fay").user)


async def _looked_up(lists: Lists, who: SlackUser, home: TeamId = FAR) -> SlackUser:
    """What delivery does with Slack's answer, asked by our workspace."""
    own = await visitors.at_home(lists.store, who, seen_from=HERE, home=home, now=lists.now)
    async with lists.store.begin() as tx:
        await people_facts.learned(tx, own, name="Fay", zone="UTC", membership=Membership.EXTERNAL, at=lists.now)
        found = await people.by_slack(tx, own)
    assert found is not None
    lists.ids["fay"] = found.id
    return own


async def _may(lists: Lists, who: SlackUser) -> bool:
    try:
        async with deed(lists.store, who=who, now=lists.now) as this:
            this.may(Act.OPEN_CASE, Matter(district=LAKESIDE))
    except Refusal:
        return False
    return True


async def _becomes_contact(lists: Lists) -> None:
    """A third party first, then a contact: each approved."""
    third = await lists.ask("ana", Kind.THIRD_PARTY, "fay", words=NEW)
    await lists.approve("kim", third, "LLA 2026-17")
    assert not await _may(lists, _fay(lists, FAR))
    await lists.approve("kim", await lists.ask("ana", Kind.ADD, "fay", words=NEW, role=Role.SUPPORT))


@pytest.mark.parametrize("first", ["acts", "looked up", "both"])
async def test_who_is_asked_for_by_our_form_acts_by_their_own_workspace_and_nobody_else_does(
    lists: Lists, first: str
) -> None:
    if first == "both":  # a row for each name, from before
        third = await lists.ask("ana", Kind.THIRD_PARTY, "fay", words=NEW)
        async with lists.store.begin() as tx:
            await people_facts.met(tx, _fay(lists, FAR))
        await _looked_up(lists, _fay(lists, HERE))
        assert await _rows(lists, sa.select(requests.c.person_id)) == [(lists.ids["fay"],)]
        await lists.decline("kim", third)
    elif first == "acts":
        assert not await _may(lists, _fay(lists, FAR))
        await _looked_up(lists, _fay(lists, FAR))
    else:
        await _looked_up(lists, _fay(lists, HERE))
    lists.ids.pop("fay")
    await _becomes_contact(lists)
    assert await _may(lists, _fay(lists, FAR))
    for other in (HERE, THIRD):
        assert not await _may(lists, _fay(lists, other))
    rows = await _rows(lists, sa.select(roster.c.role).join(table).where(table.c.user_id == "U0FAY"))
    assert sorted(rows) == [("staff",), ("support",)]


async def _rows(lists: Lists, query: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
    async with lists.store.read() as tx:
        return [tuple(row) for row in (await tx.execute(query)).all()]


async def test_of_a_third_workspaces_user_with_the_same_id_slack_said_nothing(lists: Lists) -> None:
    await _looked_up(lists, _fay(lists, HERE))
    await _becomes_contact(lists)
    stranger = _fay(lists, THIRD)
    assert await visitors.at_home(lists.store, stranger, seen_from=HERE, home=FAR, now=lists.now) == stranger
    async with lists.store.begin() as tx:
        await people_facts.met(tx, stranger)
    assert not await _may(lists, stranger)
    assert await _may(lists, _fay(lists, FAR))


async def test_a_line_from_before_goes_with_them_and_the_log_keeps_what_it_has(lists: Lists) -> None:
    """Ana is on the list by our workspace's name, and Slack says that she is of another."""
    before = await _rows(lists, sa.select(audit.c.id, audit.c.about_id))
    own = SlackUser(team=FAR, user=lists.user("ana").user)
    async with lists.store.begin() as tx:
        await people_facts.met(tx, own)
    assert await visitors.at_home(lists.store, lists.user("ana"), seen_from=HERE, home=FAR, now=lists.now) == own
    assert await _may(lists, own)
    assert not await _may(lists, lists.user("ana"))
    after = await _rows(lists, sa.select(audit.c.id, audit.c.about_id))
    assert after[: len(before)] == before
    said = await _rows(lists, sa.select(audit.c.rule, audit.c.ref).where(audit.c.rule == "account-at-home"))
    assert said == [("account-at-home", f"person:{lists.ids['ana']}")]


async def test_who_was_removed_is_no_contact_again_by_a_second_line(lists: Lists) -> None:
    own = SlackUser(team=FAR, user=lists.user("ana").user)
    async with lists.store.begin() as tx:
        await people_facts.met(tx, own)
        found = await people.by_slack(tx, own)
        assert found is not None
        line = {"person_id": found.id, "district_id": LAKESIDE, "role": "technical", "standing": "removed"}
        await tx.execute(roster.insert(), line)
    await visitors.at_home(lists.store, lists.user("ana"), seen_from=HERE, home=FAR, now=lists.now)
    assert not await _may(lists, own)


async def test_two_forms_and_a_look_up_at_once_end_with_one_person(lists: Lists) -> None:
    async with lists.store.begin() as tx:
        await people_facts.met(tx, _fay(lists, FAR))
        await people_facts.met(tx, _fay(lists, HERE))

    async def asks(by: str) -> object:
        try:
            return await lists.ask(by, Kind.THIRD_PARTY, "fay", words=NEW)
        except CannotBeListed as refusal:
            return refusal

    looked = visitors.at_home(lists.store, _fay(lists, HERE), seen_from=HERE, home=FAR, now=lists.now)
    ana, _, ben = await asyncio.gather(asks("ana"), looked, asks("ben"), return_exceptions=True)
    assert not isinstance(ana, Exception) or not isinstance(ben, Exception), (ana, ben)
    await visitors.at_home(lists.store, _fay(lists, HERE), seen_from=HERE, home=FAR, now=lists.now)
    persons = await _rows(lists, sa.select(requests.c.person_id).distinct())
    async with lists.store.read() as tx:
        found = await people.by_slack(tx, _fay(lists, FAR))
        assert await stored.really(tx, _fay(lists, HERE)) == _fay(lists, FAR)
    assert found is not None
    assert persons == [(found.id,)]
