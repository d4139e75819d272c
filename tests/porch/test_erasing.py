"""Erasing, legal holds and for how long words are kept, at the command line."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from bot.services import erasing_asked, holding
from demo.town import environment, import_samples
from storage import holds
from storage.engines import opened
from storage.tables import audit, districts, people
from tests.clockwork import NOON
from tests.porch.processes import Ended, bot
from tests.services import writing_beside
from tests.services.erasing_helpers import found_in

NOWHERE = "http://127.0.0.1:9/api/"
LAKESIDE = ("Ana Torres", "Ben Okafor", "U0ANA", "lakeside")


@pytest.fixture
async def given(database_url: str) -> dict[str, str]:
    await import_samples(database_url, NOON)
    return environment(NOWHERE, database_url, transport="socket", port=0)


async def _says(given: dict[str, str], folder: Path, *typed: str) -> Ended:
    return await bot(*typed, settings=given, folder=folder)


async def test_a_trial_says_what_would_go_and_only_the_key_typed_again_erases(
    given: dict[str, str], tmp_path: Path, database_url: str
) -> None:
    unknown = await _says(given, tmp_path, "erase", "district", "nowhere", "--trial")
    assert (unknown.code, unknown.is_plain, "There are:" in unknown.err) == (1, True, True)
    trial = await _says(given, tmp_path, "erase", "district", "lakeside", "--trial")
    assert (trial.code, "people" in trial.out, "Nothing was changed." in trial.out) == (0, True, True)
    wrong = await _says(given, tmp_path, "erase", "district", "lakeside", "--confirm", "pine-ridge")
    assert (wrong.code, "nothing was erased" in wrong.err) == (1, True)
    async with opened(database_url) as store:
        before = await found_in(store, *LAKESIDE)
    assert before
    done = await _says(given, tmp_path, "erase", "district", "lakeside", "--confirm", "lakeside")
    assert (done.code, "was erased" in done.out, "[info" in done.out + done.err) == (0, True, False), done.err
    listed = await _says(given, tmp_path, "erase", "list")
    assert ("district erased-1" in listed.out, "done" in listed.out) == (True, True)
    async with opened(database_url) as store:
        assert await found_in(store, "Ana Torres", "U0ANA", "lakeside") == {}
        async with store.read() as tx:
            lines = (await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "erasure"))).scalars().all()
    assert lines == ["district-erasure-asked", "district-erased"]
    again = await _says(given, tmp_path, "erase", "district", "lakeside", "--confirm", "lakeside")
    assert again.code == 1
    gone = await _says(given, tmp_path, "hold", "set", "erased-1", "--reason", "Matter 17")
    assert (gone.code, "erased-1 was erased: nothing is left of it" in gone.err) == (1, True)
    assert "erased-1" not in again.err, "what is gone is not offered"


async def test_while_a_hold_stands_nothing_is_erased_and_it_says_why(
    given: dict[str, str], tmp_path: Path, database_url: str
) -> None:
    assert (await _says(given, tmp_path, "hold", "set", "lakeside", "--reason", "Matter 17")).code == 0
    listed = (await _says(given, tmp_path, "hold", "list")).out
    assert ("Matter 17" in listed, "Support's" in listed) == (True, True)
    twice = await _says(given, tmp_path, "hold", "set", "lakeside", "--reason", "Matter 18")
    assert (twice.code, "stands for lakeside already" in twice.err) == (1, True)
    refused = await _says(given, tmp_path, "erase", "district", "lakeside", "--confirm", "lakeside")
    assert (refused.code, "legal hold" in refused.err) == (1, True)
    async with opened(database_url) as store:
        assert await found_in(store, *LAKESIDE)
    assert (await _says(given, tmp_path, "hold", "lift", "lakeside")).code == 0


async def test_a_list_of_holds_says_by_whom_they_were_set_and_lifted(database_url: str) -> None:
    await import_samples(database_url, NOON)
    lakeside = DistrictId(1)
    async with opened(database_url) as store:
        async with store.begin() as tx:
            kim = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0KIM"))).scalar_one()
            await holds.put(tx, lakeside, reason="Matter 17", by=PersonId(kim), at=NOON)
        assert await holding.lift_outside(store, lakeside, now=NOON)
        assert await holding.put_outside(store, lakeside, reason="Matter 18", now=NOON)
        async with store.read() as tx:
            stands, over = await holds.all_of_them(tx, most=9)
        assert (stands.set_by, stands.lifted_by) == ("Support's command line", "")
        assert (over.set_by, over.lifted_by) == ("Kim Sato", "Support's command line")
        async with store.begin() as tx:
            await tx.execute(people.update().where(people.c.id == kim).values(name=""))
            _, over = await holds.all_of_them(tx, most=9)
        assert over.set_by == f"person #{kim}", "by which the log is asked of somebody who was erased"


async def test_a_hold_is_set_once_lifted_once_and_keeps_its_people_too(database_url: str) -> None:
    await import_samples(database_url, NOON)
    lakeside = DistrictId(1)
    async with opened(database_url) as store:
        async with store.read() as tx:
            sam = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0SAM"))).scalar_one()
        assert (await erasing_asked.try_person(store, PersonId(sam))).obstacles.none
        told = [await holding.put_outside(store, lakeside, reason="Matter 17", now=NOON) for _ in range(2)]
        assert (await erasing_asked.try_person(store, PersonId(sam))).obstacles.held == ("lakeside",)
        assert await erasing_asked.begin_person(store, PersonId(sam), with_words=False, now=NOON) is None
        told += [await holding.lift_outside(store, lakeside, now=NOON) for _ in range(2)]
    assert told == [True, False, True, False]


async def test_a_person_is_erased_by_their_number_and_a_contact_has_to_be_removed_first(
    given: dict[str, str], tmp_path: Path, database_url: str
) -> None:
    contact = await _says(given, tmp_path, "erase", "person", "U0ANA", "--confirm", "1")
    assert (contact.code, "contact of lakeside" in contact.err) == (1, True)
    assert "To be erased of person 1" in contact.out
    async with opened(database_url) as store, store.read() as tx:
        query = sa.select(people.c.id).where(people.c.user_id == "U0SAM")
        number = str((await tx.execute(query)).scalar_one())
    trial = await _says(given, tmp_path, "erase", "person", f"#{number}", "--trial")
    done = await _says(given, tmp_path, "erase", "person", f"#{number}", "--confirm", number)
    assert (done.code, f"Person {number} was erased." in done.out) == (0, True), done.err
    for told in (trial, done):
        assert "take them out of your files" in " ".join(told.err.split()), told
    async with opened(database_url) as store:
        assert await found_in(store, "Sam Rivera", "U0SAM") == {}


async def test_a_district_keeps_words_for_its_own_number_of_years(
    given: dict[str, str], tmp_path: Path, database_url: str
) -> None:
    assert (await _says(given, tmp_path, "retention", "set", "lakeside", "7")).code == 0
    listed = await _says(given, tmp_path, "retention", "list")
    assert ("7" in listed.out, "as in the settings" in listed.out) == (True, True)
    fewer = await _says(given, tmp_path, "retention", "set", "lakeside", "1")
    assert fewer.code == 1
    assert (await _says(given, tmp_path, "retention", "set", "lakeside", "1", "--confirm", "lakeside")).code == 0
    async with opened(database_url) as store, store.read() as tx:
        years = sa.select(districts.c.retention_years).where(districts.c.key == "lakeside")
        assert (await tx.execute(years)).scalar_one() == 1


async def test_what_does_not_come_to_its_end_is_said_with_what_to_do_and_ends_once_it_can(
    given: dict[str, str], tmp_path: Path, database_url: str
) -> None:
    typed = ("erase", "district", "lakeside", "--confirm", "lakeside")
    async with opened(database_url) as store:
        await writing_beside.begins(store)
    told = await _says(given, tmp_path, *typed)
    assert (told.code, told.is_plain) == (1, True), told
    assert "Not over: after several rounds there are still holidays and breaks." in told.err
    assert "End that, and it comes to its end by itself, or at once by the same command given again." in told.err
    listed = await _says(given, tmp_path, "erase", "list")
    assert "stopped: after several rounds" in " ".join(listed.out.replace("\u2502", " ").split())
    assert "What is stopped is tried again each hour." in listed.out
    held = await _says(given, tmp_path, "hold", "set", "lakeside", "--reason", "Matter 17")
    assert (held.code, "what is gone already cannot be had back" in held.err) == (0, True)
    assert (await _says(given, tmp_path, "hold", "lift", "lakeside")).code == 0
    async with opened(database_url) as store:
        await writing_beside.ends(store)
    trial = await _says(given, tmp_path, "erase", "district", "lakeside", "--trial")
    assert "Already there: district lakeside, stopped: after several rounds" in trial.err
    done = await _says(given, tmp_path, *typed)
    assert (done.code, "was erased" in done.out) == (0, True), done.err
    assert "stopped" not in (await _says(given, tmp_path, "erase", "list")).out
