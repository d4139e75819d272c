"""CSV as it is handed out: a name is one line of text to a spreadsheet, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.views import cells, text


def cell(words: str) -> str:
    return cells.words(flat(words))


def flat(words: str) -> str:
    """In one line, and without what would turn a terminal's colours or move its cursor."""
    return text.one_line("".join(letter if letter.isprintable() else " " for letter in words))


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Of cells that are safe already."""
    found = io.StringIO()
    sheet = csv.writer(found, lineterminator="\n")
    sheet.writerow(columns)
    sheet.writerows(rows)
    return found.getvalue()


def content(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """As a file: with the mark by which spreadsheets know the letters."""
    return written(columns, rows).encode("utf-8-sig")
