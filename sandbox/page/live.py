"""One browser window: what changes before its person's eyes is sent, part by part, as it changes."""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.model import Json, User
from sandbox.page import desk, shown, turns
from sandbox.page.desk import Page
from sandbox.page.shown import Look

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{6}")
TOGETHER_S = 0.03
"""Changes that come closer than this are shown as one."""

REST = 4
"""So many times as long as it took to show something, a window leaves the machine to others."""

AT_LEAST_EVERY_S = 5.0
"""The clock goes on without anything else changing."""


class Window:
    """`sent`: each part as it was last sent, so that only what changed goes out."""

    def __init__(self, page: Page, stream: web.WebSocketResponse, person: str) -> None:
        self._page = page
        self._stream = stream
        self._person = person
        self._look = Look()
        self._looked = asyncio.Event()
        self._sent: dict[str, str] = {}

    async def serve(self) -> None:
        """Until the window is closed."""
        self._page.windows[self._person] += 1
        self._page.stirred()
        showing = asyncio.create_task(self._go_on_showing())
        try:
            async for frame in self._stream:
                if frame.type is WSMsgType.TEXT:
                    self._take(frame.data)
        finally:
            self._gone()
            showing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await showing

    def _gone(self) -> None:
        self._page.windows[self._person] -= 1
        if not self._page.windows[self._person]:
            del self._page.windows[self._person]
        self._page.stirred()

    def _take(self, text: str) -> None:
        """Where the person looks now, or what they have read. Whatever else comes is nothing we know."""
        try:
            told: Any = json.loads(text)
        except (ValueError, RecursionError):
            return
        match told:
            case {"look": {"place": str(place), "thread": str(thread), "most": int(most), "sought": str(sought)}}:
                self._look = Look(place=place, thread=thread, most=max(1, min(most, 2_000)), sought=sought)
                self._looked.set()
            case {"read": {"place": str(place), "thread": str(thread), "ts": str(ts)}} if self._is_there(place, ts):
                if self._page.marks.read(self._person, place, thread, ts):
                    self._page.stirred()
            case _:
                return

    def _is_there(self, place: str, ts: str) -> bool:
        return place in self._page.control.slack.channels and _TS.fullmatch(ts) is not None

    async def _go_on_showing(self) -> None:
        """A window that cannot be shown any more is closed: it opens again by itself, and is not left frozen."""
        try:
            await self._show_what_changes()
        except Exception:
            await self._stream.close()
            raise

    async def _show_what_changes(self) -> None:
        changes = self._page.control.slack.changes
        while not self._stream.closed:
            count, began = changes.count, time.monotonic()
            self._looked.clear()
            await self._show()
            spent = time.monotonic() - began
            waits = [asyncio.ensure_future(changes.after(count)), asyncio.ensure_future(self._looked.wait())]
            try:
                await asyncio.wait(waits, timeout=AT_LEAST_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for it in waits:
                    it.cancel()
            await asyncio.sleep(0 if self._looked.is_set() else max(TOGETHER_S, spent * REST))

    async def _show(self) -> None:
        changed: Json = {}
        for name, part in self._parts():
            drawn = json.dumps(part)
            if self._sent.get(name) != drawn:
                self._sent[name] = drawn
                changed[name] = part
        if changed:
            await self._stream.send_str(json.dumps(changed))

    def _parts(self) -> Iterator[tuple[str, Any]]:
        page, slack = self._page, self._page.control.slack
        yield "workspaces", [{"id": it.team_id, "name": it.name} for it in slack.workspaces.values()]
        yield "people", [shown.person(it, here=page.windows[it.id] > 0) for it in slack.users.values()]
        yield "now", slack.now().replace(second=0, microsecond=0).isoformat()
        yield "demonstration", desk.shown(page)
        yield "faults", shown.faults(page.control)
        yield "traffic", slack.changes.count
        user = shown.user(slack, self._person)
        yield "me", shown.person(user, here=True) if user else None
        if user is not None:
            yield from self._own_parts(user)

    def _own_parts(self, user: User) -> Iterator[tuple[str, Any]]:
        eyes = self._page.eyes(user)
        yield "places", shown.places(eyes)
        yield "app", shown.app(eyes)
        yield "turns", turns.shown(eyes, self._page.turns)
        yield "place", shown.place(eyes, self._look)
        yield "thread", shown.thread(eyes, self._look)
        yield "window", shown.window(eyes)
        yield "home", shown.home(eyes) if self._look.place == "home" else None
