"""What is given out to be used once, or for a while: trigger ids, response urls, socket and upload tickets."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.model import ApiError, Ephemeral

RESPONSE_URL_LIVES = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass(slots=True, kw_only=True)
class Trigger:
    """`view_id`: the modal it came from, without which nothing can be pushed."""

    user: str
    team: str
    app_id: str
    issued: float
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Trigger ids: once, within `lives` seconds on the wall's clock, since people do not wait longer."""

    def __init__(self, wall: Callable[[], float], numbers: Iterator[int] | None = None, *, lives: float) -> None:
        self._wall = wall
        self._lives = lives
        self._number = numbers or itertools.count(1)
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, team: str, app_id: str, *, view_id: str | None = None) -> str:
        trigger_id = f"{next(self._number)}.{team[1:]}.{user.lower()}"
        self._issued[trigger_id] = Trigger(user=user, team=team, app_id=app_id, issued=self._wall(), view_id=view_id)
        return trigger_id

    def exchange(self, trigger_id: str, *, app_id: str) -> Trigger:
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.app_id != app_id:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._wall() - trigger.issued > self._lives:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where an interaction may still be answered. `message_ts` or `ephemeral`: the message it came from."""

    token: str
    app_id: str
    team: str
    channel: str
    user: str
    expires: datetime
    message_ts: str | None = None
    ephemeral: Ephemeral | None = None
    uses: int = 0


class ResponseUrls:
    """Five uses in thirty minutes, on the given clock."""

    def __init__(self, clock: Clock, numbers: Iterator[int] | None = None) -> None:
        self._clock = clock
        self._number = numbers or itertools.count(1)
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self,
        *,
        app_id: str,
        team: str,
        channel: str,
        user: str,
        message_ts: str | None = None,
        ephemeral: Ephemeral | None = None,
    ) -> ResponseUrl:
        token = f"{team}/{next(self._number)}"
        self._issued[token] = issued = ResponseUrl(
            token=token,
            app_id=app_id,
            team=team,
            channel=channel,
            user=user,
            expires=self._clock.now() + RESPONSE_URL_LIVES,
            message_ts=message_ts,
            ephemeral=ephemeral,
        )
        return issued

    def use(self, token: str) -> ResponseUrl:
        found = self._issued.get(token)
        if found is None:
            raise ApiError("invalid_url")
        if self._clock.now() > found.expires:
            raise ApiError("expired_url")
        if found.uses >= RESPONSE_URL_USES:
            raise ApiError("used_url")
        found.uses += 1
        return found


class Tickets:
    """Opaque strings that stand for one thing until they are taken."""

    def __init__(self, prefix: str, numbers: Iterator[int] | None = None) -> None:
        self._prefix = prefix
        self._number = numbers or itertools.count(1)
        self._given: dict[str, str] = {}

    def give(self, thing: str) -> str:
        ticket = f"{self._prefix}-{next(self._number)}"
        self._given[ticket] = thing
        return ticket

    def take(self, ticket: str) -> str | None:
        return self._given.pop(ticket, None)
