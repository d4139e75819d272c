"""The sandbox as a server: one aiohttp application on this machine's own address."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from sandbox import oauth, worlds
from sandbox.clock import Clock, WallClock
from sandbox.model import Json
from sandbox.rates import Limits
from sandbox.state import PATIENCE_S, Slack
from sandbox.web_api import arrival, content, response_url

HOST = "127.0.0.1"
_MOST_BYTES = 64 * 1024 * 1024

Part = Callable[["Sandbox"], None]


class Sandbox:
    """A running sandbox. Parts may add routes and clean-up contexts to `app` before it starts."""

    def __init__(self, slack: Slack, *, world: Json | None = None) -> None:
        self.slack = slack
        self.world = world
        self.app = web.Application(client_max_size=_MOST_BYTES)
        self.url = ""
        self.app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/_upload/{ticket}", self._upload),
                web.post("/_response/{team}/{number}", self._response),
                web.get("/files-pri/{file}/{name:.+}", self._file),
                *oauth.routes(slack),
            ]
        )

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def response_url(self, token: str) -> str:
        return f"{self.url}/_response/{token}"

    def start_over(self) -> None:
        """The world as it was described at the beginning, quietly; empty where it was not."""
        slack = self.slack
        sink, slack.sink = slack.sink, None
        slack.start_over()
        worlds.fill(slack, self.world or {})
        slack.go_on()
        slack.sink = sink

    async def _api(self, arrived: web.Request) -> web.StreamResponse:
        return await arrival.answer(self.slack, arrived)

    async def _upload(self, arrived: web.Request) -> web.StreamResponse:
        return await content.take_upload(self.slack, arrived)

    async def _response(self, arrived: web.Request) -> web.StreamResponse:
        return await response_url.answer(self.slack, arrived)

    async def _file(self, arrived: web.Request) -> web.StreamResponse:
        return content.give(self.slack, arrived)

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        *,
        clock: Clock | None = None,
        port: int = 0,
        slack: Slack | None = None,
        world: Json | None = None,
        limits: Limits | None = None,
        patience: float = PATIENCE_S,
        parts: tuple[Part, ...] = (),
    ) -> AsyncIterator["Sandbox"]:
        """Serves until the block ends; `port` 0: any that is free.

        `slack`: a world that is already there. `world`: a description, with which it is filled.
        `patience`: seconds until Slack gives up on an ack, or on a trigger.
        `parts`: what is served beside the Web API; each adds its routes, its clean-up and its sink.
        """
        sandbox = cls(slack or Slack(clock=clock or WallClock(), limits=limits, patience=patience), world=world)
        worlds.fill(sandbox.slack, world or {})
        for part in parts:
            part(sandbox)
        runner = web.AppRunner(sandbox.app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, port)
            await site.start()
            sandbox.url = f"http://{HOST}:{runner.addresses[0][1]}"
            sandbox.slack.base_url = sandbox.url
            yield sandbox
        finally:
            await runner.cleanup()
