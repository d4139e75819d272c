"""Slack's pace: one message a second in a channel, so many calls a minute of each kind (SLACK 4.1).

Runs on the given clock. What Slack itself asked to wait for is kept in the database, beside this.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

PER_CHANNEL = timedelta(seconds=1)
PER_MINUTE = {
    "chat.postMessage": 300,  # a workspace-wide cap of several hundred a minute
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.info": 50,
    "conversations.members": 100,
    "conversations.history": 1,  # new apps that are sold outside the Marketplace (SLACK 4.2)
    "conversations.replies": 1,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 100,
}


@dataclass(slots=True)
class Pace:
    """When each kind of call may be made next. `pauses`: what Slack asked to wait for, by key."""

    pauses: dict[str, datetime] = field(default_factory=dict)
    _next: dict[str, datetime] = field(default_factory=dict)

    def wait_for(self, team: str, method: str, channel: str | None, *, now: datetime) -> timedelta:
        """How long until this call may be made; zero reserves its slot."""
        gaps = self._gaps(team, method, channel)
        times = [self._next.get(key, now) for key in gaps] + [self.pauses.get(key, now) for key in gaps]
        wait = max(times) - now
        if wait > timedelta(0):
            return wait
        for key, gap in gaps.items():
            self._next[key] = now + gap
        return timedelta(0)

    def _gaps(self, team: str, method: str, channel: str | None) -> dict[str, timedelta]:
        a_minute = PER_MINUTE.get(method, 20)
        # a burst is tolerated by Slack; a steady spacing never needs it
        gaps = {f"{team}:{method}": timedelta(minutes=1) / a_minute}
        if method == "chat.postMessage" and channel is not None:
            gaps[f"{team}:{method}:{channel}"] = PER_CHANNEL
        return gaps


def pause_key(team: str, method: str) -> str:
    """Slack's Retry-After is meant for the method in the workspace."""
    return f"{team}:{method}"
