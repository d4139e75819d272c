"""The composition root: settings in, a running bot out. The only place that reads a clock."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

import handlers
from bot.delivery.clock import Clock
from bot.delivery.composing import CaseComposer
from bot.delivery.courier import Courier
from bot.delivery.slack import SlackClients
from bot.domain import rules
from bot.domain.ids import Channel, ChannelId, TeamId
from bot.keyring import Keyring
from bot.oauth import Installing
from bot.observing import Measures
from bot.services import channels, confirming, due, retention
from bot.services.sealing import Sealer
from bot.settings import Settings
from bot.web import application
from handlers import learning, rereading
from handlers.door import Door
from handlers.house import VIEWS_TIMEOUT_S, House
from storage import almanac, calendars, contacts, migrations, outbox, uninstalling, workspaces
from storage.engines import opened
from storage.store import Store
from storage.workspaces import Workspace

log = structlog.get_logger()
DRAIN_S = 8.0
"""For all stages of the end together."""

WATCH_S = 20
LAST_ANSWER_S = 0.1
"""For the SDK, which sends an answer after its deed and keeps no account of that."""


class WallClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  # the one place

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def nothing(_: str) -> None:
    """No hook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Named points for tests that end the process there: committed, row-claimed, posted, sweeping.

    `patience`: how many times longer than in earnest a window, and the database, are waited for where somebody waits
    for the answer: whether a busy machine is quick enough, no test can say.
    """

    at: Callable[[str], None] = nothing
    patience: float = 1.0


@dataclass(slots=True, kw_only=True)
class Bot:
    """A running bot, and the handles by which it is turned and ended. `swept`: what was due at its start is done."""

    settings: Settings
    clock: Clock
    hooks: Hooks
    measures: Measures
    store: Store
    slack: SlackClients
    courier: Courier
    team: TeamId
    bolt: AsyncApp
    door: Door
    installing: Installing | None
    sealer: Sealer
    socket: Any = None
    port: int = 0
    _courier_task: asyncio.Task[None] | None = None
    _last_sweep: float = field(default_factory=time.monotonic)
    _night: str = ""
    swept: asyncio.Event = field(default_factory=asyncio.Event)
    _due: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: bool = False
    _end_by: float | None = None

    @staticmethod
    @asynccontextmanager
    async def running(
        settings: Settings, *, clock: Clock | None = None, hooks: Hooks | None = None
    ) -> AsyncIterator["Bot"]:
        """Up when the block begins, down within ten seconds after it ends."""
        async with Bot.assembled(settings, clock=clock, hooks=hooks) as bot, AsyncExitStack() as stack:
            await bot._look_around()  # noqa: SLF001  # its own
            bot._courier_task = asyncio.create_task(bot.courier.run())  # noqa: SLF001  # its own
            stack.push_async_callback(bot._land)  # noqa: SLF001  # its own
            await bot._serve(stack)  # noqa: SLF001  # its own
            if settings.uses_sockets:
                await bot._connect(stack)  # noqa: SLF001  # its own
            bot._wind_alarm(stack)  # noqa: SLF001  # its own
            log.info("running", team=bot.team, port=bot.port, socket=settings.uses_sockets)
            yield bot

    @staticmethod
    @asynccontextmanager
    async def assembled(
        settings: Settings, *, clock: Clock | None = None, hooks: Hooks | None = None
    ) -> AsyncIterator["Bot"]:
        """Everything but what runs by itself: for single deeds such as `tick`."""
        measures, hooks = Measures(), hooks or Hooks()
        async with AsyncExitStack() as stack:
            opening = opened(settings.database, observe=measures.in_database, patience=hooks.patience)
            store = await stack.enter_async_context(opening)
            await migrations.must_be_current(store)
            clock = clock or WallClock()
            keyring = Keyring(store, settings.fernet, clock)
            slack = SlackClients(settings.slack_api_url, keyring.token, keyring.is_current)
            stack.push_async_callback(slack.close)
            bot = await _assemble(settings, clock, hooks, measures, store, slack, keyring)
            yield bot

    async def _look_around(self) -> None:
        """People may have come and gone while the bot was away. Owed before delivery begins, and so done first.

        The library of holidays takes most of a second to load: not in the three that whoever asks first has.
        """
        now = self.clock.now()
        place = (self.settings.vendor_country, self.settings.vendor_state)
        await asyncio.to_thread(almanac.is_known, *place)
        await channels.check_every_channel(self.store, now=now, why=f"start:{uuid4()}")
        self._night = str(now.date())
        await confirming.begin_missing(self.store, now=now)
        await retention.begin(self.store, now=now)

    async def tick(self, *, now: datetime | None = None) -> Counter[str]:
        """What is due by the clock, and once a day what is looked at by night. Delivery is apart."""
        at = now or self.clock.now()
        with self.measures.sweep.time():
            done = await due.do_all(self.store, now=at, at=self.hooks.at)
        done["lines-sealed"] = await self.sealer.run(at)
        self._last_sweep = time.monotonic()
        if str(at.date()) != self._night:
            self._night = str(at.date())
            done += await due.do_nightly(self.store, now=at, night=self._night)
        self.courier.nudge()
        return done

    async def ready(self) -> dict[str, bool]:
        """What /readyz says; feeds the gauges of /metrics on the way."""
        parts = {"database": await self._database_answers(), "delivery": self.courier.alive}
        if self.settings.uses_sockets:
            parts["socket"] = self.socket is not None and bool(await self.socket.is_open())
        self.measures.lag.set(time.monotonic() - self._last_sweep)
        return parts

    async def _database_answers(self) -> bool:
        try:
            async with self.store.read() as tx:
                depth, oldest = await outbox.backlog(tx)
        except Exception:  # whatever it is, the database is not ready
            log.exception("database-not-ready")
            return False
        self.measures.depth.set(depth)
        waiting = (self.clock.now() - oldest) if oldest else timedelta(0)
        self.measures.oldest.set(max(waiting.total_seconds(), 0))
        return True

    async def _serve(self, stack: AsyncExitStack) -> None:
        secret = None if self.settings.uses_sockets else self.settings.slack_signing_secret
        app = application(
            self.bolt,
            secret=secret.get_secret_value() if secret else None,
            ready=self.ready,
            measures=self.measures,
            more=self.installing.routes() if self.installing else (),
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_S)
        await runner.setup()
        stack.push_async_callback(self._hang_up, runner)
        site = web.TCPSite(runner, self.settings.host, self.settings.port)
        await site.start()
        self.port = runner.addresses[0][1]

    async def _connect(self, stack: AsyncExitStack) -> None:
        from bot.sockets import connected  # noqa: PLC0415  # loaded only where it is used

        token = self.settings.slack_app_token
        if token is None:
            raise LookupError
        self.socket = await stack.enter_async_context(
            connected(self.bolt, token.get_secret_value(), self.slack, watch_every_s=WATCH_S)
        )
        stack.push_async_callback(self._last_answers)

    async def _last_answers(self) -> None:
        """What is under way is answered over the connection it came by, before that is closed."""
        await self.door.drain(within_s=self._share())
        await asyncio.sleep(LAST_ANSWER_S)

    async def _hang_up(self, runner: web.AppRunner) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(runner.cleanup(), self._share())

    def _share(self) -> float:
        """Half of what is left until the end: what comes after may need as long. The first to ask sets the end."""
        return self._left() / 2

    def _left(self) -> float:
        now = time.monotonic()
        if self._end_by is None:
            self._end_by = now + DRAIN_S
        return max(self._end_by - now, 0.0)

    def _wind_alarm(self, stack: AsyncExitStack) -> None:
        """APScheduler only wakes; what is due the database says (DESIGN 7)."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415  # a tenth of a second at start

        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        alarm = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        alarm.add_job(self._due.set, "interval", minutes=1, id="tick")
        alarm.start()
        self._due.set()
        minding = asyncio.create_task(self._mind())

        async def still() -> None:
            """The tick under way ends first; no other begins."""
            alarm.shutdown(wait=False)
            self._ended = True
            self._due.set()
            await asyncio.wait([minding], timeout=self._share())
            minding.cancel()

        stack.push_async_callback(still)

    async def _mind(self) -> None:
        """Does what is due each time the alarm rings."""
        while True:
            await self._due.wait()
            self._due.clear()
            if self._ended:
                return
            try:
                await self.tick()
            except Exception:  # the next minute comes
                log.exception("tick-failed")
            self.swept.set()

    async def _land(self) -> None:
        await self.door.drain(within_s=self._share())
        self.courier.stop()
        if self._courier_task is not None:
            await asyncio.wait([self._courier_task], timeout=self._left())


async def _assemble(  # noqa: PLR0917  # the parts, in the order they depend on each other
    settings: Settings,
    clock: Clock,
    hooks: Hooks,
    measures: Measures,
    store: Store,
    slack: SlackClients,
    keyring: Keyring,
) -> Bot:
    courier = Courier(
        store=store,
        slack=slack,
        composer=CaseComposer(clock=clock, command=settings.command),
        clock=clock,
        name=f"{os.getpid()}",
        at=hooks.at,
        observe=measures.was_delivered,
        take_in=rereading.taking_in(store, clock.now),
        learn=learning.learning(store, clock.now),
    )
    team = await _remember_workspace(settings, clock, store, slack, keyring)
    await keyring.must_open_all()
    await _keep_what_settings_say(settings, clock, store, team)
    bolt = _bolt(settings, keyring)
    house = _house(settings, clock, hooks, store, slack, courier, keyring)
    door = handlers.register(bolt, house, observe=measures.answered)
    return Bot(
        settings=settings,
        clock=clock,
        hooks=hooks,
        measures=measures,
        store=store,
        slack=slack,
        courier=courier,
        team=team,
        bolt=bolt,
        door=door,
        installing=Installing(
            settings=settings, store=store, slack=slack, keyring=keyring, now=clock.now, nudge=courier.nudge
        )
        if settings.installs
        else None,
        sealer=Sealer(store=store, keys=settings.seal_keys, every=timedelta(minutes=settings.seal_minutes)),
    )


def _house(  # noqa: PLR0917  # what `_assemble` has made, in its order
    settings: Settings,
    clock: Clock,
    hooks: Hooks,
    store: Store,
    slack: SlackClients,
    courier: Courier,
    keyring: Keyring,
) -> House:
    return House(
        store=store,
        slack=slack,
        courier=courier,
        now=clock.now,
        command=settings.command,
        modules=settings.module_names,
        phone=settings.phones,
        referrals=settings.referral_names,
        limits=settings.rules,
        at=hooks.at,
        window_s=VIEWS_TIMEOUT_S * hooks.patience,
        forget_token=keyring.forget,
    )


async def _keep_what_settings_say(settings: Settings, clock: Clock, store: Store, team: TeamId) -> None:
    """The policy's numbers and the desk's channel: deeds, and other processes, find them in the database."""
    async with store.begin() as tx:
        before = await calendars.keep_rules(tx, settings.rules)
        if before.inactivity != rules.silence(settings.rules):
            await contacts.look_at_all(tx, now=clock.now())
    if settings.desk_channel:
        where, channel = settings.desk
        desk = Channel(team=TeamId(where) if where else team, id=ChannelId(channel))
        await channels.name_desk(store, desk, now=clock.now())


def _bolt(settings: Settings, keyring: Keyring) -> AsyncApp:
    """Everything said explicitly: Bolt reads the environment, or the stack, for whatever is left out."""
    secret = settings.slack_signing_secret

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return await keyring.authorize(enterprise_id, team_id)  # Bolt reads names, and takes no bound method

    return AsyncApp(
        name="liaison",
        authorize=authorize,  # type: ignore[arg-type]  # None is what Bolt takes for unknown
        signing_secret=secret.get_secret_value() if secret else "socket-mode-has-no-signatures",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # the guard did it, before anything was parsed
        ignoring_self_events_enabled=False,  # the echo of a post settles its outbox row
    )


async def _remember_workspace(
    settings: Settings, clock: Clock, store: Store, slack: SlackClients, keyring: Keyring
) -> TeamId:
    """The settings' token, where there is one, becomes the row of its workspace. Asks Slack once, at start."""
    if settings.slack_bot_token is None:
        return TeamId("")
    token = settings.slack_bot_token.get_secret_value()
    answer = await slack.with_token(token, timeout_s=10).auth_test()
    team = TeamId(str(answer["team_id"]))
    bot_id = str(answer.get("bot_id") or "")
    found = Workspace(
        team=team,
        enterprise=str(answer.get("enterprise_id") or ""),
        name=str(answer.get("team") or ""),
        app_id=str(answer.get("app_id") or ""),
        bot_id=bot_id,
        bot_user_id=str(answer["user_id"]),
        token_sealed=keyring.seal(token),
        scopes=str(answer.headers.get("x-oauth-scopes") or ""),
    )
    async with store.begin() as tx:
        await workspaces.remember(tx, found, at=clock.now())
        found_again = await uninstalling.call_off(tx, team, now=clock.now())
        await outbox.owe(tx, found_again.told, now=clock.now())
    keyring.forget(team)
    return team
