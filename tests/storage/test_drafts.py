"""A draft is its author's alone, the latest of its form, and a day old at most."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import PersonId
from storage import drafts
from storage.drafts import Kept
from storage.store import Store
from storage.tables import drafts as drafts_table
from storage.tables import people
from tests.clockwork import DAY, NOON

ANA, BEN = PersonId(1), PersonId(2)


@pytest.fixture(autouse=True)
async def _people(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(people.insert(), [{"team_id": "T", "user_id": user} for user in ("U1", "U2")])


async def keep(store: Store, person: PersonId, form: str, words: str, *, after: timedelta = timedelta(0)) -> None:
    async with store.begin() as tx:
        await drafts.keep(tx, person, form, district=None, fields={"subject": words}, now=NOON + after)


async def newest(store: Store, person: PersonId, *, after: timedelta) -> Kept | None:
    async with store.read() as tx:
        return await drafts.newest(tx, person, begins="new:", now=NOON + after)


async def test_the_latest_of_ones_own_new_forms_is_offered_and_no_other(store: Store) -> None:
    hour = timedelta(hours=1)
    await keep(store, ANA, "new:a", "first")
    await keep(store, ANA, "new:b", "second", after=hour)
    await keep(store, ANA, "new:a", "third", after=2 * hour)
    await keep(store, ANA, "message:C:1", "of a message", after=3 * hour)
    await keep(store, BEN, "new:a", "Ben's", after=4 * hour)
    found = await newest(store, ANA, after=5 * hour)
    assert found == Kept(form="new:a", fields={"subject": "third"}, saved_at=NOON + 2 * hour)
    async with store.begin() as tx:
        await drafts.erase(tx, ANA, "new:a")
    found = await newest(store, ANA, after=5 * hour)
    assert found is not None
    assert found.fields == {"subject": "second"}


async def test_a_draft_is_not_offered_after_a_day_and_is_erased_then(store: Store) -> None:
    await keep(store, ANA, "new:a", "old")
    await keep(store, BEN, "new:b", "younger", after=timedelta(seconds=1))
    assert await newest(store, ANA, after=DAY - timedelta(seconds=1)) is not None
    assert await newest(store, ANA, after=DAY) is None
    async with store.begin() as tx:
        assert await drafts.erase_old(tx, now=NOON + DAY) == 1
        left = (await tx.execute(sa.select(drafts_table.c.person_id))).scalars().all()
    assert left == [BEN]
