"""An export of a district, made and read in tests."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from bot import settings as settings_of
from bot.delivery.clock import Clock
from bot.export_writing import Progress
from bot.running_export import Exported, export
from demo import town as towns
from sandbox.clock import HandClock
from tests.filled import AT


class Waiting:
    """The town's clock, for whoever waits and is not waited for: it is turned on."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        await self._clock.turn(timedelta(seconds=seconds))


def nobody(_: int) -> None:
    """Looks at no progress."""


QUIETLY = Progress(begin=nobody, step=nobody)


async def exported(
    database_url: str,
    key: str,
    to: Path,
    *,
    files: bool = False,
    api_url: str = "http://127.0.0.1:1/api/",
    clock: Clock | None = None,
    progress: Progress = QUIETLY,
) -> Exported:
    """As `python -m bot export district` does."""
    settings = settings_of.read(towns.environment(api_url, database_url, transport="socket", port=1))
    return await export(settings, key, to, files=files, progress=progress, clock=clock or HandClock(AT))


def every_byte(folder: Path) -> bytes:
    """All files and their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files)


def lines(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
