"""One payload to the app, and what came back while Slack waits: three seconds."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from sandbox.model import App, Json

MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`acked`: answered in time and well. `body`: what the app answered. `why`: of a failure, Slack's word."""

    acked: bool
    body: Any = None
    ms: int = 0
    why: str = ""

    def shown(self) -> Json:
        return {"acked": self.acked, "body": self.body, "ms": self.ms, "why": self.why}


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A payload on its way. `kind`: events_api, slash_commands or interactive, as Socket Mode names them."""

    kind: str
    payload: Json
    retry: int = 0
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Carried:
    """One delivery as it was made. `outcome` None: it is still on its way."""

    number: int
    at: datetime
    app_id: str
    delivery: Delivery
    outcome: Outcome | None = None


class Book(Protocol):
    """Where times and numbers for what is carried come from, and who is told that something was.

    `patience`: seconds until an ack is waited for no longer.
    """

    patience: float

    def now(self) -> datetime: ...

    def next_call(self) -> int: ...

    @property
    def changes(self) -> "Noted": ...


class Noted(Protocol):
    def note(self) -> None: ...


@dataclass(slots=True, eq=False)
class Socket:
    """An app's open WebSocket, and the envelopes that wait for their ack."""

    stream: web.WebSocketResponse
    waiting: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)


class Wire:
    """Every app's connections. `held`: apps that are reached by nothing now, as if they were down.

    `log`: what was carried lately, the oldest first.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self.log: deque[Carried] = deque(maxlen=MOST_KEPT)
        self.sockets: dict[str, list[Socket]] = {}
        self.held: set[str] = set()
        self._session: aiohttp.ClientSession | None = None
        self._turn = 0

    async def close(self) -> None:
        for socket in [it for its in self.sockets.values() for it in its]:
            await socket.stream.close()
        if self._session is not None:
            await self._session.close()

    def start_over(self) -> None:
        """The world began anew: nobody is held off, and what went into the old one is told no more."""
        self.held.clear()
        self.log.clear()

    async def carry(self, app: App, delivery: Delivery) -> Outcome:
        carried = Carried(number=self._book.next_call(), at=self._book.now(), app_id=app.app_id, delivery=delivery)
        self.log.append(carried)
        self._book.changes.note()
        try:
            carried.outcome = await self._carry(app, delivery)
        except asyncio.CancelledError:
            carried.outcome = Outcome(acked=False, why="given_up")
            raise
        finally:
            self._book.changes.note()
        return carried.outcome

    def hold(self, app_id: str) -> None:
        self.held.add(app_id)
        self._book.changes.note()

    def release(self, app_id: str) -> None:
        self.held.discard(app_id)
        self._book.changes.note()

    async def _carry(self, app: App, delivery: Delivery) -> Outcome:
        started = time.monotonic()
        if app.app_id in self.held:
            return Outcome(acked=False, why="connection_failed")
        send = self._by_socket if app.socket_mode else self._by_http
        try:
            body = await asyncio.wait_for(send(app, delivery), self._book.patience)
        except TimeoutError:
            return Outcome(acked=False, why="http_timeout", ms=_since(started))
        except _Refused as refused:
            return Outcome(acked=False, why=str(refused), ms=_since(started))
        return Outcome(acked=True, body=body, ms=_since(started))

    async def _by_socket(self, app: App, delivery: Delivery) -> Any:
        """To one of the app's connections; which, nobody can know."""
        open_ = [it for it in self.sockets.get(app.app_id, []) if not it.stream.closed]
        if not open_:
            raise _Refused("connection_failed")
        self._turn += 1
        socket = open_[self._turn % len(open_)]
        envelope_id = f"env-{self._turn}"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = answer
        try:
            await socket.stream.send_json(_envelope(envelope_id, delivery))
            return await answer
        except ConnectionError as error:
            raise _Refused("connection_failed") from error
        finally:
            socket.waiting.pop(envelope_id, None)

    async def _by_http(self, app: App, delivery: Delivery) -> Any:
        """Signed with the app's secret, on the wall's clock."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        raw, kind = _encoded(delivery)
        headers = {**signed(app.signing_secret, raw), "Content-Type": kind, **_retry_headers(delivery)}
        try:
            async with self._session.post(_address(app, delivery), data=raw, headers=headers) as answer:
                text = await answer.text()
                if not 200 <= answer.status < 300:  # noqa: PLR2004  # HTTP's success
                    raise _Refused("http_error")
                return _read(text, answer.content_type)
        except aiohttp.ClientError as error:
            raise _Refused("connection_failed") from error

    def connected(self, app: App, socket: Socket) -> int:
        """A new connection; says how many there are now."""
        self.sockets.setdefault(app.app_id, []).append(socket)
        self._book.changes.note()
        return len(self.sockets[app.app_id])

    def gone(self, app: App, socket: Socket) -> None:
        self.sockets[app.app_id].remove(socket)
        self._book.changes.note()
        for answer in socket.waiting.values():
            if not answer.done():
                answer.set_exception(_Refused("connection_failed"))


class _Refused(Exception):  # becomes an Outcome
    """Slack's word for why it did not arrive."""


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _address(app: App, delivery: Delivery) -> str:
    if delivery.kind == "interactive" and app.interactivity_url:
        return app.interactivity_url
    if not app.request_url:
        raise _Refused("connection_failed")
    return app.request_url


def _envelope(envelope_id: str, delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.retry, "retry_reason": delivery.reason}
    return envelope


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    match delivery.kind:
        case "events_api":
            return json.dumps(delivery.payload).encode(), "application/json"
        case "slash_commands":
            return urlencode(delivery.payload).encode(), "application/x-www-form-urlencoded"
        case _:
            form = {"payload": json.dumps(delivery.payload)}
            return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _retry_headers(delivery: Delivery) -> dict[str, str]:
    if not delivery.retry:
        return {}
    return {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.reason}


def signed(secret: str, raw: bytes) -> dict[str, str]:
    """Slack's two headers for a body."""
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _read(text: str, kind: str) -> Any:
    if kind != "application/json" or not text:
        return text or None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Refused("http_error") from error
