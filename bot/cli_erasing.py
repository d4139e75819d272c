"""`python -m bot erase`, `hold` and `retention`: what is erased when, what is kept from it, and for how long."""

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.console import Found, database_alone, err, fail, out, run

if TYPE_CHECKING:
    from bot.domain.erasures import Counts
    from bot.running_erasing import Ended, Step

erase_app = typer.Typer(no_args_is_help=True, help="Erase a district or a person for ever; what was, and will be.")
hold_app = typer.Typer(no_args_is_help=True, help="Legal holds: while one stands, nothing of its district is erased.")
retention_app = typer.Typer(
    no_args_is_help=True,
    help="For how many years words are kept: of closed cases, and of questions and reports without one.",
)
A_KEY = typer.Argument(help="A district's key, such as lakeside.")
MOST = typer.Option(min=1, help="At most so many lines.")
CONFIRM = typer.Option(help="The key again, so that nothing is asked: for scripts.")
CONFIRM_NUMBER = typer.Option("--confirm", help="The person's number again, so that nothing is asked: for scripts.")
YEARS = 100


def _asked(work: Coroutine[Any, Any, Found]) -> Found:
    """What is not clear is said in a sentence."""
    from bot.running_erasing import Held, NotClear, Stopped  # noqa: PLC0415  # loads storage

    try:
        return run(work)
    except (NotClear, Stopped) as problem:
        fail(str(problem))
    except Held:
        fail(
            "A legal hold stands, or something else came in between: what was not erased yet is kept. "
            "See: python -m bot hold list, and python -m bot erase list"
        )


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = Table(title=title, title_justify="left", show_header=bool(head))
    for name in head or ("", ""):
        table.add_column(name)
    for row in rows:
        table.add_row(*row)
    out.print(table if rows else f"{title}: nothing.", markup=False)


def _would_go(counts: "Counts", title: str) -> None:
    from bot.views import erasing as words  # noqa: PLC0415  # most commands never load it

    _table(title, (), [*words.counted(counts)])


def _must_confirm(wanted: str, confirm: str, *, what: str) -> None:
    """What cannot be undone is typed once more."""
    typed = confirm or typer.prompt(
        f"This cannot be undone. Type {wanted} to erase {what}", default="", show_default=False
    )
    if typed != wanted:
        said = f"{typed} is not {wanted}" if typed else f"{wanted} was not typed"
        fail(f"{said}, so nothing was erased.")


@erase_app.command()
def district(
    key: Annotated[str, A_KEY],
    confirm: Annotated[str, CONFIRM] = "",
    *,
    trial: Annotated[bool, typer.Option("--trial", help="Say what would go; change nothing.")] = False,
) -> None:
    """Erase everything of a district but counts: words, files, names, Slack's ids; and its messages in Slack."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage
    from bot.views import erasing as words  # noqa: PLC0415  # likewise

    tried = _asked(running.try_district(database, key))
    _would_go(tried.counts, f"To be erased of {tried.name}")
    for under_way in tried.under_way:
        said = f"Already there: {words.what(under_way, key)}, {words.state(under_way, held=tried.held)}."
        err.print(said, markup=False, highlight=False)
    if tried.held:
        fail(f"A legal hold stands for {key}, so nothing is erased. See: python -m bot hold list")
    if trial:
        out.print("Nothing was changed.")
        return
    out.print(
        "Counts, our own ids and the audit log stay. Make a copy for the district first: "
        f"python -m bot export district {key}",
        markup=False,
        highlight=False,
    )
    _must_confirm(key, confirm, what=tried.name)
    ended = _with_progress(lambda step: running.erase_district(database, tried.district, step=step))
    _told(ended, f"{tried.name} was erased")


@erase_app.command()
def person(
    who: Annotated[str, typer.Argument(help="#17, U…, T…/U…, or name or e-mail address as in the list.")],
    confirm: Annotated[str, CONFIRM_NUMBER] = "",
    *,
    words: Annotated[
        bool, typer.Option("--words", help="Erase what they wrote, too. Without it, it stays, as their district's.")
    ] = False,
    trial: Annotated[bool, typer.Option("--trial", help="Say what would go; change nothing.")] = False,
) -> None:
    """Erase a person: name, e-mail address, phone, Slack's ids. What they wrote stays, without --words."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage
    from bot.views import erasing as views  # noqa: PLC0415  # likewise

    tried = _asked(running.try_person(database, who))
    goes, stays = views.of_person(tried.counts, with_words=words)
    _would_go(goes, f"To be erased of person {tried.person}")
    if stays:
        err.print(f"What they wrote stays ({views.summary(stays)}); --words erases it, too.", highlight=False)
    found = tried.obstacles
    first = views.first(
        held=found.held,
        contact_of=found.contact_of,
        owner_of=found.owner_of,
        emergency_of=found.emergency_of,
        in_session_of=found.in_session_of,
        last_support_administrator=found.last_support_administrator,
        is_command_line=found.is_command_line,
    )
    for sentence in first:
        err.print(sentence, markup=False, highlight=False)
    if first:
        fail("Nothing was erased.")
    err.print(views.FILES, markup=False, highlight=False)
    if trial:
        out.print("Nothing was changed.")
        return
    _must_confirm(str(tried.person), confirm.removeprefix("#"), what=f"person {tried.person}")
    ended = _with_progress(lambda step: running.erase_person(database, tried.person, with_words=words, step=step))
    _told(ended, f"Person {tried.person} was erased")


def _with_progress(work: "Any") -> "Ended":
    """How far it is, as its steps are named."""
    from bot.observing import set_up_logging  # noqa: PLC0415  # loaded by those who log

    set_up_logging(json=False, level="warning")  # what is done is said in words of our own
    columns = (SpinnerColumn(), TextColumn("Erasing: {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("", total=None)
        step: Step = lambda name: progress.update(task, description=name, advance=1)  # noqa: E731  # one use
        ended: Ended = _asked(work(step))
    return ended


def _told(ended: "Ended", done: str) -> None:
    from bot.views import erasing as words  # noqa: PLC0415  # most commands never load it

    _table(f"Erasure {ended.erasure.id}", (), words.counted(ended.erasure.counts))
    if ended.waits:
        out.print(
            "Not over yet: the running bot removes its messages from Slack, as fast as Slack allows, and erases what "
            "is left after that. It goes on by itself; erase list says how far it is."
        )
        return
    out.print(f"{done}.", markup=False, highlight=False)


@erase_app.command(name="list")
def list_erasures(most: Annotated[int, MOST] = 50) -> None:
    """List erasures: those to come and under way, then the latest; of what, when, how much."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage
    from bot.views import erasing as words  # noqa: PLC0415  # likewise

    lines = _asked(running.listed(database, most=most))
    rows = [
        (
            str(line.erasure.id),
            words.what(line.erasure, line.district),
            words.when(line.erasure.asked_at),
            words.state(line.erasure, held=line.held),
            words.summary(line.erasure.counts),
        )
        for line in lines
    ]
    _table("Erasures", ("", "of", "asked", "state", "counts"), rows)
    if any(line.erasure.trouble for line in lines):
        out.print(words.WHAT_TO_DO, markup=False, highlight=False)


@hold_app.command(name="set")
def set_hold(
    key: Annotated[str, A_KEY],
    reason: Annotated[str, typer.Option(help="Why: a matter's name, who asked. It is erased with the district.")],
) -> None:
    """Keep everything of a district: nothing of it is erased until the hold is lifted."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage

    if not reason.strip():
        fail("Say why: --reason 'Matter 2026-17, asked by counsel'")
    became = _asked(running.set_hold(database, key, reason=reason.strip()))
    if not became.done:
        fail(f"A legal hold stands for {key} already. See: python -m bot hold list")
    out.print(f"A legal hold stands for {key}. What people redact is erased all the same.", markup=False)
    if became.half_erased:
        err.print("Its erasing had begun: it stops where it is, and what is gone already cannot be had back.")


@hold_app.command(name="lift")
def lift_hold(key: Annotated[str, A_KEY]) -> None:
    """Lift a district's legal hold: what was due meanwhile is erased from the next minute on."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage

    if not _asked(running.lift_hold(database, key)):
        fail(f"No legal hold stands for {key}. See: python -m bot hold list")
    out.print(f"The legal hold of {key} is lifted.", markup=False)


@hold_app.command(name="list")
def list_holds(most: Annotated[int, MOST] = 50) -> None:
    """List legal holds: those that stand, then the latest; since when, by whom and why."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage
    from bot.views import erasing as words  # noqa: PLC0415  # likewise

    rows = [
        (
            it.key,
            words.when(it.set_at),
            it.set_by,
            f"lifted {words.when(it.lifted_at)} by {it.lifted_by}" if it.lifted_at else "stands",
            it.reason,
        )
        for it in _asked(running.all_holds(database, most=most))
    ]
    _table("Legal holds", ("district", "since", "by", "", "why"), rows)


@retention_app.command(name="list")
def list_retention() -> None:
    """List for how many years each district keeps words of closed cases, and of questions and reports without one."""
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage

    default, its = _asked(running.keeping(database))
    rows = [(it.key, str(it.own or default), "its own" if it.own else "as in the settings") for it in its]
    _table("Years after closing, answering or declining", ("district", "years", ""), rows)


@retention_app.command(name="set")
def set_retention(
    key: Annotated[str, A_KEY],
    years: Annotated[int, typer.Argument(min=0, max=YEARS, help="Years after closing; 0: as in the settings.")],
    confirm: Annotated[str, CONFIRM] = "",
) -> None:
    """Set for how many years a district keeps words of closed cases, and of questions and reports without one.

    With fewer, older ones go the next night.
    """
    database = database_alone().database
    from bot import running_erasing as running  # noqa: PLC0415  # loads storage

    default, its = _asked(running.keeping(database))
    before = next((it.own or default for it in its if it.key == key), None)
    if before is not None and (years or default) < before:
        out.print(f"{key} keeps words for {before} years now. What is older than the new number goes the next night.")
        _must_confirm(key, confirm, what="older words")
    _asked(running.keep_for(database, key, years or None))
    out.print(f"{key} keeps words for {years or default} years.", markup=False)
