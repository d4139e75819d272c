"""Requests about a district's list, from asking to what becomes of them: POLICY 6, sentence by sentence."""

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
    LastContact,
    NotForSupport,
    NotYourself,
    Refusal,
    RequestOver,
)
from bot.domain.rules import Written
from bot.services import accounts, list_round
from bot.services.deeds import Repeated
from demo.town import import_samples
from storage import calendars, list_requests
from storage.store import Store
from storage.tables import list_requests as table
from storage.tables import outbox, people, roster
from tests.clockwork import NOON
from tests.services.list_keeping import LAKESIDE, NEW, PINE_RIDGE, Lists, settle


@pytest.fixture
async def lists(store: Store, database_url: str) -> Lists:
    found = await settle(store, database_url)
    await found.is_met("mia")
    return found


async def test_an_add_is_asked_for_approved_told_once_to_everybody_and_on_the_record(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    assert (asked.state, asked.waits_for) == (State.ASKED, Waits.SUPPORT)
    assert "mia" not in await lists.contacts()
    assert await lists.told("list-asked") == ["kim"]
    assert await lists.told("list-changed") == []
    done = await lists.approve("kim", asked)
    assert (await lists.contacts())["mia"] == Role.SUPPORT
    assert await lists.told("list-changed") == ["ana", "ben", "dana", "tess"]
    assert await lists.told("list-yours") == ["mia"]
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


async def test_two_who_approve_at_once_do_it_once(lists: Lists) -> None:
    asked = await lists.ask("ana", Kind.ADD, "mia", words=NEW)
    async with lists.store.begin() as tx:
        lee = {"person_id": lists.ids["lee"], "role": "support-administrator"}
        await tx.execute(roster.insert(), lee)
    found = await asyncio.gather(*(lists.approve(by, asked) for by in ("kim", "lee")), return_exceptions=True)
    assert sorted(type(it).__name__ for it in found) == ["Request", "RequestOver"]
    assert await lists.told("list-yours") == ["mia"]


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
    assert await lists.told("list-yours") == ["mia"]


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
