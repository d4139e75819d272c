"""A district's import and its erasing at the same moment: refused, or erased with it (POLICY 10)."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId
from bot.services import erasing
from bot.services.erasing import Came
from storage import holds
from storage.audit_questions import find
from storage.engines import opened
from storage.store import Store
from storage.tables import people, roster
from tests.clockwork import NOON
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.services.test_importing import ALEX, ANA, LAKESIDE, PINE_RIDGE, Files, import_files

BEN = "lakeside,support,Ben Okafor,ben@lakeside.example,T0,U0BEN,555-0102,,done"
WORDS = ("Lakeside", "Ana Torres", "U0ANA", "Ben Okafor", "U0BEN", "ben@lakeside")
BEFORE = Files(districts=[PINE_RIDGE, LAKESIDE], people=[ANA, ALEX])
MORE = Files(districts=[LAKESIDE], people=[BEN, ALEX.replace("Alex Kim", "Alex Kimura")])
OF_ITS_PEOPLE = Files(districts=[PINE_RIDGE], people=[BEN])
PINE, LAKE = DistrictId(1), DistrictId(2)


class Reads:
    """Counts looks that ended: an import that had one waits for its turn to write."""

    def __init__(self) -> None:
        self._ended = asyncio.Event()

    def __call__(self, what: str, _: float) -> None:
        if what == "read":
            self._ended.set()

    async def next_one(self) -> None:
        self._ended.clear()
        await self._ended.wait()


@pytest.fixture
async def reads() -> Reads:
    return Reads()


@pytest.fixture
async def store(database_url: str, reads: Reads) -> AsyncIterator[Store]:
    """With Lakeside and Pine Ridge in it."""
    async with opened(database_url, observe=reads) as found:
        assert not (await import_files(found, BEFORE)).wrong
        yield found


async def _waiting(store: Store, many: int) -> None:
    """Until so many wait for what another holds. On SQLite nobody is seen to wait: they are in the one queue."""
    query = sa.text(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(60):
        while store.dialect == "postgresql" and await _scalar(store, query) != many:  # noqa: ASYNC110  # no bell rings
            await asyncio.sleep(0.01)
    await asyncio.sleep(0)


async def _scalar(store: Store, query: sa.TextClause) -> int:
    async with store.read() as tx:
        return int((await tx.execute(query)).scalar_one())


async def _nothing_is_left(store: Store) -> None:
    assert await found_in(store, *WORDS) == {}
    async with store.read() as tx:
        active = sa.select(roster.c.district_id).where(roster.c.standing == "active")
        assert (await tx.execute(active)).scalars().all() == [None], "Alex, who is the vendor's"


async def test_an_import_that_came_first_is_waited_for_and_erased_with_its_district(
    store: Store, reads: Reads
) -> None:
    """It has written of the district already, and waits for somebody else's row, while the erasing begins."""
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=LAKE)
    async with store.begin() as beside:
        await beside.execute(sa.select(people.c.id).where(people.c.user_id == "U0ALEX").with_for_update())
        importing = asyncio.create_task(import_files(store, MORE))
        await reads.next_one()
        await _waiting(store, 1)
        erased = asyncio.create_task(to_the_end(store, erasure, now=NOON))
        await _waiting(store, 2)
    assert not (await importing).wrong
    assert await erased is Came.DONE
    await _nothing_is_left(store)


@pytest.mark.parametrize("files", [MORE, OF_ITS_PEOPLE])
async def test_an_import_that_looked_before_the_erasing_began_is_refused_when_it_comes_to_write(
    store: Store, reads: Reads, files: Files
) -> None:
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=LAKE)
    async with store.begin() as beside:
        await holds.hold_district(beside, LAKE)
        first = asyncio.create_task(erasing.batch(store, erasure, now=NOON))
        await _waiting(store, 1)
        importing = asyncio.create_task(import_files(store, files))
        await reads.next_one()
        await _waiting(store, 2)
    assert await first is Came.ON
    refused = await importing
    assert {(it.column, "erased at present" in it.problem) for it in refused.wrong} <= {
        ("key", True),
        ("district", True),
    }
    assert refused.wrong
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    await _nothing_is_left(store)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_import_that_looked_before_and_comes_to_write_once_all_is_over_is_to_be_run_again(
    store: Store, reads: Reads
) -> None:
    """It waits for another district of its file meanwhile. Nobody of Lakeside comes to be the vendor's.

    On SQLite whoever has looked is next, and nothing is erased to its end before.
    """
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=LAKE)
    async with store.begin() as beside:
        await holds.hold_district(beside, PINE)
        importing = asyncio.create_task(import_files(store, OF_ITS_PEOPLE))
        await reads.next_one()
        await _waiting(store, 1)
        assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    (wrong,) = (await importing).wrong
    assert (wrong.file, wrong.line, wrong.column) == ("people", 2, "district")
    assert "was erased this moment" in wrong.problem
    await _nothing_is_left(store)


UNA = "lakeside,support,Una Lind,una@lakeside.example,,,555-0188,,done"
BOUND = UNA.replace(",,,", ",T0,U0UNA,", 1)
OF_UNA = ("Una Lind", "una@lakeside", "555-0188", "U0UNA", "lind")


@pytest.mark.parametrize("whose", [Kind.PERSON, Kind.DISTRICT])
async def test_nothing_is_left_of_the_entry_whose_line_a_file_gave_to_a_slack_user(store: Store, whose: Kind) -> None:
    await import_files(store, Files(people=[UNA]))
    await import_files(store, Files(people=[BOUND]))
    query = sa.select(people.c.id, people.c.user_id, people.c.email).where(people.c.name == "Una Lind")
    async with store.read() as tx:
        found = {row.user_id: row for row in (await tx.execute(query)).all()}
    assert {user: row.email for user, row in found.items()} == {None: "", "U0UNA": "una@lakeside.example"}
    una = found["U0UNA"].id
    async with store.begin() as tx:
        named = [person for typed in ("una lind", f"#{found[None].id}") for person, *_ in await find(tx, typed)]
        assert named == [una, found[None].id]  # by a name the one is meant who can be reached
        await tx.execute(roster.update().where(roster.c.person_id == una).values(standing="removed", due_at=None))
    of = {"person": una} if whose is Kind.PERSON else {"district": LAKE}
    number = await begin(store, whose, now=NOON, **of)
    assert await to_the_end(store, number, now=NOON) is Came.DONE
    assert await found_in(store, *OF_UNA) == {}
