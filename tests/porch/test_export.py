"""`python -m bot export district`, as whoever looks after the bot runs it; and killed while it does."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.domain.erasures import Kind
from bot.services import erasing
from bot.services.erasing import Came
from bot.views.exports import not_written
from storage.store import Store
from storage.tables import comment_versions
from tests.clockwork import NOON
from tests.exported import every_byte, lines
from tests.filled import fill
from tests.porch.conftest import Place
from tests.porch.processes import ROOT, Ended, bot, ended, started
from tests.services.erasing_helpers import begin

DIES = ROOT / "tests" / "porch" / "export_that_dies.py"
LIMITED = ROOT / "tests" / "porch" / "limited.py"
MB = 1024**2


def _folders(where: Path) -> list[str]:
    return [it.name for it in where.iterdir() if it.is_dir()]


async def test_a_district_is_exported_into_a_folder_and_says_where_to_begin(tmp_path: Path, place: Place) -> None:
    told = await bot("export", "district", "lakeside", "--to", "out", settings=place.settings, folder=tmp_path)
    assert (told.code, told.is_plain) == (0, True), told
    assert "README.txt there says what is what." in told.out
    assert "Ana Torres" in {line["name"] for line in lines(tmp_path / "out", "people")}
    assert b"Pine Ridge" not in every_byte(tmp_path / "out")
    asked = await bot("audit", "why", "--district", "lakeside", settings=place.settings, folder=tmp_path)
    assert "The command line · a command was run where the bot runs · the district's data was exported" in asked.out


async def test_whoever_exports_a_district_that_is_being_erased_is_told_that_it_is_not_whole(
    tmp_path: Path, place: Place
) -> None:
    typed = ("export", "district", "lakeside", "--to")
    before = await bot(*typed, "before", settings=place.settings, folder=tmp_path)
    erasure = await begin(place.store, Kind.DISTRICT, now=NOON, district=1)
    assert await erasing.batch(place.store, erasure, now=NOON) is Came.ON
    half = await bot(*typed, "half", settings=place.settings, folder=tmp_path)
    assert (before.code, half.code, half.is_plain) == (0, 0, True), half
    assert ("NOT WHOLE" in before.err, "NOT WHOLE" in half.err) == (False, True)


@pytest.mark.parametrize(
    ("key", "to", "said"),
    [
        ("nowhere", "out", "There are: lakeside"),
        ("lakeside", "there", "Name a folder that is not there yet."),
        ("lakeside", "missing/out", "Name a folder in one that can be written to."),
        ("lakeside", "x" * 300, "File name too long. Name another folder."),
        ("lakeside", "x" * 250, "File name too long. Name a folder in one that can be written to."),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_to_do_and_nothing_is_left(
    tmp_path: Path, place: Place, key: str, to: str, said: str
) -> None:
    (tmp_path / "there").mkdir()
    told = await bot("export", "district", key, "--to", to, settings=place.settings, folder=tmp_path)
    assert (told.code, told.is_plain, said in told.err) == (1, True, True), told
    assert _folders(tmp_path) == ["there"]


@pytest.mark.parametrize("after", ["1", "6", "12"])
async def test_one_that_was_killed_leaves_nothing_that_looks_whole_and_the_next_one_is(
    tmp_path: Path, store: Store, database_url: str, after: str
) -> None:
    await fill(store, "northfield")
    settings = {"DATABASE": database_url}
    ended = await started("out", after, settings=settings, folder=tmp_path, program=(str(DIES),))
    assert await asyncio.wait_for(ended.wait(), 60) == -signal.SIGKILL
    left = _folders(tmp_path)
    assert [name.startswith(".out.unfinished-") for name in left] == [True]
    assert not (tmp_path / left[0] / "README.txt").exists()
    again = await started("out", "0", settings=settings, folder=tmp_path, program=(str(DIES),))
    assert await asyncio.wait_for(again.wait(), 60) == 0
    assert (tmp_path / "out" / "README.txt").exists()


async def _exports(place: Place, folder: Path, *, at_most: int) -> Ended:
    """With files of at most so many bytes, the database's own among them."""
    typed = (str(at_most), "export", "district", "northfield", "--to", "out")
    return await ended(await started(*typed, settings=place.settings, folder=folder, program=(str(LIMITED),)))


async def test_where_no_more_can_be_written_it_says_so_and_what_to_do_and_with_room_it_is_whole(
    tmp_path: Path, place: Place
) -> None:
    await fill(place.store, "northfield")
    async with place.store.begin() as tx:
        await tx.execute(comment_versions.update().values(words="w\n" * MB))
    (tmp_path / "to").mkdir()
    told = await _exports(place, tmp_path / "to", at_most=5 * MB)
    assert (told.code, told.is_plain) == (1, True), told
    assert "The folder cannot be written to: File too large. The export ended after " in told.err
    assert "what was written is deleted again. Name a folder somewhere else with --to, and run it again." in told.err
    assert "doctor" not in told.err
    assert list((tmp_path / "to").iterdir()) == []
    (tmp_path / "to" / ".out.unfinished-of-yesterday").mkdir()
    again = await _exports(place, tmp_path / "to", at_most=5 * MB)
    assert ".out.unfinished-of-yesterday" in again.err
    room = await _exports(place, tmp_path / "to", at_most=40 * MB)
    assert (room.code, "README.txt there says what is what." in room.out) == (0, True), room


def test_a_full_disk_is_called_one() -> None:
    said = not_written("No space left on device", is_full=True, lines=40, of=63, left=[])
    assert said == (
        "The disk is full. The export ended after 40 of 63 lines; what was written is deleted again. Free space, or "
        "name a folder on another disk with --to, and run it again."
    )
