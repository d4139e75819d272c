"""An export of a district that is being erased, or is to be, says so: in its README, and to whoever made it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId
from bot.services import erasing, holding
from bot.services.erasing import Came
from storage.store import Store
from storage.tables import erasing_ids
from storage.tables import erasures as erasures_table
from tests.exported import exported
from tests.filled import AT, Filled, fill
from tests.services.erasing_helpers import begin, to_the_end


@pytest.fixture
async def mine(store: Store) -> Filled:
    """Without erasures of before."""
    found = await fill(store, "northfield")
    async with store.begin() as tx:
        await tx.execute(erasing_ids.delete())
        await tx.execute(erasures_table.delete())
    return found


async def _said(database_url: str, to: Path, key: str = "northfield") -> str:
    """The same in both places, the README's broken into lines."""
    done = await exported(database_url, key, to)
    readme = " ".join((to / "README.txt").read_text().split())
    assert done.erasing in readme
    assert ("erased when this was made" in readme, "is to be erased" in readme) == (
        "erased when this was made" in done.erasing,
        "is to be erased" in done.erasing,
    )
    return done.erasing


async def test_it_says_how_far_the_district_is_erased_and_of_a_whole_one_nothing(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    assert await _said(database_url, tmp_path / "whole") == ""
    at = AT + timedelta(days=3)
    erasure = await begin(store, Kind.UNINSTALLED, now=at, district=mine.district)
    assert await _said(database_url, tmp_path / "to-come") == (
        "This district is to be erased, from 2026-11-05 09:30 (America/Chicago) on. All that is held of it is here "
        "still."
    )
    assert await erasing.batch(store, erasure, now=at) is Came.ON
    half = await _said(database_url, tmp_path / "half")
    assert half.startswith("NOT WHOLE: this district was being erased when this was made, since 2026-11-05 09:30")
    await holding.put_outside(store, DistrictId(mine.district), reason="Matter 17", now=at)
    assert "a legal hold stops it at present" in await _said(database_url, tmp_path / "held")
    await holding.lift_outside(store, DistrictId(mine.district), now=at)
    assert await to_the_end(store, erasure, now=at) is Came.DONE
    over = await _said(database_url, tmp_path / "over", f"erased-{mine.district}")
    assert over.startswith("This district was erased, beginning on 2026-11-05 09:30 (America/Chicago): nothing but")


async def test_words_of_old_cases_that_go_make_no_export_less_than_whole(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    await begin(store, Kind.RETENTION, now=AT, district=mine.district)
    assert await _said(database_url, tmp_path / "out") == ""
