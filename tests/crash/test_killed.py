"""Step 6: the bot is killed (-9) at its worst moments, and started again: nothing lost, nothing twice.

Each point is tried as often as `CRASHES` says, on both engines; the replies are counted on the other side.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from demo import world
from sandbox.people import CouldNot
from storage.tables import cases, comments, outbox, roster
from tests.crash.processes import Scene, scene

CRASHES = int(os.environ.get("LIAISON_CRASHES", "4"))  # noqa: TID251  # `make crashes` says twenty
SETTLED_WITHIN_S = 120


async def _until(here: Scene, true: Callable[[Scene], Awaitable[bool]]) -> None:
    """On the wall's clock: what may have been posted is looked for after half a minute of the bot's."""
    for _ in range(SETTLED_WITHIN_S * 4):
        if await true(here):
            return
        await asyncio.sleep(0.25)
    raise AssertionError(true.__name__)


async def _until_delivered(here: Scene) -> None:
    await _until(here, _nothing_is_owed)


async def _nothing_is_owed(here: Scene) -> bool:
    return await _number(here, sa.select(sa.func.count()).where(outbox.c.done_at.is_(None))) == 0


async def _number(here: Scene, query: sa.Select[int]) -> int:
    async with here.store.read() as tx:
        return int((await tx.execute(query)).scalar_one())


async def _open(here: Scene) -> None:
    ana = here.people.of("U0ANA")
    await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    await ana.submits(module="Grades", description="Gone after a reload.")


async def _counts(here: Scene) -> dict[str, int]:
    return {
        table.name: await _number(here, sa.select(sa.func.count()).select_from(table)) for table in (cases, comments)
    }


async def _card(here: Scene) -> str:
    seen = await here.people.of("U0ANA").sees(world.LAKESIDE)
    return next(message.ts for message in seen if "Case 1 · " in message.words)


async def _copies(here: Scene, words: str) -> int:
    return sum(words in seen.words for seen in await here.people.of("U0ALEX").sees(world.DESK))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("point", ["committed", "row-claimed", "posted"])
async def test_killed_at_its_worst_moments_it_loses_nothing_and_says_nothing_twice(
    database_url: str, point: str
) -> None:
    async with scene(database_url) as here:
        await here.start()
        await _until_delivered(here)
        await _open(here)
        await _until_delivered(here)
        await here.end()
        card, said = await _card(here), []
        for number in range(1, CRASHES + 1):
            await here.start(point=point, countdown=1)
            said.append(f"Reply number {number}.")
            await here.people.of("U0BEN").says(said[-1], channel=world.LAKESIDE, thread=card)
            assert await here.died(within_s=30), f"it was to die at {point}"
        await here.start()
        await here.people.settle()
        await _until_delivered(here)
        assert await _counts(here) == {"cases": 1, "comments": CRASHES}
        assert [await _copies(here, words) for words in said] == [1] * CRASHES


@pytest.mark.timeout(200)
async def test_a_form_whose_answer_was_lost_is_one_case_and_the_person_is_not_told_it_failed_twice(
    database_url: str,
) -> None:
    async with scene(database_url) as here:
        await here.start(point="committed", countdown=1)
        ana = here.people.of("U0ANA")
        await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
        answered = await ana.submits(module="Grades", description="Gone after a reload.")
        assert not answered.acked
        assert await here.died()
        await here.start()
        again = await ana.submits()
        assert again.acked
        await _until_delivered(here)
        assert (await _counts(here))["cases"] == 1
        with pytest.raises(CouldNot):
            await ana.submits()


@pytest.mark.timeout(400)
async def test_killed_during_sweeps_it_warns_everybody_once(database_url: str) -> None:
    """Each sweep ends after one contact more; the last bot is sound, and brings every warning."""
    async with scene(database_url, more_contacts=CRASHES) as here:
        here.later(days=151)
        for _ in range(CRASHES):
            await here.start(point="sweeping")
            assert await here.died(within_s=30), "it was to die in the sweep"
        assert 0 < await _warned(here) < await _silent(here)
        await here.start()
        await _until(here, _everybody_is_warned)
        await _until_delivered(here)
        told = [await here.people.of(f"U0NEW{number}").direct_messages() for number in range(1, CRASHES + 1)]
        assert ["not been active" in message.words for messages in told for message in messages] == [True] * CRASHES


async def _warned(here: Scene) -> int:
    return await _number(here, sa.select(sa.func.count()).where(outbox.c.key.like("inactivity:%d")))


async def _silent(here: Scene) -> int:
    return await _number(here, sa.select(sa.func.count()).where(roster.c.silent_since.is_not(None)))


async def _everybody_is_warned(here: Scene) -> bool:
    return await _warned(here) == await _silent(here)
