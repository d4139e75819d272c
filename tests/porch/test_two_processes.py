"""Five hundred deliveries of one event, to one process on SQLite and to two on PostgreSQL: one effect."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from demo import world
from demo.town import free_port
from sandbox import control
from sandbox.model import Installation, Json
from sandbox.wire.carrier import signed
from storage.tables import audit, comments, outbox
from tests.porch.conftest import Place
from tests.porch.test_ending import number, open_case, until_delivered, up

DELIVERIES = 500
IN_FLIGHT = 16


@pytest.fixture
def transport() -> str:
    return "http"


@asynccontextmanager
async def _processes(place: Place, folder: Path) -> AsyncIterator[list[int]]:
    """Their ports: a second one where the database takes two."""
    places = [place]
    if place.store.dialect == "postgresql":
        port = free_port()
        places.append(replace(place, port=port, settings={**place.settings, "LIAISON_PORT": str(port)}))
    running = [await up(it, folder) for it in places]
    try:
        yield [it.port for it in places]
    finally:
        for process in running:
            process.terminate()
            await process.communicate()


async def _post(http: aiohttp.ClientSession, port: int, body: Json) -> int:
    raw = json.dumps(body).encode()
    headers = {**signed(world.SIGNING_SECRET, raw), "Content-Type": "application/json"}
    async with http.post(f"http://127.0.0.1:{port}/slack/events", data=raw, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("who", ["U0ANA", "U0SAM"])
async def test_five_hundred_deliveries_have_one_effect(place: Place, tmp_path: Path, who: str) -> None:
    slack, held = place.sandbox.slack, list[tuple[Installation, Json]]()
    async with _processes(place, tmp_path) as ports:
        card = await open_case(place)
        slack.channel(world.LAKESIDE).members.append("U0SAM")  # nobody is told, and nothing else is owed for it
        sink = slack.sink
        slack.sink = lambda installation, event: held.append((installation, event))
        await place.people.of(who).says("Only once, please.", channel=world.LAKESIDE, thread=card)
        slack.sink = sink
        ((installation, event),) = held
        envelope, chance = place.sandbox.app[control.CONTROL].events.envelope, random.Random(who)  # noqa: S311  # an order, no secret
        bodies = [envelope(installation, event) for _ in range(DELIVERIES // 5)] * 5
        chance.shuffle(bodies)
        turns = asyncio.Semaphore(IN_FLIGHT)

        async def deliver(body: Json) -> int:
            async with turns:
                return await _post(place.people.session, chance.choice(ports), body)

        assert Counter(await asyncio.gather(*map(deliver, bodies))) == {200: DELIVERIES}
        await until_delivered(place)
    assert await number(place, sa.select(sa.func.count()).where(audit.c.act == "comment")) == 1
    taken = await number(place, sa.select(sa.func.count()).select_from(comments))
    hinted = await number(place, sa.select(sa.func.count()).where(outbox.c.kind == "hint"))
    copies = sum("Only once, please." in seen.words for seen in await place.people.of("U0ALEX").sees(world.DESK))
    assert (taken, copies, hinted) == ((1, 1, 0) if who == "U0ANA" else (0, 0, 1))
    assert len(await place.people.of(who).hints(world.LAKESIDE)) == hinted
