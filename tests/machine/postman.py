"""Carries the outbox without Slack: what a row says is composed as it would be, and noted with who reads it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.composing import CaseComposer
from bot.delivery.ledger import Ledger
from bot.delivery.outgoing import CheckChannel, Ephemeral, LookUp, NotYet, Overtaken, Post, Update, Withheld
from bot.domain.ids import Channel, ChannelId, SlackUser, Ts, UserId
from bot.domain.people import Membership
from storage import channels, outbox, people_facts
from storage.outbox import Claimed, Standing, State
from tests.machine.looking import look
from tests.machine.oracle import Oracle
from tests.machine.village import CHANNELS, STRANGERS, Village, slack_of

ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Something that was shown: `to` a channel's id, or a user in small letters."""

    to: str
    text: str
    what: str
    at: datetime


@dataclass(slots=True)
class Clock:
    """The village's."""

    here: Village

    def now(self) -> datetime:
        return self.here.now

    async def sleep(self, seconds: float) -> None:
        """Nobody waits here."""
        del seconds


@dataclass(slots=True, kw_only=True)
class Postman:
    """`read`: everything that was shown since the last look. `lose`: whether this row cannot be delivered."""

    here: Village
    read: list[Read] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    lose: Callable[[Claimed], bool] = lambda _: False
    posts: int = 0

    @property
    def _ledger(self) -> Ledger:
        clock = Clock(self.here)
        return Ledger(store=self.here.store, composer=CaseComposer(clock=clock, command="/case"), clock=clock)

    async def round(self) -> int:
        """Until nothing is due any more; how many rows were carried."""
        begun = len(self.ended)
        for _ in range(ROUNDS):
            async with self.here.store.begin() as tx:
                rows = await outbox.claim(tx, by="postman", now=self.here.now, most=50)
            if not rows:
                break
            for row in rows:
                self.ended.append(await self._bring(row))
        return len(self.ended) - begun

    async def _bring(self, row: Claimed) -> str:
        ledger = self._ledger
        if row.expires_at is not None and row.expires_at < self.here.now:
            return await ledger.ended(row, State.DROPPED)
        if self.lose(row):
            return await ledger.ended(row, State.DEAD, error="lost")
        async with self.here.store.read() as tx:
            out = await ledger.composer.compose(tx, row)
        match out:
            case Overtaken():
                return await ledger.ended(row, State.OVERTAKEN, error=out.reason)
            case Withheld():
                return await ledger.ended(row, State.WITHHELD, error=out.reason)
            case NotYet():
                return await ledger.ended(row, State.DEAD, error=out.reason)
            case Post() | Update() | Ephemeral():
                return await ledger.sent(row, self._shown(row, out))
            case CheckChannel():
                return await self._checked(ledger, row, Channel(team=row.team, id=out.channel))
            case LookUp():
                return await self._looked_up(ledger, row, SlackUser(team=out.team, user=out.user))
            case _:
                return await ledger.sent(row, None)

    def _shown(self, row: Claimed, out: Post | Update | Ephemeral) -> Standing | None:
        self.posts += 1
        to, text = out.channel, f"{out.text} {json.dumps(out.blocks)}"
        if isinstance(out, Ephemeral):
            to = out.user
        reader = str(to).removeprefix("U").removeprefix("D0").lower() if str(to)[0] in "UD" else str(to)
        self.read.append(Read(to=reader, text=text, what=f"{row.kind}:{row.facts.get('what', '')}", at=self.here.now))
        match out:
            case Ephemeral():
                return None
            case Update():
                return Standing(channel=out.channel, ts=out.ts)
            case Post():
                direct = f"D0{str(out.channel).removeprefix('U')}"
                channel = direct if out.is_direct else out.channel
                return Standing(channel=ChannelId(channel), ts=Ts(f"{1_700_000_000 + self.posts}.000100"))

    async def _checked(self, ledger: Ledger, row: Claimed, channel: Channel) -> str:
        members = [slack_of(user) for user in self._members(await look(self.here), channel.id)]
        bot = SlackUser(team=channel.team, user=UserId("UBOT"))
        async with self.here.store.begin() as tx:
            await channels.learned(tx, channel, is_private=True, members=[*members, bot], at=self.here.now)
            await ledger.composer.channel_checked(tx, channel)
            await ledger.sent_in(tx, row, None)
        return State.SENT

    def _members(self, now: Oracle, channel: str) -> set[str]:
        return members_of(self.here, now, channel)

    async def _looked_up(self, ledger: Ledger, row: Claimed, who: SlackUser) -> str:
        user = who.user.removeprefix("U").lower()
        membership = STRANGERS.get(user) or Membership.MEMBER
        async with self.here.store.begin() as tx:
            await people_facts.learned(
                tx, who, name=f"{user} found", zone="UTC", membership=membership, at=self.here.now
            )
            await ledger.sent_in(tx, row, None)
        return State.SENT


def members_of(here: Village, now: Oracle, channel: str) -> set[str]:
    """Whoever may be there, and whoever is there all the same. Who lost their right, or whose account ended,
    has left."""
    agents = {user for user in now.people if now.agent(user)}
    district = next((key for key, its in CHANNELS.items() if its == channel), None)
    own = now.contacts_of(district) if district else set()
    gone = {user for user, it in now.people.items() if it.membership == "gone"}
    return (agents | own | here.strangers_in.get(channel, set())) - gone
