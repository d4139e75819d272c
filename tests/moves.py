"""The policy's table of moves, written by hand: who makes it, what it takes, and where it leads from each status."""

import csv
from dataclasses import dataclass
from pathlib import Path

from bot.domain.cases import Move, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`leads`: by the status it begins at; what is not there is impossible. None: to what it was before."""

    who: str
    demands: str
    closes_as: str | None
    leads: dict[Status, Status | None]


def _row(line: dict[str, str]) -> Row:
    leads = {status: line[status] for status in Status if line[status]}
    return Row(
        who=line["who"],
        demands=line["demands"],
        closes_as=line["closes as"] or None,
        leads={begins: None if to == "before" else Status(to) for begins, to in leads.items()},
    )


def _read() -> dict[Move, Row]:
    with (Path(__file__).parent / "moves.csv").open() as file:
        return {Move(line["move"]): _row(line) for line in csv.DictReader(file)}


TABLE = _read()
