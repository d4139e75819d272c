"""What the command line's words do: each a short run of the bot, or of a part of it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot.app import Bot, WallClock
from bot.delivery.slack import SlackClients
from bot.services import directory, inactivity
from bot.services.directory import Outcome
from bot.settings import WHERE, Settings
from storage import migrations, outbox
from storage.engines import opened
from storage.outbox import Dead
from storage.store import Store, faults

Say = Callable[[str, list[tuple[str, str]]], None]


async def serve(settings: Settings) -> None:
    """Until the process is asked to end; then drains."""
    async with Bot.running(settings):
        await until_ended()


async def until_ended() -> None:
    """Until somebody asks this process to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    await ended.wait()


class _Then:
    """A clock that stands at a given time, for `tick --at`."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def tick(settings: Settings, *, at: datetime | None, dry_run: bool, say: Say) -> None:
    """The sweep and the delivery of what is due. A dry run changes nothing."""
    clock = _Then(at) if at else WallClock()
    if dry_run:
        async with _migrated(settings.database) as store:
            found = await inactivity.forecast(store, at=clock.now())
        say(f"Would be due at {clock.now():%Y-%m-%d %H:%M} UTC", _rows(found))
        return
    async with Bot.assembled(settings, clock=clock) as bot:
        say("Contacts looked at", _rows(await bot.tick()))
        say("Delivered", _rows(await bot.courier.deliver_due()))


def _rows(counted: dict[str, int]) -> list[tuple[str, str]]:
    return [(name, str(count)) for name, count in sorted(counted.items())]


@asynccontextmanager
async def _migrated(database: str) -> AsyncIterator[Store]:
    """Raises NotMigrated."""
    async with opened(database) as store:
        await migrations.must_be_current(store)
        yield store


async def import_directory(
    database: str, districts: str | None, people: str | None, closures: str | None, *, apply: bool
) -> Outcome:
    async with _migrated(database) as store:
        return await directory.run_import(
            store,
            districts=districts or "",
            people=people or "",
            closures=closures,
            now=WallClock().now(),
            apply=apply,
        )


async def dead_letters(database: str) -> list[Dead]:
    async with _migrated(database) as store, store.read() as tx:
        return await outbox.dead_letters(tx)


async def resend(database: str, ids: list[int]) -> int:
    async with _migrated(database) as store, store.begin() as tx:
        return await outbox.resend(tx, ids, now=WallClock().now())


async def examine(settings: Settings, *, say: Callable[[str], None]) -> bool:
    """True when all is well. What is not is said with what to do."""
    database = await _examine_database(settings.database, say)
    slack = await _examine_slack(settings, say)
    if not settings.desk_channel:
        say("desk channel: not set, so cases reach no desk. Set LIAISON_DESK_CHANNEL")
    return database and slack and bool(settings.desk_channel)


async def _examine_database(database: str, say: Callable[[str], None]) -> bool:
    try:
        async with opened(database) as store:
            found = await migrations.current(store)
    except faults() as problem:
        say(f"database: {first_line(problem)}. Is LIAISON_DATABASE its address, and does it run?")
        return False
    good = found == migrations.HEAD
    say("database: ready" if good else "database: not migrated. Run: python -m bot migrate")
    return good


def first_line(problem: Exception) -> str:
    """Of what a library says of a problem; its other lines may hold what people wrote."""
    return (str(problem) or type(problem).__name__).splitlines()[0]


async def _examine_slack(settings: Settings, say: Callable[[str], None]) -> bool:
    clients, token = SlackClients(settings.slack_api_url, _no_tokens), "SLACK_BOT_TOKEN"
    try:
        client = clients.with_token(settings.slack_bot_token.get_secret_value(), timeout_s=10)
        answer = await client.auth_test()
        if settings.uses_sockets and settings.slack_app_token is not None:
            token = "SLACK_APP_TOKEN"  # noqa: S105  # its name
            await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        say(f"Slack: {refused.response['error']}. Is {token} the right one? It is from {WHERE[token]}")
        return False
    except OSError as problem:
        say(f"Slack: not reached at {settings.slack_api_url}: {first_line(problem)}")
        return False
    finally:
        await clients.close()
    say(f"Slack: connected to {answer['team']}")
    return True


async def _no_tokens(team: str) -> str:
    raise LookupError(team)
