"""What becomes of a row, each time in a transaction of its own with what follows from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.delivery.clock import Clock
from bot.delivery.outgoing import Outgoing
from bot.domain.ids import Channel, ChannelId, Ts
from storage import audit, channels, outbox, owing, workspaces
from storage.outbox import Claimed, Standing, State
from storage.store import Store, Tx

log = structlog.get_logger()

SOON = timedelta(seconds=1)


class Composer(Protocol):
    """Says what a row says; told what was delivered and learned, and what failed for good."""

    async def compose(self, tx: Tx, row: Claimed) -> Outgoing: ...
    async def delivered(self, tx: Tx, row: Claimed, channel: ChannelId | None, ts: Ts | None) -> None: ...
    async def channel_checked(self, tx: Tx, channel: Channel) -> None: ...
    async def dead(self, tx: Tx, row: Claimed) -> None: ...
    async def card_gone(self, tx: Tx, row: Claimed, ts: str) -> None: ...
    async def unusable(self, tx: Tx, row: Claimed) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where a row's fate is written down. Each deed says in a word what became of it."""

    store: Store
    composer: Composer
    clock: Clock

    async def sent(self, row: Claimed, where: Standing | None) -> str:
        """It stands in Slack."""
        async with self.store.begin() as tx:
            await self.sent_in(tx, row, where)
        return State.SENT

    async def sent_in(self, tx: Tx, row: Claimed, where: Standing | None) -> None:
        """As `sent`, in a transaction that knows more about it."""
        channel, ts = (where.channel, where.ts) if where else (None, None)
        if await outbox.end(tx, row, State.SENT, now=self.clock.now(), channel=channel, ts=ts):
            await self.composer.delivered(tx, row, channel, ts)

    async def ended(self, row: Claimed, state: State, *, error: str | None = None) -> str:
        """Nothing more is done about it, but by a person."""
        async with self.store.begin() as tx:
            await self._ended(tx, row, state, error)
        return state

    async def _ended(self, tx: Tx, row: Claimed, state: State, error: str | None) -> None:
        now = self.clock.now()
        if not await outbox.end(tx, row, state, now=now, error=error):
            return
        if state is State.WITHHELD:
            await audit.delivery(tx, at=now, rule=state)
        if state is State.DEAD:
            log.warning("dead-letter", error=error)
            await self.composer.dead(tx, row)

    async def place_gone(self, row: Claimed, channel: Channel, *, error: str) -> str:
        """A dead letter; and the channel is looked at: where it is gone, words go by direct message from now on."""
        async with self.store.begin() as tx:
            await channels.broke(tx, channel, error=error)
            now = self.clock.now()
            await outbox.owe(tx, [owing.check(channel, now=now, why=f"gone:{row.id}")], now=now)
            await self._ended(tx, row, State.DEAD, error)
        return State.DEAD

    async def card_gone(self, row: Claimed, ts: str, *, error: str) -> str:
        """Somebody deleted what opens the thread, at `ts`: it is posted anew, and the row waits for that."""
        now = self.clock.now()
        async with self.store.begin() as tx:
            await self.composer.card_gone(tx, row, ts)
            await outbox.put_back(tx, row, due_at=now + SOON, error=error, untried=True)
        return "card-gone"

    async def token_gone(self, row: Claimed, *, error: str, is_current: Callable[[Tx], Awaitable[bool]]) -> str:
        """The workspace's queue stops until it is installed again; nothing of it is lost.

        Not where another process stored another token meanwhile: the row is tried again with that.
        """
        now = self.clock.now()
        async with self.store.begin() as tx:
            await workspaces.hold(tx, row.team)
            if not await is_current(tx):
                await outbox.put_back(tx, row, due_at=now + SOON, error=error, untried=True)
                return "token-changed"
            await workspaces.revoked(tx, row.team)
            await outbox.put_back(tx, row, due_at=now, error=error, untried=True)
            await self.composer.unusable(tx, row)
        log.error("workspace-unusable", team=row.team, error=error)
        return "token-gone"

    async def tried(self, row: Claimed) -> None:
        """From here on Slack may have it."""
        async with self.store.begin() as tx:
            await outbox.attempt(tx, row, now=self.clock.now())

    async def again(self, row: Claimed, at: datetime, *, error: str | None = None, untried: bool = False) -> None:
        """Due again at that time. `untried`: Slack surely did not take it."""
        async with self.store.begin() as tx:
            await outbox.put_back(tx, row, due_at=at, error=error, untried=untried)

    async def told_to_wait(self, row: Claimed, key: str, *, until: datetime, error: str) -> None:
        """Slack's `Retry-After`, kept beyond a restart."""
        async with self.store.begin() as tx:
            await outbox.pause(tx, key, until=until)
            await outbox.put_back(tx, row, due_at=until, error=error, untried=True)

    async def noted(self, row: Claimed, **facts: int | str) -> None:
        """What whoever takes the row up again has to know."""
        async with self.store.begin() as tx:
            await outbox.note(tx, row, facts, now=self.clock.now())
