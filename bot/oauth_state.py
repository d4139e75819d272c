"""The `state` of an installation: bound to one browser, good for ten minutes, and written down nowhere.

A keyed hash holds it together with the browser's cookie (decision 8). That it serves once is kept where it is
used, under its nonce.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LIVES = timedelta(minutes=10)
"""As long as Slack's code."""


class Flaw(StrEnum):
    """Why a state is not taken."""

    FOREIGN = "foreign"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class States:
    """`key`: the same in every process, and nobody else's."""

    key: bytes

    @staticmethod
    def of(client_secret: str) -> "States":
        return States(hmac.digest(client_secret.encode(), b"state of an installation", hashlib.sha256))

    def issue(self, browser: str, *, now: datetime) -> str:
        body = f"{int(now.timestamp())}.{secrets.token_urlsafe(16)}"
        return f"{body}.{self._bound(body, browser)}"

    def flaw(self, state: str, browser: str, *, now: datetime) -> Flaw | None:
        """None: it is ours, of this browser, and young enough."""
        body, _, bound = state.rpartition(".")
        if not browser or not hmac.compare_digest(self._bound(body, browser).encode(), bound.encode()):
            return Flaw.FOREIGN
        issued = int(body.partition(".")[0])
        return Flaw.EXPIRED if now.timestamp() - issued > LIVES.total_seconds() else None

    def _bound(self, body: str, browser: str) -> str:
        return hmac.digest(self.key, f"{body}.{browser}".encode(), hashlib.sha256).hex()


def nonce_of(state: str) -> str:
    """What makes it the one it is. Of a state without a flaw."""
    return state.split(".")[1]


def new_browser() -> str:
    """For the cookie of a browser that has none."""
    return secrets.token_urlsafe(32)
