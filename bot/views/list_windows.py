"""A district's list of contacts in a window: every line, what can be done with it, and what waits (POLICY 6)."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import DistrictId
from bot.domain.list_requests import Kind, State, Waits
from bot.domain.list_sheets import ListLine, ListSheet, RequestSheet
from bot.domain.people import Standing
from bot.views import fields, forms, list_notices, list_words, previews, terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

PAGE, WAITING = 30, 20
"""Of people and of requests in one window."""

KEY = "key"
NO_DISTRICT = (
    "There is no district yet. Whoever looks after the app reads them in: `python -m bot directory import "
    "districts.csv people.csv --apply`."
)
STANDING = {
    Standing.ACTIVE: "active",
    Standing.FLAGGED: "about to be deactivated",
    Standing.DEACTIVATED: "deactivated",
    Standing.REMOVED: "removed",
}
FOR_WHOM = {
    Waits.SUPPORT: "waits for Support",
    Waits.DISTRICT: "waits for the district's administrator",
    Waits.CONFIRMATION: "done; Support confirms it",
    Waits.NOBODY: "decided",
}


def listing(sheet: ListSheet, *, skip: int = 0, note: str = "") -> Block:
    """`skip`: how many lines stand on the pages before. `note`: what was just done, at the top."""
    shown = sheet.lines[skip : skip + PAGE]
    said = [text.section(f":white_check_mark: {note}")] if note else []
    title = text.told("*Contacts of {name}*", name=sheet.district.name).blocks
    lines = [_line(sheet, line, place) for place, line in enumerate(shown)]
    blocks = [
        *said,
        *title,
        *_short(sheet),
        *(lines or _nobody()),
        *_pages(sheet, skip),
        *_below(sheet),
        *previews.in_listing(sheet),
    ]
    return text.modal("Contacts", Callback.READING, [*blocks, *_requests(sheet), _keeps(sheet)], close="Close")


def _keeps(sheet: ListSheet) -> Block:
    years = "1 year" if sheet.keeps_words_for == 1 else f"{sheet.keeps_words_for} years"
    return text.context(
        f"Words and files of closed cases are kept for {years} after closing, then erased; so are questions and "
        "reports of emergencies that became no case, from when they ended."
    )


def _nobody() -> list[Block]:
    return [text.section("Nobody is on the list yet. *Add a contact…* asks Support for the first one.")]


def _short(sheet: ListSheet) -> list[Block]:
    if not sheet.short:
        return []
    which = text.sentence(list_notices.SHORT[it] for it in sheet.short)
    return [text.context(f":warning: Fewer {which} than recommended.")]


def _line(sheet: ListSheet, line: ListLine, place: int) -> Block:
    name = text.inline(list_words.named(line.person))
    reach = [] if line.standing is Standing.REMOVED else [text.inline(line.email), text.inline(line.phone)]
    facts = [terms.ROLE[line.role] if not line.third_party else "Third party", _standing(line)]
    more = [
        f"training: {text.inline(line.training)}" if line.training else "",
        _active(line, sheet.zone),
        _away(line),
    ]
    said = "\n".join(
        " · ".join(part for part in row if part) for row in ([f"*{name}*", *facts], reach, more) if any(row)
    )
    options = _options(sheet, line)
    menu = text.overflow(f"{Action.MORE}#{place}", options) if options else None
    return text.section(said, accessory=menu)


def _standing(line: ListLine) -> str:
    if line.gone:
        return "no active Slack account"
    if line.person.slack is None and not line.person.is_erased:
        return "no Slack user yet, so no right"
    return "" if line.third_party else STANDING[line.standing]


def _active(line: ListLine, zone: str) -> str:
    if line.last_active is None or not line.may_act:
        return ""
    return f"last active {text.day(line.last_active, zone)}"


def _away(line: ListLine) -> str:
    return f"away until {text.short_date(line.away_until)}" if line.away_until else ""


def _options(sheet: ListSheet, line: ListLine) -> list[tuple[str, str, object]]:
    found = [(label, kind) for kind, label in _deeds(line) if _offered(sheet, kind)]
    value = f"{sheet.id}:{line.person.id}"
    return [(label, Action.LIST_REQUEST, f"{value}:{kind}") for label, kind in found]


def _offered(sheet: ListSheet, kind: Kind) -> bool:
    if kind is Kind.BIND:
        return sheet.binds
    return sheet.asks or (kind is Kind.REMOVE and sheet.overrides)


def _deeds(line: ListLine) -> list[tuple[Kind, str]]:
    """What can be asked of a line as it stands."""
    if line.person.is_erased:
        return []
    bind = [(Kind.BIND, "Bind to a Slack user…")] if line.person.slack is None else []
    if line.third_party:
        return [(Kind.REMOVE, "Remove…")]
    if line.may_act:
        return [
            (Kind.CHANGE_TYPE, "Change type…"),
            (Kind.UPDATE, "Update details…"),
            (Kind.REMOVE, "Remove…"),
            *bind,
        ]
    there = [(Kind.UPDATE, "Update details…"), (Kind.REMOVE, "Remove…")]
    left = [] if line.standing is Standing.REMOVED else there
    return [(Kind.REACTIVATE, "Make a contact again…"), *left, *bind]


def _pages(sheet: ListSheet, skip: int) -> list[Block]:
    pressed = []
    if skip:
        before = max(skip - PAGE, 0)
        pressed.append(text.button("Back", f"{Action.LIST_MANAGE}#back", f"{sheet.id}:{before}"))
    if skip + PAGE < len(sheet.lines):
        pressed.append(text.button("More people", f"{Action.LIST_MANAGE}#more", f"{sheet.id}:{skip + PAGE}"))
    return text.buttons(pressed)


def _below(sheet: ListSheet) -> list[Block]:
    if not sheet.asks:
        return []
    add = text.button("Add a contact…", f"{Action.LIST_REQUEST}#add", f"{sheet.id}:0:{Kind.ADD}", style="primary")
    third = text.button("Third-party access…", f"{Action.LIST_REQUEST}#third", f"{sheet.id}:0:{Kind.THIRD_PARTY}")
    return text.buttons([add, third])


def _requests(sheet: ListSheet) -> list[Block]:
    if not sheet.requests:
        return []
    shown = sheet.requests[:WAITING]
    older = "There are older ones; they show here once some of these are decided or withdrawn."
    rest = [text.context(older)] if len(sheet.requests) > len(shown) else []
    rows = [_waiting(it, place, may_withdraw=it.request.id in sheet.withdraws) for place, it in enumerate(shown)]
    return [text.divider(), text.section("*Open requests*"), *rows, *rest]


def _waiting(sheet: RequestSheet, place: int, *, may_withdraw: bool) -> Block:
    request = sheet.request
    what = _capital(list_words.told(list_words.asked(sheet), sheet))
    said = f"*Request {request.id}* · {what}\n{FOR_WHOM[request.waits_for]} · {_since(sheet)}"
    pressed = None
    if may_withdraw and request.state is State.ASKED:
        pressed = text.button(
            "Withdraw",
            f"{Action.LIST_WITHDRAW}#{place}",
            f"{request.id}:{request.district}",
            spoken_as=f"Withdraw request {request.id}",
            confirm=text.confirmation("Withdraw the request?", "It can be asked for again.", "Withdraw"),
        )
    return text.section(said, accessory=pressed)


def _capital(message: Message) -> str:
    drawn = str(message.blocks[0]["text"]["text"])
    return drawn[:1].upper() + drawn[1:]


def _since(sheet: RequestSheet) -> str:
    return f"asked by {text.inline(list_words.named(sheet.asked_by))}, {text.moment(sheet.request.asked_at)}"


def waiting(rows: Sequence[RequestSheet], *, older: int | None, now: datetime) -> Block:
    """What waits for a support administrator, of all districts. `older`: where the next page begins."""
    shown = [block for place, sheet in enumerate(rows) for block in _decidable(sheet, place, now)]
    nothing = [text.section("Nothing waits for you. I write to you when a request comes.")]
    next_page = [] if older is None else [text.button("More requests", Action.LIST_WAITING, older)]
    return text.modal(
        "Open requests", Callback.READING, [*(shown or nothing), *text.buttons(next_page)], close="Close"
    )


def _decidable(sheet: RequestSheet, place: int, now: datetime) -> list[Block]:
    request = sheet.request
    what = _capital(list_words.told(list_words.asked(sheet), sheet))
    said = text.section(f"*Request {request.id}* · {text.inline(sheet.district.name)}\n{what} · {_since(sheet)}")
    is_late = request.undo_until is None or now > request.undo_until
    if request.waits_for is Waits.CONFIRMATION:
        pressed = [("Confirm", Action.LIST_CONFIRM)] + ([] if is_late else [("Undo", Action.LIST_UNDO)])
    else:
        pressed = [("Approve…", Action.LIST_APPROVE), ("Decline…", Action.LIST_DECLINE)]
    drawn = [
        text.button(label, f"{action}#{place}", request.id, spoken_as=f"{label.strip('…')} request {request.id}")
        for label, action in pressed
    ]
    return [said, *text.buttons(drawn)]


def which(districts: Sequence[tuple[DistrictId, str]]) -> Block:
    """Somebody keeps the lists of several."""
    rows = [
        text.section(
            f"*{text.inline(name)}*",
            accessory=text.button("Manage…", f"{Action.LIST_MANAGE}#{place}", district, spoken_as=f"Manage {name}"),
        )
        for place, (district, name) in enumerate(districts[:WAITING])
    ]
    return text.modal("Contacts", Callback.READING, [text.section("Whose contacts?"), *rows], close="Close")


def choose(districts: Sequence[tuple[str, str]], *, command: str) -> Block:
    """A support administrator names a district. `districts`: key and name of each."""
    if not districts:  # Slack opens no menu without options
        return forms.notice("A district's list", NO_DISTRICT)
    return text.modal(
        "A district's list",
        Callback.LIST_CHOOSE,
        [fields.district(KEY, "Which district?", districts, command=command)],
        submit="Show",
        private_metadata=json.dumps({}),
    )
