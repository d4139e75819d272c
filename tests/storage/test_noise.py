"""What each person is told is remembered once, and goes into one message, whoever looks at the same time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.ids import DistrictId, PersonId
from bot.domain.telling import Choice, News, Quiet, Way
from bot.services import digests
from demo.town import import_samples
from storage import cases, noise
from storage.engines import opened
from storage.noise import Told
from storage.store import Store
from storage.tables import news as news_table
from storage.tables import outbox, people
from tests.clockwork import DAY, HOUR, NOON

DRAFT = Draft(
    district=DistrictId(1), type=CaseType.QUESTION, module="Grades", subject="Grades vanish", description="They do."
)
NIGHT = Quiet(begins=(NOON - 2 * HOUR).time(), ends=(NOON + 13 * HOUR).time(), weekends=True)
MORNING = NOON + 20 * HOUR
"""Eight at Lakeside."""


async def _told(store: Store, database_url: str) -> Told:
    """A comment for Ana, who is told of it by digest. Nothing is written but the case."""
    await import_samples(database_url, NOON)
    async with store.begin() as tx:
        ana = PersonId((await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0ANA"))).scalar_one())
        case = await cases.add(tx, DRAFT, contact=ana, reporter=ana, building="", priority=Priority.MEDIUM, at=NOON)
    fact = f"case:{case.number}:v1"
    return Told(
        person=ana,
        case=case.number,
        kind=News.COMMENT,
        fact=fact,
        by=None,
        comment=None,
        at=NOON,
        due_at=MORNING,
        in_digest=True,
    )


async def _rows(store: Store, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    async with store.read() as tx:
        return (await tx.execute(query)).all()


async def test_of_one_fact_nobody_is_told_twice(store: Store, database_url: str) -> None:
    told = await _told(store, database_url)
    async with store.begin() as tx:
        assert await noise.is_new(tx, told)
        assert not await noise.is_new(tx, replace(told, kind=News.ESCALATED, due_at=None))
        assert await noise.is_new(tx, replace(told, fact="another"))
        assert await noise.due(tx, now=MORNING - HOUR, most=10) == []
        assert await noise.due(tx, now=MORNING, most=10) == [told.person]


async def test_two_who_send_at_once_owe_one_message(store: Store, database_url: str) -> None:
    told = await _told(store, database_url)
    async with store.begin() as tx:
        await noise.is_new(tx, told)
    async with opened(database_url) as other:
        stores = [store, other] if store.dialect == "postgresql" else [store, store]
        again = [
            digests.send_due(it, now=MORNING + number * timedelta(seconds=1)) for number, it in enumerate(stores)
        ]
        done = await asyncio.gather(*again, *(digests.send_due(it, now=MORNING) for it in stores))
    assert sum(count["digests"] for count in done) == 1
    rows = await _rows(store, sa.select(outbox.c.facts).where(outbox.c.kind == "tell"))
    assert [row.facts["person"] for row in rows] == [told.person]


async def test_what_is_held_by_night_goes_out_though_a_digest_waits_for_another_day(
    store: Store, database_url: str
) -> None:
    told = await _told(store, database_url)
    saturday = MORNING + 3 * DAY
    async with store.begin() as tx:
        await noise.is_new(tx, replace(told, due_at=saturday))
        await noise.is_new(tx, replace(told, fact="held", due_at=saturday, in_digest=False))
    assert (await digests.send_due(store, now=saturday))["digests"] == 1
    rows = await _rows(store, sa.select(news_table.c.fact).where(news_table.c.told_at.is_not(None)))
    assert [row.fact for row in rows] == ["held"]
    assert (await digests.send_due(store, now=saturday + 2 * DAY))["digests"] == 1


async def test_one_who_cannot_be_told_holds_up_nobody(store: Store, database_url: str) -> None:
    told = await _told(store, database_url)
    async with store.begin() as tx:
        ben = PersonId((await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0BEN"))).scalar_one())
        await noise.is_new(tx, told)
        await noise.is_new(tx, replace(told, person=ben))
        await tx.execute(people.update().where(people.c.user_id == "U0ANA").values(zone="Nowhere/Atall"))
    done = await digests.send_due(store, now=MORNING)
    assert (done["digests"], done["digest-failed"]) == (1, 1)
    async with store.read() as tx:
        assert await noise.due(tx, now=MORNING, most=10) == []
        assert await noise.due(tx, now=MORNING + HOUR, most=10) == [told.person]


@pytest.mark.parametrize("quiet", [None, NIGHT, replace(NIGHT, weekends=False)])
@pytest.mark.parametrize("way", Way)
async def test_a_choice_is_kept_as_it_was_made_and_made_anew(
    store: Store, database_url: str, way: Way, quiet: Quiet | None
) -> None:
    told = await _told(store, database_url)
    async with store.begin() as tx:
        assert await noise.choice_of(tx, told.person) == Choice(zone="America/Chicago")
        await noise.choose(tx, told.person, way=Way.DM, quiet=NIGHT)
        await noise.choose(tx, told.person, way=way, quiet=quiet)
        assert await noise.choice_of(tx, told.person) == Choice(zone="America/Chicago", way=way, quiet=quiet)
