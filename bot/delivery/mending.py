"""What becomes of a row whose call did not succeed, by its fate (SLACK 4.4)."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery import sending
from bot.delivery.carrying import NotCarried
from bot.delivery.handing import TRIES, NotHanded
from bot.delivery.ledger import Ledger
from bot.delivery.outcomes import Failure, Fate, failure_of
from bot.delivery.outgoing import CarryFile, Ephemeral, HandOut, Post, Sendable, Update
from bot.delivery.pacing import Pace, pause_key
from bot.delivery.reconciling import MOST_LOOKS, SETTLE, More
from bot.delivery.slack import SlackClients
from bot.domain.ids import Channel, ChannelId
from storage.outbox import Claimed, Kind, Standing, State
from storage.store import Tx

log = structlog.get_logger()

FIRST_BACK_OFF = timedelta(seconds=2)
LONGEST_BACK_OFF = timedelta(minutes=10)
MOST_TRIES = 150
"""A day at the longest back-off: an outage shorter than that makes no dead letter."""

GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""The channel itself, not a message in it."""

NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message"})


def _is_refused(row: Claimed, failure: Failure) -> bool:
    """Of a file that somebody waits for: Slack takes none, or has not answered for a while."""
    return failure.fate is Fate.OUR_BUG or (failure.fate is Fate.UNKNOWN and row.tries >= TRIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    ledger: Ledger
    slack: SlackClients
    pace: Pace
    chance: random.Random
    sent: Callable[[Claimed, Standing | None], Awaitable[str]]

    async def mend(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """Decides what happens next, and says it in a word."""
        if isinstance(out, Ephemeral):  # a hint is tried once
            return await self.ledger.ended(row, State.DROPPED, error=failure.name)
        if isinstance(out, HandOut) and _is_refused(row, failure):
            raise NotHanded(out)
        match failure.fate:
            case Fate.WAIT:
                return await self._wait(row, pause_key(row.team, sending.method_of(out)), failure)
            case Fate.UNKNOWN:
                return await self._unknown(row, out, failure)
            case Fate.PLACE_GONE:
                return await self._place_gone(row, out, failure)
            case Fate.PERSON_GONE:
                return await self.ledger.ended(row, State.DEAD, error=failure.name)
            case Fate.ACCOUNT_ENDED:  # that it ended is on its way, or is learned at night: nobody has to mend it
                return await self.ledger.ended(row, State.DROPPED, error=failure.name)
            case Fate.TOKEN_GONE:
                return await self._token_gone(row, failure)
            case Fate.MOVING:
                return await self._later(row, failure, untried=True)
            case Fate.OUR_BUG if isinstance(out, CarryFile):
                raise NotCarried(out, "not-available")
            case Fate.OUR_BUG:
                return await self._plainly(row, out, failure)

    async def look_failed(self, row: Claimed, method: str, failure: Failure) -> str:
        """Asking whether it arrived did not succeed either: asked again later. Nothing is posted meanwhile."""
        match failure.fate:
            case Fate.WAIT:
                return await self._wait(row, pause_key(row.team, method), failure)
            case Fate.TOKEN_GONE:
                return await self._token_gone(row, failure)
            case Fate.UNKNOWN | Fate.MOVING:
                return await self._later(row, failure, untried=True)
            case Fate.ACCOUNT_ENDED:
                return await self.ledger.ended(row, State.DROPPED, error=failure.name)
            case _:
                return await self.ledger.ended(row, State.DEAD, error=failure.name)

    async def unsure(self, row: Claimed, more: More) -> str | None:
        """Not found so far, and there is more to read. After some looks it goes out again (None), once.

        Two are better than none: should the first turn up, it is taken away (`Courier.note_echo`).
        """
        looks = int(row.facts.get("looks", 0)) + 1
        if looks % MOST_LOOKS:
            await self.ledger.noted(row, looks=looks, cursor=more.cursor)
            await self.ledger.again(row, self._now() + timedelta(minutes=1), error="unsure", untried=True)
            return "unsure"
        if looks > MOST_LOOKS:
            return await self.ledger.ended(row, State.DEAD, error="outcome unknown")
        log.warning("posted-again")
        await self.ledger.noted(row, looks=looks, cursor="", absent=row.tries)
        return None

    async def _wait(self, row: Claimed, key: str, failure: Failure) -> str:
        until = self._now() + timedelta(seconds=failure.retry_after or 30)
        self.pace.pauses[key] = until
        await self.ledger.told_to_wait(row, key, until=until, error=failure.name)
        return "told-to-wait"

    async def _unknown(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """A post may stand: it is looked for once its echo had time to come. The rest is safe to repeat."""
        if not isinstance(out, Post | CarryFile | HandOut):
            return await self._later(row, failure)
        if row.tries >= MOST_TRIES:
            return await self.ledger.ended(row, State.DEAD, error=failure.name)
        at = self._now() + max(SETTLE, self._back_off(row.tries))
        await self.ledger.again(row, at, error=failure.name)
        return "unknown"

    async def _later(self, row: Claimed, failure: Failure, *, untried: bool = False) -> str:
        if row.tries >= MOST_TRIES:
            return await self.ledger.ended(row, State.DEAD, error=failure.name)
        await self.ledger.again(row, self._now() + self._back_off(row.tries), error=failure.name, untried=untried)
        return "later"

    def _back_off(self, tries: int) -> timedelta:
        """Twice as long each time, with jitter, so that many rows do not come back together."""
        longest: timedelta = min(FIRST_BACK_OFF * 2 ** min(tries, 12), LONGEST_BACK_OFF)
        return longest * self.chance.uniform(0.5, 1.0)

    async def _token_gone(self, row: Claimed, failure: Failure) -> str:
        async def is_current(tx: Tx) -> bool:
            return await self.slack.is_current(tx, row.team, failure.token)

        return await self.ledger.token_gone(row, error=failure.name, is_current=is_current)

    async def _place_gone(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        match out:
            case Update() if failure.name == "message_not_found" and row.kind is Kind.REFRESH:
                return await self.ledger.card_gone(row, out.ts, error=failure.name)
            case Update() if failure.name == "message_not_found":  # a copy that somebody took away stays away
                return await self.ledger.ended(row, State.OVERTAKEN, error=failure.name)
            case Post(thread_ts=str(ts)) | CarryFile(thread_ts=str(ts)) if failure.name in NO_THREAD:
                return await self.ledger.card_gone(row, ts, error=failure.name)
            case _:
                return await self._channel_gone(row, out, failure)

    async def _channel_gone(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        channel = getattr(out, "channel", None)
        if channel is None or failure.name not in GONE:
            return await self.ledger.ended(row, State.DEAD, error=failure.name)
        return await self.ledger.place_gone(row, Channel(team=row.team, id=ChannelId(channel)), error=failure.name)

    async def _plainly(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        """Slack refuses what we drew: its words go without blocks, once; the fault is ours to mend."""
        log.error("slack-refused", error=failure.name)
        if not isinstance(out, Post | Update):
            return await self.ledger.ended(row, State.DEAD, error=failure.name)
        try:
            client = await self.slack.of(row.team)
            if isinstance(out, Post):
                return await self.sent(row, await sending.post(client, row, out, plain=True))
            return await self.sent(row, await sending.update(client, out, plain=True))
        except Exception as error:  # noqa: BLE001  # sorted by name; a bug of ours is raised again
            return await self._refused_plainly(row, out, failure_of(error))

    async def _refused_plainly(self, row: Claimed, out: Sendable, failure: Failure) -> str:
        if failure.fate is Fate.OUR_BUG:
            return await self.ledger.ended(row, State.DEAD, error=failure.name)
        return await self.mend(row, out, failure)

    def _now(self) -> datetime:
        return self.ledger.clock.now()
