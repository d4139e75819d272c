"""The courier: takes what is due from the outbox, one row of a lane at a time, and brings it to Slack.

Claimed and committed before the call; marked after it. Whatever ends between the two is asked after, not
sent again blindly. A row that has to wait goes back with a later time: nobody sleeps holding it.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import structlog

from bot.delivery import carrying, sending
from bot.delivery.clock import Clock
from bot.delivery.mending import Mending
from bot.delivery.outcomes import failure_of
from bot.delivery.outgoing import (
    CarryFile,
    CheckChannel,
    Ephemeral,
    LookUp,
    NotYet,
    Outgoing,
    Overtaken,
    Post,
    Update,
    Withheld,
)
from bot.delivery.pacing import Pace
from bot.delivery.reconciling import SETTLE, Unsure, look
from bot.delivery.slack import SlackClients
from bot.domain.ids import Channel, ChannelId, SlackUser, Ts
from storage import audit, channels, outbox, people_facts
from storage.outbox import Claimed, Kind, Standing, State
from storage.store import Store, Tx

log = structlog.get_logger()

IN_FLIGHT = 8
POLL_S = 1.0
LANDING_S = 4.0
SOON = timedelta(seconds=5)
LONGEST_WAIT = timedelta(days=1)
"""A row that hangs on something which never comes is a dead letter in the end."""


class Composer(Protocol):
    """Says what a row says; told what was delivered and learned."""

    async def compose(self, tx: Tx, row: Claimed) -> Outgoing: ...
    async def delivered(self, tx: Tx, row: Claimed, channel: ChannelId | None, ts: Ts | None) -> None: ...
    async def channel_checked(self, tx: Tx, channel: Channel) -> None: ...


def nothing(_: str) -> None:
    """No hook."""


@dataclass(slots=True, kw_only=True)
class Courier:
    """`at` is called at named points, for tests that kill the process there: row-claimed, posted."""

    store: Store
    slack: SlackClients
    composer: Composer
    clock: Clock
    name: str
    at: Callable[[str], None] = nothing
    observe: Callable[[str, str], None] = lambda _kind, _result: None
    chance: random.Random = field(default_factory=random.Random)
    pace: Pace = field(default_factory=Pace)
    alive: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _flying: set[asyncio.Task[None]] = field(default_factory=set)

    def nudge(self) -> None:
        """Something was committed that is owed now."""
        self._wake.set()

    async def run(self) -> None:
        """Until `stop`. A fault of the database is logged, and tried again after a moment."""
        await self._remember_pauses()
        self.alive = True
        try:
            while not self._stopping:
                self._wake.clear()
                await self._round()
                await self._rest()
        finally:
            self.alive = False
            if self._flying:  # the last round's too: what is in flight lands before the database is closed
                await asyncio.wait(self._flying, timeout=LANDING_S)

    async def _round(self) -> None:
        try:
            rows = await self._claim(IN_FLIGHT - len(self._flying))
        except Exception:  # the database may be away for a moment; the outbox waits
            log.exception("outbox-not-readable")
            return
        for row in rows:
            task = asyncio.create_task(self._deliver_or_log(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._wake.set()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_S)
        except TimeoutError:
            return

    def stop(self) -> None:
        """No more rounds; `run` ends once what is in flight has landed, or after a few seconds.

        What has not landed by then is asked after at the next start.
        """
        self._stopping = True
        self._wake.set()

    async def deliver_due(self) -> Counter[str]:
        """Works off all that is due now, and says how often what happened."""
        await self._remember_pauses()
        done: Counter[str] = Counter()
        while rows := await self._claim(IN_FLIGHT):
            done.update(await asyncio.gather(*(self._deliver(row) for row in rows)))
        return done

    async def _claim(self, most: int) -> list[Claimed]:
        if most <= 0:
            return []
        async with self.store.begin() as tx:
            rows = await outbox.claim(tx, by=self.name, now=self.clock.now(), most=most)
        if rows:
            self.at("row-claimed")
        return rows

    async def _remember_pauses(self) -> None:
        async with self.store.read() as tx:
            self.pace.pauses.update(await outbox.pauses_now(tx, now=self.clock.now()))

    async def _deliver_or_log(self, row: Claimed) -> None:
        try:
            await self._deliver(row)
        except Exception:  # one bad row must not end the round; its lease runs out and it is looked at again
            log.exception("delivery-broke", outbox=row.id, kind=row.kind)

    async def _deliver(self, row: Claimed) -> str:
        result = await self._try(row)
        self.observe(row.kind, result)
        log.debug("delivered", outbox=row.id, kind=row.kind, result=result)
        return result

    async def _try(self, row: Claimed) -> str:
        now = self.clock.now()
        if row.expires_at is not None and row.expires_at < now:
            return await self._end(row, State.DROPPED)
        async with self.store.read() as tx:
            if row.kind is Kind.REFRESH and await outbox.is_coalesced(tx, row):
                out: Outgoing = Overtaken(reason="a later redrawing waits")
            else:
                out = await self.composer.compose(tx, row)
        match out:
            case Overtaken():
                return await self._end(row, State.OVERTAKEN, error=out.reason)
            case Withheld():
                return await self._end(row, State.WITHHELD, error=out.reason)
            case NotYet():
                return await self._not_yet(row, out)
            case _:
                return await self._send(row, out)

    async def _not_yet(self, row: Claimed, out: NotYet) -> str:
        now = self.clock.now()
        if now - row.created_at > LONGEST_WAIT:
            return await self._end(row, State.DEAD, error=out.reason)
        async with self.store.begin() as tx:
            await outbox.put_back(tx, row, now=now, due_at=now + SOON, error=out.reason, untried=True)
        return "waiting"

    async def _send(self, row: Claimed, out: Post | Update | Ephemeral | CheckChannel | LookUp | CarryFile) -> str:
        if row.was_tried and isinstance(out, Post):
            found = await self._ask_first(row, out)
            if isinstance(found, str):
                return found
            if found is not None:
                return await self._sent(row, found)
        held = await self._paced(row, sending.method_of(out), getattr(out, "channel", None))
        if held:
            return held
        if isinstance(out, Post | CarryFile):
            async with self.store.begin() as tx:
                await outbox.attempt(tx, row, now=self.clock.now())
        try:
            return await self._call(row, out)
        except Exception as error:  # noqa: BLE001  # sorted by name; a bug of ours is raised again
            return await self._mending.mend(row, out, failure_of(error))

    async def _paced(self, row: Claimed, method: str, channel: str | None) -> str | None:
        now = self.clock.now()
        wait = self.pace.wait_for(row.team, method, channel, now=now)
        if wait <= timedelta(0):
            return None
        async with self.store.begin() as tx:
            await outbox.put_back(tx, row, now=now, due_at=now + wait, untried=True)
        return "paced"

    async def _ask_first(self, row: Claimed, out: Post) -> Standing | str | None:
        """An earlier try may have arrived. Where it stands, None when it surely does not, or why to wait."""
        settled = (row.first_try_at or self.clock.now()) + SETTLE
        if self.clock.now() < settled:
            async with self.store.begin() as tx:
                await outbox.put_back(tx, row, now=self.clock.now(), due_at=settled, untried=True)
            return "settling"
        method = "conversations.history" if out.thread_ts is None else "conversations.replies"
        held = await self._paced(row, method, None)
        if held:
            return held
        try:
            return await self._looked(row, out)
        except Exception as error:  # noqa: BLE001  # as in _send
            return await self._mending.look_failed(row, failure_of(error))

    async def _looked(self, row: Claimed, out: Post) -> Standing | str | None:
        client = await self.slack.of(row.team)
        channel = out.channel
        if out.is_direct:
            opened = await client.conversations_open(users=channel)
            channel = str(opened["channel"]["id"])
        found = await look(client, row, channel=channel, thread_ts=out.thread_ts, now=self.clock.now())
        if isinstance(found, Unsure):
            return await self._mending.unsure(row)
        return found

    async def _call(self, row: Claimed, out: Post | Update | Ephemeral | CheckChannel | LookUp | CarryFile) -> str:
        client = await self.slack.of(row.team)
        match out:
            case Post():
                return await self._sent(row, await sending.post(client, row, out))
            case Update():
                return await self._sent(row, await sending.update(client, out))
            case Ephemeral():
                await sending.whisper(client, out)
                return await self._sent(row, None)
            case CheckChannel():
                return await self._checked(row, Channel(team=row.team, id=out.channel))
            case LookUp():
                return await self._looked_up(row, SlackUser(team=row.team, user=out.user))
            case CarryFile():
                return await self._sent(row, await carrying.carry(self.slack, row, out))

    async def _sent(self, row: Claimed, where: Standing | None) -> str:
        self.at("posted")
        channel, ts = (where.channel, where.ts) if where else (None, None)
        async with self.store.begin() as tx:
            if await outbox.end(tx, row, State.SENT, now=self.clock.now(), channel=channel, ts=ts):
                await self.composer.delivered(tx, row, channel, ts)
        return State.SENT

    async def _checked(self, row: Claimed, channel: Channel) -> str:
        client = await self.slack.of(row.team)
        found = await sending.channel_facts(client, channel)
        now = self.clock.now()
        async with self.store.begin() as tx:
            if found.broken:
                await channels.broke(tx, channel, error=found.broken)
            else:
                await channels.learned(tx, channel, is_private=found.is_private, members=found.members, at=now)
            await self.composer.channel_checked(tx, channel)
            await outbox.end(tx, row, State.SENT, now=now)
        return State.SENT

    async def _looked_up(self, row: Claimed, who: SlackUser) -> str:
        name, zone, membership = await sending.person_facts(await self.slack.of(row.team), who)
        now = self.clock.now()
        async with self.store.begin() as tx:
            await people_facts.learned(tx, who, name=name, zone=zone, membership=membership, at=now)
            if await outbox.end(tx, row, State.SENT, now=now):
                await self.composer.delivered(tx, row, None, None)
        return State.SENT

    async def _end(self, row: Claimed, state: State, *, error: str | None = None) -> str:
        now = self.clock.now()
        async with self.store.begin() as tx:
            await outbox.end(tx, row, state, now=now, error=error)
            if state is State.WITHHELD:
                await audit.delivery(tx, at=now, rule=state)
        return state

    async def note_echo(self, row_id: int, where: Standing) -> None:
        """Our own post came back as an event: it stands, whatever became of Slack's answer."""
        async with self.store.begin() as tx:
            row = await outbox.get(tx, row_id)
            if row is None or not await outbox.end(
                tx, row, State.SENT, now=self.clock.now(), channel=where.channel, ts=where.ts
            ):
                return
            await self.composer.delivered(tx, row, where.channel, where.ts)
        self.nudge()

    @property
    def _mending(self) -> Mending:
        return Mending(
            store=self.store,
            slack=self.slack,
            clock=self.clock,
            pace=self.pace,
            chance=self.chance,
            sent=self._sent,
        )
