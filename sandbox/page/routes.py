"""The page's addresses: its own files, its live line, what people uploaded, and its controls."""

from pathlib import Path

from aiohttp import WSCloseCode, web

from sandbox.control import CONTROL
from sandbox.page import content, controls, safety
from sandbox.page.desk import Page
from sandbox.page.guide import Demonstration
from sandbox.page.live import Window
from sandbox.page.safety import Handler
from sandbox.server import Part, Sandbox

STATIC = Path(__file__).with_name("static")
VIEWS = "/{path:(?!_|api/|files-pri/).*}"
"""What the browser draws by itself, also that there is nothing: all of it is one document."""


FROM_PAGE = "X-Sandbox-Page"


@web.middleware
async def refusals_are_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """To the page a refusal goes as 200, with its words: a browser writes any other status into its console."""
    answer = await handler(request)
    if FROM_PAGE in request.headers and answer.content_type == "application/json" and not answer.prepared:
        answer.set_status(200)
    return answer


def part(demonstration: Demonstration | None = None) -> Part:
    """Adds the page to a sandbox that has its control API. `demonstration`: its story, and its clock to turn."""

    def add(sandbox: Sandbox) -> None:
        served = _Served(Page(sandbox.app[CONTROL], demonstration))
        sandbox.app.middlewares.extend([safety.own_windows_only, refusals_are_answers])
        sandbox.app.add_routes(served.routes())
        sandbox.app.on_shutdown.append(served.hang_up)

    return add


class _Served:
    """One page over one sandbox, and the windows that are open on it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get(VIEWS, self._show),
            web.get("/_page/live", self._live),
            web.get("/_page/static/{name}", self._static),
            *content.routes(self._page),
            *controls.routes(self._page),
        ]

    async def _show(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html", headers=safety.HEADERS)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        """By its name alone: an address may hold an escaped way out of the folder."""
        found = {it.name: it for it in STATIC.iterdir()}.get(request.match_info["name"])
        if found is None:
            return web.Response(status=404)
        return web.FileResponse(found, headers=safety.HEADERS)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        stream = web.WebSocketResponse(heartbeat=30)
        await stream.prepare(request)
        self._open.add(stream)
        try:
            await Window(self._page, stream, request.query.get("as", "")).serve()
        finally:
            self._open.discard(stream)
        return stream

    async def hang_up(self, _: web.Application) -> None:
        for stream in list(self._open):
            await stream.close(code=WSCloseCode.GOING_AWAY)
