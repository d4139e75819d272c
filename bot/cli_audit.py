"""`python -m bot audit`: what the log answers, and whether it is as it was written."""

import csv
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from rich.progress import Progress

from bot import typed as read
from bot.console import Found, database_alone, err, fail, out, run

if TYPE_CHECKING:
    from bot.running_audit import Typed

app = typer.Typer(no_args_is_help=True, help="Who did what, and by which right; and whether the log is as it was.")


@app.command()
def verify(
    posted: Annotated[
        list[str] | None, typer.Option(help="The text of a seal as it was posted in the desk's channel; several too.")
    ] = None,
) -> None:
    """Look at every line of the log beside its seal. Ends with 1 where something was changed."""
    found = database_alone()
    if not found.seal_keys:
        fail("LIAISON_SEAL_KEY is not set, so nothing is sealed. See .env.example.")
    from bot.domain import seals  # noqa: PLC0415  # most commands never load it

    witnesses = [seals.posted(text) for text in posted or ()]
    if None in witnesses:
        fail("--posted takes the text of a seal from the desk's channel: Seal 12 … `9f3a…`")
    from bot import running  # noqa: PLC0415  # loads storage
    from bot.views import seals as words  # noqa: PLC0415  # likewise

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Looking", total=None)
        told = run(
            running.verify(
                found,
                posted=[it for it in witnesses if it is not None],
                begin=lambda total: progress.update(task, total=total),
                step=lambda count: progress.advance(task, count),
            )
        )
    for finding in told.checking.findings:
        err.print(words.finding(finding, told.names), markup=False, highlight=False)
    out.print(words.verified(told.checking, waiting=told.waiting), markup=False, highlight=False)
    if told.checking.findings:
        raise typer.Exit(1)


A_PERSON = typer.Option(help="U…, T…/U…, name or e-mail address as in the list, or #17, also of somebody erased.")
A_DISTRICT = typer.Option(help="A district's key: its lines, and what its people did where no district was.")
DATE = "YYYY-MM-DD"
A_DAY = typer.Option(parser=read.a_day, metavar=DATE)

MOST = typer.Option(parser=read.lines, metavar="NUMBER", help="At most so many lines, the newest.")


def _asked(work: Coroutine[Any, Any, Found]) -> Found:
    """What is not clear is said in a sentence."""
    from bot.running_audit import NotClear  # noqa: PLC0415  # loads storage

    try:
        return run(work)
    except NotClear as problem:
        fail(str(problem))


def _tell(typed: "Typed", most: int) -> None:
    from bot import running_audit  # noqa: PLC0415  # loads storage
    from bot.views import audit  # noqa: PLC0415  # likewise

    told = _asked(running_audit.ask(database_alone(), typed, most=most))
    out.print(f"{audit.QUESTIONS[typed.question]}. Times in {told.whose}.", markup=False, highlight=False)
    if told.more:
        out.print(f"There are older lines than these {most}: --most shows more.", markup=False, highlight=False)
    for entry in told.entries:
        out.print(audit.said(entry, told.zone), markup=False, highlight=False)
    if not told.entries:
        out.print("The log has no such line.", markup=False, highlight=False)


@app.command()
def why(
    person: Annotated[str, A_PERSON] = "",
    on: Annotated[date | None, A_DAY] = None,
    district: Annotated[str, A_DISTRICT] = "",
    case: Annotated[int | None, typer.Option(parser=read.a_case, metavar="NUMBER", help="A case's number.")] = None,
    most: Annotated[int, MOST] = 200,
) -> None:
    """Why was somebody allowed or refused, on that day: who did what, and by which rule."""
    from bot.domain.record import Question  # noqa: PLC0415  # most commands never load it
    from bot.running_audit import Typed  # noqa: PLC0415  # loads storage

    _tell(Typed(question=Question.WHY, person=person, district=district, first=on, last=on, case=case), most)


@app.command()
def rights(
    person: Annotated[str, A_PERSON] = "",
    district: Annotated[str, A_DISTRICT] = "",
    since: Annotated[date | None, A_DAY] = None,
    most: Annotated[int, MOST] = 200,
) -> None:
    """Who gave whom which right, and what took one away."""
    from bot.domain.record import Question  # noqa: PLC0415  # most commands never load it
    from bot.running_audit import Typed  # noqa: PLC0415  # loads storage

    _tell(Typed(question=Question.RIGHTS, person=person, district=district, first=since), most)


@app.command()
def emergencies(
    district: Annotated[str, A_DISTRICT] = "",
    since: Annotated[date | None, A_DAY] = None,
    most: Annotated[int, MOST] = 200,
) -> None:
    """Every use of the emergency exception."""
    from bot.domain.record import Question  # noqa: PLC0415  # most commands never load it
    from bot.running_audit import Typed  # noqa: PLC0415  # loads storage

    _tell(Typed(question=Question.EMERGENCIES, district=district, first=since), most)


@app.command()
def export(
    first: Annotated[date | None, typer.Option("--from", parser=read.a_day, metavar=DATE)] = None,
    last: Annotated[
        date | None, typer.Option("--to", parser=read.a_day, metavar=DATE, help="That day included.")
    ] = None,
    district: Annotated[str, A_DISTRICT] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file; without it, to the screen.")] = None,
) -> None:
    """The log as CSV: ids as they are in it, and the names that go with them now."""
    from bot import running_audit  # noqa: PLC0415  # loads storage
    from bot.domain.record import Question  # noqa: PLC0415  # likewise
    from bot.views import audit  # noqa: PLC0415  # likewise

    typed = running_audit.Typed(question=Question.WHY, district=district, first=first, last=last)
    found = database_alone()
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(console=err, transient=True))
        task, rows = progress.add_task("Exporting", total=None), _Rows(output, stack)

        def begin(total: int) -> None:
            progress.update(task, total=total)
            rows.begin(audit.COLUMNS)

        count = _asked(
            running_audit.export(
                found,
                typed,
                write=lambda entry, zone: rows.write(audit.cells(entry, zone)),
                begin=begin,
                step=lambda lines: progress.advance(task, lines),
            )
        )
    err.print(f"{count} lines.", markup=False, highlight=False)


class _Rows:
    """CSV to a file or the screen. An older file stays as it is until it is clear what is asked."""

    def __init__(self, output: Path | None, stack: ExitStack) -> None:
        self._output = output
        self._stack = stack
        self._write: Callable[[Sequence[str]], object] = list

    def begin(self, columns: Sequence[str]) -> None:
        file: TextIO = sys.stdout
        if self._output is not None:
            file = self._stack.enter_context(self._opened(self._output))
        self._write = csv.writer(file).writerow
        self._write(columns)

    @staticmethod
    def _opened(path: Path) -> TextIO:
        try:
            return path.open("w", encoding="utf-8-sig", newline="")
        except OSError as problem:
            fail(f"{path} cannot be written: {problem.strerror}. Please name a file in a folder of yours.")

    def write(self, cells: Sequence[str]) -> None:
        self._write(cells)
