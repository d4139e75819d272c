"""`python -m bot export district`: what is held about a district, written into a folder for it.

The database is read in one look, so that all of it is as it was at one moment; contents of files come after it, from
Slack. Nothing is kept in memory but a page, and the folder has its name only when it is whole.
"""

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import __version__
from bot.app import WallClock
from bot.delivery.clock import Clock
from bot.delivery.fetching import NotFetched, fetch
from bot.delivery.slack import SlackClients
from bot.domain.ids import DistrictId, TeamId
from bot.domain.record import ByCommand
from bot.export_folder import Folder
from bot.export_writing import Progress, Writing
from bot.keyring import Keyring
from bot.running_audit import district_of
from bot.settings import Settings
from bot.views import cells, exports
from storage import audit, erasures, exporting, migrations
from storage.engines import opened
from storage.store import Store, Tx

NOT_ASKED = "not asked for"
NAMES_BYTES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """`lines`: by file. `missing`: contents that were asked for and could not be fetched. `erasing`: how far the
    district was erased then, in a sentence; '' for not at all."""

    lines: Counter[str]
    fetched: int = 0
    missing: int = 0
    erasing: str = ""


async def export(
    settings: Settings,
    key: str,
    to: Path,
    *,
    files: bool,
    progress: Progress,
    clock: Clock | None = None,
) -> Exported:
    """Raises NotClear and NotThere. `files`: fetch their contents too."""
    clock = clock or WallClock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings.database))
        await migrations.must_be_current(store)
        async with store.read() as tx:
            district, zone = await district_of(tx, key)
        folder = stack.enter_context(Folder.begun(to))
        began = clock.now()
        await _on_record(store, ByCommand.EXPORT_BEGUN, district, began)
        writing = Writing(district=district, zone=ZoneInfo(zone), folder=folder, progress=progress)
        async with store.read(still=True) as tx:
            erasing = await _erasing(tx, writing)
            await writing.everything(tx)
        slack = await _slack(stack, settings, store, clock) if files else None
        done = replace(await _files(writing, slack, clock), erasing=erasing)
        _readme(writing, key, began, done, asked=files)
        folder.whole()
        await _on_record(store, ByCommand.EXPORTED, district, clock.now())
    return done


async def _erasing(tx: Tx, writing: Writing) -> str:
    """In the same look: what is not here any more was not there to be read."""
    found = await erasures.of_district(tx, writing.district)
    return exports.erasing(begun_at=found.begun_at, due_at=found.due_at, held=found.held, zone=writing.zone)


async def _on_record(store: Store, rule: ByCommand, district: DistrictId, now: datetime) -> None:
    async with store.begin() as tx:
        await audit.by_command(tx, at=now, rule=rule, district=district)


async def _slack(stack: AsyncExitStack, settings: Settings, store: Store, clock: Clock) -> SlackClients:
    keyring = Keyring(store, settings.fernet, clock)
    await keyring.must_open_all()
    slack = SlackClients(settings.slack_api_url, keyring.token, keyring.is_current)
    stack.push_async_callback(slack.close)
    return slack


async def _files(writing: Writing, slack: SlackClients | None, clock: Clock) -> Exported:
    """The list of files, each with where its content is in the folder, or why it is not."""
    columns = exporting.columns(exporting.COMMENT_FILES)
    writing.folder.begin_list("files", [*cells.header(columns), "content", "why_not"])
    writing.lines["files"] = fetched = missing = 0
    for row in writing.folder.later():
        place, why_not = "", NOT_ASKED
        if slack is not None:
            place, why_not = await _content(writing.folder, row, slack, clock)
            fetched, missing = fetched + (not why_not), missing + bool(why_not)
        writing.folder.add_line("files", [*cells.of_row(row, columns, writing.zone), place, why_not])
        writing.counted("files", 1)
    return Exported(lines=writing.lines, fetched=fetched, missing=missing)


async def _content(folder: Folder, row: Mapping[str, Any], slack: SlackClients, clock: Clock) -> tuple[str, str]:
    """Where it is in the folder, or why it is not."""
    of = "opening" if row["comment_id"] is None else "comment"
    place = f"attachments/{row['case']:04}/{of}-{row['file_id']}-{_named(str(row['name']))}"
    try:
        with folder.content(place) as into:
            await fetch(slack, TeamId(row["slack_workspace"]), row["slack_file"], into=into, wait=clock.sleep)
    except NotFetched as problem:  # one that is gone must not keep the others back
        return "", str(problem)
    return place, ""


def _named(name: str) -> str:
    """A part of a path, whoever named the file: its end is kept, and no system's names are as long."""
    end = re.sub(r"[^\w.-]", "_", name).encode()[-NAMES_BYTES:]
    return end.decode(errors="ignore").lstrip(".")


def _readme(writing: Writing, key: str, began: datetime, done: Exported, *, asked: bool) -> None:
    said = exports.readme(
        key=key,
        version=__version__,
        at=began,
        zone=writing.zone,
        counts=writing.lines,
        contents=exports.contents(done.fetched, done.missing) if asked else exports.CONTENTS_LEFT,
        erasing=done.erasing,
    )
    with writing.folder.text("README.txt") as text:
        text.write(said)
