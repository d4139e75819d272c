"""Two workspaces that share a channel, one app in both, and the control API to act in them."""

import base64
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from sandbox.clock import HandClock
from sandbox.server import Sandbox
from tests.sandbox.answering_app import AnsweringApp
from tests.sandbox.block_samples import Json
from tests.sandbox.small_world import EVENTS, SCOPES

PNG = base64.b64encode(b"png").decode()

TWO_WORKSPACES: Json = {
    "workspaces": [
        {
            "id": "T0HERE",
            "name": "Here",
            "domain": "here",
            "users": [
                {"id": "U0ANN", "name": "ann"},
                {"id": "U0BEN", "name": "ben"},
                {"id": "U0CAT", "name": "cat", "deleted": True},
                {"id": "U0GUEST", "name": "guest", "is_restricted": True},
            ],
        },
        {"id": "T0THERE", "name": "There", "domain": "there", "users": [{"id": "U0DAN", "name": "dan"}]},
    ],
    "apps": [
        {
            "id": "A0HELPER",
            "name": "Helper",
            "app_token": "xapp-helper",
            "events": sorted(EVENTS),
            "commands": ["/open", "/say", "/buttons"],
            "shortcuts": [
                {"callback_id": "ask", "name": "Ask", "kind": "global"},
                {"callback_id": "turn", "name": "Turn", "kind": "message"},
            ],
            "installed": [
                {"team": "T0HERE", "bot_token": "xoxb-here", "bot_user": "U0BOT", "scopes": sorted(SCOPES)},
                {"team": "T0THERE", "bot_token": "xoxb-there", "bot_user": "U0BOTTHERE", "scopes": sorted(SCOPES)},
            ],
        }
    ],
    "channels": [
        {"team": "T0HERE", "id": "C0OPEN", "name": "open", "members": ["U0ANN", "U0BEN", "U0CAT", "U0BOT"]},
        {"team": "T0HERE", "id": "C0SECRET", "name": "secret", "members": ["U0ANN", "U0BOT"], "private": True},
        {"team": "T0HERE", "id": "C0QUIET", "name": "quiet", "members": ["U0BEN"]},
        {"team": "T0THERE", "id": "C0FAR", "name": "far", "members": ["U0DAN", "U0BOTTHERE"]},
        {
            "team": "T0HERE",
            "id": "C0SHARED",
            "name": "shared",
            "members": ["U0ANN", "U0BOT", "U0DAN", "U0BOTTHERE"],
            "shared_with": ["T0THERE"],
        },
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Each call gives the status and the answer."""

    sandbox: Sandbox
    session: ClientSession
    app: AnsweringApp
    clock: HandClock

    async def post(self, call: str, **body: Any) -> tuple[int, Json]:
        async with self.session.post(f"{self.sandbox.url}/_control/{call}", json=body) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str) -> tuple[int, Json]:
        async with self.session.get(f"{self.sandbox.url}/_control/{path}") as answer:
            return answer.status, await answer.json()

    async def done(self, call: str, **body: Any) -> Json:
        status, answer = await self.post(call, **body)
        assert (status, answer.get("ok")) == (200, True), answer
        return answer

    async def seen(self, path: str) -> Json:
        status, answer = await self.get(path)
        assert (status, answer.get("ok")) == (200, True), answer
        return answer

    async def no(self, call: str, **body: Any) -> tuple[int, str]:
        """Of a refusal, the status and the name; each has a hint."""
        return refusal_of(*await self.post(call, **body))

    async def unseen(self, path: str) -> tuple[int, str]:
        return refusal_of(*await self.get(path))

    async def texts(self, channel: str, user: str) -> list[str]:
        return [it["text"] for it in (await self.seen(f"messages/{channel}?as={user}"))["messages"]]


def refusal_of(status: int, answer: Json) -> tuple[int, str]:
    assert (answer.get("ok"), sorted(answer)) == (False, ["error", "hint", "ok"]), answer
    assert len(answer["hint"]) > 10
    return status, answer["error"]
