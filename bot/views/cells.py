"""Cells of a file that a spreadsheet may open: whatever a person wrote is text there, and never a formula."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet would reckon; the last four are its full-width signs."""

_KEPT = "\n\t"
_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})


def words(written: str) -> str:
    """As it was written, with an apostrophe before what would be a formula."""
    text = plain(written)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def plain(written: str) -> str:
    """In its lines, without what moves a terminal's cursor or is no text at all."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if category(it) in _NO_TEXT and it not in _KEPT else it for it in lines)


def header(columns: Sequence[tuple[str, bool]]) -> list[str]:
    """An instant has two columns: `opened_at_utc`, `opened_at_local`."""
    found: list[str] = []
    for name, is_instant in columns:
        found += [f"{name}_utc", f"{name}_local"] if is_instant else [name]
    return found


def of_row(row: Mapping[str, Any], columns: Sequence[tuple[str, bool]], zone: ZoneInfo) -> list[str]:
    """Beneath that header. `zone`: the local one."""
    found: list[str] = []
    for name, is_instant in columns:
        found += _instant(row[name], zone) if is_instant else [_one(row[name])]
    return found


def _instant(at: datetime | None, zone: ZoneInfo) -> list[str]:
    if at is None:
        return ["", ""]
    return [at.astimezone(UTC).isoformat(), at.astimezone(zone).isoformat()]


def _one(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date() | time():
            return value.isoformat()
        case str():
            return words(value)
        case _:
            return str(value)
