"""Whoever acts at once with whom: a district's last contact who may act is never lost (POLICY 6 and 7)."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import LineId
from bot.domain.list_requests import Kind
from bot.domain.refusals import ContactsOnly
from storage import contacts
from storage.outbox import State
from storage.store import Store
from storage.tables import outbox, roster
from tests.services.beside import two_processes
from tests.services.list_keeping import LAKESIDE, Lists, settle

TIMES = 200
pytestmark = pytest.mark.timeout(600)

LONG_AGO, FLAGGED = timedelta(days=220), timedelta(days=30)


@pytest.fixture
async def two(store: Store, database_url: str) -> Lists:
    """Ana and Ben are left at Lakeside. Both were flagged long ago, and told so: the clock may end either."""
    lists = await settle(store, database_url)
    await lists.ask("dana", Kind.REMOVE, "tess")
    async with store.begin() as tx:
        await tx.execute(outbox.delete())
        for name in ("ana", "ben"):
            line = (await tx.execute(sa.select(roster.c.id).where(_line(lists, name)))).scalar_one()
            told = {"key": contacts.flag_key(LineId(line), lists.now - LONG_AGO), "state": State.SENT}
            row: dict[str, object] = {
                "kind": "tell",
                "lane": name,
                "team_id": "T",
                "facts": {},
                "created_at": lists.now,
            }
            await tx.execute(outbox.insert(), {**row, **told, "due_at": lists.now, "done_at": lists.now - FLAGGED})
    return lists


def _line(lists: Lists, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(roster.c.person_id == lists.ids[name], roster.c.district_id == LAKESIDE)


async def _both_stand(lists: Lists) -> None:
    both = {"standing": "flagged", "flagged_at": lists.now - FLAGGED, "due_at": lists.now}
    async with lists.store.begin() as tx:
        for name in ("ana", "ben"):
            since = lists.now - LONG_AGO
            await tx.execute(roster.update().where(_line(lists, name)).values(silent_since=since, **both))


async def test_two_who_remove_each_other_from_two_processes(two: Lists, database_url: str) -> None:
    """Each time one is refused: they are removed already, or the last."""
    async with two_processes(database_url) as (here, there):
        ended = 0
        for _ in range(TIMES):
            await _both_stand(two)
            two.later(days=2)
            found = await asyncio.gather(here.removes(two, "ana", "ben"), there.removes(two, "ben", "ana"))
            assert any(found)
            ended += await _ended_of(two)
    assert ended > TIMES / 2


async def test_the_clock_of_two_processes_ends_one_and_leaves_the_last(two: Lists, database_url: str) -> None:
    async with two_processes(database_url) as (here, there):
        ended = 0
        for _ in range(TIMES):
            await _both_stand(two)
            assert set(await asyncio.gather(here.sweeps(two), there.sweeps(two))) == {""}
            ended += await _ended_of(two)
    assert ended > TIMES / 2


async def test_the_clock_and_a_removal_from_two_processes(two: Lists, database_url: str) -> None:
    async with two_processes(database_url) as (here, there):
        ended = 0
        for _ in range(TIMES):
            await _both_stand(two)
            await asyncio.gather(here.sweeps(two), there.removes(two, "dana", "ben"))
            ended += await _ended_of(two)
    assert ended > TIMES / 2


async def _ended_of(two: Lists) -> int:
    """How many of both went: never both. None, where a busy machine kept the file from whoever would end one."""
    left = len(await two.contacts())
    assert left > 0
    return 2 - left


async def test_whoever_was_removed_just_before_removes_nobody(two: Lists) -> None:
    """Dana is a contact too, so that neither of the others is the last."""
    async with two.store.begin() as tx:
        dana = {"person_id": two.ids["dana"], "district_id": LAKESIDE, "role": "support"}
        await tx.execute(roster.insert(), dana)
    for _ in range(50):
        await _both_stand(two)
        two.later(days=2)
        both = (two.ask("ana", Kind.REMOVE, "ben"), two.ask("ben", Kind.REMOVE, "ana"))
        found = await asyncio.gather(*both, return_exceptions=True)
        refused = [type(it) for it in found if isinstance(it, Exception)]
        assert refused in (
            [ContactsOnly],
            [sa.exc.DBAPIError],
        )  # the second: a busy machine's lock was not waited for
        assert len(await two.contacts()) == 2
