"""A person's erasing that leaves their words alone is asked for again, with them (POLICY 10)."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind, State
from bot.domain.ids import PersonId
from bot.services import erasing, erasing_asked
from bot.services.erasing import Came
from storage import erasures
from storage.store import Store
from storage.tables import audit, cases, emergencies, erasing_ids, outbox, sessions
from storage.tables import erasures as erasures_table
from tests.clockwork import HOUR, NOON
from tests.filled import Filled, fill
from tests.services.erasing_helpers import begin, found_in, to_the_end

WORDS = ("comment_versions.words", "note_versions.words", "case_words.subject", "question_words.words")


@pytest.fixture
async def mine(store: Store) -> Filled:
    """Nothing stands in the way; without erasures of before."""
    found = await fill(store, "northfield")
    async with store.begin() as tx:
        await tx.execute(erasing_ids.delete())
        await tx.execute(erasures_table.delete())
        await tx.execute(cases.update().values(status="Closed", owner_id=None))
        await tx.execute(emergencies.update().values(state="declined"))
        await tx.execute(sessions.update().values(state="ended"))
        await tx.execute(outbox.update().values(state="sent", done_at=NOON, lease_until=None))
    return found


async def _asks(store: Store, mine: Filled, *, with_words: bool) -> int:
    person = PersonId(mine.ids["people"])
    begun = await erasing_asked.begin_person(store, person, with_words=with_words, now=NOON + HOUR)
    assert begun is not None, await erasing_asked.try_person(store, person)
    return begun


async def _left(store: Store, mine: Filled) -> set[str]:
    """Of their words."""
    return {*await found_in(store, mine.tag)} & {*WORDS}


@pytest.mark.parametrize("batches", [1, 8, 17])
async def test_with_words_it_begins_again_wherever_it_is_and_takes_them(
    store: Store, mine: Filled, batches: int
) -> None:
    first = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"])
    for _ in range(batches):
        assert await erasing.batch(store, first, now=NOON) is Came.ON
    assert await _left(store, mine) == {*WORDS}
    assert await _asks(store, mine, with_words=False) == first
    assert await _asks(store, mine, with_words=True) == first
    assert await to_the_end(store, first, now=NOON + HOUR) is Came.DONE
    assert await _left(store, mine) == set()
    async with store.read() as tx:
        found = await erasures.get(tx, first)
        rules = [*(await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "erasure"))).scalars()]
    assert (found.with_words, found.state) == (True, State.DONE)
    assert rules == ["person-erasure-asked", "person-erased"]


async def test_one_that_takes_words_goes_on_for_whoever_asks_for_less(store: Store, mine: Filled) -> None:
    first = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"], with_words=True)
    for _ in range(8):
        assert await erasing.batch(store, first, now=NOON) is Came.ON
    async with store.read() as tx:
        before = await erasures.get(tx, first)
    assert await _asks(store, mine, with_words=False) == first
    assert await _asks(store, mine, with_words=True) == first
    async with store.read() as tx:
        assert await erasures.get(tx, first) == before


async def test_after_one_that_left_them_another_takes_the_words(store: Store, mine: Filled) -> None:
    first = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"])
    assert await to_the_end(store, first, now=NOON) is Came.DONE
    second = await _asks(store, mine, with_words=True)
    assert second != first
    assert await to_the_end(store, second, now=NOON + HOUR) is Came.DONE
    assert await _left(store, mine) == set()


async def test_of_several_who_ask_at_once_one_erasing_takes_the_words(store: Store, mine: Filled) -> None:
    first = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"])
    assert await erasing.batch(store, first, now=NOON) is Came.ON
    asked = [_asks(store, mine, with_words=it) for it in (False, True, True, False)]
    goes_on = [erasing.batch(store, first, now=NOON) for _ in range(3)]
    found, _ = await asyncio.gather(asyncio.gather(*asked), asyncio.gather(*goes_on))
    assert {*found} == {first}
    assert await to_the_end(store, first, now=NOON + HOUR) is Came.DONE
    assert await _left(store, mine) == set()
