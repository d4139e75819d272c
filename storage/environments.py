"""What is kept of the environments of a district. One of which nothing is known has no row."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.environments import Environment, Kept
from bot.domain.ids import DistrictId, PersonId
from storage.store import Tx
from storage.tables import environments


async def of_districts(tx: Tx, districts: Collection[DistrictId]) -> dict[DistrictId, list[Kept]]:
    """In the order in which they are offered."""
    query = sa.select(environments).where(environments.c.district_id.in_(list(districts)))
    found: dict[DistrictId, dict[Environment, Kept]] = {}
    for row in (await tx.execute(query)).all():
        name = Environment(row.name)
        kept = Kept(environment=name, version=row.version, window=row.window)
        found.setdefault(DistrictId(row.district_id), {})[name] = kept
    return {it: [its[name] for name in Environment if name in its] for it, its in found.items()}


async def keep(tx: Tx, district: DistrictId, kept: Iterable[Kept], *, by: PersonId, at: datetime) -> None:
    """All that is known from now on."""
    await tx.execute(environments.delete().where(environments.c.district_id == district))
    rows = [
        {
            "district_id": district,
            "name": it.environment,
            "version": it.version,
            "window": it.window,
            "changed_at": at,
            "changed_by": by,
        }
        for it in kept
        if not it.says_nothing
    ]
    if rows:
        await tx.execute(environments.insert(), rows)
