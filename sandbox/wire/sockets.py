"""Socket Mode's own end: the greeting, the acks, and the goodbye."""

import json
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.model import App
from sandbox.state import Slack
from sandbox.wire.carrier import Socket, Wire

MOST = 10


async def serve(slack: Slack, wire: Wire, request: web.Request) -> web.StreamResponse:
    """A ticket opens one connection, once; an app has ten at most."""
    app_id = slack.socket_tickets.take(request.match_info["ticket"])
    if app_id is None:
        return web.Response(status=404)
    app = slack.app(app_id)
    if len(wire.sockets.get(app_id, [])) >= MOST:
        return web.Response(status=429)
    stream = web.WebSocketResponse(heartbeat=30)
    await stream.prepare(request)
    socket = Socket(stream)
    await _greet(app, socket, wire.connected(app, socket))
    try:
        async for frame in stream:
            if frame.type is WSMsgType.TEXT:
                _take(socket, frame.data)
    finally:
        wire.gone(app, socket)
    return stream


async def _greet(app: App, socket: Socket, count: int) -> None:
    await socket.stream.send_json(
        {
            "type": "hello",
            "num_connections": count,
            "connection_info": {"app_id": app.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
    )


def _take(socket: Socket, text: str) -> None:
    """An ack: its envelope, and perhaps an answer. Whatever else comes is nothing we know."""
    try:
        ack: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    answer = socket.waiting.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
    if answer is not None and not answer.done():
        answer.set_result(ack.get("payload"))


async def drop_all(wire: Wire, app_id: str) -> None:
    """Every connection breaks off, as it does when Slack renews its machines."""
    for socket in list(wire.sockets.get(app_id, [])):
        await socket.stream.close()
