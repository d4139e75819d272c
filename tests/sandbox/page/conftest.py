"""Two workspaces with a page, and windows that are open on it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from sandbox import control, page
from sandbox.clock import HandClock
from sandbox.model import Json
from sandbox.server import Sandbox
from tests.sandbox.answering_app import answering
from tests.sandbox.two_workspaces import TWO_WORKSPACES, Desk


@dataclass(slots=True, kw_only=True)
class Line:
    """A window's live line. `parts`: all that it was told, the latest of each."""

    stream: ClientWebSocketResponse
    parts: Json = field(default_factory=dict)
    frames: int = 0

    async def tells(self, **told: Any) -> None:
        await self.stream.send_json(told)

    async def looks(self, place: str = "", thread: str = "", most: int = 60, sought: str = "") -> None:
        await self.tells(look={"place": place, "thread": thread, "most": most, "sought": sought})

    async def until(self, true: Callable[[Json], bool]) -> Json:
        """Waits until what the window was told is so. Raises TimeoutError."""
        async with asyncio.timeout(5):
            while not true(self.parts):
                frame = await self.stream.receive()
                assert frame.type is WSMsgType.TEXT, frame
                self.parts |= json.loads(frame.data)
                self.frames += 1
        return self.parts

    async def place(self, channel: str) -> Json:
        """What stands there, once it has come."""
        parts = await self.until(lambda it: (it.get("place") or {}).get("id") == channel)
        found: Json = parts["place"]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """The desk of the control API's tests, with a page."""

    desk: Desk

    @property
    def url(self) -> str:
        return self.desk.sandbox.url

    @asynccontextmanager
    async def window(self, person: str, place: str = "") -> AsyncIterator[Line]:
        async with self.desk.session.ws_connect(f"{self.url}/_page/live?as={person}") as stream:
            line = Line(stream=stream)
            if place:
                await line.looks(place)
            yield line

    async def ask(self, path: str, **given: Any) -> tuple[int, Json]:
        async with self.desk.session.post(f"{self.url}/_page/{path}", json=given) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def paged(clock: HandClock) -> AsyncIterator[Paged]:
    running = Sandbox.running(clock=clock, world=TWO_WORKSPACES, parts=(control.part, page.part()))
    async with running as sandbox, ClientSession() as session, answering(sandbox.api_url) as app:
        yield Paged(desk=Desk(sandbox=sandbox, session=session, app=app, clock=clock))
