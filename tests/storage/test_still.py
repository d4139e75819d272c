"""A long look at the database: everything in it is as it was when it began, on either engine."""

import sqlalchemy as sa

from storage.store import Store
from storage.tables import districts


async def test_what_is_written_meanwhile_is_not_seen_until_the_next_look(store: Store) -> None:
    query = sa.select(sa.func.count()).select_from(districts)
    async with store.read(still=True) as tx:
        assert (await tx.execute(query)).scalar_one() == 0
        async with store.begin() as other:
            await other.execute(districts.insert().values(key="lakeside"))
        assert (await tx.execute(query)).scalar_one() == 0
    async with store.read(still=True) as tx:
        assert (await tx.execute(query)).scalar_one() == 1
