"""Reports' pictures and files, of anybody's letters: each is there, none runs, none breaks the drawing."""

import io
import struct
import zipfile
from xml.etree import ElementTree as ET

import pytest

from bot.domain.reports import By, Report
from bot.views import report_files, report_panels, report_pictures, report_words
from tests.clockwork import NOON
from tests.views.drawing_reports import material, shown

LETTERS = (
    "Lakeside",
    "$x^2$ \\frac{",
    "学校",
    "<b>&",
    "=1+1",
    "\x00\x1b[31m\ud83d".encode("utf-8", "replace").decode(),
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")', "https://evil.example", "1234")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def picture(said: str, report: Report, *, count: int = 12) -> bytes:
    found = shown(said, report, count=count)
    panels = report_panels.panels(found)
    return report_pictures.png(report_words.title(found), report_words.about(found), panels)


@pytest.mark.parametrize("report", Report)
def test_a_picture_is_as_wide_as_a_phone_takes_whatever_stands_in_it(report: Report) -> None:
    for said in LETTERS:
        drawn = picture(said, report)
        wide, high = struct.unpack(">II", drawn[16:24])
        assert wide == 1200
        assert 400 < high < 4000


@pytest.mark.parametrize("report", Report)
def test_of_nothing_there_is_a_picture_too(report: Report) -> None:
    assert picture("Lakeside", report, count=0).startswith(b"\x89PNG")


@pytest.mark.parametrize("report", Report)
def test_a_picture_has_few_bars_and_its_words_have_the_number_of_each(report: Report) -> None:
    found = shown("Lakeside", report, count=40)
    said = report_panels.alternative(found)
    assert len(said) <= 2000
    for panel in report_panels.panels(found):
        assert 0 < len(panel.bars) <= report_panels.BARS
        assert all(f"{bar.name} {bar.said}" in said for bar in panel.bars)
        assert max(max(bar.value, bar.further or 0) for bar in panel.bars) <= panel.most


def test_what_has_no_bar_of_its_own_is_added_up() -> None:
    found = shown("Lakeside", Report.VOLUME, count=40)
    (modules,) = [panel for panel in report_panels.panels(found) if panel.head.startswith("By module")]
    assert sum(bar.value for bar in modules.bars) == 40
    assert "others" in modules.bars[-1].name


@pytest.mark.parametrize("said", FORMULAS)
def test_nobodys_words_are_reckoned_by_a_spreadsheet(said: str) -> None:
    of = material(said, Report.OPEN, count=12)
    found = shown(said, Report.OPEN, count=12)
    lines = report_files.lines(
        found, of.rows, {row.number: said for row in of.rows}, dict.fromkeys(of.names, "America/Chicago")
    )
    book = zipfile.ZipFile(io.BytesIO(report_files.workbook(found, lines, made_at=NOON, more=False)))
    strings = "".join(ET.fromstring(book.read("xl/sharedStrings.xml")).itertext())  # noqa: S314  # our own file
    assert said in strings
    sheets = [name for name in book.namelist() if "sheets/sheet" in name]
    assert sheets
    for name in sheets:
        sheet = ET.fromstring(book.read(name))  # noqa: S314  # likewise
        assert sheet.find(f".//{SHEET}f") is None
        assert sheet.find(f".//{SHEET}hyperlink") is None
    for row in report_files.csv(found).decode("utf-8-sig").splitlines()[1:]:
        what = row.partition(",")[2].lstrip('"')
        assert not what.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("report", Report)
def test_the_csv_has_every_line_that_the_picture_adds_up(report: Report) -> None:
    found = shown("Lakeside", report, count=40)
    rows = report_files.csv(found).decode("utf-8-sig").splitlines()
    assert len(rows) == 2 + sum(len(table.lines) for table in found.numbers.tables)


def test_in_the_order_of_a_week_days_left_are_told_with_their_unit() -> None:
    found = shown("Lakeside", Report.WAITING, count=40)
    (table,) = [it for it in found.numbers.tables if it.by is By.DAYS_LEFT]
    assert [report_words.label(found, By.DAYS_LEFT, line.key) for line in table.lines] == [
        "Until today",
        "1–2 business days",
        "3–5 business days",
        "6 or more business days",
    ]
