"""The map of what is held, gone along: whose is which row, on either engine."""

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from storage import holdings
from storage.holdings import HOLDINGS, Kind
from storage.store import Store
from tests.filled import Filled, fill


@pytest.fixture
async def two(store: Store) -> tuple[Filled, Filled]:
    return await fill(store, "northfield"), await fill(store, "southfield")


async def test_a_districts_rows_are_its_own_and_no_others(store: Store, two: tuple[Filled, Filled]) -> None:
    for mine, other in (two, two[::-1]):
        async with store.read() as tx:
            for held in HOLDINGS:
                found = (await tx.execute(holdings.rows_of_district(held, DistrictId(mine.district)))).all()
                assert len(found) == (1 if held.districts else 0), held.table
                assert other.tag not in str(found)


async def test_a_persons_rows_are_their_own_and_no_others(store: Store, two: tuple[Filled, Filled]) -> None:
    for mine, other in (two, two[::-1]):
        async with store.read() as tx:
            for held in HOLDINGS:
                found = (await tx.execute(holdings.rows_of_person(held, PersonId(mine.ids["people"])))).all()
                assert len(found) == (1 if held.people and held.table != "outbox" else 0), held.table
                assert other.tag not in str(found)


async def test_a_way_is_a_condition_of_an_update_and_a_delete_too(store: Store, two: tuple[Filled, Filled]) -> None:
    mine, other = two
    held = holdings.BY_TABLE["comment_versions"]
    (words,) = holdings.columns(held, Kind.WORDS)
    here = holdings.is_of_district(held, DistrictId(mine.district))
    async with store.begin() as tx:
        await tx.execute(sa.update(words.table).where(here).values(words=""))
        left = (await tx.execute(sa.select(words).order_by(words))).scalars().all()
        assert left == ["", other.planted["comment_versions.words"]]
        assert (await tx.execute(sa.delete(words.table).where(here))).rowcount == 1
