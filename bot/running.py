"""What the command line's words do: each a short run of the bot, or of a part of it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from bot.app import Bot, WallClock
from bot.delivery.clock import Clock
from bot.domain.emergencies import Use
from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.seals import Posted
from bot.keyring import Rotated, rotate
from bot.services import directory, inactivity, resyncing, rounds, sealing
from bot.services.directory import Outcome
from bot.services.sealing import Verified
from bot.settings import Settings
from bot.views import resyncing as resync_words
from storage import directory as directory_of
from storage import emergencies, migrations, outbox, owing
from storage.engines import opened
from storage.outbox import Dead
from storage.store import Store

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
            found += await rounds.forecast(store, at=clock.now())
        say(f"Would be due at {clock.now():%Y-%m-%d %H:%M} UTC", _rows(found))
        return
    async with Bot.assembled(settings, clock=clock) as bot:
        say("Looked at", _rows(await bot.tick()))
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
    database: str,
    districts: str | None,
    people: str | None,
    closures: str | None,
    *,
    apply: bool,
    welcome: bool,
    remove_missing: bool,
) -> Outcome:
    async with _migrated(database) as store:
        return await directory.run_import(
            store,
            districts=districts or "",
            people=people or "",
            closures=closures,
            now=WallClock().now(),
            apply=apply,
            welcome=welcome,
            remove_missing=remove_missing,
        )


async def rotate_keys(
    settings: Settings, *, give_up: bool, begin: Callable[[int], None], step: Callable[[], None]
) -> Rotated:
    async with _migrated(settings.database) as store:
        return await rotate(store, settings.fernet, give_up=give_up, begin=begin, step=step)


YEAR = timedelta(days=365)


async def emergencies_since(database: str, since: datetime | None, key: str) -> list[Use] | None:
    """`key`: of one district; '' for all. None: there is no such district."""
    async with _migrated(database) as store, store.read() as tx:
        known = await directory_of.districts_by_key(tx)
        if key and key not in known:
            return None
        whose = DistrictId(known[key].id) if key else None
        return await emergencies.report(tx, since=since or WallClock().now() - YEAR, district=whose)


async def verify(
    settings: Settings, *, posted: Sequence[Posted], begin: Callable[[int], None], step: Callable[[int], None]
) -> Verified:
    async with _migrated(settings.database) as store:
        return await sealing.verify(store, settings.seal_keys, posted=posted, begin=begin, step=step)


async def dead_letters(database: str) -> list[Dead]:
    async with _migrated(database) as store, store.read() as tx:
        return await outbox.dead_letters(tx)


async def resend(database: str, ids: list[int]) -> int:
    async with _migrated(database) as store, store.begin() as tx:
        return await outbox.resend(tx, ids, now=WallClock().now())


LOOK_S = 1.0
"""How often the command line looks whether the next page's turn has come."""


async def resync(settings: Settings, number: int, *, clock: Clock | None = None) -> str | None:
    """Reads the threads of a case again, here or in a bot that runs beside. None: it has none."""
    case, occasion = CaseNumber(number), uuid4().hex
    async with Bot.assembled(settings, clock=clock) as bot:
        now = bot.clock.now()
        if not await resyncing.resync_from_outside(bot.store, case, occasion=occasion, now=now):
            return None
        while not (row := await _resynced(bot.store, case, occasion)).done:
            await bot.courier.deliver_due()
            await bot.clock.sleep(LOOK_S)
        return resync_words.done(case, row.facts).text


async def _resynced(store: Store, case: CaseNumber, occasion: str) -> outbox.Progress:
    async with store.read() as tx:
        return await outbox.last_of(tx, owing.resync_key(case, occasion))


def first_line(problem: Exception) -> str:
    """Of what a library says of a problem; its other lines may hold what people wrote."""
    return (str(problem) or type(problem).__name__).splitlines()[0]
