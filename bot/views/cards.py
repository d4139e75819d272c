"""A case's card: what always shows (POLICY 3), for the district and for the desk, with words and without."""

from datetime import datetime

from bot.domain.cases import Case, Priority, Status
from bot.domain.retention import whole_years
from bot.domain.sheets import CaseSheet
from bot.views import case_buttons, incidents, rich, student_data, terms, text
from bot.views.message import Block, Message

REDACTED, ERASED = "Redacted", "Erased"
FOLLOW_UPS = 5
"""The newest, of the cases that follow on one."""


def district_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    """Without words: number, status, and where to read on."""
    turn = terms.turn_for_district(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    buttons = case_buttons.for_district(sheet, now)
    return _card(sheet, turn, buttons, reader_team, _deadline(sheet, now))


def desk_card(sheet: CaseSheet, *, words: bool, now: datetime, reader_team: str) -> Message:
    turn = terms.turn_for_desk(sheet.case)
    if not words:
        return _wordless(sheet, turn)
    until = _target(sheet, now) or _deadline(sheet, now)
    return _card(sheet, turn, case_buttons.for_desk(sheet, now), reader_team, until, at_desk=True)


def _wordless(sheet: CaseSheet, turn: str) -> Message:
    line = f"Case {sheet.case.number} · {terms.status_of(sheet.case)}, {turn}"
    where = "Open my Home tab or your messages with me to read it: not everybody here may."
    return Message(text=f"{line}. {where}", blocks=[text.section(f"*{line}*"), text.context(where)])


def _card(
    sheet: CaseSheet, turn: str, pressed: list[Block], reader_team: str, until: str, *, at_desk: bool = False
) -> Message:
    case = sheet.case
    subject = sheet.subject if sheet.subject is not None else no_subject(case)
    line = f"Case {case.number} · {terms.status_of(case)}, {turn}"
    blocks = [
        text.section(f"*{line}*"),
        text.header(subject),
        text.fields(_facts(sheet, reader_team)),
        *_notes(sheet, at_desk=at_desk),
        text.context(until, f"Last modified {text.moment(case.modified_at)}"),
        *text.buttons(pressed),
    ]
    facts = _spoken_facts(sheet, turn)
    quiet, words = f"Case {case.number}. {facts}", f"Case {case.number}: {subject}. {facts}"
    return Message(text=text.spoken(quiet), blocks=blocks, aloud=text.spoken(words))


def _spoken_facts(sheet: CaseSheet, turn: str) -> str:
    case, contact, owner = sheet.case, text.plain_name(sheet.contact), text.plain_name(sheet.owner)
    marked = " It is marked: contains student data." if case.has_student_data else ""
    return (
        f"{terms.status_of(case)}, {turn}. "
        f"Priority {terms.PRIORITY[case.priority]}, module {text.one_line(case.module)}. "
        f"Contact {contact}, owner {owner}. {text.one_line(sheet.district.name)}.{marked}"
    )


def no_subject(case: Case) -> str:
    """In place of one that a person redacted, or that went with all words of an old case."""
    return REDACTED if case.erased_at is None else ERASED


def _erased(sheet: CaseSheet) -> list[str]:
    closed_at, erased_at = sheet.case.closed_at, sheet.case.erased_at
    if closed_at is None or erased_at is None:
        return []
    years = whole_years(closed_at, erased_at, sheet.district.zone)
    after = "1 year" if years == 1 else f"{years} years"
    return [
        f"The words of this case were erased on {text.day(erased_at, sheet.district.zone)}, {after} after closing"
    ]


def _notes(sheet: CaseSheet, *, at_desk: bool) -> list[Block]:
    """What only some cases have: a day, an issue, another case, an owner who is away."""
    case, said = sheet.case, [*([student_data.ON_CARD] if sheet.case.has_student_data else []), *_erased(sheet)]
    if case.scheduled_for is not None and case.status is Status.SCHEDULED:
        said.append(f"Scheduled for {text.short_date(case.scheduled_for)}")
    if case.issue is not None:
        title = f" · {text.inline(sheet.issue_title)}" if at_desk or sheet.issue_is_published else ""
        what = "Waits for issue" if case.status is Status.DEVELOPMENT else "Issue"
        said.append(f"{what} {case.issue}{title}")
    if sheet.incident is not None:
        said.append(incidents.on_card(sheet.incident))
    if case.duplicate_of is not None:
        said.append(f"Duplicate of case {case.duplicate_of}")
    if at_desk and sheet.owner_away_until is not None:
        said.append(f"Its owner is away to the end of {text.short_date(sheet.owner_away_until)}")
    return [text.context(*said)] if said else []


def _facts(sheet: CaseSheet, reader_team: str) -> list[tuple[str, str]]:
    case = sheet.case
    return [
        ("District", text.inline(sheet.district.name)),
        ("Type", terms.CASE_TYPE[case.type]),
        ("Priority", terms.PRIORITY[case.priority]),
        ("Module", text.inline(case.module)),
        ("Contact", text.name_of(sheet.contact, reader_team=reader_team)),
        ("Owner", text.name_of(sheet.owner, reader_team=reader_team)),
        *_links(sheet, reader_team),
    ]


def _links(sheet: CaseSheet, reader_team: str) -> list[tuple[str, str]]:
    """Who reported it, where that is not its contact; the cases before and after it."""
    case, found = sheet.case, []
    if sheet.contact is None or sheet.reporter.id != sheet.contact.id:
        found.append(("Reported by", text.name_of(sheet.reporter, reader_team=reader_team)))
    if case.previous is not None:
        found.append(("Follows on", f"Case {case.previous}"))
    if sheet.followed_by:
        after = text.sentence(f"case {number}" for number in sheet.followed_by[-FOLLOW_UPS:])
        found.append(("Followed by", after.capitalize()))
    return found


def _deadline(sheet: CaseSheet, now: datetime) -> str:
    """What ends next, with its date."""
    if sheet.contact is None and sheet.case.is_open:
        return "An emergency that no contact has claimed yet: it is not closed before one does"
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
        ("What is to be done", sheet.task),
    ]
    long = [
        _opening_part(sheet, label, part, number, drawn)
        for label, words in told
        if words.strip()
        for number, (part, drawn) in enumerate(rich.parts(words))
    ]
    return [*long, *_particulars(sheet)]


def _particulars(sheet: CaseSheet) -> list[Message]:
    """What was chosen beside what was written, in one message."""
    asked = terms.ASK[sheet.ask] if sheet.ask else ""
    chosen = [
        ("Environment", sheet.environment),
        ("How often", terms.FREQUENCY[sheet.frequency] if sheet.frequency else ""),
        ("Who is affected", terms.SCOPE[sheet.scope] if sheet.scope else ""),
        ("Asked for", f"{asked}; loss of data in the target confirmed" if sheet.loss_confirmed else asked),
        ("By when", text.date_of(sheet.due) if sheet.due else ""),
        ("Building", sheet.building),
        ("Call back", sheet.callback),
    ]
    told = [(label, words) for label, words in chosen if words.strip()]
    if not told:
        return []
    line = f"Case {sheet.case.number} · Particulars"
    said = "; ".join(f"{label}: {text.one_line(words)}" for label, words in told)
    drawn = text.fields([(label, text.inline(words)) for label, words in told])
    return [Message(text=f"{line}.", blocks=[text.context(f"*{line}*"), drawn], aloud=text.aloud(f"{line}.", said))]


def _opening_part(sheet: CaseSheet, label: str, words: str, part: int, drawn: list[Block]) -> Message:
    line = f"Case {sheet.case.number} · {label}" + (" (continued)" if part else "")
    return Message(text=line, blocks=[text.context(f"*{line}*"), *drawn], aloud=text.aloud(f"{line}:", words))
