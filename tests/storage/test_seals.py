"""Seals on both engines: over what is committed for good, one chain whoever makes it, and refused every change."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.seals import Checking, Finding, Wrong, key_id
from bot.services import sealing
from bot.services.sealing import Sealer
from storage import audit, seals
from storage.engines import opened
from storage.store import Store, Tx
from storage.tables import audit as lines
from storage.tables import districts
from storage.tables import seals as table
from tests.clockwork import NOON

KEY = b"k" * 32
KEYS = {key_id(KEY): KEY}
MINUTES = timedelta(minutes=5)


def _sealer(store: Store) -> Sealer:
    return Sealer(store=store, keys=KEYS, every=MINUTES)


async def _line(tx: Tx, district: int | None = None, rule: str = "one") -> None:
    """As whoever writes to the log has it."""
    line = {"at": NOON, "act": "clock", "rule": rule, "allowed": True, "district_id": district}
    await tx.execute(lines.insert().inline(), line)


async def _written(store: Store, count: int) -> None:
    async with store.begin() as tx:
        if not (await tx.execute(sa.select(districts.c.id))).all():
            for key in ("lakeside", "pine-ridge"):
                await tx.execute(districts.insert(), {"key": key, "name": key.title(), "timezone": "UTC"})
        for number in range(count):
            await _line(tx, [None, 1, 2][number % 3])


async def _looked_at(store: Store) -> list[Finding]:
    verified = await sealing.verify(store, KEYS, posted=(), begin=lambda _: None, step=lambda _: None)
    return verified.checking.findings


async def _without_triggers(store: Store, statement: str) -> None:
    """As somebody with the database in hand does it."""
    async with store.begin() as tx:
        if store.dialect == "sqlite":
            for name in ("audit_update", "audit_delete", "seals_update", "seals_delete"):
                await tx.execute(sa.text(f"drop trigger {name}"))
        else:
            for name in ("audit", "seals"):
                await tx.execute(sa.text(f"alter table {name} disable trigger user"))
        await tx.execute(sa.text(statement))


async def test_what_was_added_is_sealed_by_district_every_five_minutes_and_no_sooner(store: Store) -> None:
    sealer = _sealer(store)
    await _written(store, 6)
    assert await sealer.run(NOON) == 6
    await _written(store, 3)
    assert await sealer.run(NOON + MINUTES - timedelta(seconds=1)) == 0
    assert await sealer.run(NOON + MINUTES) == 3
    assert await sealer.run(NOON + 2 * MINUTES) == 0
    async with store.read() as tx:
        made = (await tx.execute(sa.select(table.c.number, table.c.district_id, table.c.lines))).all()
    assert [tuple(row) for row in made] == [(1, None, 2), (2, 1, 2), (3, 2, 2), (4, None, 1), (5, 1, 1), (6, 2, 1)]
    assert await _looked_at(store) == []


TAMPERING = {
    "update audit set rule = 'two' where id = 2": (Wrong.CHANGED, 1),
    "update audit set allowed = (1 = 0) where id = 3": (Wrong.CHANGED, 2),
    "delete from audit where id = 5": (Wrong.MISSING, 1),
    "insert into audit (id, at, act, rule, allowed) select -1, at, act, rule, allowed from audit where id = 1": (
        Wrong.ADDED,
        None,
    ),
    "update seals set lines = 1 where number = 2": (Wrong.FORGED, 1),
    "delete from seals where number = 2": (Wrong.SEALS_GONE, None),
}


@pytest.mark.parametrize("statement", TAMPERING)
async def test_what_somebody_does_to_the_tables_themselves_is_found(store: Store, statement: str) -> None:
    await _written(store, 9)
    await _sealer(store).run(NOON)
    assert await _looked_at(store) == []
    await _without_triggers(store, statement)
    found = [(it.wrong, it.district) for it in await _looked_at(store)]
    assert TAMPERING[statement] in found


UNREADABLE = {
    "update audit set at = 'noon' where id = 2": Wrong.CHANGED,
    "update audit set at = 9000000000000000000 where id = 2": Wrong.CHANGED,
    "update audit set ref = x'00ff' where id = 2": Wrong.CHANGED,
    "update seals set at = 'noon' where number = 2": Wrong.FORGED,
}
"""SQLite takes anything in any column."""


@pytest.mark.parametrize("statement", UNREADABLE)
async def test_what_cannot_even_be_read_any_more_is_found_and_hides_nothing(
    tmp_path: Path, sqlite_template: Path, statement: str
) -> None:
    shutil.copy(sqlite_template, tmp_path / "liaison.db")
    async with opened(f"sqlite:///{tmp_path / 'liaison.db'}") as store:
        await _written(store, 9)
        await _sealer(store).run(NOON)
        await _without_triggers(store, statement)
        found = await _looked_at(store)
    assert (found[0].wrong, found[0].district) == (UNREADABLE[statement], 1)


async def test_more_lines_than_fit_in_one_seal_or_one_page_are_sealed_in_turns_and_looked_at_whole(
    store: Store,
) -> None:
    await _written(store, 50)
    assert await Sealer(store=store, keys=KEYS, every=MINUTES, batch=7).run(NOON) == 50
    assert await _looked_at(store) == []
    await _without_triggers(store, "delete from audit where id = 22")
    checking = Checking(keys=KEYS)
    async with store.read() as tx:
        async for together, tallies in seals.stretches(tx, page=3):
            checking.look(together, tallies)
    assert [(it.wrong, it.first, it.last) for it in checking.findings] == [(Wrong.MISSING, 22, 28)]
    assert checking.findings == await _looked_at(store)


async def test_a_line_that_is_committed_late_below_others_is_sealed_with_them_or_later(
    database_url: str, store: Store
) -> None:
    """Its id is smaller than that of a line which was committed before it."""
    if store.dialect == "sqlite":
        pytest.skip("one writer at a time: ids come in the order of commits")
    await _written(store, 1)
    async with opened(database_url) as other:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            async with other.begin() as tx:
                await _line(tx, 1, "late")
                begun.set()
                await go_on.wait()

        writing = asyncio.create_task(slow())
        await begun.wait()
        await _written(store, 1)
        sealer = _sealer(store)
        assert await seals.settled(store) is None, "it does not say what it cannot know"
        assert await sealer.run(NOON) == 0
        await _written(store, 1)  # nobody is held up for long
        go_on.set()
        await writing
        assert await sealer.run(NOON) == 4
    assert await _looked_at(store) == []


async def test_two_processes_that_seal_at_once_make_one_chain(database_url: str, store: Store) -> None:
    async with opened(database_url) as other:
        both, at = [_sealer(store), _sealer(other)], NOON
        for _ in range(10):
            await _written(store, 5)
            counts = await asyncio.gather(*(sealer.run(at) for sealer in both))
            assert sum(counts) == 5
            at += MINUTES
    assert await _looked_at(store) == []


CHANGES = ("update seals set lines = 0", "delete from seals")
PER_ENGINE = {
    "sqlite": "insert or replace into seals select * from seals",
    "postgresql": "truncate seals",
}


async def test_seals_refuse_every_change_on_either_engine(store: Store) -> None:
    await _written(store, 1)
    await _sealer(store).run(NOON)
    for change in (*CHANGES, PER_ENGINE[store.dialect]):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            async with store.begin() as tx:
                await tx.execute(sa.text(change))
    assert await _looked_at(store) == []


async def test_without_a_key_nothing_is_sealed(store: Store) -> None:
    await _written(store, 1)
    assert await Sealer(store=store, keys={}, every=MINUTES).run(NOON) == 0
    async with store.read() as tx:
        assert await seals.many(tx) == 0


async def test_a_deeds_own_line_is_sealed_as_the_log_has_it(store: Store) -> None:
    """Whatever stands in it: every column is part of what is signed."""
    async with store.begin() as tx:
        await audit.delivery(tx, at=NOON, rule="withheld")
    await _sealer(store).run(NOON)
    assert set(lines.c.keys()) == {
        *("id", "at", "person_id", "act", "rule", "allowed", "district_id", "case_number", "about_id", "ref")
    }
    assert await _looked_at(store) == []
