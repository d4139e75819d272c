"""Reports of the command line: as a table, and as CSV that a spreadsheet takes for text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.emergencies import Use

HEAD = (
    "number",
    "asked at",
    "district",
    "reported by",
    "outcome",
    "decided by",
    "case",
    "claimed by",
    "hours unclaimed",
)
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_rows(uses: Sequence[Use]) -> list[tuple[str, str]]:
    """One line each: when and where, and what became of it."""
    return [(f"{use.id} · {_minute(use.asked_at)}", _line(use)) for use in uses]


def _line(use: Use) -> str:
    case = f", case {use.case}" if use.case is not None else ""
    by = f" by {use.agent}" if use.agent else ""
    claimed = f", claimed by {use.claimed_by} after {_hours(use)} h" if use.claimed_by else ""
    return f"{use.district}, {use.person}: {use.state}{by}{case}{claimed}"


def as_csv(uses: Sequence[Use]) -> str:
    return csv_of(HEAD, [_fields(use) for use in uses])


def csv_of(head: Sequence[str], fields: Iterable[Sequence[str]]) -> str:
    """Rows beneath their head, of which no spreadsheet takes anything for a formula."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(head)
    rows.writerows([_safe(field) for field in row] for row in fields)
    return written.getvalue()


def _fields(use: Use) -> tuple[str, ...]:
    return (
        str(use.id),
        _minute(use.asked_at),
        use.district,
        use.person,
        use.state,
        use.agent,
        str(use.case or ""),
        use.claimed_by,
        _hours(use),
    )


def _safe(field: str) -> str:
    """A name may begin like a formula; no spreadsheet runs one that an apostrophe stands before."""
    return f"'{field}" if field.startswith(FORMULAS) else field


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _hours(use: Use) -> str:
    """From the report to the claim."""
    if use.claimed_at is None:
        return ""
    return f"{(use.claimed_at - use.asked_at).total_seconds() / 3600:.1f}"
