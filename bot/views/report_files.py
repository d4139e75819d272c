"""A report as files: CSV with its numbers, and a workbook with these, the cases behind them and how they are counted.

Whatever a person wrote is text in both: in CSV by what stands before it (`cells`), in the workbook by the kind of
cell, which no spreadsheet reckons.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.reports import Measure, Number, Report, Row
from bot.views import cells, csv_files, report_words, terms
from bot.views.report_words import Shown, label

UNITS = {
    Measure.SHARE: "%",
    Measure.AGE: "business days",
    Measure.OLDEST: "business days",
    Measure.RESPONSE: "business hours",
    Measure.RESPONSE_90: "business hours",
    Measure.RESOLUTION: "business hours",
    Measure.RESOLUTION_90: "business hours",
    Measure.OWN_AGE: "business days",
    Measure.OWN_RESPONSE: "business hours",
    Measure.OWN_RESOLUTION: "business hours",
}
OF_CASES = (
    *("number", "district", "subject", "status", "type", "module", "building", "priority"),
    *("opened", "closed", "close reason"),
)
NARROW, MIDDLE, BROAD = 12, 24, 60
WIDTHS = {"subject": BROAD, "district": MIDDLE, "status": MIDDLE, "type": MIDDLE, "building": MIDDLE, "opened": 18}
Cell = str | Number | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case that the report counts. `subject`: None where it was redacted. `zone`: of its district."""

    row: Row
    subject: str | None
    zone: str


def head(measure: Measure, report: Report) -> str:
    """Of a column: what it is, and in which unit."""
    unit = UNITS.get(measure, "")
    if measure is Measure.LEFT:
        unit = "business days" if report is Report.WAITING else "calendar days"
    return f"{measure} ({unit})" if unit else measure.value


def _columns(it: Shown) -> list[str]:
    measures = it.numbers.tables[0].measures
    return ["by", "what", *(head(measure, it.report) for measure in measures)]


def _lines(it: Shown) -> list[tuple[str, str, tuple[Number | None, ...]]]:
    found: list[tuple[str, str, tuple[Number | None, ...]]] = [("all", "", it.numbers.tables[0].whole)]
    for table in it.numbers.tables:
        found += [(table.by, label(it, table.by, line.key), line.values) for line in table.lines]
    return found


def csv(it: Shown) -> bytes:
    """The numbers: a line for each of each table, and one of all cases."""
    rows = [
        [by, csv_files.cell(what), *("" if value is None else f"{round(value, 2):g}" for value in values)]
        for by, what, values in _lines(it)
    ]
    return csv_files.content(_columns(it), rows)


def workbook(it: Shown, cases: Sequence[CaseLine] | None, *, made_at: datetime, more: bool) -> bytes:
    """`cases` None: its reader reads none. `more`: there are more than these."""
    import xlsxwriter  # noqa: PLC0415  # loaded by the first who packs

    found = io.BytesIO()
    plainly = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(found, plainly) as book:
        book.set_properties({"title": cells.plain(report_words.title(it)), "created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        numbers = book.add_worksheet("Numbers")
        _fill(numbers, _columns(it), [[by, what, *values] for by, what, values in _lines(it)], bold, moment)
        if cases is not None:
            columns = [*OF_CASES, *(head(measure, it.report) for measure in it.numbers.measures)]
            _fill(book.add_worksheet("Cases"), columns, [_case(it, case) for case in cases], bold, moment)
        about = book.add_worksheet("About")
        for place, line in enumerate(_about(it, cases, more=more)):
            about.write_string(place, 0, cells.plain(line))
    return found.getvalue()


def _about(it: Shown, cases: Sequence[CaseLine] | None, *, more: bool) -> list[str]:
    said = [report_words.title(it), report_words.NAMES[it.report], report_words.about(it), f"Made on {it.made}."]
    said.append(report_words.HOW_COUNTED[it.report])
    if cases is not None:
        said.append("When cases were opened and closed is in the time of their district.")
    if more:
        said.append(f"Of the cases, the newest {len(cases or ()):,} are on their sheet; the numbers are of all.")
    return said


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Cell]], bold: Any, moment: Any) -> None:
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, bold)
        sheet.set_column(place, place, WIDTHS.get(column, MIDDLE if place == 1 else max(NARROW, len(column))))
    for down, row in enumerate(rows, 1):
        for across, value in enumerate(row):
            _write(sheet, down, across, value, moment)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _write(sheet: Any, down: int, across: int, value: Cell, moment: Any) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(down, across, cells.plain(value))
        case datetime():
            sheet.write_datetime(down, across, value, moment)
        case _:
            sheet.write_number(down, across, round(value, 2))


def _case(it: Shown, case: CaseLine) -> list[Cell]:
    row, zone = case.row, ZoneInfo(case.zone)
    return [
        row.number,
        it.districts.get(row.district, ""),
        case.subject,
        terms.STATUS[row.status],
        terms.CASE_TYPE[row.type],
        row.module,
        row.building,
        terms.PRIORITY[row.priority],
        row.opened_at.astimezone(zone).replace(tzinfo=None),
        row.closed_at.astimezone(zone).replace(tzinfo=None) if row.closed_at is not None else None,
        terms.CLOSED[row.reason] if row.reason is not None else None,
        *it.numbers.of_case[row.number][: len(it.numbers.measures)],
    ]


def lines(
    it: Shown, rows: Sequence[Row], subjects: Mapping[CaseNumber, str], zones: Mapping[DistrictId, str]
) -> list[CaseLine]:
    """Of cases that the report counts."""
    counted = [row for row in rows if row.number in it.numbers.of_case]
    return [CaseLine(row=row, subject=subjects.get(row.number), zone=zones[row.district]) for row in counted]
