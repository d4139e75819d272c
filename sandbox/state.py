"""The whole world of a sandbox: who and what there is, and who hears of it. Deeds stand in modules of their own."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sandbox.audience import as_seen_by, hearers
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.grants import Grants
from sandbox.model import ApiCall, ApiError, App, Channel, File, Installation, Json, Kind, Message, User, Workspace
from sandbox.open_views import Views
from sandbox.rates import Limits, Rates
from sandbox.tickets import ResponseUrls, Tickets, Triggers

PATIENCE_S = 3.0
Sink = Callable[[Installation, Json], None]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted on from one world to the next."""

    views: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    calls: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    triggers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    response_urls: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    tickets: Iterator[int] = field(default_factory=lambda: itertools.count(1))


_MICROSECOND = timedelta(microseconds=1)
_Known = TypeVar("_Known")


class Slack:
    """One world. `sink` carries each event to each installation that hears of it; None: nobody listens.

    `wall` counts seconds for what Slack measures by a person's patience: triggers and acks. `patience`: how many.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        wall: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
        patience: float = PATIENCE_S,
    ) -> None:
        self.clock = clock
        self.wall = wall
        self.patience = patience
        self.base_url = "http://127.0.0.1"
        self.sink: Sink | None = None
        self.changes = Changes()
        self._limits = limits
        self._last_id = self._last_id_ever = self._latest_ts = 0
        self._numbers = Numbers()
        self.channels: dict[str, Channel] = {}
        self.start_over()

    def start_over(self) -> None:
        """An empty world again, at the same address, on the same clock, with the same sink.

        What an app may have kept is not given out again for something else: ids of views and triggers, response
        urls and `ts` go on where the old world stood; `go_on` says when other ids do.
        """
        self._latest_ts = max([self._latest_ts, *(it.last_ts for it in self.channels.values())])
        self._last_id_ever, self._last_id = max(self._last_id_ever, self._last_id), 0
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels = {}
        self.files: dict[str, File] = {}
        self.apps: dict[str, App] = {}
        self.installations: list[Installation] = []
        self.views = Views(self.clock, self._numbers.views, changed=self.changes.note)
        self.triggers = Triggers(self.wall, self._numbers.triggers, lives=self.patience)
        self.response_urls = ResponseUrls(self.clock, self._numbers.response_urls)
        self.socket_tickets = Tickets("socket", self._numbers.tickets)
        self.grants = Grants(self.clock)
        self.upload_tickets = Tickets("upload", self._numbers.tickets)
        self.rates = Rates(self.clock, self._limits)
        self.faults = Faults(changed=self.changes.note)
        self.log: list[ApiCall] = []
        self.changes.note()

    def go_on(self) -> None:
        """The described world stands, with the ids it always has; from here on no id of the old world comes again."""
        self._last_id = max(self._last_id, self._last_id_ever)

    def now(self) -> datetime:
        return self.clock.now()

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def next_call(self) -> int:
        """One count for what goes each way, by which both are put in order."""
        return next(self._numbers.calls)

    def called(self, call: ApiCall) -> None:
        self.log.append(call)
        self.changes.note()

    def new_id(self, prefix: str) -> str:
        self._last_id += 1
        return f"{prefix}{self._last_id:09d}"

    def next_ts(self, channel: Channel) -> str:
        """Unique in the channel and growing, also while the clock stands; not unique beyond the channel."""
        micros = (self.now() - datetime(1970, 1, 1, tzinfo=UTC)) // _MICROSECOND
        channel.last_ts = max(micros, channel.last_ts + 1, self._latest_ts + 1)
        return f"{channel.last_ts // 1_000_000}.{channel.last_ts % 1_000_000:06d}"

    def user(self, user_id: str) -> User:
        return _known(self.users, user_id, "user_not_found")

    def channel(self, channel_id: str) -> Channel:
        return _known(self.channels, channel_id, "channel_not_found")

    def message(self, channel: Channel, ts: str) -> Message:
        return _known(channel.messages, ts, "message_not_found")

    def workspace(self, team_id: str) -> Workspace:
        return _known(self.workspaces, team_id, "team_not_found")

    def app(self, app_id: str) -> App:
        return _known(self.apps, app_id, "invalid_app_id")

    def installation(self, app_id: str, team_id: str) -> Installation:
        """The one that is there now. Raises ApiError when the app is not installed there."""
        for it in self.installations:
            if (it.app_id, it.team_id) == (app_id, team_id) and not it.uninstalled:
                return it
        raise ApiError("app_not_installed")

    def installed_in(self, team_id: str) -> Iterator[Installation]:
        return (it for it in self.installations if it.team_id == team_id and not it.uninstalled)

    def by_bot_token(self, token: str) -> Installation | None:
        """Also the revoked one: Slack knows the token and says so."""
        return next((it for it in self.installations if it.bot_token == token), None)

    def by_app_token(self, token: str) -> App | None:
        return next((app for app in self.apps.values() if app.app_token == token), None)

    def direct(self, team_id: str, people: set[str]) -> Channel | None:
        """The DM, or the group DM, of exactly these people."""
        for channel in self.channels.values():
            if channel.kind in {Kind.IM, Kind.MPIM} and channel.team == team_id and set(channel.members) == people:
                return channel
        return None

    def meets_outside(self, team_id: str, user_id: str) -> bool:
        """Is this person in a channel that the workspace shares?"""
        return any(
            team_id in it.teams and user_id in it.members
            for it in self.channels.values()
            if it.is_ext_shared and not it.is_direct
        )

    def connects(self, one: str, other: str) -> bool:
        """Do two workspaces share a channel?"""
        return any(one in it.teams and other in it.teams for it in self.channels.values())

    def readdress(self, old_id: str, new_id: str) -> None:
        """All that names the channel names it by its new id."""
        channel = self.channels[new_id]
        channel.messages = {ts: replace(it, channel=new_id) for ts, it in channel.messages.items()}
        for file in self.files.values():
            file.shares = [(new_id if it == old_id else it, ts) for it, ts in file.shares]

    def emit(self, team_id: str, event: Json, *, channel: Channel | None = None) -> None:
        """Tells every app that is subscribed, holds the scope, and (in a channel) is a member there."""
        self.changes.note()
        if self.sink is None:
            return
        for installation in hearers(self, team_id, event, channel):
            self.sink(installation, as_seen_by(installation, event))

    def tell(self, installation: Installation, event: Json) -> None:
        """Tells one installation what concerns it alone, if it is subscribed."""
        self.changes.note()
        if self.sink is not None and event["type"] in self.app(installation.app_id).events:
            self.sink(installation, as_seen_by(installation, event))


def _known(known: dict[str, _Known], key: str, error: str) -> _Known:
    try:
        return known[key]
    except KeyError:
        raise ApiError(error) from None
