"""Erasing a district is killed (-9) in its middle, twice, and asked for again: nothing is left (POLICY 10)."""

import signal
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from bot.domain.erasures import State
from demo.town import environment
from storage.engines import opened
from storage.store import Store
from storage.tables import audit, districts, erasing_ids, erasures, people
from tests.filled import Filled, fill
from tests.porch.processes import ROOT, bot, ended, started
from tests.services.erasing_helpers import found_in

DIES = ROOT / "tests" / "crash" / "erasing_that_dies.py"
NOWHERE = "http://127.0.0.1:9/api/"
VENDORS = frozenset({"issues", "notification_updates", "notifications", "pauses", "seen", "workspaces"})
"""What was planted there is the vendor's or the workspace's, which is not erased."""


async def _two(store: Store) -> tuple[Filled, Filled]:
    found = await fill(store, "northfield"), await fill(store, "southfield")
    async with store.begin() as tx:
        await tx.execute(erasing_ids.delete())
        await tx.execute(erasures.delete())
    return found


async def _log(store: Store) -> list[tuple[object, ...]]:
    async with store.read() as tx:
        return [tuple(row) for row in (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()]


async def _rules(store: Store, *, since: int) -> list[str]:
    """Of the lines that came later."""
    async with store.read() as tx:
        return [*(await tx.execute(sa.select(audit.c.rule).order_by(audit.c.id).offset(since))).scalars()]


async def _dies(settings: Mapping[str, str], folder: Path, key: str, step: str) -> None:
    process = await started(key, step, settings=settings, folder=folder, program=(str(DIES),))
    told = await ended(process)
    assert told.code == -signal.SIGKILL, (step, told)


async def test_killed_while_it_erases_a_district_it_goes_on_and_leaves_nothing(
    database_url: str, tmp_path: Path
) -> None:
    settings = environment(NOWHERE, database_url, transport="socket", port=0)
    async with opened(database_url) as store:
        mine, other = await _two(store)
        before, log = await found_in(store, other.tag), await _log(store)
        async with store.read() as tx:
            here = districts.c.id == mine.district
            key = str((await tx.execute(sa.select(districts.c.key).where(here))).scalar_one())
        left = [len(await found_in(store, mine.tag, leaving_out=VENDORS))]
        for step in ("comment_versions", "people"):
            await _dies(settings, tmp_path, key, step)
            left.append(len(await found_in(store, mine.tag, leaving_out=VENDORS)))
        assert left[0] > left[1] > left[2] > 0, left
        told = await bot("erase", "district", key, "--confirm", key, settings=settings, folder=tmp_path)
        assert (told.code, told.is_plain, "was erased" in told.out) == (0, True, True), told
        assert await found_in(store, mine.tag, leaving_out=VENDORS) == {}
        assert await found_in(store, other.tag) == before
        after = await _log(store)
        assert after[: len(log)] == log
        assert await _rules(store, since=len(log)) == ["district-erasure-asked", "district-erased"]
        async with store.read() as tx:
            (erasure,) = (await tx.execute(sa.select(erasures))).all()
            stub = (await tx.execute(sa.select(districts).where(here))).one()
            person = (await tx.execute(sa.select(people).where(people.c.id == mine.ids["people"]))).one()
        assert (erasure.state, stub.key, person.name) == (State.DONE, f"erased-{mine.district}", "")
