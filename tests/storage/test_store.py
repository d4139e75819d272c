"""One way to begin a transaction, and what it promises, on both engines."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import sqlalchemy as sa

from storage import migrations
from storage.engines import opened
from storage.postgres import POOL
from storage.store import Store
from storage.tables import closures, districts, seen
from tests.clockwork import NOON
from tests.conftest import Postgres


async def _district(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(districts.insert(), {"key": "lakeside", "name": "0"})


async def _count_up(store: Store, *, fail: bool, prompt: bool = False) -> None:
    async with store.begin(prompt=prompt) as tx:
        row = (await tx.execute(sa.select(districts).with_for_update())).one()
        await asyncio.sleep(0)
        await tx.execute(districts.update().values(name=str(int(row.name) + 1)))
        if fail:
            raise ZeroDivisionError


async def _count(store: Store) -> int:
    async with store.read() as tx:
        return int((await tx.execute(sa.select(districts.c.name))).scalar_one())


async def test_of_fifty_at_once_nothing_is_lost_and_those_that_fail_undo_themselves_alone(store: Store) -> None:
    await _district(store)
    deeds = [_count_up(store, fail=number % 10 == 0) for number in range(50)]
    results = await asyncio.gather(*deeds, return_exceptions=True)
    assert sum(isinstance(result, ZeroDivisionError) for result in results) == 5
    assert await _count(store) == 45


async def test_whoever_is_cancelled_breaks_nobody_elses_deed(store: Store) -> None:
    await _district(store)
    tasks = [asyncio.create_task(_count_up(store, fail=False)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    confirmed = sum(result is None for result in results)
    assert confirmed >= 10
    assert confirmed <= await _count(store) <= 20
    await _count_up(store, fail=False)


async def test_what_is_confirmed_can_be_read_at_once(store: Store) -> None:
    await _district(store)
    found = await store.glances.execute(sa.select(districts.c.key))
    assert found.scalar_one() == "lakeside"


async def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        async with store.read() as tx:
            await tx.execute(seen.insert(), {"key": "x", "at": NOON})
    async with store.read() as tx:
        assert (await tx.execute(sa.select(seen))).all() == []


async def test_a_broken_reference_reaches_only_its_own_deed(store: Store) -> None:
    await _district(store)

    async def broken() -> None:
        async with store.begin() as tx:
            row = {"district_id": 999, "first_day": NOON.date(), "last_day": NOON.date()}
            await tx.execute(closures.insert(), row)

    results = await asyncio.gather(
        _count_up(store, fail=False), broken(), _count_up(store, fail=False), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), sa.exc.IntegrityError, type(None)]
    assert await _count(store) == 2


async def test_an_instant_keeps_its_microseconds_and_comes_back_in_utc(store: Store) -> None:
    at = NOON.replace(microsecond=123_456)
    async with store.begin() as tx:
        await tx.execute(seen.insert(), {"key": "x", "at": at})
    async with store.read() as tx:
        assert (await tx.execute(sa.select(seen.c.at))).scalar_one() == at
        assert (await tx.execute(sa.select(seen.c.key).where(seen.c.at < at))).all() == []


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        async with store.begin() as tx:
            await tx.execute(seen.insert(), {"key": "x", "at": NOON.replace(tzinfo=None)})


async def test_a_prompt_deed_gives_up_a_lock_that_another_waits_for(postgres: Postgres) -> None:
    async with opened(postgres.fresh()) as store:
        await _district(store)
        async with store.begin() as other:
            await other.execute(sa.select(districts).with_for_update())
            waiting = asyncio.create_task(_count_up(store, fail=False))
            with pytest.raises(sa.exc.DBAPIError, match="lock timeout"):
                await _count_up(store, fail=False, prompt=True)
        await waiting
        await _count_up(store, fail=False, prompt=True)
        assert await _count(store) == 2


async def test_a_prompt_deed_gives_up_where_every_connection_is_taken(postgres: Postgres) -> None:
    async with opened(postgres.fresh()) as store, AsyncExitStack() as taken:
        await _district(store)
        for _ in range(POOL):
            await taken.enter_async_context(store.begin(prompt=True))
        with pytest.raises(sa.exc.TimeoutError):
            await _count_up(store, fail=False, prompt=True)
        await _count_up(store, fail=False)
        await taken.aclose()
        await _count_up(store, fail=False, prompt=True)
        assert await _count(store) == 2


@pytest.mark.parametrize("written", ["sslmode=disable", "ssl=disable"])
def test_an_address_may_say_how_it_is_encrypted_as_hosts_write_it_and_as_the_driver_does(
    postgres: Postgres, written: str
) -> None:
    url = f"{postgres.fresh()}&{written}"
    migrations.upgrade(url)

    async def looked() -> str | None:
        async with opened(url) as store:
            return await migrations.current(store)

    assert asyncio.run(looked()) == migrations.HEAD
