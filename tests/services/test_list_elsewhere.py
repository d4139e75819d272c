"""A contact of two districts is on two lists: what changes in both is told, and on record, in each (POLICY 6)."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.delivery import list_posts
from bot.domain.ids import DistrictId, PersonId
from bot.domain.list_requests import Kind, Words
from bot.domain.record import Question
from bot.services import audit_questions
from bot.services.audit_questions import Typed
from bot.views import audit as views
from storage import list_lines, outbox, people
from storage.tables import audit, roster
from storage.tables import outbox as owed
from tests.services.list_keeping import LAKESIDE, PINE_RIDGE, Lists

BEN = Words(name="Ben Okafor", email="ben.okafor@lakeside.example", phone="555-0102")
MOVED = replace(BEN, phone="555-0188")
OTHERS = ["drew", "paul", "pia", "theo"]
CHANGED = "What the list of Pine Ridge Schools says of Ben Okafor was changed."


async def _is_contact_there(lists: Lists, name: str = "ben", *, standing: str = "active") -> None:
    """At Pine Ridge too."""
    line = {"person_id": lists.ids[name], "district_id": PINE_RIDGE, "role": "support", "standing": standing}
    async with lists.store.begin() as tx:
        await tx.execute(roster.insert().values(**line, training="done", since=lists.now, silent_since=lists.now))


async def _changes(lists: Lists, words: Words = MOVED, *, by: str = "ana", training: str = "done") -> None:
    await lists.ask(by, Kind.UPDATE, "ben", words=words, training=training)


async def _read(lists: Lists) -> dict[str, str]:
    """What each of the other district's people reads, by first name."""
    names = {person: name for name, person in lists.ids.items()}
    query = sa.select(owed.c.id).where(owed.c.facts["what"].as_string() == "list-details").order_by(owed.c.id)
    found = {}
    async with lists.store.read() as tx:
        for row_id in (await tx.execute(query)).scalars().all():
            row = await outbox.get(tx, row_id)
            reader = await people.by_id(tx, PersonId(int(row.facts["person"]))) if row else None
            assert row is not None
            assert reader is not None
            said = await list_posts.details(tx, row, reader, lists.now)
            found[names[reader.id]] = said.text if said else ""
    return found


async def _lines(lists: Lists, district: DistrictId) -> list[tuple[str, str, str, str]]:
    """Act, who, about whom and rule."""
    names: dict[int | None, str] = {int(person): name for name, person in lists.ids.items()}
    query = sa.select(audit).where(audit.c.district_id == district, audit.c.person_id.is_not(None))
    async with lists.store.read() as tx:
        rows = (await tx.execute(query.order_by(audit.c.id))).all()
    return [(row.act, names[row.person_id], names.get(row.about_id, ""), row.rule) for row in rows]


async def test_each_district_is_told_in_words_of_its_own_and_has_a_line_of_its_own(lists: Lists) -> None:
    await _is_contact_there(lists)
    await _changes(lists)
    assert await lists.told("list-changed") == ["dana", "tess"]
    assert await lists.told("list-yours") == ["ben"]
    said = await _read(lists)
    assert sorted(said) == OTHERS
    for words in said.values():
        assert words.startswith(CHANGED)
        assert "Ana" not in words
        assert "Lakeside" not in words
    update = ("request-list-change", "ana", "ben")
    assert await _lines(lists, LAKESIDE) == [(*update, "contact-of-the-district")]
    assert await _lines(lists, PINE_RIDGE) == [(*update, "details-changed")]


async def test_the_others_administrator_finds_their_line_and_neither_the_district_nor_who_it_was(
    lists: Lists,
) -> None:
    await _is_contact_there(lists)
    await _changes(lists)
    found = await audit_questions.answer(
        lists.store, who=lists.user("drew"), typed=Typed(question=Question.WHY), now=lists.now
    )
    (entry,) = [it for it in found.entries if it.line.rule == "details-changed"]
    assert views.name(entry.about) == "Ben Okafor"
    assert "Ana" not in views.name(entry.who)
    assert entry.line.ref == ""
    assert "Lakeside" not in entry.district


async def test_who_changed_it_is_named_where_they_are_of_that_district_too_and_is_not_told_themself(
    lists: Lists,
) -> None:
    await _is_contact_there(lists)
    await _is_contact_there(lists, "ana")
    await _changes(lists)
    said = await _read(lists)
    assert sorted(said) == OTHERS
    assert all(words == f"{CHANGED} Done by Ana Torres." for words in said.values())


async def test_what_only_one_list_says_is_told_there_alone(lists: Lists) -> None:
    await _is_contact_there(lists)
    await _changes(lists, BEN, training="needed")
    assert await lists.told("list-changed") == ["dana", "tess"]
    assert await _read(lists) == {}
    assert await _lines(lists, PINE_RIDGE) == []


@pytest.mark.parametrize(("standing", "read"), [("deactivated", OTHERS), ("removed", [])])
async def test_a_list_that_says_nothing_of_them_any_more_is_not_changed(
    lists: Lists, standing: str, read: list[str]
) -> None:
    await _is_contact_there(lists, standing=standing)
    await _changes(lists)
    assert sorted(await _read(lists)) == read


async def test_an_approval_that_changes_what_another_list_says_is_told_there(lists: Lists) -> None:
    """Pia is made a contact of Lakeside, with another number than Pine Ridge has of her."""
    words = Words(name="Pia Novak", email="pia.novak@pineridge.example", phone="555-0190")
    request = await lists.ask("ana", Kind.ADD, "pia", words=words)
    assert await _read(lists) == {}
    await lists.approve("kim", request)
    said = await _read(lists)
    assert sorted(said) == ["drew", "paul", "theo"]
    assert not [words for words in said.values() if "Ana" in words or "Lakeside" in words]
    assert await _lines(lists, PINE_RIDGE) == [("approve-list-change", "kim", "pia", "details-changed")]


async def test_whoever_keeps_that_list_no_longer_when_it_goes_out_is_told_nothing(lists: Lists) -> None:
    await _is_contact_there(lists)
    await _changes(lists)
    async with lists.store.begin() as tx:
        paul = roster.c.person_id == lists.ids["paul"]
        await tx.execute(roster.update().where(paul).values(standing="removed"))
    assert (await _read(lists))["paul"] == ""


async def test_what_is_on_no_other_list_is_told_to_nobody_else(lists: Lists) -> None:
    await _changes(lists)
    async with lists.store.read() as tx:
        assert await list_lines.listed_at(tx, lists.ids["ben"]) == [LAKESIDE]
    assert await _read(lists) == {}
