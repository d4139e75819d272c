"""An erasing that does not come to its end is told to those who can have somebody look, and ends once it can."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.erasures import Kind, State
from bot.services import erasing
from demo.town import Town
from storage import erasures
from storage.erasures import Line
from storage.tables import closures
from tests.services import writing_beside
from tests.services.erasing_helpers import begin, found_in

STOPPED = (
    "Erasing does not come to its end (district Lakeside Unified): after several rounds there are still holidays"
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def _rounds(here: Town, wanted: str) -> None:
    """A minute each, until one ends so: what is owed to Slack goes out between them."""
    for _ in range(40):
        became = await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
        if f"erasure-{wanted}" in became:
            return
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
    raise AssertionError


async def _told(here: Town) -> list[str]:
    await here.quiet()
    return [seen.words for seen in await here.person("kim").direct_messages() if "not come to its end" in seen.words]


async def _line(here: Town, erasure: int) -> Line:
    async with here.bot.store.read() as tx:
        return next(line for line in await erasures.lines(tx, most=9) if line.erasure.id == erasure)


async def test_what_is_left_after_several_rounds_is_told_once_a_day_and_goes_once_nobody_writes_it_any_more(
    here: Town,
) -> None:
    store = here.bot.store
    await writing_beside.begins(store)
    erasure = await begin(store, Kind.DISTRICT, now=here.clock.now(), district=1)
    await _rounds(here, "failed")
    (first,) = await _told(here)
    assert STOPPED in first
    assert "python -m bot erase list" in first
    assert (await _line(here, erasure)).erasure.trouble == "left:closures"
    await here.clock.turn(HOUR)
    await _rounds(here, "failed")
    assert len(await _told(here)) == 1
    await here.clock.turn(DAY)
    await _rounds(here, "failed")
    assert len(await _told(here)) == 2
    await writing_beside.ends(store)
    await here.clock.turn(HOUR)
    await _rounds(here, "done")
    line = await _line(here, erasure)
    assert (line.erasure.state, line.erasure.trouble) == (State.DONE, "")
    assert await found_in(store, "Ana Torres", "U0ANA", "lakeside") == {}
    async with store.read() as tx:
        assert (await tx.execute(sa.select(closures).where(closures.c.district_id == 1))).all() == []
    assert len(await _told(here)) == 2


async def test_a_fault_is_told_when_it_comes_again_and_not_of_one_that_passes(here: Town) -> None:
    """A step of another version: nobody knows it, until somebody mends it."""
    store = here.bot.store
    erasure = await begin(store, Kind.DISTRICT, now=here.clock.now(), district=1)
    async with store.begin() as tx:
        await erasures.came_to(tx, erasure, step="no such step", cursor="", counts={})
    await _rounds(here, "failed")
    assert await _told(here) == []
    assert (await _line(here, erasure)).erasure.trouble == "ValueError"
    await here.clock.turn(HOUR)
    await _rounds(here, "failed")
    (told,) = await _told(here)
    assert "a fault (ValueError), of which the log says more" in told
    async with store.begin() as tx:
        await erasures.came_to(tx, erasure, step="", cursor="", counts={})
    await here.clock.turn(HOUR)
    await _rounds(here, "done")
    assert len(await _told(here)) == 1
