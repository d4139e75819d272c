"""`python -m bot contacts`: districts' lists of contacts, from the command line, by the rules that hold in Slack."""

import sys
from collections.abc import Coroutine
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import cli_contacts_looks
from bot import typed as read
from bot.console import Found, database_alone, fail, out, run, wrong

if TYPE_CHECKING:
    from bot.domain.list_requests import Request, Words
    from bot.domain.people import Role
    from bot.running_contacts import Typed

RUN = "python -m bot contacts"
app = typer.Typer(
    no_args_is_help=True,
    help="Districts' lists of contacts, by the rules that hold in Slack: Support approves, and everybody is told.",
    epilog="What a district has to ask for takes --asked-by: a contact or administrator of it, who is told. "
    f"Example: {RUN} list lakeside",
)
cli_contacts_looks.add_to(app)


class Type(StrEnum):
    """Of a contact."""

    SUPPORT = "support"
    TECHNICAL = "technical"


class Training(StrEnum):
    """How far somebody is with it."""

    NEEDED = "needed"
    IN_PROGRESS = "in progress"
    DONE = "done"


PERSON = typer.Argument(help="Who is on the list: name or e-mail address as there, U…, T…/U…, or #17.")
USER = typer.Argument(help="A Slack user: U… of the district's workspace, or T…/U….")
NUMBER = typer.Argument(parser=read.a_request, metavar="NUMBER", help="A request's number.")
DISTRICT = typer.Option("--district", help="Its key, for somebody on the lists of several.")
ASKED_BY = typer.Option("--asked-by", help="Who of the district asked: a contact or administrator. They are told.")
REASON = typer.Option("--reason", help="Why. Everybody who is told reads it.")
YES = typer.Option("--yes", help="Do not ask again.")
NAME = typer.Option("--name", help="As the list shows it.")
EMAIL = typer.Option("--email", help="Work e-mail address.")
PHONE = typer.Option("--phone", help="For staff who need a contact.")
TRAINING = typer.Option(
    "--training",
    parser=read.one_of(Training),
    metavar=read.shown(Training),
    help="How far they are with Introduction to Support.",
)
TYPE = typer.Option("--type", parser=read.one_of(Type), metavar=read.shown(Type))


def _asked(work: Coroutine[Any, Any, Found]) -> Found:
    """What is not clear is said in a sentence; exit 1."""
    from bot.running_audit import NotClear  # noqa: PLC0415  # loads storage

    try:
        return run(work)
    except NotClear as problem:
        fail(str(problem))


def _sure(question: str, *, yes: bool) -> None:
    """Asked before what cannot be undone."""
    if yes:
        return
    if not sys.stdin.isatty():
        wrong(f"{question} Nothing was done: where nobody can answer, say --yes.")
    out.print(question, markup=False, highlight=False)
    if not typer.confirm("Do it?"):
        fail("Nothing was done.")


def _reason(words: str) -> str:
    """As long as in Slack."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    least = run(running_contacts.limits(database_alone())).reason_shortest
    if len(words.strip()) < least:
        wrong(f"Please say why, in at least {least} characters. Everybody who is told reads it.")
    return words.strip()


def _given(**typed: str) -> None:
    """What has to be said, and is not left empty."""
    empty = [f"--{name.replace('_', '-')}" for name, words in typed.items() if not words.strip()]
    if empty:
        wrong(f"Please say {' and '.join(empty)}.")


def _words(*, name: str = "", email: str = "", phone: str = "", reason: str = "") -> "Words":
    from bot.domain import phones  # noqa: PLC0415  # most commands never load it
    from bot.domain.list_requests import Words  # noqa: PLC0415  # likewise

    local, _, domain = email.partition("@")
    if email and (not local or "." not in domain or " " in email):
        wrong(f"{email} is no e-mail address.")
    number = phones.phone(phone)
    if number is None:
        wrong(f"{phone} is no phone number.")
    found = [" ".join(it.split()) for it in (name, email)]
    return Words(name=found[0], email=found[1].lower(), phone=number or "", reason=reason.strip())


def _role(its: Type | None) -> "Role | None":
    from bot.domain.people import Role  # noqa: PLC0415  # most commands never load it

    return None if its is None else Role(its.value)


def _done(request: "Request") -> None:
    from bot.views import contacts_said  # noqa: PLC0415  # loads views

    out.print(contacts_said.became(request), markup=False, highlight=False)


def _ask(typed: "Typed") -> None:
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    _done(_asked(running_contacts.ask(database_alone(), typed)))


@app.command(
    epilog=f"Example: {RUN} add lakeside U0MIA --name 'Mia Lopez' --email mia@lakeside.example --type support "
    "--licensed --asked-by dana@lakeside.example --reason 'Ana is on leave'"
)
def add(
    district: Annotated[str, typer.Argument(help="The district's key.")],
    user: Annotated[str, USER],
    *,
    name: Annotated[str, NAME],
    email: Annotated[str, EMAIL],
    asked_by: Annotated[str, ASKED_BY],
    reason: Annotated[str, REASON],
    type_: Annotated[Type, TYPE] = Type.SUPPORT,
    phone: Annotated[str, PHONE] = "",
    training: Annotated[Training, TRAINING] = Training.NEEDED,
    licensed: Annotated[
        bool, typer.Option("--licensed", help="They are a licensed user, as a contact has to be.")
    ] = False,
) -> None:
    """Ask for a new contact. A support administrator approves it."""
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage

    _given(name=name, email=email, reason=reason, asked_by=asked_by)
    if not licensed:
        wrong("A contact has to be a licensed user. Please say --licensed, or choose somebody else.")
    _ask(
        Typed(
            kind=Kind.ADD,
            district=district,
            user=user,
            asker=asked_by,
            role=_role(type_),
            training=training.value,
            licensed=True,
            words=_words(name=name, email=email, phone=phone, reason=reason),
        )
    )


@app.command(
    name="change-type",
    epilog=f"Example: {RUN} change-type 'Ben Okafor' technical --asked-by 'Dana Whitfield' --reason 'New duties'",
)
def change_type(
    person: Annotated[str, PERSON],
    type_: Annotated[Type, typer.Argument(parser=read.one_of(Type), metavar="TYPE", help="support or technical.")],
    *,
    asked_by: Annotated[str, ASKED_BY],
    reason: Annotated[str, REASON],
    district: Annotated[str, DISTRICT] = "",
) -> None:
    """Ask for another type of contact. A support administrator approves it."""
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage

    _given(reason=reason, asked_by=asked_by)
    words = _words(reason=reason)
    _ask(
        Typed(
            kind=Kind.CHANGE_TYPE,
            person=person,
            district=district,
            asker=asked_by,
            role=_role(type_),
            words=words,
        )
    )


@app.command(
    epilog=f"Example: {RUN} reactivate 'Ben Okafor' --asked-by dana@lakeside.example --reason 'Back from leave'"
)
def reactivate(
    person: Annotated[str, PERSON],
    *,
    asked_by: Annotated[str, ASKED_BY],
    reason: Annotated[str, REASON],
    district: Annotated[str, DISTRICT] = "",
) -> None:
    """Ask to make somebody a contact again. A support administrator approves it."""
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage

    _given(reason=reason, asked_by=asked_by)
    words = _words(reason=reason)
    _ask(Typed(kind=Kind.REACTIVATE, person=person, district=district, asker=asked_by, words=words))


@app.command(epilog=f"Example: {RUN} details 'Ben Okafor' --phone 555-0142 --asked-by dana@lakeside.example")
def details(
    person: Annotated[str, PERSON],
    *,
    asked_by: Annotated[str, ASKED_BY],
    name: Annotated[str, NAME] = "",
    email: Annotated[str, EMAIL] = "",
    phone: Annotated[str, PHONE] = "",
    training: Annotated[Training | None, TRAINING] = None,
    district: Annotated[str, DISTRICT] = "",
    reason: Annotated[str, REASON] = "",
) -> None:
    """Change name, e-mail address, phone or training, at once. What is not given stays."""
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage

    given = {option: words for option, words in (("name", name), ("email", email), ("phone", phone)) if words}
    if not (given or training):
        wrong("Please give what changes: --name, --email, --phone or --training.")
    _given(**given, asked_by=asked_by)
    _ask(
        Typed(
            kind=Kind.UPDATE,
            person=person,
            district=district,
            asker=asked_by,
            training=training.value if training else None,
            words=_words(name=name, email=email, phone=phone, reason=reason),
        )
    )


@app.command(epilog=f"Example: {RUN} remove 'Ben Okafor' --reason 'Left the district in June' --yes")
def remove(
    person: Annotated[str, PERSON],
    *,
    reason: Annotated[str, REASON],
    asked_by: Annotated[
        str | None, typer.Option("--asked-by", help="Who of the district asked; without it, by Support's own word.")
    ] = None,
    replacement: Annotated[str, typer.Option("--replacement", help="A Slack user who comes in their place.")] = "",
    name: Annotated[str, typer.Option("--name", help="Of the replacement.")] = "",
    email: Annotated[str, typer.Option("--email", help="Of the replacement.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Of the replacement.")] = "",
    type_: Annotated[
        Type,
        typer.Option("--type", parser=read.one_of(Type), metavar=read.shown(Type), help="Of the replacement."),
    ] = Type.SUPPORT,
    district: Annotated[str, DISTRICT] = "",
    yes: Annotated[bool, YES] = False,
) -> None:
    """Remove somebody, at once. What a contact asked for can be undone for a day, and nothing else."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage
    from bot.views import contacts_said  # noqa: PLC0415  # loads views

    if replacement and not (name.strip() and email and asked_by):
        wrong("A replacement is asked for by the district: please give --asked-by, and their --name and --email.")
    if asked_by is not None:
        _given(asked_by=asked_by)
    words = _words(name=name, email=email, phone=phone, reason=_reason(reason))
    found = _asked(running_contacts.find(database_alone(), person, district))
    leaves_nobody = not replacement and _asked(running_contacts.is_last(database_alone(), found))
    _sure(contacts_said.sure_to_remove(found.line, found.district.name, leaves_nobody=leaves_nobody), yes=yes)
    _ask(
        Typed(
            kind=Kind.REMOVE,
            person=f"#{found.person}",
            district=found.district.key,
            user=replacement,
            asker=asked_by or "",
            role=_role(type_) if replacement else None,
            training=Training.NEEDED.value if replacement else None,
            licensed=bool(replacement),
            words=words,
        )
    )


@app.command(epilog=f"Example: {RUN} bind 'Ben Okafor' U0BEN")
def bind(
    person: Annotated[str, PERSON],
    user: Annotated[str, USER],
    *,
    district: Annotated[str, DISTRICT] = "",
    reason: Annotated[str, REASON] = "",
    yes: Annotated[bool, YES] = False,
) -> None:
    """Give a line that has no Slack user to one, at once. It cannot be bound to another after that."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage
    from bot.domain.list_requests import Kind  # noqa: PLC0415  # most commands never load it
    from bot.running_contacts import Typed  # noqa: PLC0415  # loads storage
    from bot.views import contacts_said  # noqa: PLC0415  # loads views

    found = _asked(running_contacts.find(database_alone(), person, district))
    _sure(contacts_said.sure_to_bind(found.line, found.district.name, user), yes=yes)
    its = f"#{found.person}"
    words = _words(reason=reason)
    _ask(Typed(kind=Kind.BIND, person=its, district=found.district.key, user=user, words=words))


@app.command(epilog=f"Example: {RUN} approve 17")
def approve(
    number: Annotated[int, NUMBER],
    *,
    answer: Annotated[
        str, typer.Option("--answer", help="What is to be said; of a third party, the agreement.")
    ] = "",
    yes: Annotated[bool, YES] = False,
) -> None:
    """Approve a request. It takes effect at once."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage
    from bot.views import contacts_said, list_forms  # noqa: PLC0415  # loads views

    sheet = _asked(running_contacts.request(database_alone(), number))
    if sheet is None:
        fail(f"There is no request {number}. Run: {RUN} requests")
    if list_forms.asks_agreement(sheet) and not answer.strip():
        wrong("Please give the number or date of the Limited License Agreement: --answer '…'")
    _sure(contacts_said.sure_to_approve(sheet), yes=yes)
    _done(_asked(running_contacts.approve(database_alone(), number, answer.strip())))


@app.command(epilog=f"Example: {RUN} decline 17 --reason 'The name is not the one in the agreement'")
def decline(number: Annotated[int, NUMBER], *, reason: Annotated[str, REASON]) -> None:
    """Decline a request. Whoever asked is told why."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    _done(_asked(running_contacts.decline(database_alone(), number, _reason(reason))))


@app.command(epilog=f"Example: {RUN} confirm 17")
def confirm(number: Annotated[int, NUMBER]) -> None:
    """Confirm a removal that took effect at once."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    _done(_asked(running_contacts.confirm(database_alone(), number)))


@app.command(epilog=f"Example: {RUN} undo 17")
def undo(number: Annotated[int, NUMBER]) -> None:
    """Undo a removal that a contact asked for, within a day."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    _done(_asked(running_contacts.undo(database_alone(), number)))


@app.command(epilog=f"Example: {RUN} keep 'Tess Lindqvist' --reason 'On leave until August'")
def keep(
    person: Annotated[str, PERSON], *, reason: Annotated[str, REASON], district: Annotated[str, DISTRICT] = ""
) -> None:
    """Keep somebody who has gone quiet: their days begin again."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage

    why = _reason(reason)
    found = _asked(running_contacts.find(database_alone(), person, district))
    _asked(running_contacts.keep(database_alone(), found, why))
    out.print("Kept. They, the other contacts and the administrator are told why.", markup=False, highlight=False)


@app.command(epilog=f"Example: {RUN} deactivate 'Tess Lindqvist' --yes")
def deactivate(
    person: Annotated[str, PERSON],
    *,
    district: Annotated[str, DISTRICT] = "",
    yes: Annotated[bool, YES] = False,
) -> None:
    """End the access of a flagged contact before the clock does. They can only be made a contact again."""
    from bot import running_contacts  # noqa: PLC0415  # loads storage
    from bot.views import contacts_said  # noqa: PLC0415  # loads views

    found = _asked(running_contacts.find(database_alone(), person, district))
    _sure(contacts_said.sure_to_deactivate(found.line, found.district.name), yes=yes)
    _asked(running_contacts.deactivate(database_alone(), found))
    out.print("Deactivated. They, the other contacts and the administrator are told.", markup=False, highlight=False)
