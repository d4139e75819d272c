"""What a list says of a contact is changed at once; who acts second undoes nothing (POLICY 6)."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.list_requests import Kind, Words, details_seen, phone_seen
from bot.domain.refusals import CannotBeListed
from bot.services import leaving, list_requests, own_details
from bot.services.list_requests import Wish
from bot.views import list_words
from storage import list_lines
from storage.engines import opened
from storage.tables import people, roster
from tests.services.list_keeping import LAKESIDE, Lists
from tests.views.drawing_listing import request

BEN = Words(name="Ben Okafor", email="ben.okafor@lakeside.example", phone="555-0102")


async def _changes(lists: Lists, words: Words, training: str, saw: str = "") -> None:
    wish = Wish(district=LAKESIDE, kind=Kind.UPDATE, person=lists.ids["ben"], training=training, words=words, saw=saw)
    await list_requests.ask(lists.store, who=lists.user("ana"), wish=wish, now=lists.now, once=lists.once())


async def _seen(lists: Lists) -> str:
    async with lists.store.read() as tx:
        line = await list_lines.of_person(tx, LAKESIDE, lists.ids["ben"])
    assert line is not None
    return details_seen(line.person.name, line.email, line.phone, line.training)


async def _trains(lists: Lists, training: str) -> None:
    """As the list said before; marked by the contact."""
    here = roster.c.person_id == lists.ids["ben"]
    marked = {"training": training, "training_at": lists.now if training else None, "training_due_at": None}
    async with lists.store.begin() as tx:
        await tx.execute(roster.update().where(here).values(**marked))


@pytest.mark.parametrize("before", ["", "done"])
async def test_whoever_is_said_to_need_the_training_is_reminded_a_month_later(lists: Lists, before: str) -> None:
    await _trains(lists, before)
    await _changes(lists, BEN, "needed")
    line = await lists.line("ben")
    lists.later(days=30)
    assert (line["training"], line["training_at"], line["training_due_at"]) == ("needed", None, lists.now)


async def test_another_number_says_nothing_of_the_training(lists: Lists) -> None:
    await _trains(lists, "done")
    marked = (await lists.line("ben"))["training_at"]
    await _changes(lists, replace(BEN, phone="555-0188"), "done")
    assert (await lists.line("ben"))["training_at"] == marked


@pytest.mark.parametrize("name", ["", BEN.name])
async def test_what_stands_there_already_is_no_change_and_told_to_nobody(lists: Lists, name: str) -> None:
    await _trains(lists, "done")
    for saw in ("", await _seen(lists)):
        with pytest.raises(CannotBeListed) as refused:
            await _changes(lists, replace(BEN, name=name), "done", saw)
        assert refused.value.reason == "same-details"
    assert await lists.told("list-changed") == await lists.told("list-yours") == []
    await _changes(lists, BEN, "needed")
    assert await lists.told("list-yours") == ["ben"]


async def test_nobody_on_a_list_is_left_without_a_name(lists: Lists) -> None:
    """They would be taken for somebody of whom Slack was never asked, and what they write would not be taken in."""
    await _changes(lists, replace(BEN, name="", phone="555-0188"), "")
    async with lists.store.read() as tx:
        said = await list_lines.details_of(tx, lists.ids["ben"])
    assert said == (BEN.name, BEN.email, "555-0188")


async def test_who_looked_before_somebody_else_changed_it_changes_nothing(lists: Lists) -> None:
    """Ben gave another number himself while Ana had the form open."""
    saw = await _seen(lists)
    async with lists.store.begin() as tx:
        await tx.execute(people.update().where(people.c.id == lists.ids["ben"]).values(phone="555-0199"))
    with pytest.raises(CannotBeListed) as refused:
        await _changes(lists, BEN, "done", saw)
    assert refused.value.reason == "changed"
    assert await lists.told("list-changed") == []
    await _changes(lists, BEN, "done", await _seen(lists))
    assert "ben" in await lists.told("list-yours")


async def _number(lists: Lists) -> str:
    async with lists.store.read() as tx:
        return (await list_lines.details_of(tx, lists.ids["ben"]))[2]


async def test_of_a_contact_and_their_administrator_who_change_the_number_at_once_one_is_told(
    lists: Lists, database_url: str
) -> None:
    """Each by a process of its own."""
    async with opened(database_url) as other:
        for round_ in range(12):
            saw, seen = await _seen(lists), phone_seen(await _number(lists))
            own, given = f"555-1{round_:03}", f"555-2{round_:03}"
            found = await asyncio.gather(
                own_details.change_phone(
                    other, who=lists.user("ben"), phone=own, now=lists.now, once=lists.once(), saw=seen
                ),
                _changes(lists, replace(BEN, phone=given), "done", saw),
                return_exceptions=True,
            )
            (refused,) = [it for it in found if it is not None]
            assert isinstance(refused, CannotBeListed)
            assert await _number(lists) == (given if refused is found[0] else own)


async def test_of_two_windows_of_theirs_the_second_is_told_what_the_first_did(lists: Lists) -> None:
    saw, ben = phone_seen(await _number(lists)), lists.user("ben")
    for phone in ("555-0188", "555-0188"):  # the same again is no change
        await own_details.change_phone(lists.store, who=ben, phone=phone, now=lists.now, once=lists.once(), saw=saw)
    with pytest.raises(CannotBeListed):
        await own_details.change_phone(
            lists.store, who=ben, phone="555-0189", now=lists.now, once=lists.once(), saw=saw
        )
    assert await _number(lists) == "555-0188"


async def test_of_several_who_are_deactivated_in_one_round_the_shortfall_is_told_once(lists: Lists) -> None:
    async with lists.store.begin() as tx:
        for name in ("ana", "ben"):
            gone = roster.update().where(roster.c.person_id == lists.ids[name])
            await tx.execute(gone.values(standing="deactivated", due_at=None))
            await leaving.left(tx, lists.ids[name], LAKESIDE, why=f"deactivated:{name}", now=lists.now)
    assert await lists.told("list-short") == ["dana"]


def test_a_long_reason_is_read_whole() -> None:
    sheet = request("Long. " * 500, Kind.REMOVE)
    said = "".join(str(block["elements"][0]["text"]) for block in list_words.reasons(sheet))
    assert said.count("Long.") == 1000
