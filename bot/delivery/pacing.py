"""Slack's pace: one message a second in a channel, so many calls a minute of each kind (SLACK 4.1).

A fifth of a minute's calls may come at once, which Slack tolerates, and the others follow evenly: in no minute
are there more than it allows. Each row that has to wait is given a turn of its own, so that of a thousand only one
is taken up when a turn comes. Runs on the given clock. What Slack itself asked to wait for is kept in the
database, beside this.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

POST = "chat.postMessage"
PER_CHANNEL = timedelta(seconds=1)
PER_MINUTE = {
    POST: 300,  # a workspace-wide cap of several hundred a minute
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.info": 50,
    "conversations.members": 100,
    "conversations.history": 1,  # new apps that are sold outside the Marketplace (SLACK 4.2)
    "conversations.replies": 1,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 100,
    "files.delete": 50,
}
FORGOTTEN_AFTER = timedelta(minutes=5)
"""A turn that was not taken: its row was overtaken, or another courier delivered it."""


@dataclass(slots=True)
class Pace:
    """When each row's call may be made. `pauses`: what Slack asked to wait for, by `pause_key`.

    `_free`: the next turn of a queue that nobody has; `_ready`: before that no call of this kind may be made.
    """

    pauses: dict[str, datetime] = field(default_factory=dict)
    _turns: dict[tuple[int, str], datetime] = field(default_factory=dict)
    _free: dict[str, datetime] = field(default_factory=dict)
    _ready: dict[str, datetime] = field(default_factory=dict)
    _swept: datetime | None = None

    def wait_for(self, row_id: int, team: str, method: str, channel: str | None, *, now: datetime) -> timedelta:
        """How long until this row's call may be made; zero uses up its turn.

        Posts queue in their channel. What all channels of a workspace may get together holds as well, but
        gives no turns: few wait for it.
        """
        whole, gap = pause_key(team, method), _gap(method)
        of_all = Spacing(gap=gap, ahead=gap * (_burst(method) - 1))
        of_channel = {f"{whole}:{channel}": Spacing(gap=PER_CHANNEL)} if channel and method == POST else {}
        spaced = {**of_channel, whole: of_all}
        queue = next(iter(spaced))
        ready = [self._ready.get(key, now) - it.ahead for key, it in spaced.items()]
        wait = max(self._turn(row_id, queue, spaced[queue], now), self.pauses.get(whole, now), *ready) - now
        if wait > timedelta(0):
            return wait
        del self._turns[row_id, queue]
        self._ready |= {key: max(self._ready.get(key, now), now) + it.gap for key, it in spaced.items()}
        return timedelta(0)

    def _turn(self, row_id: int, queue: str, spacing: "Spacing", now: datetime) -> datetime:
        turn = self._turns.get((row_id, queue))
        if turn is None:
            self._forget(now)
            free = max(self._free.get(queue, now), now)
            turn = self._turns[row_id, queue] = free - spacing.ahead
            self._free[queue] = free + spacing.gap
        return turn

    def _forget(self, now: datetime) -> None:
        if self._swept is not None and now - self._swept < FORGOTTEN_AFTER:
            return
        self._swept = now
        self._turns = {row: turn for row, turn in self._turns.items() if now - turn < FORGOTTEN_AFTER}
        self._free = {queue: free for queue, free in self._free.items() if free > now}
        self._ready = {key: ready for key, ready in self._ready.items() if ready > now}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Calls follow each other by `gap` evenly; one may come before its time by `ahead`."""

    gap: timedelta
    ahead: timedelta = timedelta(0)


def _burst(method: str) -> int:
    """So many at once, after a rest."""
    return max(_most(method) // 5, 1)


def _gap(method: str) -> timedelta:
    # whatever came at once is spared in the rest of its minute
    return timedelta(minutes=1) / (_most(method) - _burst(method) or 1)


def _most(method: str) -> int:
    return PER_MINUTE.get(method, 20)


def pause_key(team: str, method: str) -> str:
    """Slack's Retry-After is meant for the method in the workspace."""
    return f"{team}:{method}"
