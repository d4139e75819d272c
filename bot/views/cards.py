"""A case's card: what always shows (POLICY 3), for the district and for the desk, with words and without."""

from datetime import datetime

from bot.domain.sheets import CaseSheet
from bot.views import case_buttons, rich, terms, text
from bot.views.message import Block, Message

REDACTED = "Redacted"


def district_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    """Without words: number, status, and where to read on."""
    turn = terms.turn_for_district(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    return _card(sheet, turn, case_buttons.for_district(sheet, now), reader_team, now)


def desk_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    turn = terms.turn_for_desk(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    return _card(sheet, turn, case_buttons.for_desk(sheet, now), reader_team, now)


def _wordless(sheet: CaseSheet, turn: str) -> Message:
    line = f"Case {sheet.case.number} · {terms.status_of(sheet.case)}, {turn}"
    where = "Open my Home tab or your messages with me to read it: not everybody here may."
    return Message(text=f"{line}. {where}", blocks=[text.section(f"*{line}*"), text.context(where)])


def _card(sheet: CaseSheet, turn: str, pressed: list[Block], reader_team: str, now: datetime) -> Message:
    case = sheet.case
    subject = sheet.subject if sheet.subject is not None else REDACTED
    line = f"Case {case.number} · {terms.status_of(case)}, {turn}"
    blocks = [
        text.section(f"*{line}*"),
        text.header(subject),
        text.fields(_facts(sheet, reader_team)),
        text.context(_deadline(sheet, now), f"Last modified {text.moment(case.modified_at)}"),
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
    return [
        ("District", text.inline(sheet.district.name)),
        ("Type", terms.CASE_TYPE[case.type]),
        ("Priority", terms.PRIORITY[case.priority]),
        ("Module", text.inline(case.module)),
        ("Contact", text.name_of(sheet.contact, reader_team=reader_team)),
        ("Owner", text.name_of(sheet.owner, reader_team=reader_team)),
    ]


def _deadline(sheet: CaseSheet, now: datetime) -> str:
    """What ends next, with its date."""
    until = sheet.reopen_until
    if until is None:
        return "No deadline"
    last_day = text.day(until, sheet.district.zone)
    if now > until:
        return f"Could be reopened until {last_day}"
    return f"Can be reopened until {last_day}"


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
        _opening_part(sheet, label, part, number, drawn)
        for label, words in told
        if words.strip()
        for number, (part, drawn) in enumerate(rich.parts(words))
    ]


def _opening_part(sheet: CaseSheet, label: str, words: str, part: int, drawn: list[Block]) -> Message:
    line = f"Case {sheet.case.number} · {label}" + (" (continued)" if part else "")
    return Message(text=text.spoken(f"{line}: {words}"), blocks=[text.context(f"*{line}*"), *drawn])
