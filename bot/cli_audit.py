"""`python -m bot audit`: what the log answers, and whether it is as it was written."""

from typing import Annotated

import typer
from rich.progress import Progress

from bot.console import err, fail, out, run, settings

app = typer.Typer(no_args_is_help=True, help="Who did what, and by which right; and whether the log is as it was.")


@app.command()
def verify(
    posted: Annotated[
        list[str] | None, typer.Option(help="The text of a seal as it was posted in the desk's channel; several too.")
    ] = None,
) -> None:
    """Look at every line of the log beside its seal. Ends with 1 where something was changed."""
    found = settings()
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
