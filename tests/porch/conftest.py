"""The sandbox on the wall's clock, a database with the sample districts, and the settings of a bot between them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from demo import town as towns
from demo import world
from demo.town import free_port, import_samples
from sandbox import control
from sandbox.people import People
from sandbox.server import Sandbox
from storage.engines import opened
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a bot's process can be put. `settings`: what it has to be told."""

    sandbox: Sandbox
    people: People
    store: Store
    settings: dict[str, str]
    port: int


@pytest.fixture(params=["socket"])
def transport(request: pytest.FixtureRequest) -> str:
    """Socket Mode, where a test does not ask for both."""
    return str(request.param)


@pytest.fixture
async def place(database_url: str, transport: str) -> AsyncIterator[Place]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None
    async with (
        Sandbox.running(parts=(control.part,)) as sandbox,
        aiohttp.ClientSession() as http,
        opened(database_url) as store,
    ):
        world.fill(sandbox.slack, request_url=url)
        await import_samples(database_url, sandbox.slack.now())
        settings = towns.environment(sandbox.api_url, database_url, transport=transport, port=port)
        people = People(url=sandbox.url, session=http, names=world.names())
        yield Place(sandbox=sandbox, people=people, store=store, settings=settings, port=port)
