"""The command line's account: what it may do about lists of contacts, for whom, and what is on the record."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.ids import OPERATOR, PersonId
from bot.domain.list_requests import Kind, Request, State, Waits
from bot.domain.people import Role
from bot.domain.refusals import CannotBeListed, LastContact, NotForSupport, NotYourself
from bot.services import erasing_asked, list_decisions, list_requests
from bot.services.list_requests import Wish
from demo import world
from storage import operators, people
from storage.tables import audit, outbox, roster
from storage.tables import people as table
from tests.services.list_keeping import LAKESIDE, NEW, Lists


async def _ask(
    lists: Lists, kind: Kind, whom: str, *, asker: str = "", role: Role | None = None, reason: str = "He has left us."
) -> Request:
    """By the command line; for `asker` of the district, where somebody is named."""
    wish = Wish(
        district=LAKESIDE,
        kind=kind,
        person=lists.user(whom) if kind is Kind.ADD else lists.ids[whom],
        role=role,
        words=NEW if kind is Kind.ADD else type(NEW)(reason=reason),
        asker=lists.ids[asker] if asker else None,
    )
    return await list_requests.ask(lists.store, who=OPERATOR, wish=wish, now=lists.now, once=lists.once())


async def _approve(lists: Lists, request: Request) -> Request:
    return await list_decisions.approve(
        lists.store, who=OPERATOR, request=request.id, answer="", now=lists.now, once=lists.once()
    )


async def _account(lists: Lists) -> PersonId:
    async with lists.store.begin() as tx:
        return (await operators.operator(tx)).id


async def _lines(lists: Lists) -> list[tuple[str, str, bool]]:
    """What the log has of the account: act, rule, allowed."""
    mine = await _account(lists)
    query = sa.select(audit.c.act, audit.c.rule, audit.c.allowed).where(audit.c.person_id == mine)
    async with lists.store.read() as tx:
        return [tuple(row) for row in (await tx.execute(query.order_by(audit.c.id))).all()]


async def test_what_a_district_asked_for_is_entered_told_and_approved(lists: Lists) -> None:
    request = await _ask(lists, Kind.ADD, "mia", asker="dana", role=Role.SUPPORT)
    account = await _account(lists)
    assert (request.asked_by, request.entered_by) == (lists.ids["dana"], account)
    assert (request.state, request.waits_for) == (State.ASKED, Waits.SUPPORT)
    assert "mia" not in await lists.contacts()
    assert await lists.told("list-asked") == ["kim"]
    assert await lists.told("list-entered") == ["dana"]
    await _approve(lists, request)
    assert (await lists.contacts())["mia"] == "support"
    assert "dana" in await lists.told("list-changed")
    assert await _lines(lists) == [
        ("enter-list-change", "support-administrator", True),
        ("approve-list-change", "support-administrator", True),
    ]


@pytest.mark.parametrize("asker", ["sam", "pia", "kim"])
async def test_nothing_is_entered_for_whoever_may_not_ask(lists: Lists, asker: str) -> None:
    """Staff, another district's contact, and Support itself."""
    with pytest.raises(CannotBeListed) as refused:
        await _ask(lists, Kind.ADD, "mia", asker=asker, role=Role.SUPPORT)
    assert refused.value.reason == "no-asker"
    assert await _lines(lists) == [("enter-list-change", "CannotBeListed", False)]
    assert await lists.told("list-asked") == []
    assert (await _ask(lists, Kind.ADD, "mia", asker="ana", role=Role.SUPPORT)).state is State.ASKED


async def test_nobody_comes_onto_a_list_by_their_own_word_entered_by_another(lists: Lists) -> None:
    with pytest.raises(NotYourself):
        await _ask(lists, Kind.ADD, "dana", asker="dana", role=Role.SUPPORT)


async def test_the_account_asks_for_nothing_itself_but_removes_by_a_word_of_its_own(lists: Lists) -> None:
    with pytest.raises(NotForSupport):
        await _ask(lists, Kind.CHANGE_TYPE, "ben", role=Role.TECHNICAL)
    assert (await lists.contacts())["ben"] == "support"
    with_another = Wish(district=LAKESIDE, kind=Kind.REMOVE, person=lists.ids["ben"], replacement=lists.user("mia"))
    with pytest.raises(NotForSupport):
        await list_requests.ask(lists.store, who=OPERATOR, wish=with_another, now=lists.now, once=lists.once())
    assert (await lists.contacts())["ben"] == "support"
    done = await _ask(lists, Kind.REMOVE, "ben")
    assert (done.state, done.waits_for, done.undo_until) == (State.APPLIED, Waits.NOBODY, None)
    assert "ben" not in await lists.contacts()
    assert await lists.told("list-yours") == ["ben"]
    assert await lists.told("list-changed") == ["ana", "dana", "tess"]


async def test_a_contact_whose_removal_is_entered_is_the_one_who_removes(lists: Lists) -> None:
    """It can be undone for a day, counts as one a day, and never takes the last one."""
    first = await _ask(lists, Kind.REMOVE, "ben", asker="ana")
    assert (first.state, first.waits_for) == (State.APPLIED, Waits.CONFIRMATION)
    assert first.undo_until is not None
    second = await _ask(lists, Kind.REMOVE, "tess", asker="ana")
    assert (second.state, second.waits_for) == (State.ASKED, Waits.DISTRICT)
    undone = await list_decisions.undo(
        lists.store, who=OPERATOR, request=first.id, now=lists.now, once=lists.once(), spot=None
    )
    assert undone.state is State.UNDONE
    await _ask(lists, Kind.REMOVE, "ben")
    await _ask(lists, Kind.REMOVE, "tess", asker="dana")
    with pytest.raises(LastContact):
        await _ask(lists, Kind.REMOVE, "ana", asker="dana")
    assert [*await lists.contacts()] == ["ana"]
    await _ask(lists, Kind.REMOVE, "ana")
    assert await lists.contacts() == {}


async def test_whoever_is_said_to_have_asked_withdraws_it(lists: Lists) -> None:
    request = await _ask(lists, Kind.ADD, "mia", asker="ana", role=Role.SUPPORT)
    assert (await lists.withdraw("ana", request)).state is State.WITHDRAWN


async def test_whoever_was_removed_comes_back_by_an_approval_alone(lists: Lists) -> None:
    await _ask(lists, Kind.REMOVE, "ben")
    request = await _ask(lists, Kind.REACTIVATE, "ben", asker="dana")
    assert "ben" not in await lists.contacts()
    await _approve(lists, request)
    assert "ben" in await lists.contacts()


async def test_what_is_changed_at_once_is_told_to_whoever_is_said_to_have_asked(lists: Lists) -> None:
    done = await _ask(lists, Kind.UPDATE, "ben", asker="dana")
    assert (done.state, done.decided_by) == (State.APPLIED, lists.ids["dana"])
    assert "dana" in await lists.told("list-changed")


async def test_there_is_one_account_whoever_is_first_and_nobody_writes_to_it(lists: Lists) -> None:
    found = await asyncio.gather(*(_account(lists) for _ in range(8)))
    assert len(set(found)) == 1
    await _ask(lists, Kind.REMOVE, "ben")
    await _ask(lists, Kind.REMOVE, "tess", asker="ana")
    async with lists.store.read() as tx:
        told = (await tx.execute(sa.select(outbox.c.facts))).scalars().all()
        holders = await people.holding(tx, {Role.SUPPORT_ADMINISTRATOR}, district=None)
        row = (await tx.execute(sa.select(table).where(table.c.id == found[0]))).one()
    assert found[0] not in [facts.get("person") for facts in told]
    assert found[0] not in [person for person, _, _ in holders]
    assert (row.team_id, row.user_id, row.name) == (None, None, operators.NAME)


@pytest.mark.parametrize("other", ["none", "unbound", "gone"])
async def test_the_last_support_administrator_who_can_act_in_slack_is_not_erased(lists: Lists, other: str) -> None:
    """No other is: the command line's account, a line without a Slack user, an account that is gone."""
    await _account(lists)
    kim = lists.ids["kim"]
    async with lists.store.begin() as tx:
        who = {"name": "Lee Park", "membership": "gone" if other == "gone" else "member"}
        if other != "unbound":
            who |= {"team_id": world.TEAM, "user_id": "U0OTHER"}
        lee = (await tx.execute(table.insert().returning(table.c.id), who)).scalar_one()
        if other != "none":
            await tx.execute(roster.insert(), {"person_id": lee, "role": Role.SUPPORT_ADMINISTRATOR})
    assert (await erasing_asked.try_person(lists.store, kim)).obstacles.last_support_administrator
    assert await erasing_asked.begin_person(lists.store, kim, with_words=False, now=lists.now) is None
    async with lists.store.begin() as tx:
        named = {"name": "Mo Diaz", "team_id": world.TEAM, "user_id": "U0NEXT"}
        mo = (await tx.execute(table.insert().returning(table.c.id), named)).scalar_one()
        await tx.execute(roster.insert(), {"person_id": mo, "role": Role.SUPPORT_ADMINISTRATOR})
    assert (await erasing_asked.try_person(lists.store, kim)).obstacles.none
    assert await erasing_asked.begin_person(lists.store, kim, with_words=False, now=lists.now) is not None
