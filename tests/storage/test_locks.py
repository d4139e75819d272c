"""Who waits for whom on PostgreSQL: the sweep and an act of the contact it looks at never wait for each other."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.inactivity import DEFAULT
from demo.town import import_samples
from storage import audit, contacts
from storage.engines import opened
from storage.tables import roster
from tests.clockwork import NOON
from tests.conftest import Postgres

LATER = NOON + timedelta(days=1)


async def test_the_sweep_and_an_act_of_its_contact_both_end(postgres: Postgres) -> None:
    url = postgres.fresh()
    await import_samples(url, NOON)
    async with opened(url) as store:
        query = sa.select(roster).where(roster.c.silent_since.is_not(None)).limit(1)
        async with store.read() as tx:
            line = (await tx.execute(query)).one()
        async with store.begin() as sweep:
            assert await contacts.held(sweep, line.id, DEFAULT) is not None
            async with store.begin() as act:
                await contacts.touch(act, line.person_id, LATER)
                looking = asyncio.create_task(contacts.look_again(sweep, line.id, at=LATER))
                await asyncio.sleep(0.2)
                await audit.write(
                    act,
                    at=LATER,
                    person=line.person_id,
                    act=Act.LIST_CASES,
                    rule="",
                    allowed=True,
                    district=line.district_id,
                    case=None,
                )
            await looking
        async with store.read() as tx:
            found = (await tx.execute(sa.select(roster).where(roster.c.id == line.id))).one()
    assert (found.silent_since, found.due_at) == (LATER, LATER)
