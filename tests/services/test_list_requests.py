"""Requests about a district's list, from asking to what becomes of them (POLICY 6)."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.ids import RequestId
from bot.domain.list_requests import Kind, State, Waits, Words
from bot.domain.people import Role
from bot.domain.refusals import (
    AdministratorsOnly,
    AlreadyAsked,
    CannotBeListed,
    ContactsOnly,
    NotForSupport,
    NotYourself,
    Refusal,
    RequestOver,
)
from bot.domain.rules import Written
from bot.services import list_round
from bot.services.deeds import Repeated
from storage import calendars, list_requests
from storage.tables import list_requests as table
from storage.tables import outbox, people, roster
from tests.services.list_keeping import LAKESIDE, NEW, PINE_RIDGE, Lists


async def test_an_add_is_asked_for_approved_told_once_to_everybody_and_on_the_record(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    assert (asked.state, asked.waits_for) == (State.ASKED, Waits.SUPPORT)
    assert "mia" not in await lists.contacts()
    assert await lists.told("list-asked") == ["kim"]
    assert await lists.told("list-changed") == []
    done = await lists.approve("kim", asked)
    assert (await lists.contacts())["mia"] == Role.SUPPORT
    assert await lists.told("list-changed") == ["ana", "ben", "dana", "tess"]
    assert await lists.told("welcome") == ["mia"]
    assert (done.asked_by, done.decided_by, done.decided_at) == (lists.ids["ana"], lists.ids["kim"], lists.now)
    assert await lists.audited(f"request:{asked.id}") == [
        ("request-list-change", "ana", "mia", True),
        ("approve-list-change", "kim", "mia", True),
    ]
    line = await lists.line("mia")
    assert (line["since"], line["silent_since"], line["standing"]) == (lists.now, lists.now, "active")
    async with lists.store.read() as tx:
        words = await list_requests.words_of(tx, asked.id)
        her = (await tx.execute(sa.select(people).where(people.c.id == lists.ids["mia"]))).one()
    assert (words.reason, her.name, her.email, her.phone) == ("It is time.", NEW.name, NEW.email, NEW.phone)


async def test_whom_slack_has_not_named_yet_is_looked_up_and_approved_only_then(lists: Lists) -> None:
    asked = await lists.ask("dana", Kind.ADD, "nora", words=NEW)
    with pytest.raises(CannotBeListed) as refused:
        await lists.approve("kim", asked)
    assert refused.value.reason == "not-known"
    async with lists.store.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).where(outbox.c.kind == "look-up"))).scalar_one() == 1
    await lists.is_met("nora")
    await lists.approve("kim", asked)
    assert "mia" in await lists.contacts()  # as the list calls her


@pytest.mark.parametrize("kind", [Kind.ADD, Kind.REACTIVATE, Kind.THIRD_PARTY])
async def test_nobody_asks_for_a_right_of_their_own(lists: Lists, kind: Kind) -> None:
    with pytest.raises(NotYourself):
        await lists.ask("dana", kind, "dana", words=NEW)
    assert "dana" not in await lists.contacts()


async def test_nor_comes_in_the_place_of_whom_they_remove(lists: Lists) -> None:
    with pytest.raises(NotYourself):
        await lists.ask("dana", Kind.REMOVE, "ana", replaced_by="dana", words=NEW)


@pytest.mark.parametrize(
    ("by", "why"), [("sam", ContactsOnly), ("pia", ContactsOnly), ("drew", ContactsOnly), ("alex", NotForSupport)]
)
@pytest.mark.parametrize("kind", [Kind.ADD, Kind.REMOVE, Kind.CHANGE_TYPE, Kind.UPDATE])
async def test_others_ask_for_nothing(lists: Lists, kind: Kind, by: str, why: type[Refusal]) -> None:
    with pytest.raises(why):
        await lists.ask(by, kind, "mia" if kind is Kind.ADD else "ben", role=Role.TECHNICAL)
    await lists.ask("ana", kind, "mia" if kind is Kind.ADD else "ben", role=Role.TECHNICAL)


@pytest.mark.parametrize(
    ("name", "reason"), [("ben", "contact-already"), ("alex", "vendor"), ("kim", "vendor"), ("gone", "gone")]
)
async def test_who_cannot_be_added_and_why(lists: Lists, name: str, reason: str) -> None:
    await lists.is_met("gone", "gone")
    with pytest.raises(CannotBeListed) as refused:
        await lists.ask("ana", Kind.ADD, name, words=NEW)
    assert refused.value.reason == reason


async def test_the_same_is_asked_for_once(lists: Lists) -> None:
    first = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    with pytest.raises(AlreadyAsked) as refused:
        await lists.ask("ben", Kind.ADD, "mia", words=NEW)
    assert refused.value.request == first.id


async def test_another_type_waits_and_details_do_not(lists: Lists) -> None:
    typed = await lists.ask("ana", Kind.CHANGE_TYPE, "ben", role=Role.TECHNICAL)
    assert (await lists.contacts())["ben"] == Role.SUPPORT
    await lists.approve("kim", typed)
    assert (await lists.contacts())["ben"] == Role.TECHNICAL
    assert await lists.told("list-short") == ["dana"]  # one support contact is left
    with pytest.raises(CannotBeListed):
        await lists.ask("ana", Kind.CHANGE_TYPE, "ben", role=Role.TECHNICAL)
    await lists.forget()
    details = await lists.ask(
        "dana", Kind.UPDATE, "ben", words=Words(name="Ben O.", email="b@lakeside.example", phone="1")
    )
    assert details.state is State.APPLIED
    assert await lists.told("list-changed") == ["ana", "tess"]
    assert await lists.told("list-yours") == ["ben"]


async def test_two_who_approve_at_once_do_it_once(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    async with lists.store.begin() as tx:
        lee = {"person_id": lists.ids["lee"], "role": "support-administrator"}
        await tx.execute(roster.insert(), lee)
    found = await asyncio.gather(*(lists.approve(by, asked) for by in ("kim", "lee")), return_exceptions=True)
    assert sorted(type(it).__name__ for it in found) == ["Request", "RequestOver"]
    assert await lists.told("welcome") == ["mia"]


async def test_a_form_that_comes_twice_is_one_request(lists: Lists) -> None:
    lists.numbers = iter([1, 1])
    await lists.ask("ana", Kind.UPDATE, "ben", words=Words(name="Ben"))
    with pytest.raises(Repeated):
        await lists.ask("ana", Kind.UPDATE, "ben", words=Words(name="Ben"))


async def test_who_came_onto_the_list_meanwhile_is_not_added_again(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    async with lists.store.begin() as tx:
        line = {"person_id": lists.ids["mia"], "district_id": LAKESIDE, "role": "technical"}
        await tx.execute(roster.insert(), line)
    with pytest.raises(CannotBeListed) as refused:
        await lists.approve("kim", asked)
    assert refused.value.reason == "contact-already"


async def test_a_request_stands_though_whoever_asked_is_no_contact_any_more(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    await lists.ask("dana", Kind.REMOVE, "ana")
    await lists.approve("kim", asked)
    assert "mia" in await lists.contacts()
    assert "ana" in await lists.told("list-changed")


async def test_declined_with_the_reason_and_withdrawn_by_whoever_asked(lists: Lists) -> None:
    first = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    with pytest.raises(AdministratorsOnly):
        await lists.decline("dana", first)
    await lists.decline("kim", first)
    assert await lists.told("list-changed") == ["ana"]
    async with lists.store.read() as tx:
        assert (await list_requests.words_of(tx, first.id)).answer == "Not this year."
    with pytest.raises(RequestOver):
        await lists.approve("kim", first)
    second = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    with pytest.raises(AdministratorsOnly):
        await lists.withdraw("ben", second)
    await lists.withdraw("ana", second)
    third = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    assert (await lists.withdraw("dana", third)).state is State.WITHDRAWN
    with pytest.raises(RequestOver):
        await lists.approve("kim", third)


async def test_what_waits_for_thirty_days_is_over_and_that_is_told_once(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    lists.later(days=30)
    assert await list_round.lapse_old(lists.store, now=lists.now) == 0
    lists.later(minutes=1)
    with pytest.raises(RequestOver):
        await lists.approve("kim", asked)
    rounds = [list_round.lapse_old(lists.store, now=lists.now) for _ in range(3)]
    assert sum(await asyncio.gather(*rounds)) == 1
    assert await lists.told("list-changed") == ["ana"]
    assert ("clock", "", "mia", True) in await lists.audited(f"request:{asked.id}")


async def test_of_a_district_each_one_has_its_own_list(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    with pytest.raises(AdministratorsOnly):
        await lists.approve("drew", asked)
    with pytest.raises(CannotBeListed):
        await lists.ask("pia", Kind.REMOVE, "ana", PINE_RIDGE)
    with pytest.raises(AdministratorsOnly):
        await lists.undo("drew", await lists.ask("ana", Kind.REMOVE, "ben"))
    for by, why in (("drew", AdministratorsOnly), ("ana", AdministratorsOnly), ("kim", RequestOver)):
        with pytest.raises(why):
            await lists.approve(by, RequestId(4711))


async def test_a_refused_request_writes_nothing(lists: Lists) -> None:
    with pytest.raises(ContactsOnly):
        await lists.ask("sam", Kind.ADD, "nora", words=NEW)
    async with lists.store.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one() == 0
        assert (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0NORA"))).first() is None


async def test_the_numbers_are_settings(lists: Lists) -> None:
    async with lists.store.begin() as tx:
        others = Written(removals_a_day=0, removal_undo_hours=2, request_days=3, support_contacts=1)
        await calendars.keep_rules(tx, others)
    gone = await lists.ask("ana", Kind.REMOVE, "ben")
    assert gone.waits_for is Waits.DISTRICT
    lists.later(days=2)
    await lists.approve("dana", gone)
    assert await lists.told("list-short") == []
    lists.later(hours=2.01)
    with pytest.raises(RequestOver):
        await lists.undo("ben", gone)
    waits = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    lists.later(days=3.01)
    assert await list_round.lapse_old(lists.store, now=lists.now) == 1
    with pytest.raises(RequestOver):
        await lists.approve("kim", waits)
