"""A town: the sandbox, the bot beside it over real HTTP and WebSockets, and the people, on a hand-turned clock."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
from cryptography.fernet import Fernet

from bot import settings as settings_of
from bot.app import Bot, Hooks
from bot.services import directory
from bot.settings import Settings
from demo import world
from demo.world import NOON
from sandbox import control
from sandbox.clock import HandClock
from sandbox.people import People, Person, Seen
from sandbox.server import Part, Sandbox
from sandbox.state import PATIENCE_S
from storage import outbox
from storage.engines import opened

KEY = Fernet.generate_key().decode()
ROUNDS = 400
PORTS = range(20000, 32000)
UNHURRIED_S = 15.0  # a story beside others, on a busy machine: whether the bot is quick enough, no test can say
Prepare = Callable[[Sandbox], None]


@dataclass(slots=True, kw_only=True)
class Town:
    """`clock` is turned by hand, for the sandbox and the bot together. `busy`: held by whoever turns it far."""

    sandbox: Sandbox
    bot: Bot
    people: People
    clock: HandClock
    settings: Settings
    bots: AsyncExitStack
    began: datetime = NOON
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def person(self, name: str) -> Person:
        """By first name: `ana`, `sam`, `alex` …"""
        user = f"U0{name.upper()}"
        return self.people.of(user, zone=self.sandbox.slack.user(user).tz)

    async def quiet(self) -> None:
        """Until everything owed was delivered, the clock going on as far as Slack's pace wants: a second at least."""
        for _ in range(ROUNDS):
            await self.people.settle()
            await self.bot.courier.deliver_due()
            await self.people.settle()
            due = await self.due_soon()
            if due is None:
                return
            await self.clock.turn(max(due - self.clock.now(), timedelta(seconds=1)))
        raise RuntimeError("the town does not come to rest")

    async def due_soon(self) -> datetime | None:
        """When something goes that the pace of posting alone holds back; None: nothing is."""
        due = await outbox.next_due(self.bot.store.glances)
        return due if due is not None and due <= self.clock.now() + timedelta(minutes=5) else None

    async def live(self) -> None:
        """The hand-turned clock goes on by itself, a second a second, for whoever looks at it live."""
        while True:
            await asyncio.sleep(1)
            if not self.busy.locked():
                await self.clock.turn(timedelta(seconds=1))
                self.bot.courier.nudge()

    async def begin_again(self, empty: Callable[[], Awaitable[None]]) -> None:
        """The world and the bot as at the start; time goes on from where it is. `empty`: empties the database."""
        async with self.busy:
            await self.bots.aclose()
            await self.people.do("reset")
            await empty()
            self.began = self.clock.now()
            await import_samples(self.settings.database, self.began)
            self.bot = await self.bots.enter_async_context(
                Bot.running(self.settings, clock=self.clock, hooks=self.bot.hooks)
            )
            await self.bot.swept.wait()
            await self.quiet()

    async def pass_days(self, days: float) -> None:
        """Time passes; the clock's work is done as it would have been, and delivered."""
        await self.clock.turn(timedelta(days=days))
        await self.bot.tick()
        await self.quiet()

    async def card(self, person: Person, channel: str, *, number: int = 1) -> Seen:
        """The case's card, as this person sees it there. Raises LookupError."""
        for seen in await person.sees(channel):
            if f"Case {number} ·" in seen.words and seen.thread_ts in (None, seen.ts) and not seen.ephemeral:
                return seen
        raise LookupError(f"no card of case {number} in {channel}")

    async def thread(self, person: Person, channel: str, *, number: int = 1) -> list[Seen]:
        """What stands below the card, ephemerals apart."""
        card = await self.card(person, channel, number=number)
        return [
            seen
            for seen in await person.sees(channel)
            if seen.thread_ts == card.ts and seen.ts != card.ts and not seen.ephemeral
        ]


@asynccontextmanager
async def town(
    database_url: str,
    *,
    transport: str = "socket",
    prepare: Prepare | None = None,
    parts: tuple[Part, ...] = (),
    port: int = 0,
    filled: bool = False,
    more: Mapping[str, str] | None = None,
    patience: float = UNHURRIED_S,
) -> AsyncIterator[Town]:
    """Everybody is there, nobody has done anything yet. `prepare` may change the world before the bot starts.

    `parts`: what is served beside the control API, at `port` (0: any that is free). `filled`: the database
    has the sample people already, imported at noon. `more`: other settings.
    `patience`: seconds until Slack gives up on an ack, or on a trigger.
    """
    clock = HandClock(NOON)
    bot_port = free_port()
    url = f"http://127.0.0.1:{bot_port}/slack/events" if transport == "http" else None
    parts = (control.part, *parts)
    running = Sandbox.running(clock=clock, world=world.described(url), port=port, parts=parts, patience=patience)
    async with running as sandbox, aiohttp.ClientSession() as http, AsyncExitStack() as bots:
        if prepare is not None:
            prepare(sandbox)
        by_default = environment(sandbox.api_url, database_url, transport=transport, port=bot_port)
        found = settings_of.read({**by_default, **(more or {})})
        if not filled:
            await import_samples(database_url, clock.now())
        bot = await bots.enter_async_context(Bot.running(found, clock=clock, hooks=unhurried(patience)))
        await bot.swept.wait()
        people = People(url=sandbox.url, session=http, names=world.names())
        here = Town(sandbox=sandbox, bot=bot, people=people, clock=clock, settings=found, bots=bots)
        await here.quiet()
        yield here


def unhurried(patience: float) -> Hooks:
    """The bot's waits in the same measure as Slack's, which is in seconds until it gives up on an ack."""
    return Hooks(patience=patience / PATIENCE_S)


def free_port() -> int:
    """Below those that the system gives to whoever calls out, so that nobody else has it before it is listened at."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as it, suppress(OSError):
            it.bind(("127.0.0.1", port))
            return port


def environment(api_url: str, database_url: str, *, transport: str, port: int) -> dict[str, str]:
    """The settings of a bot that lives beside this sandbox."""
    way_in = (
        {"SLACK_SIGNING_SECRET": world.SIGNING_SECRET}
        if transport == "http"
        else {"SLACK_APP_TOKEN": world.APP_TOKEN}
    )
    return {
        "SLACK_BOT_TOKEN": world.BOT_TOKEN,
        "SLACK_API_URL": api_url,
        "LIAISON_TOKEN_KEY": KEY,
        "LIAISON_DATABASE": database_url,
        "LIAISON_DESK_CHANNEL": world.DESK,
        "LIAISON_SUPPORT_PHONE": "555-0199",
        "LIAISON_PORT": str(port),
        **way_in,
    }


async def import_samples(database_url: str, now: datetime) -> None:
    """The sample districts and people."""
    async with opened(database_url) as store:
        outcome = await directory.run_import(
            store,
            districts=await _text("districts"),
            people=await _text("people"),
            closures=await _text("closures"),
            now=now,
            apply=True,
        )
    if outcome.wrong:
        raise RuntimeError(str(outcome.wrong[0]))


async def _text(name: str) -> str:
    return await asyncio.to_thread((world.SAMPLES / f"{name}.csv").read_text, encoding="utf-8")
