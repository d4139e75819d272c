"""What an operator watches: /healthz, /readyz and /metrics."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import aiohttp
import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from demo import world
from demo.town import Town, town
from tests.stories.conftest import database_url, here, transport
from tests.town_cases import open_case

__all__ = ["database_url", "here", "transport"]
BACK_WITHIN_S = 40


async def asked(here: Town, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{here.bot.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def readiness(here: Town) -> tuple[int, set[str]]:
    """The status, and what is not ready."""
    status, text = await asked(here, "/readyz")
    parts = re.findall(r'"(\w+)": (true|false)', text)
    assert {name for name, _ in parts} >= {"database", "delivery"}
    return status, {name for name, well in parts if well == "false"}


async def measured(here: Town) -> dict[str, float]:
    """Every sample by its name and labels' values: `liaison_requests_total command refused`."""
    _, text = await asked(here, "/metrics")
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items(), reverse=True))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@asynccontextmanager
async def without_database(url: str, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """PostgreSQL takes no connections; of SQLite's file the outbox is gone."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_altered, url, "alter table outbox rename to elsewhere")
        yield
        await asyncio.to_thread(_altered, url, "alter table elsewhere rename to outbox")
        return
    server, name = request.getfixturevalue("postgres")._server, sa.make_url(url).database
    await asyncio.to_thread(server.psql, f"alter database {name} allow_connections false;")
    others = "select pg_terminate_backend(pid) from pg_stat_activity where datname"
    await asyncio.to_thread(server.psql, f"{others} = '{name}';")
    yield
    await asyncio.to_thread(server.psql, f"alter database {name} allow_connections true;")


def _altered(url: str, how: str) -> None:
    """In a thread: who holds the file meanwhile is in the loop, and could not let go of it."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60, isolation_level=None)) as file:
        file.execute(how)


async def test_a_sound_bot_is_healthy_and_ready(here: Town) -> None:
    assert await asked(here, "/healthz") == (200, '{"ok": true}')
    assert await readiness(here) == (200, set())


async def test_without_its_database_it_is_not_ready_but_lives_and_comes_back(
    here: Town, database_url: str, request: pytest.FixtureRequest
) -> None:
    async with without_database(database_url, request):
        assert await readiness(here) == (503, {"database"})
        assert (await asked(here, "/healthz"))[0] == 200
        assert (await asked(here, "/metrics"))[0] == 200
    assert await readiness(here) == (200, set())
    await open_case(here)


async def test_without_delivery_it_is_not_ready(here: Town) -> None:
    assert await readiness(here) == (200, set())
    assert here.bot._courier_task is not None
    here.bot._courier_task.cancel()
    await asyncio.wait([here.bot._courier_task])
    assert await readiness(here) == (503, {"delivery"})


async def test_without_its_connection_it_is_not_ready_until_it_is_back(database_url: str) -> None:
    async with town(database_url, transport="socket") as here:
        away = {"trouble": "error", "method": "apps.connections.open", "times": None}
        await here.people.do("fault", api=away, drop=world.APP)
        await _until(here, (503, {"socket"}))
        await here.people.do("fault", clear=True)
        await _until(here, (200, set()))
        assert await readiness(here) == (200, set())


async def _until(here: Town, expected: tuple[int, set[str]]) -> None:
    for _ in range(BACK_WITHIN_S * 10):
        if await readiness(here) == expected:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(expected)


async def test_deeds_and_deliveries_are_counted_by_kind_and_answer(here: Town) -> None:
    await open_case(here)
    await here.person("nora").types("/case", "Mine too", channel=world.TOWN)
    await here.quiet()
    found = await measured(here)
    assert found["liaison_requests_total command nothing"] == 1
    assert found["liaison_requests_total command refused"] == 1
    assert found["liaison_requests_total form nextview"] == 1
    assert (found["liaison_delivered_total sent opening"], found["liaison_delivered_total sent card"]) == (2, 2)
    assert found["liaison_database_seconds_count commit"] >= 2
    assert found["liaison_database_seconds_sum commit"] > 0


async def test_what_waits_is_counted_with_the_age_of_the_oldest(here: Town) -> None:
    assert here.bot._courier_task is not None
    here.bot._courier_task.cancel()
    await here.person("ana").types("/case", "Grades vanish", channel=world.TOWN)
    await here.person("ana").submits(module="Grades", description="Gone.")
    await here.clock.turn(timedelta(seconds=90))
    found = await measured(here)
    assert (found["liaison_outbox_depth"] >= 2, found["liaison_outbox_oldest_seconds"]) == (True, 90)
    await here.quiet()
    found = await measured(here)
    assert (found["liaison_outbox_depth"], found["liaison_outbox_oldest_seconds"]) == (0, 0)


async def test_the_sweep_is_measured(here: Town) -> None:
    before = (await measured(here))["liaison_sweep_seconds_count"]
    await here.pass_days(1)
    found = await measured(here)
    assert found["liaison_sweep_seconds_count"] == before + 1
    assert found["liaison_sweep_seconds_sum"] > 0
    assert 0 <= found["liaison_sweep_lag_seconds"] < 60


async def test_no_persons_words_and_nobodys_id_are_measured(here: Town) -> None:
    card = await open_case(here, subject="Grades vanish on save")
    await here.person("ben").says("The gradebook is empty.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    _, text = await asked(here, "/metrics")
    assert "liaison_requests_total" in text
    assert re.findall(r"(?i)grade|vanish|lakeside|kim|\b[UCTWGDA]0[A-Z]{2,}", text) == []
