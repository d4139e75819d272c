"""The clock that is turned by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import HandClock, WallClock

START = datetime(2026, 11, 24, 15, tzinfo=UTC)


async def test_it_stands_still_until_it_is_turned() -> None:
    clock = HandClock(START)
    assert clock.now() == START
    await clock.turn(timedelta(days=150))
    assert clock.now() == START + timedelta(days=150)


async def test_sleepers_wake_in_order_each_at_their_own_instant() -> None:
    clock = HandClock(START)
    woke: list[tuple[str, datetime]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woke.append((name, clock.now()))

    tasks = [asyncio.create_task(sleeper(name, after)) for name, after in (("late", 9), ("soon", 3))]
    await clock.turn(timedelta(seconds=5))
    assert woke == [("soon", START + timedelta(seconds=3))]
    await clock.turn(timedelta(seconds=5))
    assert woke[1:] == [("late", START + timedelta(seconds=9))]
    await asyncio.gather(*tasks)


async def test_who_sleeps_again_and_again_wakes_each_time_within_one_turn() -> None:
    clock = HandClock(START)
    seen: list[datetime] = []

    async def ticking() -> None:
        for _ in range(3):
            await clock.sleep(60)
            seen.append(clock.now())

    task = asyncio.create_task(ticking())
    await clock.turn(timedelta(minutes=10))
    assert seen == [START + timedelta(minutes=it) for it in (1, 2, 3)]
    await task


async def test_a_sleeper_that_was_cancelled_holds_nobody_up() -> None:
    clock = HandClock(START)
    task = asyncio.create_task(clock.sleep(5))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert clock.next_due is None


async def test_no_sleep_at_all_needs_no_turning() -> None:
    clock = HandClock(START)
    await asyncio.wait_for(clock.sleep(0), timeout=1)
    assert clock.now() == START


async def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="is before"):
        await HandClock(START).turn_to(START - timedelta(seconds=1))


async def test_the_walls_clock_tells_instants_of_utc() -> None:
    clock = WallClock()
    before = clock.now()
    await clock.sleep(0)
    assert before.tzinfo is UTC
    assert clock.now() >= before


async def test_two_who_turn_at_once_both_turn_it_on_and_never_back() -> None:
    clock = HandClock(START)
    seen: list[datetime] = []

    async def sleeper() -> None:
        for _ in range(4):
            await clock.sleep(30)
            seen.append(clock.now())

    asleep = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    await asyncio.gather(
        clock.turn(timedelta(minutes=1)), clock.turn(timedelta(seconds=1)), clock.turn(timedelta(hours=1))
    )
    assert clock.now() == START + timedelta(hours=1, minutes=1, seconds=1)
    assert seen == sorted(seen)
    with pytest.raises(ValueError, match="is before"):
        await clock.turn_to(START)
    await asleep


async def test_who_is_woken_may_turn_the_clock_as_well() -> None:
    clock = HandClock(START)

    async def sleeper() -> None:
        await clock.sleep(30)
        await clock.turn(timedelta(minutes=1))

    asleep = asyncio.create_task(sleeper())
    await asyncio.wait_for(clock.turn(timedelta(seconds=40)), timeout=5)
    await asyncio.wait_for(asleep, timeout=5)
    assert clock.now() == START + timedelta(seconds=100)


async def test_an_instant_that_passed_while_another_turned_is_refused_and_a_later_one_is_not() -> None:
    clock = HandClock(START)
    turned = await asyncio.gather(
        clock.turn(timedelta(hours=1)),
        clock.turn_to(START + timedelta(minutes=1)),
        clock.turn_to(START + timedelta(hours=2)),
        return_exceptions=True,
    )
    assert [type(it) for it in turned] == [type(None), ValueError, type(None)]
    assert clock.now() == START + timedelta(hours=2)


async def test_a_turn_that_is_broken_off_lets_the_next_one_have_the_clock() -> None:
    clock = HandClock(START)
    task = asyncio.create_task(clock.turn(timedelta(hours=1)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(clock.turn(timedelta(minutes=1)), timeout=5)
    assert clock.now() == START + timedelta(minutes=1)
