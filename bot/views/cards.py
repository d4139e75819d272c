"""A case's card: what always shows (POLICY 3), for the district and for the desk, with words and without."""

from datetime import datetime

from bot.domain.cases import PENDING, Priority, Status
from bot.domain.sheets import CaseSheet
from bot.views import following, terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

REDACTED = "Redacted"


def district_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    """Without words: number, status, and where to read on."""
    turn = terms.turn_for_district(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    until = _deadline(sheet, now)
    return _card(sheet, turn, _district_buttons(sheet, now), reader_team, until)


def desk_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    turn = terms.turn_for_desk(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    until = _target(sheet, now) or _deadline(sheet, now)
    return _card(sheet, turn, _desk_buttons(sheet, now), reader_team, until)


def _wordless(sheet: CaseSheet, turn: str) -> Message:
    line = f"Case {sheet.case.number} · {terms.status_of(sheet.case)}, {turn}"
    where = "Open my Home tab or your messages with me to read it: not everybody here may."
    return Message(text=f"{line}. {where}", blocks=[text.section(f"*{line}*"), text.context(where)])


def _card(sheet: CaseSheet, turn: str, pressed: list[Block], reader_team: str, until: str) -> Message:
    case = sheet.case
    subject = sheet.subject if sheet.subject is not None else REDACTED
    line = f"Case {case.number} · {terms.status_of(case)}, {turn}"
    blocks = [
        text.section(f"*{line}*"),
        text.header(subject),
        text.fields(_facts(sheet, reader_team)),
        text.context(until, f"Last modified {text.moment(case.modified_at)}"),
        *text.buttons(pressed),
    ]
    contact, owner = text.plain_name(sheet.contact), text.plain_name(sheet.owner)
    said = (
        f"Case {case.number}: {subject}. {terms.status_of(case)}, {turn}. "
        f"Priority {terms.PRIORITY[case.priority]}, module {text.one_line(case.module)}. "
        f"Contact {contact}, owner {owner}. {text.one_line(sheet.district.name)}."
    )
    return Message(text=text.spoken(said), blocks=blocks)


def _facts(sheet: CaseSheet, reader_team: str) -> list[tuple[str, str]]:
    case = sheet.case
    follows = [("Follows on", f"Case {case.previous}")] if case.previous is not None else []
    return [
        ("District", text.inline(sheet.district.name)),
        ("Type", terms.CASE_TYPE[case.type]),
        ("Priority", terms.PRIORITY[case.priority]),
        ("Module", text.inline(case.module)),
        ("Contact", text.name_of(sheet.contact, reader_team=reader_team)),
        ("Owner", text.name_of(sheet.owner, reader_team=reader_team)),
        *follows,
    ]


def _deadline(sheet: CaseSheet, now: datetime) -> str:
    """What ends next, with its date."""
    if sheet.closes_at is not None:
        return _closing(sheet, sheet.closes_at)
    until = sheet.reopen_until
    if until is None:
        return "No deadline"
    last_day = text.day(until, sheet.district.zone)
    if now > until:
        return f"Could be reopened until {last_day}"
    return f"Can be reopened until {last_day}"


def _closing(sheet: CaseSheet, at: datetime) -> str:
    """In the district's zone: the days of a wait are its business days."""
    last_day = text.day(at, sheet.district.zone)
    if sheet.case.priority is Priority.CRITICAL:
        return f"Waits for a response until {last_day}; then Support decides"
    return f"Closes without a response on {last_day}"


def _target(sheet: CaseSheet, now: datetime) -> str | None:
    """What the desk owes next, for the desk alone."""
    if sheet.target is None or sheet.misses_at is None:
        return None
    due = "was due" if now >= sheet.misses_at else "due"
    return f"{terms.TARGET[sheet.target]} {due} {text.moment(sheet.misses_at)}"


def _district_buttons(sheet: CaseSheet, now: datetime) -> list[Block]:
    number, status = sheet.case.number, sheet.case.status
    if status is Status.CLOSED:
        in_time = sheet.reopen_until is not None and now <= sheet.reopen_until
        return [_button("Reopen", Action.REOPEN, number)] if in_time else [following.new_case(number)]
    pressed = []
    if status in PENDING:
        pressed.append(_button("Solved", Action.SOLVED, number, style="primary"))
    if status is Status.PENDING_VERIFICATION:
        pressed.append(_button("Not solved", Action.NOT_SOLVED, number))
    if status in PENDING:
        pressed.append(_button("More time", Action.MORE_TIME, number))
    return [*pressed, _button("Withdraw", Action.WITHDRAW, number)]


def _desk_buttons(sheet: CaseSheet, now: datetime) -> list[Block]:
    number, status = sheet.case.number, sheet.case.status
    pressed = []
    if status is Status.NEW:
        pressed.append(_button("Take", Action.TAKE, number, style="primary"))
    if status is not Status.CLOSED and status not in PENDING:
        pressed.append(_button("Ask for input", Action.ASK_INPUT, number))
        pressed.append(_button("Post resolution", Action.RESOLVE, number))
    if status is not Status.CLOSED:
        pressed.append(_button("Reply to district", Action.REPLY_TO_DISTRICT, number))
    if sheet.closes_at is not None and sheet.case.priority is Priority.CRITICAL and now >= sheet.closes_at:
        pressed.append(_close_button(number))
    return pressed


def _button(label: str, action: Action, number: int, *, style: str | None = None) -> Block:
    return text.button(label, action, number, style=style, spoken_as=f"{label}, case {number}")


def _close_button(number: int) -> Block:
    """A Critical case that nobody answered: the desk decides (POLICY 4)."""
    confirm = text.confirmation(
        "Close without a response?", f"Case {number} will be closed. The district can reopen it.", "Close"
    )
    return text.button(
        "Close: no response",
        Action.CLOSE_UNANSWERED,
        number,
        spoken_as=f"Close case {number} without a response",
        confirm=confirm,
    )


def opening_words(sheet: CaseSheet) -> list[Message]:
    """What the form held, below the card; a long text in as many messages as it takes, whole."""
    if sheet.subject is None:
        return []
    told = [
        ("Description", sheet.description),
        ("Steps to replicate", sheet.steps),
        ("Expected result", sheet.expected),
        ("Actual result", sheet.actual),
        ("Impact", sheet.impact),
        ("Environment", sheet.environment),
    ]
    return [
        _opening_part(sheet, label, part, number)
        for label, words in told
        if words.strip()
        for number, part in enumerate(text.parts(words))
    ]


def _opening_part(sheet: CaseSheet, label: str, words: str, part: int) -> Message:
    line = f"Case {sheet.case.number} · {label}" + (" (continued)" if part else "")
    return Message(text=text.spoken(f"{line}: {words}"), blocks=[text.context(f"*{line}*"), *text.quoted(words)])
