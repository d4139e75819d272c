"""What cases are found by is kept with the words, changes with them, and is gone with them."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft
from bot.domain.ids import CaseNumber, ChannelId, CommentId, DistrictId, NoteId, PersonId, TeamId, Thread, Ts
from bot.domain.searches import Inquiry, Search, Tongue, parse
from bot.domain.sheets import CommentKind
from storage import cases, comments, finding, migrations, notes, searching
from storage.engines import opened
from storage.store import Store, Tx
from storage.tables import desk_texts, desk_words, district_texts, district_words, districts, people, people_words
from tests.clockwork import NOON
from tests.storage.test_upgrade import REVISIONS, fill, on

ANA, ALEX = PersonId(1), PersonId(2)
HERE, THERE = DistrictId(1), DistrictId(2)
NUMBER = CaseNumber(1)


@pytest.fixture
async def case(store: Store) -> CaseNumber:
    """Ana's case at the first of two districts."""
    draft = Draft(
        district=HERE,
        type=CaseType.QUESTION,
        module="Grades",
        subject="Grades vanish on save",
        description="Since Zoë's update they are gone.",
    )
    async with store.begin() as tx:
        for district in (HERE, THERE):
            await tx.execute(
                districts.insert(), {"id": district, "key": f"d{district}", "name": f"District {district}"}
            )
        for person, name in ((ANA, "Ana Torres"), (ALEX, "Álex Kim")):
            await tx.execute(people.insert(), {"id": person, "name": name})
            await searching.named(tx, person, name)
        return (
            await cases.add(tx, draft, contact=ANA, reporter=ANA, building="", priority=draft.urgency, at=NOON)
        ).number


async def _comment(tx: Tx, words: str, *, edited_ts: str = "") -> CommentId:
    comment = await comments.add(tx, NUMBER, author=ANA, kind=CommentKind.REPLY, at=NOON)
    await comments.add_version(tx, comment, edited_ts=edited_ts, words=words)
    return comment


async def _note(tx: Tx, words: str) -> NoteId:
    typed_at = Thread(team=TeamId("T"), channel=ChannelId("C"), ts=Ts("1.0"))
    note = await notes.add(tx, NUMBER, author=ALEX, at=NOON, typed_at=typed_at)
    await notes.add_version(tx, note, edited_ts="", words=words)
    return note


def _asked(typed: str) -> Inquiry:
    return Inquiry(search=parse(typed, Tongue(for_agent=True)), by=ANA, zone="UTC")


async def _finds(store: Store, typed: str, *, its: DistrictId = HERE) -> bool:
    return bool((await finding.search_district(store.glances, (its,), _asked(typed))).rows)


async def _agents_find(store: Store, typed: str) -> bool:
    return bool((await finding.search_for_agents(store.glances, _asked(typed))).rows)


FOUND_BY = [
    "grades",
    "VANI",
    "zoes",
    '"vanish on save"',
    "#1",
    "1",
    "ana",
    "torr",
    'contact:"ana t"',
    '"ana torres"',
    "",
]
NOT_FOUND_BY = ["vani grades", "rades", '"save since"', "#2", "alex", "owner:alex", "closed grades", '"vani"']


@pytest.mark.usefixtures("case")
async def test_a_case_is_found_by_its_words_its_number_and_its_people(store: Store) -> None:
    assert [typed for typed in FOUND_BY if not await _finds(store, typed)] == []
    assert [typed for typed in NOT_FOUND_BY if await _finds(store, typed)] == []
    assert [typed for typed in FOUND_BY if await _finds(store, typed, its=THERE)] == []


@pytest.mark.usefixtures("case")
async def test_the_owners_name_finds_it_from_the_moment_there_is_one(store: Store) -> None:
    async with store.begin() as tx:
        held = await cases.locked(tx, NUMBER)
        assert held is not None
        await cases.save(tx, held.taken(by=ALEX, at=NOON))
    assert await _finds(store, "alex")
    assert await _finds(store, "owner:ÁLEX")
    async with store.begin() as tx:
        await searching.named(tx, ALEX, "Sascha Kim")
    assert not await _finds(store, "alex")
    assert await _finds(store, "sascha")


@pytest.mark.usefixtures("case")
async def test_a_comment_is_found_by_its_latest_words_until_it_is_deleted(store: Store) -> None:
    async with store.begin() as tx:
        comment = await _comment(tx, "Zebulonia vanish", edited_ts="2.0")
        await comments.add_version(tx, comment, edited_ts="", words="Original")
    assert await _finds(store, "zebulonia")
    assert not await _finds(store, "original")
    async with store.begin() as tx:
        await comments.add_version(tx, comment, edited_ts="3.0", words="Quixotica")
    assert await _finds(store, "quixotica")
    assert not await _finds(store, "zebulonia")
    assert await _finds(store, "vanish"), "the words of the opening stay"
    async with store.begin() as tx:
        await comments.mark_deleted(tx, comment, at=NOON)
    assert not await _finds(store, "quixotica")


async def _words_kept(store: Store) -> str:
    found = []
    async with store.read() as tx:
        for table in (district_texts, district_words, desk_texts, desk_words):
            found += [str(tuple(row)) for row in (await tx.execute(sa.select(table))).all()]
    return " ".join(found)


@pytest.mark.usefixtures("case")
async def test_what_is_redacted_leaves_nothing_to_be_found_by(store: Store) -> None:
    async with store.begin() as tx:
        comment, note = await _comment(tx, "Zebulonia"), await _note(tx, "Xylophonia")
    kept = await _words_kept(store)
    assert all(word in kept for word in ("zebulonia", "xylophonia", "vanish"))
    async with store.begin() as tx:
        await comments.redact(tx, comment, at=NOON)
        await notes.redact(tx, note, at=NOON)
        await cases.redact(tx, NUMBER, at=NOON)
    assert await _words_kept(store) == ""
    assert await _finds(store, "ana"), "the case itself is still there"


async def _comment_and_fail(store: Store) -> None:
    async with store.begin() as tx:
        await _comment(tx, "Zebulonia")
        await tx.execute(districts.insert(), {"id": HERE, "key": "there already"})


@pytest.mark.usefixtures("case")
async def test_what_is_undone_is_not_found(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await _comment_and_fail(store)
    assert not await _finds(store, "zebulonia")


@pytest.mark.usefixtures("case")
async def test_an_internal_note_is_found_by_agents_alone(store: Store) -> None:
    async with store.begin() as tx:
        note = await _note(tx, "They broke it again, Zebulonia")
    for typed in ("zebulonia", '"broke it again"'):
        assert await _agents_find(store, typed)
        assert not await _finds(store, typed)
    async with store.begin() as tx:
        await notes.mark_deleted(tx, note, at=NOON)
    assert not await _agents_find(store, "zebulonia")


async def test_a_common_word_and_more_than_are_counted_are_found_page_by_page(store: Store, case: CaseNumber) -> None:
    async with store.begin() as tx:
        draft = Draft(district=HERE, type=CaseType.QUESTION, module="Grades", subject="Grades again", description="x")
        for _ in range(finding.RARE + 5):
            last = await cases.add(tx, draft, contact=ANA, reporter=ANA, building="", priority=draft.urgency, at=NOON)
    found = await finding.search_district(store.glances, (HERE,), _asked("grades"))
    assert found.count is None
    assert [row.case.number for row in found.rows] == [last.number - less for less in range(finding.PAGE)]
    both = await finding.search_district(store.glances, (HERE,), _asked("grades vanish"))
    assert ([row.case.number for row in both.rows], both.count) == ([case], 1)


async def test_an_empty_search_is_everything(store: Store, case: CaseNumber) -> None:
    found = await finding.search_district(store.glances, (HERE,), Inquiry(search=Search(), by=ANA, zone="UTC"))
    assert [row.case.number for row in found.rows] == [case]
    assert found.rows[0].subject == "Grades vanish on save"


def test_the_migration_fills_in_what_there_was_and_nothing_that_was_erased(empty_database_url: str) -> None:
    (revision,) = (it for it in REVISIONS if it.revision == "0006")
    migrations.upgrade(empty_database_url, str(revision.down_revision))
    on(empty_database_url, fill)
    on(empty_database_url, _make_the_first_of_each_stand)
    migrations.upgrade(empty_database_url)
    kept = asyncio.run(_kept_in(empty_database_url))
    assert kept["people_words"] == {(1, "people"), (1, "name"), (1, "1"), (2, "people"), (2, "name"), (2, "2")}
    assert {row[0] for row in kept["district_words"]} == {1}
    assert kept["district_texts"] == {
        (1, "comment:1", " comment versions words 1 "),
        (1, "opening", "|".join(f" case words {field} 1 " for field in FIELDS)),
    }
    assert kept["desk_texts"] == {(1, "note:1", " note versions words 1 ")}
    assert {"subject", "comment", "1"} <= {row[1] for row in kept["district_words"]}
    assert not {"note"} & {row[1] for row in kept["district_words"]}


FIELDS = ("subject", "description", "steps", "expected", "actual", "impact", "environment")


def _make_the_first_of_each_stand(connection: sa.Connection) -> None:
    """What was filled in was redacted and deleted, all of it."""
    for table, key in (("case_words", "number"), ("comments", "id"), ("notes", "id")):
        deleted = "" if table == "case_words" else ", deleted_at = NULL"
        connection.execute(sa.text(f"UPDATE {table} SET redacted_at = NULL{deleted} WHERE {key} = 1"))  # noqa: S608  # our own names


async def _kept_in(url: str) -> dict[str, set[tuple[Any, ...]]]:
    tables = (district_texts, district_words, desk_texts, desk_words, people_words)
    async with opened(url) as store, store.read() as tx:
        return {table.name: {tuple(row) for row in (await tx.execute(sa.select(table))).all()} for table in tables}
