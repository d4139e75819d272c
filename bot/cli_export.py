"""`python -m bot export`: what is held about a district, for the district."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress as Bar

from bot.console import err, fail, out, run, settings

app = typer.Typer(no_args_is_help=True, help="What is held about a district, for the district.")


@app.callback()
def export() -> None:
    """What is held about a district, for the district."""


@app.command()
def district(
    key: Annotated[str, typer.Argument(help="The district's key, such as lakeside.")],
    to: Annotated[Path, typer.Option("--to", help="A folder that is not there yet.")],
    *,
    files: Annotated[
        bool, typer.Option("--files", help="Fetch the contents of attachments from Slack too; that can take long.")
    ] = False,
) -> None:
    """Everything that is held about a district, as lists and texts in a folder that only you can open."""
    found = settings()
    from bot.export_folder import NotThere, NotWritten, unfinished  # noqa: PLC0415  # most commands never load it
    from bot.export_writing import Progress  # noqa: PLC0415  # loads storage
    from bot.running_audit import NotClear  # noqa: PLC0415  # likewise
    from bot.running_export import export as exported  # noqa: PLC0415  # likewise
    from bot.views import exports  # noqa: PLC0415  # most commands never load it

    with Bar(console=err, transient=True) as bar:
        task = bar.add_task("Exporting", total=None)
        progress = Progress(
            begin=lambda total: bar.update(task, total=total), step=lambda lines: bar.advance(task, lines)
        )
        try:
            done = run(exported(found, key, to.absolute(), files=files, progress=progress))
        except (NotClear, NotThere) as problem:
            fail(str(problem))
        except NotWritten as problem:
            at = bar.tasks[task]
            fail(
                exports.not_written(
                    str(problem),
                    is_full=problem.is_full,
                    lines=int(at.completed),
                    of=int(at.total or 0),
                    left=[str(it) for it in unfinished(to.absolute())],
                )
            )
    lines = sum(done.lines.values())
    out.print(f"{lines} lines in {to}. README.txt there says what is what.", markup=False, highlight=False)
    if done.erasing:
        err.print(done.erasing, markup=False, highlight=False)
    if done.missing:
        err.print(
            f"{done.missing} files could not be fetched; files.csv says why, line by line.",
            markup=False,
            highlight=False,
        )
