"""Reports of the command line: as a table, and as CSV that a spreadsheet takes for text."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.emergencies import Use
from bot.views import csv_files, emergency_report


def as_rows(uses: Sequence[Use]) -> list[tuple[str, str]]:
    """One line each: when and where, and what became of it."""
    return [(f"{use.id} · {_minute(use.asked_at)}", _line(use)) for use in uses]


def _line(use: Use) -> str:
    case = f", case {use.case}" if use.case is not None else ""
    by = f" by {use.agent}" if use.agent else ""
    claimed = f", claimed by {use.claimed_by} after {emergency_report.hours(use)} h" if use.claimed_by else ""
    return f"{use.district}, {use.person}: {use.state}{by}{case}{claimed}"


def as_csv(uses: Sequence[Use]) -> str:
    return csv_files.written(emergency_report.COLUMNS, [emergency_report.cells(use) for use in uses])


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows beneath their head, of which no spreadsheet takes anything for a formula."""
    return csv_files.written(head, [[csv_files.cell(field) for field in row] for row in rows])


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
