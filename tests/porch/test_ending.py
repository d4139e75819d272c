"""The process is asked to end, and what it wrote to its log."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from demo import world
from storage.tables import cases, outbox
from tests.porch.conftest import Place
from tests.porch.processes import ended, started

BOTH = pytest.mark.parametrize(
    ("database_url", "transport"), [("sqlite", "socket"), ("postgresql", "http")], indirect=True
)
"""Each engine and each transport once."""
UP_WITHIN_S, SETTLED_WITHIN_S = 30, 90
DRAINED_WITHIN_S = 10
CHATTY = """
import asyncio
from bot import settings
from bot.app import Bot
from bot.observing import set_up_logging
from bot.running import serve
set_up_logging(json=True, level="debug")
asyncio.run(serve(settings.read(env_file=None)))
"""


async def up(place: Place, folder: Path, *program: str) -> asyncio.subprocess.Process:
    """A bot that is ready."""
    command, program = (("run",), ("-m", "bot")) if not program else ((), program)
    process = await started(*command, settings=place.settings, folder=folder, program=program)
    for _ in range(UP_WITHIN_S * 10):
        if process.returncode is None and await _is_ready(place):
            return process
        await asyncio.sleep(0.1)
    process.kill()
    raise AssertionError("the bot does not come up")


async def _is_ready(place: Place) -> bool:
    try:
        async with place.people.session.get(f"http://127.0.0.1:{place.port}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def number(place: Place, query: sa.Select[int]) -> int:
    async with place.store.read() as tx:
        return int((await tx.execute(query)).scalar_one())


async def until_delivered(place: Place) -> None:
    for _ in range(SETTLED_WITHIN_S * 4):
        owed = await number(place, sa.select(sa.func.count()).where(outbox.c.done_at.is_(None)))
        if owed == 0:
            return
        await asyncio.sleep(0.25)
    raise AssertionError("something is owed still")


async def open_case(place: Place) -> str:
    """Ana opens a case; where its thread is at Lakeside."""
    ana = place.people.of("U0ANA")
    assert (await ana.types("/case", "Grades vanish on save", channel=world.TOWN)).acked
    assert not (await ana.submits(module="Grades", description="Gone after a reload.")).errors
    await until_delivered(place)
    return next(seen.ts for seen in await ana.sees(world.LAKESIDE) if "Case 1 ·" in seen.words)


@BOTH
async def test_asked_to_end_it_answers_what_it_took(place: Place, tmp_path: Path) -> None:
    process = await up(place, tmp_path)
    await open_case(place)
    await place.people.do("fault", api={"trouble": "delay", "method": "views.open", "seconds": 0.8})
    typing = asyncio.create_task(place.people.of("U0ANA").types("/case", "One more", channel=world.TOWN))
    await asyncio.sleep(0.3)
    process.terminate()
    assert (await ended(process, within_s=DRAINED_WITHIN_S)).code == 0
    assert (await typing).acked


@pytest.mark.timeout(300)
async def test_asked_to_end_while_slack_is_slow_the_next_start_finds_nothing_lost_or_twice(
    place: Place, tmp_path: Path
) -> None:
    process = await up(place, tmp_path)
    card = await open_case(place)
    slow = {"trouble": "delay", "method": "chat.postMessage", "times": None, "seconds": 20}
    await place.people.do("fault", api=slow)
    await place.people.of("U0BEN").says("Said at the last moment.", channel=world.LAKESIDE, thread=card)
    await asyncio.sleep(0.3)
    process.terminate()
    assert (await ended(process, within_s=DRAINED_WITHIN_S)).code == 0
    await place.people.do("fault", clear=True)
    second = await up(place, tmp_path)
    await until_delivered(place)
    seen = await place.people.of("U0ALEX").sees(world.DESK)
    assert sum("Said at the last moment." in message.words for message in seen) == 1
    assert await number(place, sa.select(sa.func.count()).select_from(cases)) == 1
    second.terminate()
    assert (await ended(second, within_s=DRAINED_WITHIN_S)).code == 0


@BOTH
async def test_asked_to_end_while_deeds_hang_and_slack_is_slow_it_ends_all_the_same(
    place: Place, tmp_path: Path
) -> None:
    process = await up(place, tmp_path)
    card = await open_case(place)
    slow = {"trouble": "delay", "method": "chat.postMessage", "times": None, "seconds": 20}
    await place.people.do("fault", api=slow)
    await place.people.of("U0BEN").says("Said at the last moment.", channel=world.LAKESIDE, thread=card)
    async with place.store.begin() as tx:
        if place.store.dialect == "postgresql":
            await tx.execute(sa.text("lock table cases, people, roster, outbox"))
        asking = asyncio.create_task(place.people.of("U0ANA").types("/case", "list", channel=world.TOWN))
        await asyncio.sleep(0.3)
        process.terminate()
        assert (await ended(process, within_s=DRAINED_WITHIN_S)).code == 0
    await asking


@BOTH
async def test_an_idle_bot_ends_when_asked_and_says_nothing_of_a_fault(place: Place, tmp_path: Path) -> None:
    process = await up(place, tmp_path)
    await until_delivered(place)
    process.terminate()
    found = await ended(process, within_s=DRAINED_WITHIN_S)
    assert (found.code, found.is_plain, found.err) == (0, True, "")


async def test_the_bot_is_not_ready_before_it_is_connected(place: Place, tmp_path: Path) -> None:
    await place.people.do("fault", api={"trouble": "delay", "method": "apps.connections.open", "seconds": 3})
    process = await started("run", settings=place.settings, folder=tmp_path)
    statuses: list[int] = []
    for _ in range(UP_WITHIN_S * 20):
        await asyncio.sleep(0.05)
        try:
            async with place.people.session.get(f"http://127.0.0.1:{place.port}/readyz") as answer:
                statuses.append(answer.status)
        except aiohttp.ClientConnectionError:
            continue
        if statuses[-1] == 200:
            break
    process.terminate()
    await ended(process)
    assert (statuses[0], statuses[-1]) == (503, 200)


SECRETS = (world.BOT_TOKEN, world.APP_TOKEN, world.SIGNING_SECRET)
WORDS = ("vanish", "reload", "gradebook", "borrowed", "Ben's locker")


@BOTH
@pytest.mark.timeout(300)
async def test_the_log_holds_nobodys_words_and_no_token_even_when_it_tells_of_a_fault(
    place: Place, tmp_path: Path
) -> None:
    process = await up(place, tmp_path, "-c", CHATTY)
    card = await open_case(place)
    ben = place.people.of("U0BEN")
    await ben.says("The gradebook is empty.", channel=world.LAKESIDE, thread=card)
    await place.people.of("U0NORA").types("/case", "I borrowed a key", channel=world.TOWN)
    await _rename(place, "comments", "elsewhere")
    await ben.says("It is in Ben's locker.", channel=world.LAKESIDE, thread=card)
    await _rename(place, "elsewhere", "comments")
    process.terminate()
    found = await ended(process)
    lines = [json.loads(line) for line in found.out.splitlines()]
    assert {"running", "listener-broke", "delivered"} <= {line["event"] for line in lines}
    broke = next(line for line in lines if line["event"] == "listener-broke" and "case" in line)
    assert (broke["case"], broke["kind"], broke["event_id"][:2]) == (1, "event", "Ev")
    assert any(line["event"] == "delivered" and line["case"] == 1 and line["outbox"] for line in lines)
    told = found.out + found.err
    assert [it for it in (*WORDS, *SECRETS, place.settings["LIAISON_TOKEN_KEY"]) if it in told] == []


async def _rename(place: Place, old: str, new: str) -> None:
    async with place.store.begin() as tx:
        await tx.execute(sa.text(f"alter table {old} rename to {new}"))
