"""What the command line's words do: each a short run of the bot, or of a part of it."""

import asyncio
import signal
from collections.abc import Callable
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot.app import Bot, WallClock
from bot.delivery.slack import SlackClients
from bot.services import directory, inactivity
from bot.services.directory import Outcome
from bot.settings import Settings
from storage import migrations, outbox
from storage.outbox import Dead
from storage.store import opened

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
        async with opened(settings.database) as store:
            await migrations.must_be_current(store)
            found = await inactivity.forecast(store, at=clock.now())
        say(f"Would be due at {clock.now():%Y-%m-%d %H:%M} UTC", _rows(found))
        return
    async with Bot.assembled(settings, clock=clock) as bot:
        say("Contacts looked at", _rows(await bot.tick()))
        say("Delivered", _rows(await bot.courier.deliver_due()))


def _rows(counted: dict[str, int]) -> list[tuple[str, str]]:
    return [(name, str(count)) for name, count in sorted(counted.items())]


async def import_directory(
    database: str, districts: str | None, people: str | None, closures: str | None, *, apply: bool
) -> Outcome:
    async with opened(database) as store:
        await migrations.must_be_current(store)
        return await directory.run_import(
            store,
            districts=districts or "",
            people=people or "",
            closures=closures,
            now=WallClock().now(),
            apply=apply,
        )


async def dead_letters(database: str) -> list[Dead]:
    async with opened(database) as store, store.read() as tx:
        return await outbox.dead_letters(tx)


async def resend(database: str, ids: list[int]) -> int:
    async with opened(database) as store, store.begin() as tx:
        return await outbox.resend(tx, ids, now=WallClock().now())


async def examine(settings: Settings, *, say: Callable[[str], None]) -> bool:
    """True when all is well. What is not is said with what to do."""
    async with opened(settings.database) as store:
        found = await migrations.current(store)
    good = found == migrations.HEAD
    say("database: ready" if good else "database: not migrated. Run: python -m bot migrate")
    slack = await _examine_slack(settings, say)
    if not settings.desk_channel:
        say("desk channel: not set, so cases reach no desk. Set LIAISON_DESK_CHANNEL")
    return good and slack and bool(settings.desk_channel)


async def _examine_slack(settings: Settings, say: Callable[[str], None]) -> bool:
    clients = SlackClients(settings.slack_api_url, _no_tokens)
    try:
        client = clients.with_token(settings.slack_bot_token.get_secret_value(), timeout_s=10)
        answer = await client.auth_test()
    except SlackApiError as refused:
        say(f"Slack: {refused.response['error']}. Is SLACK_BOT_TOKEN the one under OAuth & Permissions?")
        return False
    except OSError:
        say(f"Slack: not reached at {settings.slack_api_url}")
        return False
    finally:
        await clients.close()
    say(f"Slack: connected to {answer['team']}")
    return True


async def _no_tokens(team: str) -> str:
    raise LookupError(team)
