"""Slack's pace: one message a second in a channel, so many calls a minute of each kind (SLACK 4.1).

Each row that has to wait is given a turn of its own, so that of a thousand only one is taken up when a turn
comes. Runs on the given clock. What Slack itself asked to wait for is kept in the database, beside this.
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
        gaps = {whole: gap} if channel is None or method != POST else {f"{whole}:{channel}": PER_CHANNEL, whole: gap}
        queue = next(iter(gaps))
        ready = [self._ready.get(key, now) for key in gaps]
        wait = max(self._turn(row_id, queue, gaps[queue], now), self.pauses.get(whole, now), *ready) - now
        if wait > timedelta(0):
            return wait
        del self._turns[row_id, queue]
        self._ready |= {key: now + gap for key, gap in gaps.items()}
        return timedelta(0)

    def _turn(self, row_id: int, queue: str, gap: timedelta, now: datetime) -> datetime:
        turn = self._turns.get((row_id, queue))
        if turn is None:
            self._forget(now)
            turn = max(self._free.get(queue, now), now)
            self._turns[row_id, queue] = turn
            self._free[queue] = turn + gap
        return turn

    def _forget(self, now: datetime) -> None:
        if self._swept is not None and now - self._swept < FORGOTTEN_AFTER:
            return
        self._swept = now
        self._turns = {row: turn for row, turn in self._turns.items() if now - turn < FORGOTTEN_AFTER}
        self._free = {queue: free for queue, free in self._free.items() if free > now}
        self._ready = {key: ready for key, ready in self._ready.items() if ready > now}


def _gap(method: str) -> timedelta:
    # a burst is tolerated by Slack; a steady spacing never needs it
    return timedelta(minutes=1) / PER_MINUTE.get(method, 20)


def pause_key(team: str, method: str) -> str:
    """Slack's Retry-After is meant for the method in the workspace."""
    return f"{team}:{method}"
