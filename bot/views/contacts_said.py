"""A district's list of contacts for a terminal and for a spreadsheet: names, dates, and what can be done next."""

import html
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.list_requests import Request, State, Waits
from bot.domain.list_sheets import ListLine, RequestSheet
from bot.domain.people import Role, Standing
from bot.domain.refusals import CannotBeListed, LastContact, NotSilent, Refusal
from bot.domain.silences import Ahead, SilentContact, Stage
from bot.views import list_windows, list_words, terms, words
from bot.views.message import Message

HEAD = (
    "district",
    "name",
    "type",
    "standing",
    "slack",
    "e-mail",
    "phone",
    "training",
    "last active",
    "days left",
    "until",
)
"""`days left`: to the flag, or of whoever is flagged to the end; `until`: that day."""

DRAWN_HEAD = ("who", "type", "slack", "training", "last active", "left")
SILENT_HEAD = ("stage", "district", "name", "type", "last active", "last warned", "flagged", "comes next", "why")
TYPES = {Role.SUPPORT: "support", Role.TECHNICAL: "technical"}
STANDING = {**list_windows.STANDING, Standing.FLAGGED: "flagged"}
A_LIST = "python -m bot contacts"
NEXT = {
    "reactivate": f"{A_LIST} reactivate PERSON --asked-by KEEPER --reason …",
    "no-contact": f"{A_LIST} list",
    "bound": f"{A_LIST} list",
    "erased": f"{A_LIST} add DISTRICT SLACK-USER …",
    "not-bound": f"{A_LIST} bind PERSON SLACK-USER",
    "contact-already": f"{A_LIST} list",
    "no-asker": "python -m bot audit rights --district KEY",
}


def flat(said: str) -> str:
    """In one line, and without what would turn a terminal's colours or move its cursor."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())


def plain(message: Message) -> str:
    """A message's words as a terminal has them: nothing is drawn there."""
    return flat(html.unescape(message.text).replace("*", "").replace("`", ""))


def day(at: datetime | None, zone: str) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"


def kind(line: ListLine) -> str:
    return "third party" if line.third_party else TYPES.get(line.role, line.role.value)


def standing(line: ListLine) -> str:
    if line.gone:
        return "no active Slack account"
    return "agreement" if line.third_party else STANDING[line.standing]


def row(district: str, line: ListLine, ahead: Ahead | None, *, zone: str, now: datetime) -> list[str]:
    """Beneath HEAD."""
    left = None if ahead is None else ahead.days_left(now)
    until = None if ahead is None else (ahead.ends_at if ahead.is_flagged else ahead.flags_at)
    user = "" if line.person.slack is None else f"{line.person.slack.team}/{line.person.slack.user}"
    found = [district, list_words.named(line.person), kind(line), standing(line), user or "not bound"]
    found += [line.email, line.phone, line.training, day(line.last_active, zone)]
    return [flat(cell) for cell in [*found, "" if left is None else str(left), day(until, zone)]]


def drawn(cells: Sequence[str]) -> list[str]:
    """The same beneath DRAWN_HEAD, for a terminal, which is no wider than a page."""
    district, name, type_, stands, user, email, phone, training, active, left, until = cells
    who = [it for it in (name, email, phone, district) if it]
    return [
        "\n".join(who),
        f"{type_}\n{stands}",
        user.replace("/", "/\n"),
        training,
        active,
        f"{left} days\nto {until}" if left else "",
    ]


def silent(it: SilentContact, *, zone: str) -> list[str]:
    """Beneath SILENT_HEAD."""
    found = [it.stage.value, it.district, it.name, TYPES.get(it.role, it.role.value), day(it.since, zone)]
    found += [day(it.warned_at, zone), day(it.flagged_at, zone), _next(it, zone), _why(it)]
    return [flat(cell) for cell in found]


def _next(it: SilentContact, zone: str) -> str:
    match it.stage:
        case Stage.NEAR:
            return f"flagged {day(it.flags_at, zone)}"
        case Stage.FLAGGED if it.ends_at is not None and not it.is_last:
            return f"deactivated {day(it.ends_at, zone)}"
        case Stage.FLAGGED:
            return "stays for now"
        case Stage.DEACTIVATED:
            return "reactivation, if the district asks"


def _why(it: SilentContact) -> str:
    if it.is_last:
        return "the district's last contact: another has to be named first"
    if it.stage is Stage.FLAGGED and it.ends_at is None:
        return "not told of the flag yet: python -m bot outbox list"
    return "" if it.deactivated_at is None else f"silent after the flag; ended {it.deactivated_at:%Y-%m-%d}"


def asked(sheet: RequestSheet, *, zone: str) -> list[str]:
    """An open request: its number and district, what is asked for, by whom, since when, and for whom it waits."""
    what = plain(list_words.told(list_words.asked(sheet), sheet))
    by = list_words.named(sheet.asked_by)
    found = [str(sheet.request.id), sheet.district.name, what, by, day(sheet.request.asked_at, zone)]
    return [flat(cell) for cell in [*found, list_windows.FOR_WHOM[sheet.request.waits_for]]]


def became(request: Request) -> str:
    """What was done, and what to do next."""
    number = request.id
    match request.waits_for:
        case Waits.SUPPORT:
            return (
                f"Request {number} waits for a support administrator; they and whoever asked are told. To decide it "
                f"here: {A_LIST} approve {number}"
            )
        case Waits.DISTRICT:
            return (
                f"Request {number} is more than one removal in a day: the district's administrator has to approve it."
            )
        case Waits.CONFIRMATION:
            return (
                f"Request {number} is done; everybody on the list is told. To confirm it: {A_LIST} confirm {number}"
            )
        case Waits.NOBODY if request.state is State.DECLINED:
            return f"Request {number} is declined. Whoever asked is told why."
        case Waits.NOBODY:
            return f"Request {number} is done. Everybody on the list is told."


def refused(refusal: Refusal, *, now: datetime) -> str:
    """Why not, as in Slack, and the command that helps."""
    said = plain(words.refused(refusal, now=now, reader_team=""))
    match refusal:
        case CannotBeListed(reason=reason) if reason in NEXT:
            return f"{said} Run: {NEXT[reason]}"
        case LastContact():
            with_another = "--replacement SLACK-USER --name … --email … --asked-by KEEPER"
            return f"{said} Run: {A_LIST} remove PERSON --reason … {with_another}; or by Support's own word, without."
        case NotSilent():
            return f"{said} Run: {A_LIST} silences"
        case _:
            return said


def details(line: ListLine, ahead: Ahead | None, *, zone: str, now: datetime) -> Sequence[tuple[str, str]]:
    """Of one person: what stands on the list, by name."""
    found = zip(HEAD, row("", line, ahead, zone=zone, now=now), strict=True)
    return [(name, cell) for name, cell in found if cell]


def _who(line: ListLine) -> str:
    return flat(list_words.named(line.person))


def sure_to_remove(line: ListLine, district: str, *, leaves_nobody: bool) -> str:
    """What removing means, before it is done."""
    last = (
        " They are its last contact: nobody of the district can open or work a case until somebody else is added."
        if leaves_nobody
        else ""
    )
    return (
        f"Remove {_who(line)} ({terms.ROLE[line.role]}) from the list of {flat(district)}? They can no "
        f"longer open or work its cases; they, its contacts and its administrator are told.{last}"
    )


def sure_to_bind(line: ListLine, district: str, user: str) -> str:
    """Whoever it is bound to has its rights from then on."""
    return (
        f"Bind the line of {_who(line)} ({terms.ROLE[line.role]} of {flat(district)}) to the Slack user "
        f"{flat(user)}? They have its rights from now on, and it cannot be bound to somebody else."
    )


def sure_to_deactivate(line: ListLine, district: str) -> str:
    """As the same button asks in Slack."""
    return (
        f"Deactivate {_who(line)} of {flat(district)} now? They can no longer act on cases, and their "
        "open cases are offered to the others; they, the district's other contacts and its administrator are told."
    )


def sure_to_approve(sheet: RequestSheet) -> str:
    """What it will do, once more."""
    asks = list_words.told(f"{{asker}} of {{district}} asks to {list_words.asked(sheet)}.", sheet)
    more = "" if sheet.entered_by is None else f" Entered by {flat(list_words.named(sheet.entered_by))}."
    return f"{plain(asks)}{more} Approve it?"
