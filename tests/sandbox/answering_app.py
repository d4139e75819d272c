"""An app on slack_sdk's own Socket Mode client, which does what its tests ask of it: the sandbox's judge."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.block_samples import Json, actions, asked, button, home, modal, section

TOKENS: Mapping[str, str] = {"T0HERE": "xoxb-here", "T0THERE": "xoxb-there"}


def form(**fields: Any) -> Json:
    """One field, and one button beside it."""
    return modal(asked(block_id="subject"), actions(button(action_id="more")), callback_id="form", **fields)


@dataclass(slots=True, kw_only=True)
class AnsweringApp:
    """`took`: every envelope, in order. `says`: what it acks a command or a form with. `deaf`: it never acks.

    `offers`: what it answers whoever seeks in an external select. `pushes`: what `more` puts on top.
    """

    socket: SocketModeClient
    clients: dict[str, AsyncWebClient]
    took: list[SocketModeRequest] = field(default_factory=list)
    says: Json | None = None
    opens: Json = field(default_factory=form)
    pushes: Json = field(default_factory=form)
    offers: Json | None = None
    deaf: bool = False

    async def take(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.took.append(request)
        if not self.deaf:
            await self._act(request.payload)
            answer = SocketModeResponse(envelope_id=request.envelope_id, payload=self._answer(request))
            await self.socket.send_socket_mode_response(answer)

    def _answer(self, request: SocketModeRequest) -> Json | None:
        if request.payload.get("type") == "block_suggestion":
            return self.offers
        answers = request.type == "slash_commands" or request.payload.get("type") == "view_submission"
        return self.says if answers else None

    async def _act(self, payload: Json) -> None:
        installed = (payload.get("view") or {}).get("app_installed_team_id")
        client = self.clients[installed or payload.get("team_id") or payload["team"]["id"]]
        if payload.get("command") in {"/open", "/help-me"} or payload.get("type") == "shortcut":
            await client.views_open(trigger_id=payload["trigger_id"], view=self.opens)
        elif payload.get("command") in {"/buttons", "/help-menu"}:
            await client.chat_postMessage(channel=payload["channel_id"], text="Press", blocks=[actions(button())])
        elif payload.get("event", {}).get("type") == "app_home_opened":
            view = home(section(), actions(button(action_id="at-home")))
            await client.views_publish(user_id=payload["event"]["user"], view=view)
        elif payload.get("type") == "block_actions" and payload["actions"][0]["action_id"] == "more":
            await client.views_push(trigger_id=payload["trigger_id"], view=self.pushes)

    def events(self) -> list[Json]:
        return [it.payload["event"] for it in self.took if it.type == "events_api"]

    def interactions(self) -> list[Json]:
        return [it.payload for it in self.took if it.type == "interactive"]


@asynccontextmanager
async def answering(
    api_url: str, app_token: str = "xapp-helper", tokens: Mapping[str, str] = TOKENS
) -> AsyncIterator[AnsweringApp]:
    clients = {team: AsyncWebClient(token, base_url=api_url, retry_handlers=[]) for team, token in tokens.items()}
    opening = AsyncWebClient(base_url=api_url, retry_handlers=[])
    socket = SocketModeClient(app_token=app_token, web_client=opening, auto_reconnect_enabled=True)
    app = AnsweringApp(socket=socket, clients=clients)
    socket.socket_mode_request_listeners.append(app.take)
    await socket.connect()  # type: ignore[no-untyped-call]  # slack_sdk's own
    try:
        yield app
    finally:
        await socket.close()  # type: ignore[no-untyped-call]  # likewise


async def until(true: Any) -> None:
    """Waits for what comes by itself; bounded."""
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came")
