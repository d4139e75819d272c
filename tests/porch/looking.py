"""What a test of the porch looks at."""

import sqlalchemy as sa

from storage.store import Store
from storage.tables import metadata


async def rows(store: Store) -> dict[str, int]:
    """How many there are in every table."""
    async with store.read() as tx:
        return {
            table.name: (await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }
