"""The small world, still and served."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import control
from sandbox.clock import HandClock
from sandbox.server import Sandbox
from tests.sandbox.answering_app import answering
from tests.sandbox.small_world import Running, World, small_world
from tests.sandbox.two_workspaces import TWO_WORKSPACES, Desk


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 24, 15, tzinfo=UTC))


@pytest.fixture
def world(clock: HandClock) -> World:
    return small_world(clock)


@pytest.fixture
async def running(world: World) -> AsyncIterator[Running]:
    async with Sandbox.running(slack=world.slack) as sandbox, ClientSession() as session:

        def connect(token: str | None) -> AsyncWebClient:
            return AsyncWebClient(token=token, base_url=sandbox.api_url, session=session, retry_handlers=[])

        client = connect(world.bot.bot_token)
        yield Running(world=world, sandbox=sandbox, session=session, client=client, connect=connect)


@pytest.fixture
async def desk(clock: HandClock) -> AsyncIterator[Desk]:
    """Two workspaces, and an app that answers."""
    running = Sandbox.running(clock=clock, world=TWO_WORKSPACES, parts=(control.part,))
    async with running as sandbox, ClientSession() as session, answering(sandbox.api_url) as app:
        yield Desk(sandbox=sandbox, session=session, app=app, clock=clock)
