"""The command line: run, migrate, look after."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from cryptography.fernet import Fernet
from rich.console import Console
from rich.table import Table

from bot import settings as settings_of
from bot.settings import Settings, Unusable

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Liaison: support cases for school districts.")
directory_app = typer.Typer(no_args_is_help=True, help="Districts, people and closures.")
outbox_app = typer.Typer(no_args_is_help=True, help="What could not be delivered.")
app.add_typer(directory_app, name="directory")
app.add_typer(outbox_app, name="outbox")
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
MANIFEST = Path(__file__).parent.parent / "manifest.yaml"


def _settings() -> Settings:
    """Everything that is missing, at once; exit 2."""
    try:
        return settings_of.read()
    except Unusable as unusable:
        err.print("The settings cannot be used yet (.env.example explains each):", markup=False)
        for problem in unusable.problems:
            err.print(f"- {problem}", markup=False, highlight=False)
        raise typer.Exit(2) from None


def _run(work: Coroutine[Any, Any, None]) -> None:
    """A deed of the command line. What can be mended by its reader is said in a sentence; exit 1."""
    from slack_sdk.errors import SlackApiError  # noqa: PLC0415  # most commands never load it

    from storage.migrations import NotMigrated  # noqa: PLC0415  # likewise

    try:
        asyncio.run(work)
    except NotMigrated as problem:
        err.print(f"{problem}. Run: python -m bot migrate", markup=False)
        raise typer.Exit(1) from None
    except SlackApiError as problem:
        err.print(f"Slack says: {problem.response['error']}. Run: python -m bot doctor", markup=False)
        raise typer.Exit(1) from None


@app.command()
def run() -> None:
    """Connect to Slack and serve until ended."""
    found = _settings()
    from bot.observing import set_up_logging  # noqa: PLC0415  # loaded by those who log
    from bot.running import serve  # noqa: PLC0415  # loads the whole bot

    set_up_logging(json=found.log_format == "json", level=found.log_level)
    _run(serve(found))


@app.command()
def migrate() -> None:
    """Bring the database to the shape this program needs."""
    from storage import migrations  # noqa: PLC0415  # loaded by those who need it

    migrations.upgrade(_settings().database)
    out.print(f"The database is at {migrations.HEAD}.")


@app.command()
def key() -> None:
    """Make a key for LIAISON_TOKEN_KEY. Keep it: without it the tokens in the database cannot be opened."""
    out.print(Fernet.generate_key().decode(), markup=False, highlight=False)


@app.command()
def manifest(
    address: Annotated[str, typer.Option(help="Where Slack reaches the bot over HTTP, without a path.")] = "",
) -> None:
    """Print the app's manifest, for api.slack.com/apps."""
    found = yaml.safe_load(MANIFEST.read_text())
    command = settings_of.command_name()
    found["features"]["slash_commands"][0]["command"] = command
    if address:
        url = f"{address.rstrip('/')}/slack/events"
        found["settings"]["socket_mode_enabled"] = False
        found["settings"]["event_subscriptions"]["request_url"] = url
        found["settings"]["interactivity"]["request_url"] = url
    else:
        del found["settings"]["event_subscriptions"]["request_url"]
        del found["settings"]["interactivity"]["request_url"]
    out.print(yaml.safe_dump(found, sort_keys=False, allow_unicode=True), markup=False, highlight=False)


@app.command()
def tick(
    at: Annotated[str, typer.Option(help="As if it were then: 2026-11-24T12:00+00:00")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be due; change nothing.")] = False,
) -> None:
    """Do what is due by the clock now, and say what was done."""
    from bot import running  # noqa: PLC0415  # loads the whole bot

    found = _settings()
    then = _instant(at) if at else None
    if then is not None and not dry_run and found.is_slack:
        err.print("--at without --dry-run would tell people things before their time: refused with Slack's own API.")
        raise typer.Exit(2)
    _run(running.tick(found, at=then, dry_run=dry_run, say=_table))


def _instant(typed: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        err.print("--at takes an instant such as 2026-11-24T12:00+00:00")
        raise typer.Exit(2) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _table(title: str, rows: list[tuple[str, str]]) -> None:
    table = Table(title=title, show_header=False, title_justify="left")
    for row in rows:
        table.add_row(*row)
    out.print(table if rows else f"{title}: nothing.")


@app.command()
def doctor() -> None:
    """Check settings, database and Slack, and say what to do about what is wrong."""
    from bot import running  # noqa: PLC0415  # loads the whole bot

    if not asyncio.run(running.examine(_settings(), say=out.print)):
        raise typer.Exit(1)


@directory_app.command(name="import")
def import_directory(
    districts: Path,
    people: Path,
    closures: Annotated[Path | None, typer.Argument()] = None,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this it is a trial run.")] = False,
) -> None:
    """Import districts, people and, optionally, closures. A trial run first: it says what would change."""
    from bot import running  # noqa: PLC0415  # loads storage

    texts = [path.read_text(encoding="utf-8-sig") if path else None for path in (districts, people, closures)]
    outcome = asyncio.run(running.import_directory(_settings().database, *texts, apply=apply))
    for wrong in outcome.wrong:
        err.print(str(wrong), markup=False, highlight=False)
    if outcome.wrong:
        err.print(f"{len(outcome.wrong)} errors; nothing was done.")
        raise typer.Exit(1)
    for change in outcome.changes:
        out.print(str(change), markup=False, highlight=False)
    done = "done" if apply else "would be done; --apply does it"
    out.print(f"{len(outcome.changes)} changes {done}." if outcome.changes else "No change.")


@outbox_app.command(name="list")
def list_dead() -> None:
    """List dead letters: what could not be delivered, and why."""
    from bot import running  # noqa: PLC0415  # loads storage

    dead = asyncio.run(running.dead_letters(_settings().database))
    _table("Dead letters", [(str(letter.id), f"{letter.kind}, {letter.error}, {letter.done_at}") for letter in dead])


@outbox_app.command(name="resend")
def resend(ids: list[int]) -> None:
    """Try dead letters once more. Slack is asked first whether an earlier try arrived."""
    from bot import running  # noqa: PLC0415  # loads storage

    count = asyncio.run(running.resend(_settings().database, ids))
    out.print(f"{count} will be tried again.")
