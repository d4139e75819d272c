"""`python -m bot contacts`: what it shows, in a pager, plain where it is piped, and as CSV."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.progress import Progress
from rich.table import Column, Table
from rich.text import Text

from bot import typed as read
from bot.console import database_alone, err, fail, out, run

RUN = "python -m bot contacts"
KEY = typer.Argument(metavar="[DISTRICT]", help="A district's key; without it, all of them.")
AS_CSV = typer.Option("--csv", help="As CSV, which no spreadsheet takes for formulas.")


class Stage(StrEnum):
    """How far a silence has come."""

    NEAR = "near"
    FLAGGED = "flagged"
    DEACTIVATED = "deactivated"


STAGE = typer.Option(
    "--stage", parser=read.one_of(Stage), metavar=read.shown(Stage), help="One alone; without it, all three."
)


def add_to(app: typer.Typer) -> None:
    """The commands that change nothing."""
    app.command(name="list", epilog=f"Example: {RUN} list lakeside --csv > contacts.csv")(show_list)
    app.command(epilog=f"Example: {RUN} show ana@lakeside.example")(show)
    app.command(epilog=f"Example: {RUN} requests lakeside")(requests)
    app.command(epilog=f"Example: {RUN} silences --stage near")(silences)


def show_list(
    district: Annotated[str, KEY] = "",
    *,
    as_csv: Annotated[bool, AS_CSV] = False,
) -> None:
    """List who is a contact and who was: standing, training, last activity, days left."""
    from bot import running_contacts_looks  # noqa: PLC0415  # loads storage
    from bot.running_audit import NotClear  # noqa: PLC0415  # likewise
    from bot.views.contacts_said import DRAWN_HEAD, HEAD, drawn  # noqa: PLC0415  # loads views

    known = database_alone()
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Looking", total=None)
        try:
            rows = run(
                running_contacts_looks.lists(
                    known,
                    district,
                    begin=lambda total: progress.update(task, total=total),
                    step=lambda: progress.advance(task),
                )
            )
        except NotClear as problem:
            fail(str(problem))
    if out.is_terminal and rows and not as_csv:
        _draw(DRAWN_HEAD, [drawn(row) for row in rows])
        return
    _tell(HEAD, rows, as_csv=as_csv, nothing="Nobody is on the list yet.")


def show(
    person: Annotated[str, typer.Argument(help="Name or e-mail address as in the list, U…, T…/U…, or #17.")],
    district: Annotated[str, typer.Option("--district", help="Its key, for somebody on several lists.")] = "",
) -> None:
    """Show one person: what the list says, and who gave or took their right, and when."""
    from bot import running_contacts_looks  # noqa: PLC0415  # loads storage
    from bot.running_audit import NotClear  # noqa: PLC0415  # likewise
    from bot.views import audit  # noqa: PLC0415  # loads views

    try:
        shown = run(running_contacts_looks.show(database_alone(), person, district))
    except NotClear as problem:
        fail(str(problem))
    lines = [f"{shown.found.district.name}, #{shown.found.person}"]
    lines += [f"{name}: {cell}" for name, cell in shown.facts]
    head = f"Who gave the right, and who took it (times in the vendor's zone, {shown.zone.key}):"
    lines += ["", head, *(audit.said(it, shown.zone) for it in shown.record)]
    for line in lines if shown.record else [*lines, "The log has no such line."]:
        out.print(line, markup=False, highlight=False)


def requests(district: Annotated[str, KEY] = "") -> None:
    """List open requests: what is asked for, by whom, and who decides."""
    from bot import running_contacts_looks  # noqa: PLC0415  # loads storage
    from bot.running_audit import NotClear  # noqa: PLC0415  # likewise

    try:
        rows = run(running_contacts_looks.requests(database_alone(), district))
    except NotClear as problem:
        fail(str(problem))
    head = ("request", "district", "what", "asked by", "since", "waits")
    _tell(head, rows, as_csv=False, nothing="Nothing waits.")


def silences(
    district: Annotated[str, KEY] = "",
    *,
    stage: Annotated[Stage | None, STAGE] = None,
    as_csv: Annotated[bool, AS_CSV] = False,
) -> None:
    """List contacts who go quiet: near the end, flagged, deactivated, and why."""
    from bot import running_contacts_looks  # noqa: PLC0415  # loads storage
    from bot.domain.silences import Stage as Its  # noqa: PLC0415  # most commands never load it
    from bot.running_audit import NotClear  # noqa: PLC0415  # likewise
    from bot.views.contacts_said import SILENT_HEAD  # noqa: PLC0415  # loads views

    stages = [Its(stage.value)] if stage else [*Its]
    try:
        rows = run(running_contacts_looks.silent(database_alone(), district, stages))
    except NotClear as problem:
        fail(str(problem))
    _tell(SILENT_HEAD, rows, as_csv=as_csv, nothing="Nobody has gone quiet.")


def _tell(head: Sequence[str], rows: Sequence[Sequence[str]], *, as_csv: bool, nothing: str) -> None:
    """A table in a terminal, in a pager where it is long; a line each where it is piped."""
    from bot import reporting  # noqa: PLC0415  # loads storage

    if as_csv:
        out.print(reporting.csv_of(head, rows), markup=False, highlight=False, end="")
        return
    if not rows:
        out.print(nothing)
        return
    if not out.is_terminal:
        for row in (head, *rows):
            out.print(" · ".join(cell or "-" for cell in row), markup=False, highlight=False)
        return
    _draw(head, rows)


def _draw(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """In a pager where it is longer than the screen."""
    table = Table(*(Column(name, overflow="fold") for name in head), box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row), end_section=True)  # what people are called marks nothing
    if sum(max(cell.count("\n") for cell in row) + 1 for row in rows) + 4 <= out.height:
        out.print(table)
        return
    with out.pager(styles=True):
        out.print(table)
