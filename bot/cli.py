"""The command line: run, migrate, look after."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import yaml
from cryptography.fernet import Fernet
from rich.progress import Progress
from rich.table import Table

from bot import cli_audit, cli_contacts, cli_erasing, cli_export
from bot import manifest as manifest_of
from bot import settings as settings_of
from bot.console import database_alone, err, out
from bot.console import fail as _fail
from bot.console import run as _run
from bot.console import settings as _settings
from bot.console import told as _told
from bot.console import wrong as _wrong

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they can show what variables hold
    help="Liaison: support cases for school districts.",
)
directory_app = typer.Typer(no_args_is_help=True, help="Districts, people and closures.")
outbox_app = typer.Typer(no_args_is_help=True, help="What could not be delivered.")
app.add_typer(directory_app, name="directory")
case_app = typer.Typer(no_args_is_help=True, help="One case.")
app.add_typer(outbox_app, name="outbox")
app.add_typer(case_app, name="case")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_export.app, name="export")
app.add_typer(cli_contacts.app, name="contacts")
app.add_typer(cli_erasing.erase_app, name="erase")
app.add_typer(cli_erasing.hold_app, name="hold")
app.add_typer(cli_erasing.retention_app, name="retention")
A_FILE = typer.Argument(exists=True, dir_okay=False, readable=True)


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

    database = database_alone().database
    with _told():
        migrations.upgrade(database)
    out.print(f"The database is at {migrations.HEAD}.")


@app.command()
def key() -> None:
    """Make a key for LIAISON_TOKEN_KEY, or another for LIAISON_SEAL_KEY. Keep it: nothing opens without it."""
    out.print(Fernet.generate_key().decode(), markup=False, highlight=False)


@app.command(name="rotate-keys")
def rotate_keys(
    *,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="What no key opens counts as not installed, until it is again.")
    ] = False,
) -> None:
    """Seal every workspace's token with the first key of LIAISON_TOKEN_KEY. Safe to end and to run again."""
    found = _settings()
    from bot import running  # noqa: PLC0415  # loads storage

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Sealing", total=None)
        done = _run(
            running.rotate_keys(
                found,
                give_up=give_up,
                begin=lambda total: progress.update(task, total=total),
                step=lambda: progress.advance(task),
            )
        )
    out.print(f"{done.resealed} sealed with the first key.")
    if done.shut and not give_up:
        from bot.keyring import WrongKeys  # noqa: PLC0415  # loads storage, which `--help` and `key` do without

        _fail(f"{WrongKeys(done.shut)}.")
    if done.shut:
        out.print(f"Given up, to be installed again: {', '.join(done.shut)}.", markup=False, highlight=False)


@app.command()
def manifest(
    address: Annotated[str, typer.Option(help="Where Slack reaches the bot over HTTP, without a path.")] = "",
) -> None:
    """Print the app's manifest, for api.slack.com/apps."""
    found = manifest_of.read()
    command = settings_of.command_name()
    found["features"]["slash_commands"][0]["command"] = command
    if address:
        url = f"{address.rstrip('/')}/slack/events"
        found["settings"]["socket_mode_enabled"] = False
        found["settings"]["event_subscriptions"]["request_url"] = url
        found["settings"]["interactivity"]["request_url"] = url
        found["oauth_config"]["redirect_urls"] = [f"{address.rstrip('/')}/slack/oauth_redirect"]
    else:
        del found["oauth_config"]["redirect_urls"]
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
    found = _settings()
    from bot import running  # noqa: PLC0415  # loads the whole bot

    then = _instant(at, "--at takes an instant such as 2026-11-24T12:00+00:00") if at else None
    if then is not None and not dry_run and found.is_slack:
        err.print("--at without --dry-run would tell people things before their time: refused with Slack's own API.")
        raise typer.Exit(2)
    _run(running.tick(found, at=then, dry_run=dry_run, say=_table))


def _instant(typed: str, takes: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        _wrong(takes)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _table(title: str, rows: list[tuple[str, str]]) -> None:
    table = Table(title=title, show_header=False, title_justify="left")
    for row in rows:
        table.add_row(*row)
    out.print(table if rows else f"{title}: nothing.")


@app.command()
def doctor() -> None:
    """Check settings, database, Slack, scopes and channels, and say what to do about what is wrong."""
    found = _settings()
    from bot.doctor import examine  # noqa: PLC0415  # loads the whole bot

    scopes = manifest_of.scopes()
    if not _run(examine(found, scopes=scopes, say=lambda said: out.print(said, markup=False, highlight=False))):
        raise typer.Exit(1)


@directory_app.command(name="import")
def import_directory(
    districts: Annotated[Path, A_FILE],
    people: Annotated[Path, A_FILE],
    closures: Annotated[Path | None, A_FILE] = None,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this it is a trial run.")] = False,
    welcome: Annotated[
        bool, typer.Option("--welcome", help="Write to new contacts; without this an import writes to nobody new.")
    ] = False,
    remove_missing: Annotated[
        bool,
        typer.Option("--remove-missing", help="Remove who is in no line: contacts, and roles the file has lines of."),
    ] = False,
) -> None:
    """Import districts, people and, optionally, closures. A trial run first: it says what would change."""
    database = database_alone().database
    from bot import running  # noqa: PLC0415  # loads storage

    texts = [_text(path) if path else None for path in (districts, people, closures)]
    outcome = _run(
        running.import_directory(database, *texts, apply=apply, welcome=welcome, remove_missing=remove_missing)
    )
    for wrong in outcome.wrong:
        err.print(str(wrong), markup=False, highlight=False)
    if outcome.wrong:
        err.print(f"{len(outcome.wrong)} errors; nothing was done.")
        raise typer.Exit(1)
    for change in outcome.changes:
        out.print(str(change), markup=False, highlight=False)
    done = "done" if apply else "would be done; --apply does it"
    changes = "1 change" if len(outcome.changes) == 1 else f"{len(outcome.changes)} changes"
    out.print(f"{changes} {done}." if outcome.changes else "No change.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _fail(f"{path} is no UTF-8 text. Save it again as 'CSV UTF-8'; nothing was done.")


@outbox_app.command(name="list")
def list_dead() -> None:
    """List dead letters: what could not be delivered, and why."""
    database = database_alone().database
    from bot import running  # noqa: PLC0415  # loads storage

    dead = _run(running.dead_letters(database))
    _table("Dead letters", [(str(letter.id), f"{letter.kind}, {letter.error}, {letter.done_at}") for letter in dead])


@outbox_app.command(name="resend")
def resend(ids: list[int]) -> None:
    """Try dead letters once more. Slack is asked first whether an earlier try arrived."""
    database = database_alone().database
    from bot import running  # noqa: PLC0415  # loads storage

    count = _run(running.resend(database, ids))
    out.print(f"{count} will be tried again.")
    if count < len(set(ids)):
        _fail("The others are no dead letters. Run: python -m bot outbox list")


@app.command(name="emergencies")
def list_emergencies(
    since: Annotated[str, typer.Option(help="From when on: 2026-11-24; by default the last 365 days.")] = "",
    district: Annotated[str, typer.Option(help="One district alone, by its key.")] = "",
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, which no spreadsheet takes for formulas.")] = False,
) -> None:
    """List every use of the emergency exception: who, when, what became of it, and who stands for it."""
    database = database_alone().database
    from bot import reporting, running  # noqa: PLC0415  # loads storage

    then = _instant(since, "--since takes a day such as 2026-11-24") if since else None
    uses = _run(running.emergencies_since(database, then, district))
    if uses is None:
        _fail(f"There is no district {district}. Run: python -m bot directory import")
    if as_csv:
        out.print(reporting.as_csv(uses), markup=False, highlight=False, end="")
        return
    _table("Emergencies", reporting.as_rows(uses))


@case_app.command(name="resync")
def resync(number: int) -> None:
    """Read a case's threads again, for what Slack changed while the bot was away. A long thread takes minutes."""
    found = _settings()
    from bot import running  # noqa: PLC0415  # loads the whole bot

    told = _run(running.resync(found, number))
    if told is None:
        _fail(f"There is no case {number} with a thread to read. Run: python -m bot outbox list")
    out.print(told, markup=False, highlight=False)
