"""What becomes of a row whose call did not succeed, by its fate (SLACK 4.4)."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery import sending
from bot.delivery.clock import Clock
from bot.delivery.outcomes import Failure, Fate, failure_of
from bot.delivery.outgoing import CarryFile, CheckChannel, Ephemeral, LookUp, Post, Update
from bot.delivery.pacing import Pace, pause_key
from bot.delivery.reconciling import SETTLE
from bot.delivery.slack import SlackClients
from bot.domain.ids import Channel, ChannelId
from storage import channels, outbox, workspaces
from storage.outbox import Claimed, Standing, State
from storage.store import Store

log = structlog.get_logger()

FIRST_BACK_OFF = timedelta(seconds=2)
LONGEST_BACK_OFF = timedelta(minutes=10)
MOST_TRIES = 12
MOST_LOOKS = 5
"""Tries and looks whose outcome stays unsure, before a person has to decide."""

Sendable = Post | Update | Ephemeral | CheckChannel | LookUp | CarryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    store: Store
    slack: SlackClients
    clock: Clock
    pace: Pace
    chance: random.Random
    sent: Callable[[Claimed, Standing | None], Awaitable[str]]

    async def mend(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """Decides what happens next, and says it in a word."""
        if isinstance(out, Ephemeral):  # a hint is tried once
            return await self._end(row, State.DROPPED, failure.name)
        match failure.fate:
            case Fate.WAIT:
                return await self._wait(row, _key(row, out), failure)
            case Fate.UNKNOWN:
                return await self._unknown(row, out, failure)
            case Fate.PLACE_GONE:
                return await self._place_gone(row, out, failure)
            case Fate.PERSON_GONE:
                return await self._end(row, State.DEAD, failure.name)
            case Fate.TOKEN_GONE:
                return await self._token_gone(row, failure)
            case Fate.MOVING:
                return await self._later(row, failure, untried=True)
            case Fate.OUR_BUG:
                return await self._plainly(row, out, failure)

    async def look_failed(self, row: Claimed, failure: Failure) -> str:
        """Asking whether it arrived did not succeed either: asked again later."""
        if failure.fate is Fate.WAIT:
            return await self._wait(row, pause_key(row.team, "conversations.replies"), failure)
        if failure.fate is Fate.TOKEN_GONE:
            return await self._token_gone(row, failure)
        return await self.unsure(row)

    async def unsure(self, row: Claimed) -> str:
        """Nobody can say whether it arrived. After some looks a person decides: `outbox resend`."""
        if row.tries >= MOST_LOOKS:
            return await self._end(row, State.DEAD, "outcome unknown")
        async with self.store.begin() as tx:
            await outbox.put_back(
                tx, row, now=self.clock.now(), due_at=self.clock.now() + timedelta(minutes=1), error="unsure"
            )
        return "unsure"

    async def _wait(self, row: Claimed, key: str, failure: Failure) -> str:
        until = self.clock.now() + timedelta(seconds=failure.retry_after or 30)
        self.pace.pauses[key] = until
        async with self.store.begin() as tx:
            await outbox.pause(tx, key, until=until)
            await outbox.put_back(tx, row, now=self.clock.now(), due_at=until, error=failure.name, untried=True)
        return "told-to-wait"

    async def _unknown(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """A post may stand: it is looked for once its echo had time to come. The rest is safe to repeat."""
        if not isinstance(out, Post | CarryFile):
            return await self._later(row, failure)
        async with self.store.begin() as tx:
            await outbox.put_back(tx, row, now=self.clock.now(), due_at=self.clock.now() + SETTLE, error=failure.name)
        return "unknown"

    async def _later(self, row: Claimed, failure: Failure, *, untried: bool = False) -> str:
        if row.tries >= MOST_TRIES:
            return await self._end(row, State.DEAD, failure.name)
        due_at = self.clock.now() + self._back_off(row.tries)
        async with self.store.begin() as tx:
            await outbox.put_back(tx, row, now=self.clock.now(), due_at=due_at, error=failure.name, untried=untried)
        return "later"

    def _back_off(self, tries: int) -> timedelta:
        """Twice as long each time, with jitter, so that many rows do not come back together."""
        longest: timedelta = min(FIRST_BACK_OFF * 2 ** min(tries, 12), LONGEST_BACK_OFF)
        return longest * self.chance.uniform(0.5, 1.0)

    async def _place_gone(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        channel = getattr(out, "channel", None)
        async with self.store.begin() as tx:
            if channel is not None and failure.name in ("channel_not_found", "is_archived", "not_in_channel"):
                gone = Channel(team=row.team, id=ChannelId(channel))
                await channels.broke(tx, gone, error=failure.name)
            await outbox.end(tx, row, State.DEAD, now=self.clock.now(), error=failure.name)
        log.warning("dead-letter", outbox=row.id, kind=row.kind, error=failure.name)
        return State.DEAD

    async def _token_gone(self, row: Claimed, failure: Failure) -> str:
        """The workspace's queue stops until it is installed again; nothing of it is lost."""
        now: datetime = self.clock.now()
        async with self.store.begin() as tx:
            await workspaces.revoked(tx, row.team)
            await outbox.put_back(tx, row, now=self.clock.now(), due_at=now, error=failure.name, untried=True)
        log.error("workspace-unusable", team=row.team, error=failure.name)
        return "token-gone"

    async def _plainly(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """Slack refuses what we drew: its words go without blocks, once; the fault is ours to mend."""
        log.error("slack-refused", outbox=row.id, kind=row.kind, error=failure.name)
        if not isinstance(out, Post | Update):
            return await self._end(row, State.DEAD, failure.name)
        try:
            client = await self.slack.of(row.team)
            if isinstance(out, Post):
                return await self.sent(row, await sending.post(client, row, out, plain=True))
            return await self.sent(row, await sending.update(client, out, plain=True))
        except Exception as error:  # noqa: BLE001  # sorted by name; a bug of ours is raised again
            again = failure_of(error)
            return await self._end(row, State.DEAD, again.name)

    async def _end(self, row: Claimed, state: State, error: str) -> str:
        async with self.store.begin() as tx:
            await outbox.end(tx, row, state, now=self.clock.now(), error=error)
        if state is State.DEAD:
            log.warning("dead-letter", outbox=row.id, kind=row.kind, error=error)
        return state


def _key(row: Claimed, out: Sendable) -> str:
    return pause_key(row.team, sending.method_of(out))
