"""Removals from a district's list: at once, undone, for the administrator, and of the last one (POLICY 6)."""

import pytest

from bot.domain.list_requests import Kind, State, Waits
from bot.domain.refusals import (
    AdministratorsOnly,
    CannotBeListed,
    ContactsOnly,
    LastContact,
    NotForSupport,
    RequestOver,
)
from storage.tables import people, roster
from tests.clockwork import NOON
from tests.services.list_keeping import LAKESIDE, NEW, PINE_RIDGE, Lists


async def test_a_removal_takes_effect_at_once_is_told_and_confirmed_afterwards(lists: Lists) -> None:
    gone = await lists.ask("ana", Kind.REMOVE, "ben")
    assert (gone.state, gone.waits_for) == (State.APPLIED, Waits.CONFIRMATION)
    assert "ben" not in await lists.contacts()
    assert await lists.told("list-asked") == ["kim"]
    assert await lists.told("list-yours") == ["ben"]
    assert await lists.told("list-changed") == ["dana", "tess"]
    assert await lists.told("list-short") == ["dana"]
    with pytest.raises(AdministratorsOnly):
        await lists.confirm("dana", gone)
    await lists.confirm("kim", gone)
    with pytest.raises(RequestOver):
        await lists.confirm("kim", gone)
    with pytest.raises(ContactsOnly):
        await lists.ask("ben", Kind.REMOVE, "ana")


@pytest.mark.parametrize("by", ["ben", "dana", "kim"])
async def test_what_a_contact_removed_is_undone_by_whom_it_concerns_within_a_day(lists: Lists, by: str) -> None:
    gone = await lists.ask("ana", Kind.REMOVE, "ben")
    await lists.confirm("kim", gone)
    lists.later(hours=23)
    with pytest.raises(AdministratorsOnly):
        await lists.undo("tess", gone)
    await lists.undo(by, gone)
    assert "ben" in await lists.contacts()
    line = await lists.line("ben")
    assert (line["silent_since"], line["since"]) == (lists.now, NOON)
    with pytest.raises(RequestOver):
        await lists.undo(by, gone)


async def test_after_a_day_it_stays(lists: Lists) -> None:
    gone = await lists.ask("ana", Kind.REMOVE, "ben")
    lists.later(hours=24.01)
    with pytest.raises(RequestOver) as refused:
        await lists.undo("ben", gone)
    assert refused.value.state == "undo-over"


@pytest.mark.parametrize(("by", "whom"), [("dana", "ben"), ("ben", "ben")])
async def test_what_the_administrator_or_they_themselves_asked_is_not_undone(
    lists: Lists, by: str, whom: str
) -> None:
    gone = await lists.ask(by, Kind.REMOVE, whom)
    assert "ben" not in await lists.contacts()
    with pytest.raises(RequestOver):
        await lists.undo("ben", gone)


async def test_a_second_removal_in_a_day_waits_for_the_administrator(lists: Lists) -> None:
    await lists.is_met("mia")
    await lists.approve("kim", await lists.ask("ana", Kind.ADD, "mia", words=NEW))
    first = await lists.ask("ana", Kind.REMOVE, "ben")
    await lists.undo("ben", first)
    await lists.forget()
    second = await lists.ask("ana", Kind.REMOVE, "tess")
    assert (second.state, second.waits_for) == (State.ASKED, Waits.DISTRICT)
    assert "tess" in await lists.contacts()
    assert await lists.told("list-asked") == ["dana"]
    assert await lists.told("list-changed") == []
    for name, why in (("kim", AdministratorsOnly), ("ben", AdministratorsOnly), ("drew", AdministratorsOnly)):
        with pytest.raises(why):
            await lists.approve(name, second)
    assert (await lists.ask("ben", Kind.REMOVE, "mia")).state is State.APPLIED  # another contact's first
    await lists.approve("dana", second)
    assert "tess" not in await lists.contacts()
    lists.later(hours=24.01)
    await lists.approve("kim", await lists.ask("ana", Kind.REACTIVATE, "tess"))
    assert (await lists.ask("ana", Kind.REMOVE, "tess")).state is State.APPLIED


async def test_the_administrator_and_who_leaves_themselves_are_not_counted(lists: Lists) -> None:
    for by, whom in (("dana", "tess"), ("ben", "ben")):
        assert (await lists.ask(by, Kind.REMOVE, whom)).state is State.APPLIED


async def test_where_there_is_no_administrator_support_decides_on_the_second(lists: Lists) -> None:
    async with lists.store.begin() as tx:
        await tx.execute(roster.delete().where(roster.c.role == "administrator"))
    await lists.ask("ana", Kind.REMOVE, "ben")
    second = await lists.ask("ana", Kind.REMOVE, "tess")
    assert second.waits_for is Waits.SUPPORT
    await lists.approve("kim", second)
    assert await lists.contacts() == {"ana": "support"}


async def _ana_is_the_last(lists: Lists) -> None:
    for name in ("ben", "tess"):
        await lists.ask("dana", Kind.REMOVE, name)
    assert await lists.contacts() == {"ana": "support"}


@pytest.mark.parametrize("by", ["ana", "dana"])
async def test_the_last_contact_goes_only_with_another_in_their_place(lists: Lists, by: str) -> None:
    await _ana_is_the_last(lists)
    with pytest.raises(LastContact):
        await lists.ask(by, Kind.REMOVE, "ana")
    both = await lists.ask(by, Kind.REMOVE, "ana", replaced_by="mia", words=NEW)
    assert await lists.contacts() == {"ana": "support"}
    await lists.approve("kim", both)
    assert await lists.contacts() == {"mia": "support"}


async def test_and_stays_where_the_other_cannot_come_any_more(lists: Lists) -> None:
    await _ana_is_the_last(lists)
    both = await lists.ask("dana", Kind.REMOVE, "ana", replaced_by="mia", words=NEW)
    async with lists.store.begin() as tx:
        await tx.execute(people.update().where(people.c.id == lists.ids["mia"]).values(membership="gone"))
    with pytest.raises(CannotBeListed):
        await lists.approve("kim", both)
    assert await lists.contacts() == {"ana": "support"}


async def test_a_support_administrator_removes_the_last_with_a_reason(lists: Lists) -> None:
    await _ana_is_the_last(lists)
    await lists.forget()
    gone = await lists.ask("kim", Kind.REMOVE, "ana", reason="The district closes.")
    assert (gone.state, gone.waits_for) == (State.APPLIED, Waits.NOBODY)
    assert await lists.contacts() == {}
    assert await lists.told("list-yours") == ["ana"]
    assert (await lists.audited(f"request:{gone.id}"))[0][:2] == ("override-removal", "kim")
    with pytest.raises(NotForSupport):
        await lists.ask("kim", Kind.ADD, "mia", words=NEW)


async def test_who_became_the_last_while_it_waited_stays(lists: Lists) -> None:
    await lists.ask("ana", Kind.REMOVE, "ben")
    second = await lists.ask("ana", Kind.REMOVE, "tess")
    await lists.ask("dana", Kind.REMOVE, "ana")
    with pytest.raises(LastContact):
        await lists.approve("dana", second)


async def _is_deactivated(lists: Lists, name: str) -> None:
    ended = {"standing": "deactivated", "deactivated_at": lists.now, "due_at": None}
    async with lists.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == lists.ids[name]).values(**ended))


async def test_who_was_deactivated_and_then_removed_is_no_contact_by_an_undoing(lists: Lists) -> None:
    """Only a request that support approves makes them one again (POLICY 6)."""
    await _is_deactivated(lists, "ben")
    gone = await lists.ask("ana", Kind.REMOVE, "ben")
    assert (gone.undo_until, gone.waits_for) == (None, Waits.CONFIRMATION)
    for name in ("ben", "dana", "kim"):
        with pytest.raises(RequestOver):
            await lists.undo(name, gone)
    assert (await lists.line("ben"))["standing"] == "removed"
    assert (await lists.ask("ana", Kind.REMOVE, "tess")).waits_for is Waits.DISTRICT  # it was one of that day


async def test_nor_where_they_were_deactivated_while_their_removal_waited(lists: Lists) -> None:
    await lists.ask("ana", Kind.REMOVE, "ben")
    second = await lists.ask("ana", Kind.REMOVE, "tess")
    await _is_deactivated(lists, "tess")
    await lists.approve("dana", second)
    with pytest.raises(RequestOver):
        await lists.undo("tess", second)


async def test_an_earlier_removal_cannot_be_undone_once_they_came_back_another_way(lists: Lists) -> None:
    first = await lists.ask("ana", Kind.REMOVE, "ben")
    await lists.approve("kim", await lists.ask("ana", Kind.REACTIVATE, "ben"))
    await lists.ask("dana", Kind.REMOVE, "ben")
    with pytest.raises(RequestOver):
        await lists.undo("ben", first)
    assert "ben" not in await lists.contacts()


async def test_who_is_removed_already_is_not_removed_again(lists: Lists) -> None:
    """Two had the form open; nothing is told twice."""
    await lists.ask("dana", Kind.REMOVE, "ben")
    await lists.forget()
    with pytest.raises(CannotBeListed):
        await lists.ask("ana", Kind.REMOVE, "ben")
    assert await lists.told("list-changed") == []


async def test_what_somebody_is_elsewhere_is_not_changed_by_a_list_that_they_left(lists: Lists) -> None:
    """Pia was a contact of Lakeside too, once."""
    line = {"person_id": lists.ids["pia"], "district_id": LAKESIDE, "role": "support", "standing": "removed"}
    async with lists.store.begin() as tx:
        await tx.execute(roster.insert(), line)
    with pytest.raises(CannotBeListed):
        await lists.ask("ana", Kind.UPDATE, "pia", words=NEW)
    await lists.ask("pia", Kind.UPDATE, "pia", PINE_RIDGE, words=NEW)
