"""One row brought to Slack: what it says now, its turn, the call.

Whatever ends between the call and the mark after it is asked after, not sent again blindly.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import carrying, earlier, handing, reading, sending
from bot.delivery.carrying import NotCarried
from bot.delivery.handing import NotHanded
from bot.delivery.ledger import Ledger
from bot.delivery.mending import Mending
from bot.delivery.outcomes import failure_of
from bot.delivery.outgoing import (
    CarryFile,
    CheckChannel,
    Delete,
    DeleteFile,
    Ephemeral,
    Found,
    HandOut,
    LookUp,
    NotYet,
    Outgoing,
    Overtaken,
    Post,
    ReadBelow,
    ReadThread,
    Sendable,
    Update,
    Withheld,
)
from bot.delivery.pacing import Pace
from bot.delivery.reading import TakeIn
from bot.delivery.reconciling import SETTLE, Absent, look
from bot.delivery.sending import queue_of
from bot.delivery.slack import SlackClients
from bot.domain import homes
from bot.domain.ids import Channel, SlackUser, TeamId
from bot.domain.people import Membership
from storage import channels, districts, outbox, people_facts, workspaces
from storage.outbox import Claimed, Kind, Standing, State
from storage.store import Store, Tx

Learn = Callable[[SlackUser, TeamId, Found], Awaitable[SlackUser]]
"""Returns whom Slack meant, by their own workspace."""
"""Takes in what a look found of somebody: a right that ended with their account, for one."""


async def forgotten(who: SlackUser, _: TeamId, __: Found) -> SlackUser:
    """Takes nothing in."""
    return who


SOON = timedelta(seconds=5)
LONGEST_WAIT = timedelta(days=1)
"""A row that hangs on something which never comes is a dead letter in the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`at` is called at the point "posted": Slack has it, and nobody has written that down."""

    store: Store
    ledger: Ledger
    slack: SlackClients
    pace: Pace
    chance: random.Random
    at: Callable[[str], None]
    take_in: TakeIn
    learn: Learn

    async def bring(self, row: Claimed) -> str:
        """Says in a word what became of the row. Raises what is neither Slack's failure nor the network's."""
        if row.expires_at is not None and row.expires_at < self.ledger.clock.now():
            return await self.ledger.ended(row, State.DROPPED)
        out = await self._composed(row)
        match out:
            case Overtaken():
                return await self.ledger.ended(row, State.OVERTAKEN, error=out.reason)
            case Withheld():
                return await self.ledger.ended(row, State.WITHHELD, error=out.reason)
            case NotYet():
                return await self._not_yet(row, out)
            case _:
                return await self._send(row, out)

    async def _composed(self, row: Claimed) -> Outgoing:
        async with self.store.read() as tx:
            if row.kind is Kind.REFRESH and await outbox.is_coalesced(tx, row):
                return Overtaken(reason="a later redrawing waits")
            return await self.ledger.composer.compose(tx, row)

    async def _not_yet(self, row: Claimed, out: NotYet) -> str:
        now = self.ledger.clock.now()
        if out.until is not None:
            await self.ledger.again(row, out.until, error=out.reason, untried=True)
            return "waiting"
        if now - row.created_at > LONGEST_WAIT:
            return await self.ledger.ended(row, State.DEAD, error=out.reason)
        wait = max(SOON, (now - row.created_at) / 8)  # ever more seldom
        await self.ledger.again(row, now + wait, error=out.reason, untried=True)
        return "waiting"

    async def _send(self, row: Claimed, out: Sendable) -> str:
        if row.may_stand and isinstance(out, Post):
            found = await self._ask_first(row, out)
            if isinstance(found, str):
                return found
            if found is not None:
                return await self._sent(row, found)
        if queue_of(row) is None or row.tries:  # the rest had their turn when they were taken up
            held = await self._paced(row, sending.method_of(out), getattr(out, "channel", None))
            if held:
                return held
        if isinstance(out, Post | CarryFile | HandOut):
            await self.ledger.tried(row)
        try:
            return await self._called(row, out)
        except NotCarried as why:
            return await self._send(row, carrying.said(why))
        except NotHanded as why:
            return await self._send(row, handing.said(why))

    async def _called(self, row: Claimed, out: Sendable) -> str:
        try:
            return await self._call(row, out)
        except NotCarried:
            raise
        except Exception as error:  # noqa: BLE001  # sorted by name; a bug of ours is raised again
            return await self._mending.mend(row, out, failure_of(error))

    async def _paced(self, row: Claimed, method: str, channel: str | None) -> str | None:
        now = self.ledger.clock.now()
        wait = self.pace.wait_for(row.id, row.team, method, channel, now=now)
        if wait <= timedelta(0):
            return None
        await self.ledger.again(row, now + wait, untried=True)
        return "paced"

    async def _ask_first(self, row: Claimed, out: Post) -> Standing | str | None:
        """An earlier try may have arrived. Where it stands, None when it goes out again, or why it waits."""
        now = self.ledger.clock.now()
        settled = (row.tried_at or now) + SETTLE
        if now < settled:
            await self.ledger.again(row, settled, untried=True)
            return "settling"
        held = await self._paced(row, sending.history_of(out), None)
        if held:
            return held
        try:
            return await self._looked(row, out)
        except Exception as error:  # noqa: BLE001  # as in _send
            return await self._mending.look_failed(row, sending.history_of(out), failure_of(error))

    async def _looked(self, row: Claimed, out: Post) -> Standing | str | None:
        client = await self.slack.of(row.team)
        async with self.store.read() as tx:
            ours = await workspaces.get(tx, row.team)
        channel = await sending.channel_of(client, out)
        found = await look(client, row, channel=channel, thread_ts=out.thread_ts, bot=ours.bot_id if ours else "")
        match found:
            case Standing():
                return found
            case Absent():
                await self.ledger.noted(row, absent=row.tries)
                return None
            case more:
                return await self._mending.unsure(row, more)

    async def _call(self, row: Claimed, out: Sendable) -> str:
        client = await self.slack.of(row.team)
        match out:
            case Post():
                return await self._sent(row, await sending.post(client, row, out))
            case Update():
                return await self._sent(row, await sending.update(client, out))
            case Ephemeral():
                await sending.whisper(client, out)
            case Delete() | DeleteFile():
                await sending.delete(client, out)
            case CheckChannel():
                return await self._checked(row, Channel(team=row.team, id=out.channel))
            case LookUp():
                return await self._looked_up(row, SlackUser(team=out.team, user=out.user))
            case ReadThread():
                return await reading.bring(client, row, out, ledger=self.ledger, take_in=self.take_in)
            case ReadBelow():
                return await self._read(row, await earlier.read(client, out))
            case HandOut():
                return await self._sent(row, await handing.hand(self.slack, row, out, note=self.ledger.noted))
            case CarryFile():
                return await self._sent(row, await carrying.carry(self.slack, row, out, note=self.ledger.noted))
        return await self._sent(row, None)

    async def _sent(self, row: Claimed, where: Standing | None) -> str:
        self.at("posted")
        return await self.ledger.sent(row, where)

    async def _checked(self, row: Claimed, channel: Channel) -> str:
        found = await sending.channel_facts(await self.slack.of(row.team), channel)
        now = self.ledger.clock.now()
        async with self.store.begin() as tx:
            if found.broken:
                await channels.broke(tx, channel, error=found.broken)
            else:
                await channels.learned(tx, channel, is_private=found.is_private, members=found.members, at=now)
            await self.ledger.composer.channel_checked(tx, channel)
            await self.ledger.sent_in(tx, row, None)
        return State.SENT

    async def _looked_up(self, row: Claimed, who: SlackUser) -> str:
        found = await sending.person_facts(await self.slack.of(row.team), who, seen_from=row.team)
        who = await self.learn(who, row.team, found)
        now = self.ledger.clock.now()
        async with self.store.begin() as tx:
            if not await people_facts.is_known_at_home(tx, who, seen_from=row.team):
                await _learned(tx, who, found, now)
            await self.ledger.sent_in(tx, row, None)
        return State.SENT

    async def _read(self, row: Claimed, page: earlier.Page | None) -> str:
        async with self.store.begin() as tx:
            await earlier.take_over(tx, row, page, now=self.ledger.clock.now())
            await self.ledger.sent_in(tx, row, None)
        return State.SENT

    @property
    def _mending(self) -> Mending:
        return Mending(ledger=self.ledger, slack=self.slack, pace=self.pace, chance=self.chance, sent=self._sent)


async def _learned(tx: Tx, who: SlackUser, found: Found, now: datetime) -> None:
    await people_facts.learned(tx, who, name=found.name, zone=found.zone, membership=found.membership, at=now)
    await people_facts.of_enterprise(tx, who, found.enterprise)
    home = homes.district_of(found.domain, await districts.email_domains(tx)) if found.domain else None
    await people_facts.proposed(tx, who, home if found.membership is Membership.MEMBER else None)
