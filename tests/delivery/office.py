"""A post office: real rows in a real database, couriers, and a sandbox that takes what they bring.

What a row says stands in the row itself, so that nothing but the carrying is told here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.delivery.courier import Courier
from bot.delivery.outgoing import CarryFile, CheckChannel, Delete, Ephemeral, Outgoing, Post, Update
from bot.delivery.slack import SlackClients
from bot.domain.ids import CaseNumber, Channel, ChannelId, TeamId, Ts
from bot.domain.limits import DEFAULT
from bot.views.message import Message as Drawn
from demo import world
from sandbox.clock import HandClock
from sandbox.faults import Fault, Trouble
from sandbox.model import Message
from sandbox.rates import Limits
from sandbox.server import Sandbox
from storage import outbox, workspaces
from storage.outbox import Claimed, Kind, Owed
from storage.store import Store, Tx
from storage.tables import outbox as outbox_table
from storage.workspaces import Workspace

SECOND = timedelta(seconds=1)
TEAM = TeamId(world.TEAM)
SETTLED = 35
"""Seconds within which a post whose answer was lost has been asked after."""


def block(text: str, kind: str = "section") -> dict[str, Any]:
    return {"type": kind, "text": {"type": "mrkdwn", "text": text}}


@dataclass(slots=True)
class Composer:
    """Says what stands in the row. `shown`: what cards show now, by their ts; `told`: rows delivered."""

    shown: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    async def compose(self, tx: Tx, row: Claimed) -> Outgoing:  # noqa: ARG002  # the courier's question
        facts = {name: str(value) for name, value in row.facts.items()}
        if "poison" in facts:
            raise KeyError(facts["poison"])
        channel, text, thread = facts["channel"], facts.get("text", ""), facts.get("thread")
        match row.kind:
            case Kind.REFRESH:
                shown = self.shown[str(thread)]
                return Update(channel=ChannelId(channel), ts=Ts(str(thread)), said=said(shown))
            case Kind.HINT:
                return Ephemeral(channel=channel, user=facts["user"], thread_ts=thread, said=said(text))
            case Kind.FILE:
                return carried(facts)
            case Kind.CHECK_CHANNEL:
                return CheckChannel(channel=ChannelId(channel))
            case Kind.REMOVE:
                return Delete(channel=ChannelId(channel), ts=Ts(facts["ts"]))
            case _:
                drawn = said(text, facts.get("block", "section"))
                return Post(channel=channel, thread_ts=thread, said=drawn, is_direct=channel.startswith("U"))

    async def delivered(self, tx: Tx, row: Claimed, channel: ChannelId | None, ts: Ts | None) -> None:  # noqa: ARG002  # what the courier tells
        self.told.append(row.key)

    async def dead(self, tx: Tx, row: Claimed) -> None:
        """Nobody is told here."""

    async def card_gone(self, tx: Tx, row: Claimed, ts: str) -> None:
        """Nothing here opens a thread."""

    async def unusable(self, tx: Tx, row: Claimed) -> None:
        """Nobody is told here."""

    async def channel_checked(self, tx: Tx, channel: Channel) -> None:
        """Nobody looks at channels here."""


def said(text: str, kind: str = "section") -> Drawn:
    return Drawn(text=text, blocks=[block(text, kind)])


def carried(facts: dict[str, str]) -> CarryFile:
    return CarryFile(
        case=CaseNumber(1),
        previews=True,
        team=TEAM,
        file_id=facts["file"],
        name=facts.get("name", "marks.txt"),
        mimetype="text/plain",
        size=5,
        permalink="https://liaison-demo.slack.com/files/marks",
        channel=ChannelId(facts["channel"]),
        thread_ts=Ts(facts["thread"]),
        limits=DEFAULT,
    )


@dataclass(slots=True, kw_only=True)
class Office:
    """`token`: what the workspace's row would hold."""

    sandbox: Sandbox
    store: Store
    clock: HandClock
    slack: SlackClients
    composer: Composer = field(default_factory=Composer)

    def courier(self, name: str = "first", *, store: Store | None = None) -> Courier:
        """A courier that remembers nothing of any before it."""
        return Courier(
            store=store or self.store, slack=self.slack, composer=self.composer, clock=self.clock, name=name
        )

    async def owe(self, text: str, *, channel: str = world.LAKESIDE, **more: Any) -> None:
        """A line owed under the key of its text; a lane for each channel, if none is named."""
        kind, lane = Kind(more.pop("kind", Kind.LINE)), str(more.pop("lane", channel))
        row = Owed(
            key=text,
            kind=kind,
            lane=lane,
            team=TEAM,
            due_at=self.clock.now(),
            expires_at=more.pop("expires_at", None),
            urgent=more.pop("urgent", False),
            facts={"channel": channel, "text": text, **more},
        )
        async with self.store.begin() as tx:
            await outbox.owe(tx, [row], now=self.clock.now())

    async def pass_seconds(self, seconds: int, courier: Courier) -> None:
        """Time goes on a fifth of a second at a time, and each time what is due is delivered."""
        for _ in range(5 * seconds):
            await courier.deliver_due()
            await self.clock.turn(SECOND / 5)
        await courier.deliver_due()

    def fault(self, trouble: Trouble, method: str = "chat.postMessage", **facts: Any) -> None:
        self.sandbox.slack.faults.add(Fault(trouble=trouble, method=method, **facts))

    def messages(self, channel: str = world.LAKESIDE) -> list[Message]:
        return list(self.sandbox.slack.channel(channel).messages.values())

    def posted(self, channel: str = world.LAKESIDE) -> list[str]:
        """What stands in the channel, the earliest first."""
        return [message.text for message in self.messages(channel)]

    def calls(self, method: str) -> int:
        """How often the method was called, whatever came of it."""
        return sum(call.method == method for call in self.sandbox.slack.log)

    async def states(self) -> dict[str, str]:
        """By key: the row's state."""
        async with self.store.read() as tx:
            return {row.key: row.state for row in await tx.execute(outbox_table.select())}

    async def row_id(self, key: str) -> int:
        async with self.store.read() as tx:
            rows = await tx.execute(outbox_table.select().where(outbox_table.c.key == key))
            return int(rows.one().id)


@asynccontextmanager
async def office(store: Store, *, limits: Limits | None = None) -> AsyncIterator[Office]:
    clock = HandClock(world.NOON)
    async with Sandbox.running(clock=clock, limits=limits) as sandbox:
        world.fill(sandbox.slack)
        async with store.begin() as tx:
            await workspaces.remember(tx, installed(sandbox), at=clock.now())
        slack = SlackClients(sandbox.api_url, token_of(sandbox))
        try:
            yield Office(sandbox=sandbox, store=store, clock=clock, slack=slack)
        finally:
            await slack.close()


def token_of(sandbox: Sandbox) -> Any:
    async def token(_: TeamId) -> str:
        return sandbox.slack.installations[-1].bot_token

    return token


def installed(sandbox: Sandbox) -> Workspace:
    """The row of the workspace, as the last installation made it."""
    installation = sandbox.slack.installations[-1]
    return Workspace(
        team=TEAM,
        enterprise="",
        name="Liaison Demo",
        app_id=world.APP,
        bot_id=installation.bot_id,
        bot_user_id="U0BOT",
        token_sealed=b"sealed",
        scopes="",
    )
