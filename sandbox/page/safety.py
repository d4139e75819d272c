"""Who may speak to a sandbox that has a page: this machine's own browser windows and tools, and no other site.

A page of somebody else's, open in the same browser, can reach 127.0.0.1 too; it is told apart by the name it
calls us by (DNS rebinding) and by the origin that the browser says it comes from.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web

Answer = TypeVar("Answer", bound=web.StreamResponse)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

OWN_NAMES = {"127.0.0.1", "localhost"}
VISITED = {"/", "/gallery", "/traffic", "/oauth/v2/authorize"}
"""What may be reached by a link on another site: it shows itself, and does nothing."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
INERT = "sandbox; default-src 'none'"
"""For what people uploaded: whatever it is, it runs nothing and loads nothing."""


@web.middleware
async def own_windows_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for another name than this machine's, and for another site's pages. Whatever is answered is guarded."""
    if not _is_own(request.host) or not _comes_from_us(request):
        return _guarded(web.json_response({"ok": False, "error": "not_from_here", "hint": _HINT}, status=403))
    try:
        return _guarded(await handler(request))
    except web.HTTPException as no:
        _guarded(no)
        raise


def _guarded(answer: Answer) -> Answer:
    if not answer.prepared:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
    return answer


_HINT = "the sandbox answers this machine's own tools, and its own page at 127.0.0.1 or localhost"


def _is_own(host: str) -> bool:
    return host.rpartition(":")[0] in OWN_NAMES or host in OWN_NAMES


def _comes_from_us(request: web.Request) -> bool:
    """Tools send no origin; browsers send one with all that could change anything."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"} or _is_visit(request)
    return origin == f"{request.scheme}://{request.host}"


def _is_visit(request: web.Request) -> bool:
    """Somebody followed a link to the page, in a window and not in a frame; nothing else is there to be visited."""
    to_window = (
        request.headers.get("Sec-Fetch-Mode") == "navigate" and request.headers.get("Sec-Fetch-Dest") == "document"
    )
    return request.method == "GET" and to_window and request.path in VISITED
