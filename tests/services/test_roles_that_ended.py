"""What stays on record of somebody whose role a file ended: whose their words are, and with what they are erased."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain import policy
from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.people import Membership
from bot.services.erasing import Came
from storage import erasing_persons, holds, importing, list_lines, questions
from storage import people as people_of
from storage.store import Store
from storage.tables import audit, comments, emergencies, kept_contacts, list_requests, people, question_words, roster
from storage.tables import questions as asked_of
from tests.clockwork import DAY, NOON
from tests.exported import every_byte, exported
from tests.filled import AT, fill
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.services.test_import_lines import BEN, CODY, DANA, KIM, SAM
from tests.services.test_importing import ALEX, ANA, LAKESIDE, PINE_RIDGE, Files, import_files, lines_of, told

LEE = DANA.replace("Dana Whitfield", "Lee Park").replace("dana", "lee").replace("DANA", "LEE")
SUE = SAM.replace("Sam", "Sue").replace("sam", "sue").replace("SAM", "SUE")
GITA = ALEX.replace("Alex Kim", "Gita Rao").replace("alex", "gita").replace("ALEX", "GITA")
MAX = KIM.replace("Kim", "Max").replace("kim", "max").replace("KIM", "MAX")
ROY = CODY.replace("Cody Hale", "Roy Ode").replace("cody", "roy").replace("CODY", "ROY").replace("North", "South")
ANA_COACHES = CODY.replace("Cody Hale", "Ana Torres").replace("cody", "ana").replace("U0CODY,", "U0ANA,555-0101")


async def _person(store: Store, user: str) -> PersonId:
    async with store.read() as tx:
        return PersonId((await tx.execute(sa.select(people.c.id).where(people.c.user_id == user))).scalar_one())


async def _asks(store: Store, asker: PersonId) -> None:
    async with store.begin() as tx:
        asked = {"district_id": 1, "asker_id": asker, "building": "", "state": "answered", "asked_at": NOON}
        question = (await tx.execute(asked_of.insert().values(asked).returning(asked_of.c.id))).scalar_one()
        words = {"question_id": question, "kind": "question", "author_id": asker, "words": "Evidence."}
        await tx.execute(question_words.insert().values(words))


async def _is_held(store: Store, person: PersonId) -> bool:
    async with store.begin() as tx:
        await holds.put(tx, DistrictId(1), reason="a lawsuit", by=None, at=NOON)
        return (await erasing_persons.obstacles(tx, person)).held == ("lakeside",)


async def _is_supports(store: Store, person: PersonId) -> bool:
    async with store.read() as tx:
        return (await people_of.sheets(tx, [person]))[person].at_vendor


@pytest.mark.parametrize("removed", [False, True])
async def test_a_former_administrator_is_erased_with_their_district(store: Store, *, removed: bool) -> None:
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, DANA]))
    if removed:
        await import_files(store, Files(people=[ANA, LEE]), remove_missing=True, now=NOON + DAY)
    erasure = await begin(store, Kind.DISTRICT, now=NOON + 2 * DAY, district=1)
    assert await to_the_end(store, erasure, now=NOON + 2 * DAY) is Came.DONE
    assert await found_in(store, "Dana Whitfield", "dana@lakeside.example", "U0DANA") == {}


@pytest.mark.parametrize("removed", [False, True])
async def test_a_legal_hold_keeps_the_words_of_former_staff(store: Store, *, removed: bool) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, DANA, SAM]))
    sam = await _person(store, "U0SAM")
    if removed:
        await import_files(store, Files(people=[ANA, DANA, SUE]), remove_missing=True, now=NOON + DAY)
    assert await _is_held(store, sam)


async def _reports(store: Store, reporter: PersonId) -> None:
    async with store.begin() as tx:
        told = {"district_id": 1, "person_id": reporter, "state": "declined", "asked_at": NOON}
        await tx.execute(emergencies.insert().values(told))


async def _decides(store: Store, agent: PersonId) -> None:
    ana = await _person(store, "U0ANA")
    async with store.begin() as tx:
        told = {"district_id": 1, "person_id": ana, "state": "declined", "asked_at": NOON, "decided_by": agent}
        await tx.execute(emergencies.insert().values(told))


async def _answers_a_request(store: Store, keeper: PersonId) -> None:
    ana = await _person(store, "U0ANA")
    asked = {"district_id": 1, "kind": "add", "state": "declined", "person_id": ana, "asked_by": ana}
    async with store.begin() as tx:
        await tx.execute(list_requests.insert().values(asked | {"asked_at": NOON, "decided_by": keeper}))


async def _keeps_a_contact(store: Store, keeper: PersonId) -> None:
    ana = await _person(store, "U0ANA")
    async with store.begin() as tx:
        line = (await tx.execute(sa.select(roster.c.id).where(roster.c.person_id == ana))).scalar_one()
        kept = {"line_id": line, "kept_by": keeper, "at": NOON, "reason": "On leave."}
        await tx.execute(kept_contacts.insert().values(kept))


@pytest.mark.parametrize("does", [_asks, _reports, _decides, _answers_a_request, _keeps_a_contact])
async def test_a_legal_hold_keeps_what_somebody_of_no_list_of_that_district_wrote_there(
    store: Store, does: Callable[[Store, PersonId], Awaitable[None]]
) -> None:
    """Staff by their workspace alone (POLICY 1), or of the vendor."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, DANA]))
    async with store.begin() as tx:
        nobody = {"name": "Nora", "team_id": "T0", "user_id": "U0NORA", "membership": "member"}
        nora = PersonId((await tx.execute(people.insert().values(nobody).returning(people.c.id))).scalar_one())
    assert not await _is_held(store, nora)
    await does(store, nora)
    assert await _is_held(store, nora)


@pytest.mark.parametrize("removed", [False, True])
async def test_what_support_deleted_again_is_not_exported_once_its_author_has_left(
    store: Store, database_url: str, tmp_path: Path, *, removed: bool
) -> None:
    mine = await fill(store, "northfield")
    await import_files(store, Files(people=[ALEX, GITA]))
    alex = await _person(store, "U0ALEX")
    async with store.begin() as tx:
        here = comments.update().where(comments.c.id == mine.ids["comments"])
        await tx.execute(here.values(author_id=alex, deleted_at=AT))
    if removed:
        await import_files(store, Files(people=[GITA]), remove_missing=True, now=NOON + DAY)
    await exported(database_url, "northfield", tmp_path / "out")
    assert mine.planted["comment_versions.words"] not in every_byte(tmp_path / "out").decode()


async def test_what_a_former_agent_wrote_is_supports_until_a_district_lists_them(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, ALEX, GITA]))
    alex = await _person(store, "U0ALEX")
    assert await _is_supports(store, alex)
    await import_files(store, Files(people=[GITA]), remove_missing=True, now=NOON + DAY)
    assert await _is_supports(store, alex)
    by_lakeside = ALEX.replace("-,agent", "lakeside,support")
    await import_files(store, Files(people=[ANA, by_lakeside]), now=NOON + 2 * DAY)
    assert not await _is_supports(store, alex)


async def test_two_imports_that_would_each_leave_the_other_ones_support_administrator_leave_one(
    store: Store,
) -> None:
    """The second one looks when the first one has ended."""
    await import_files(store, Files(people=[KIM, MAX]))
    kim = await _person(store, "U0KIM")
    async with store.begin() as tx:
        await importing.hold_vendors(tx)
        (line,) = (await tx.execute(sa.select(roster.c.id).where(roster.c.person_id == kim))).scalars()
        await importing.take_out(tx, LineId(line))
        second = asyncio.create_task(import_files(store, Files(people=[KIM]), remove_missing=True))
        await asyncio.wait([second], timeout=1)
    assert not (await second).wrong
    async with store.read() as tx:
        assert await importing.support_administrators(tx) == 1


async def test_who_has_lost_a_role_is_treated_as_if_they_never_had_it(store: Store) -> None:
    """Neither staff, nor of the vendor; on no list, and no building is theirs."""
    given = [ANA, DANA, CODY, SAM, ALEX, KIM]
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=given))
    await import_files(store, Files(people=[ANA, LEE, ROY, SUE, GITA, MAX]), remove_missing=True, now=NOON + DAY)
    async with store.read() as tx:
        for user in ("U0DANA", "U0CODY", "U0SAM", "U0ALEX", "U0KIM"):
            found = await people_of.by_id(tx, await _person(store, user))
            assert found is not None
            assert not found.lines
            assert policy.districts_of(found) == ()
            assert not policy.works_for_vendor(found)
            assert await list_lines.lists_with(tx, [found.id], keepers=True) == []
        assert await questions.buildings_of(tx, [DistrictId(1)]) == ["South"]
    assert await lines_of(store, "Cody Hale") == [("coach", "removed")]


@pytest.mark.parametrize(("listed", "stays"), [(False, (1,)), (True, ())])
async def test_a_former_contact_is_staff_still_but_where_a_file_ended_that_too(
    store: Store, *, listed: bool, stays: tuple[int, ...]
) -> None:
    """Who is no contact any more is an end user (POLICY 1); `listed`: a file had them as staff as well."""
    ben_as_staff = [BEN.replace("support", "staff")] if listed else []
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, BEN, SUE, *ben_as_staff]))
    await import_files(store, Files(people=[ANA, SUE]), remove_missing=True, now=NOON + DAY)
    async with store.read() as tx:
        found = await people_of.by_id(tx, await _person(store, "U0BEN"))
    assert found is not None
    assert policy.districts_of(found) == stays


async def test_a_later_file_gives_the_role_again(store: Store) -> None:
    given = Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, CODY, SAM, ALEX])
    await import_files(store, given)
    await import_files(store, Files(people=[ANA, ROY, SUE, GITA]), remove_missing=True, now=NOON + DAY)
    assert told(await import_files(store, given, now=NOON + 2 * DAY)) == [
        "people:3: add coach for lakeside",
        "people:4: add staff for lakeside",
        "people:5: add agent for the vendor",
    ]
    assert told(await import_files(store, given, now=NOON + 3 * DAY)) == []
    cody = await _person(store, "U0CODY")
    async with store.read() as tx:
        (line,) = (await tx.execute(sa.select(roster).where(roster.c.person_id == cody))).all()
    assert (line.standing, line.building, line.since) == ("active", "North", NOON + 2 * DAY)


async def test_an_address_alone_gives_nobody_their_former_role_again(store: Store) -> None:
    """A line without a Slack user gives no right (POLICY 6); a later file that names the user binds it."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, CODY, ROY]))
    await import_files(store, Files(people=[ANA, ROY]), remove_missing=True, now=NOON + DAY)
    await import_files(store, Files(people=[CODY.replace("T0,U0CODY", ",")]), now=NOON + 2 * DAY)
    cody = await _person(store, "U0CODY")
    async with store.read() as tx:
        found = await people_of.by_id(tx, cody)
    assert found is not None
    assert not found.lines
    bound = await import_files(store, Files(people=[CODY]), now=NOON + 3 * DAY)
    assert told(bound) == ["people:2: bind coach for lakeside to a Slack user"]
    assert await lines_of(store, "Cody Hale") == [("coach", "active")]
    async with store.read() as tx:
        found = await people_of.by_id(tx, cody)
    assert found is not None
    assert len(found.lines) == 1


async def test_a_guests_line_of_a_former_file_ends_like_any_and_an_agreement_lists_them_again(store: Store) -> None:
    """A file gave it, and no agreement is on record (POLICY 1)."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, SAM, SUE]))
    sam = await _person(store, "U0SAM")
    async with store.begin() as tx:
        await tx.execute(people.update().where(people.c.id == sam).values(membership=Membership.GUEST))
    await import_files(store, Files(people=[ANA, SUE]), remove_missing=True, now=NOON + DAY)
    async with store.begin() as tx:
        assert await list_lines.of_person(tx, DistrictId(1), sam) is None
        await list_lines.add_third_party(tx, sam, DistrictId(1), at=NOON + 2 * DAY)
        found = await people_of.by_id(tx, sam)
    assert found is not None
    assert policy.is_admitted(found, DistrictId(1))


@pytest.mark.parametrize("removed", [False, True])
async def test_of_a_guest_an_agreement_that_is_over_keeps_no_line_that_a_file_gave_since(
    store: Store, *, removed: bool
) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, SAM, SUE]))
    sam, ana = await _person(store, "U0SAM"), await _person(store, "U0ANA")
    asked = {"district_id": 1, "person_id": sam, "asked_by": ana, "asked_at": NOON, "decided_at": NOON + DAY}
    async with store.begin() as tx:
        await tx.execute(people.update().where(people.c.id == sam).values(membership=Membership.GUEST))
        await tx.execute(list_requests.insert().values(asked | {"kind": "third-party", "state": "applied"}))
        await list_lines.add_third_party(tx, sam, DistrictId(1), at=NOON + DAY)
        if removed:
            await list_lines.remove_third_party(tx, sam, DistrictId(1))
    await import_files(store, Files(people=[ANA, SAM, SUE]), now=NOON + 2 * DAY)
    await import_files(store, Files(people=[ANA, SUE]), remove_missing=True, now=NOON + 3 * DAY)
    assert await lines_of(store, "Sam Lee") == [("staff", "removed" if removed else "active")]


async def test_the_log_tells_a_former_coach_from_a_former_contact(store: Store) -> None:
    """Ana stays a contact."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, ANA_COACHES, CODY]))
    await import_files(store, Files(people=[ANA, CODY]), remove_missing=True)
    async with store.read() as tx:
        query = sa.select(audit.c.ref).where(audit.c.rule == "line-removed")
        assert [*(await tx.execute(query)).scalars()] == ["role:coach"]
