"""`python -m bot audit`: why, rights, emergencies and export, for whoever looks after the bot."""

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import people
from tests.porch.conftest import Place
from tests.porch.processes import Ended, bot


async def _audit(place: Place, folder: Path, *words: str) -> Ended:
    return await bot("audit", *words, settings=place.settings, folder=folder)


@pytest.mark.parametrize("meant", ["ana torres", "ANA.TORRES@lakeside.example", "U0ANA", "T0LIAISON/U0ANA", "#1"])
async def test_a_person_is_meant_by_name_address_slack_id_or_our_number(
    tmp_path: Path, place: Place, meant: str
) -> None:
    told = await _audit(place, tmp_path, "why", "--person", meant)
    assert (told.code, told.is_plain) == (0, True)
    assert "An import · a file was read in · put on the list · about Ana Torres · Lakeside Unified" in told.out
    assert "America/Chicago" in told.out


async def test_who_gave_whom_the_right_is_told_by_district_and_the_question_is_on_record(
    tmp_path: Path, place: Place
) -> None:
    told = await _audit(place, tmp_path, "rights", "--district", "lakeside")
    assert "put on the list · about Dana Whitfield" in told.out
    assert "Pia Novak" not in told.out
    asked = await _audit(place, tmp_path, "why", "--district", "lakeside")
    assert "The command line · ask who did what · allowed at the command line" in asked.out
    assert "no such line" in (await _audit(place, tmp_path, "emergencies", "--since", "2026-01-01")).out
    few = await _audit(place, tmp_path, "why", "--most", "2")
    assert (few.out.count(" · "), "--most shows more" in few.out) == (few.out.count(" · "), True)


async def test_what_is_not_clear_is_said_in_a_sentence(tmp_path: Path, place: Place) -> None:
    async with place.store.begin() as tx:
        twin = people.update().where(people.c.user_id == "U0BEN").values(name="Ana Torres")
        await tx.execute(twin)
    for words, said in (
        (("why", "--person", "nobody at all"), "Nobody is known by"),
        (("rights", "--person", "nobody at all"), "or a number such as #17"),
        (("why", "--person", "Ana Torres"), "Name one by its number"),
        (("why", "--district", "nowhere"), "There are: lakeside"),
    ):
        told = await _audit(place, tmp_path, *words)
        assert (told.code, told.is_plain, said in told.err) == (1, True, True), told
    assert (await _audit(place, tmp_path, "why", "--on", "yesterday")).code == 2


async def test_what_is_out_of_all_reach_finds_nothing_and_breaks_nothing(tmp_path: Path, place: Place) -> None:
    for words, code, said in (
        (("why", "--person", "#²"), 1, "Nobody is known by"),
        (("why", "--person", "#99999999999999999999"), 1, "Nobody is known by"),
        (("why", "--case", "99999999999999999999"), 2, "is no case's number"),
        (("why", "--on", "9999-12-31"), 0, "no such line"),
        (("rights", "--since", "0001-01-01", "--district", "lakeside"), 0, "put on the list"),
        (("export", "--to", "9999-12-31", "-o", str(tmp_path / "log.csv")), 0, "lines."),
        (("export", "-o", str(tmp_path)), 1, "Please name a file"),
        (("export", "-o", str(tmp_path / "nowhere" / "log.csv")), 1, "Please name a file"),
    ):
        told = await _audit(place, tmp_path, *words)
        all_of_it = " ".join((told.out + told.err).replace("│", " ").split())  # boxes are as wide as the terminal
        assert (told.code, said in all_of_it) == (code, True), (words, told)
        assert "Traceback" not in told.err


async def test_an_export_has_every_line_and_no_formula_and_spoils_no_older_file(tmp_path: Path, place: Place) -> None:
    async with place.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0ANA").values(name="=1+1\x1b[31m"))
    file = tmp_path / "log.csv"
    file.write_text("an older one")
    assert (await _audit(place, tmp_path, "export", "--district", "nowhere", "-o", str(file))).code == 1
    assert file.read_text() == "an older one"
    told = await _audit(place, tmp_path, "export", "-o", str(file))
    assert (told.code, told.is_plain) == (0, True)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    async with place.store.read() as tx:
        count = (await tx.execute(sa.text("select count(*) from audit"))).scalar_one()
    assert len(rows) == count
    assert {row["about"] for row in rows} >= {"'=1+1 [31m", "Pia Novak"}
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), key=int)
    printed = await _audit(place, tmp_path, "export", "--district", "pine-ridge", "--to", "2000-01-01")
    assert printed.out.splitlines() == [",".join(rows[0])]
