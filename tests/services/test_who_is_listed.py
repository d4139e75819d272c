"""Who comes onto a list: guests, lines without a Slack user, and who was a contact before (POLICY 1 and 6)."""

import pytest
import sqlalchemy as sa

from bot.domain.list_requests import Kind, State, Words
from bot.domain.people import Role
from bot.domain.refusals import (
    AdministratorsOnly,
    CannotBeListed,
    ContactsOnly,
    NotYourself,
    RequestOver,
)
from bot.services import accounts
from bot.views import list_notices
from demo.town import import_samples
from storage import list_sheets
from storage.tables import people, roster
from tests.services.list_keeping import LAKESIDE, NEW, Lists


async def test_a_guest_is_a_third_party_first_and_then_a_contact_like_any_other(lists: Lists) -> None:
    await lists.is_met("gus", "guest")
    with pytest.raises(CannotBeListed) as refused:
        await lists.ask("ana", Kind.ADD, "gus", words=NEW)
    assert refused.value.reason == "agreement"
    asked = await lists.ask("ana", Kind.THIRD_PARTY, "gus", words=Words(name="Gus", email="g@x.example"))
    await lists.approve("kim", asked, answer="LLA 17")
    assert await lists.told("list-yours") == ["gus"]
    await lists.approve("kim", await lists.ask("ana", Kind.ADD, "gus", words=Words(name="Gus", email="g@x.example")))
    assert "gus" in await lists.contacts()


async def test_a_third_party_who_is_removed_is_a_stranger_again(lists: Lists) -> None:
    await lists.is_met("gus", "guest")
    await lists.approve("kim", await lists.ask("ana", Kind.THIRD_PARTY, "gus", words=Words(name="Gus")))
    gone = await lists.ask("ana", Kind.REMOVE, "gus")
    async with lists.store.read() as tx:
        query = sa.select(sa.func.count()).where(roster.c.person_id == lists.ids["gus"])
        assert (await tx.execute(query)).scalar_one() == 0
    with pytest.raises(RequestOver):
        await lists.undo("kim", gone)


async def test_a_member_of_the_workspace_is_no_third_party(lists: Lists) -> None:
    with pytest.raises(CannotBeListed):
        await lists.ask("ana", Kind.THIRD_PARTY, "mia", words=NEW)


async def _unbound(lists: Lists) -> None:
    """Una is on the list, and no Slack user."""
    async with lists.store.begin() as tx:
        una = {"name": "Una Berg", "email": "una@lakeside.example", "phone": "555-0188"}
        person = (await tx.execute(people.insert().returning(people.c.id), una)).scalar_one()
        line = {"person_id": person, "district_id": LAKESIDE, "role": "support", "since": lists.now}
        await tx.execute(roster.insert(), {**line, "silent_since": lists.now})
    lists.ids["una"] = person


@pytest.mark.parametrize("by", ["dana", "kim"])
async def test_a_line_without_a_slack_user_gives_no_right_until_an_administrator_binds_it(
    lists: Lists, by: str
) -> None:
    await _unbound(lists)
    assert "una" not in await lists.contacts()
    with pytest.raises(AdministratorsOnly):
        await lists.ask("ana", Kind.BIND, "una", replaced_by="mia")
    with pytest.raises(NotYourself):
        await lists.ask("dana", Kind.BIND, "una", replaced_by="dana")
    with pytest.raises(CannotBeListed):
        await lists.ask(by, Kind.BIND, "una", replaced_by="ben")
    with pytest.raises(CannotBeListed):
        await lists.ask(by, Kind.BIND, "tess", replaced_by="mia")
    lists.later(days=100)
    await lists.ask(by, Kind.BIND, "una", replaced_by="mia")
    assert "una" in await lists.contacts()
    assert (await lists.line("mia"))["silent_since"] == lists.now
    assert await lists.told("welcome") == ["mia"]


async def test_a_line_that_left_the_list_gives_no_right_when_it_is_bound_and_its_person_is_told_so(
    lists: Lists,
) -> None:
    await _unbound(lists)
    await lists.ask("dana", Kind.REMOVE, "una")
    bound = await lists.ask("dana", Kind.BIND, "una", replaced_by="mia")
    assert "una" not in await lists.contacts()
    assert (await lists.told("list-yours"), await lists.told("welcome")) == (["mia"], [])
    async with lists.store.read() as tx:
        said = list_notices.yours(await list_sheets.of_request(tx, bound), may_undo=False)
    assert "gives no right at present" in said.text
    await lists.approve("kim", await lists.ask("dana", Kind.REACTIVATE, "mia"))
    assert "una" in await lists.contacts()


async def test_nobody_becomes_an_administrator_by_a_request(lists: Lists) -> None:
    for kind, whom in ((Kind.ADD, "mia"), (Kind.CHANGE_TYPE, "ben")):
        with pytest.raises(CannotBeListed):
            await lists.ask("ana", kind, whom, role=Role.ADMINISTRATOR, words=NEW)


@pytest.mark.parametrize("ended", ["deactivated", "removed"])
async def test_who_was_a_contact_comes_back_by_a_request_that_is_approved_and_not_by_an_import(
    lists: Lists, database_url: str, ended: str
) -> None:
    async with lists.store.begin() as tx:
        his = roster.c.person_id == lists.ids["ben"]
        await tx.execute(roster.update().where(his).values(standing=ended, due_at=None))
    lists.later(days=300)
    await import_samples(database_url, lists.now)
    with pytest.raises(CannotBeListed) as refused:
        await lists.ask("ana", Kind.ADD, "ben", words=NEW)
    assert refused.value.reason == "reactivate"
    with pytest.raises(ContactsOnly):
        await lists.ask("ben", Kind.REACTIVATE, "ben")
    asked = await lists.ask("ana", Kind.REACTIVATE, "ben")
    assert "ben" not in await lists.contacts()
    await lists.approve("kim", asked)
    line = await lists.line("ben")
    assert (line["standing"], line["silent_since"], line["since"]) == ("active", lists.now, lists.now)


async def test_an_account_that_is_gone_leaves_too_few_and_that_is_said(lists: Lists) -> None:
    gone = accounts.Account(
        who=lists.user("ben"), seen_from=lists.user("ben").team, zone="", gone=True, guest=False, at=lists.now
    )
    await accounts.changed(lists.store, gone, now=lists.now, why="test")
    assert await lists.told("list-short") == ["dana"]
    assert (await lists.ask("dana", Kind.REMOVE, "ben")).state is State.APPLIED


async def test_nobody_approves_a_right_of_their_own(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    async with lists.store.begin() as tx:
        await tx.execute(roster.insert(), {"person_id": lists.ids["mia"], "role": "support-administrator"})
    with pytest.raises(NotYourself):
        await lists.approve("mia", asked)
    assert "mia" not in await lists.contacts()
