"""What those read who were let into a case without being contacts: the reporter of an emergency (POLICY 2).

Their card has no buttons, and nothing of what was before they came.
"""

from bot.domain.ids import CaseNumber
from bot.domain.sheets import CaseSheet, PersonSheet, Seat
from bot.views import terms, text
from bot.views.message import Message

MARKS = {Seat.SIDE: "", Seat.REPORTER: " (reporter, not a contact)", Seat.GUEST: " (guest, not a contact)"}
"""Beside the name of whoever wrote."""

REPORTERS = (
    "Support has accepted your emergency. Until one of your district's contacts claims the case, you answer "
    "Support's questions here: please write in this thread, and no student names."
)
GUESTS = (
    "A contact of your district asked you into a joint session on this case. What is said while it is open and they "
    "are there stands below; please write in this thread, and no student names."
)


def card(sheet: CaseSheet, seat: Seat, *, words: bool) -> Message:
    """Without words it says how the case stands, and nothing else."""
    line = f"Case {sheet.case.number} · {terms.status_of(sheet.case)}"
    if not words:
        return Message(text=line, blocks=[text.section(f"*{line}*")])
    if seat is Seat.GUEST:  # what it is about was said before they came
        return Message(text=f"{line}. {GUESTS}", blocks=[text.section(f"*{line}*"), text.section(GUESTS)])
    subject, how = sheet.subject or "Redacted", REPORTERS
    return Message(
        text=text.spoken(f"{line}. {how}"),
        blocks=[text.section(f"*{line}*"), text.header(subject), text.section(how)],
        aloud=text.spoken(f"{line}: {subject}. {how}"),
    )


def left(number: CaseNumber) -> Message:
    """In place of the card: nothing of how the case stands."""
    said = "You are no longer staff of its district, and are told nothing more of it."
    return Message(text=f"Case {number} · {said}", blocks=[text.section(f"*Case {number}* · {said}")])


def claimed(sheet: CaseSheet) -> Message:
    """The last line of a reporter's thread that carries words."""
    return text.told(
        f"{{name}} stands for case {sheet.case.number} from now on, and goes on with Support. Nothing more of what "
        "is said comes here, and replies are not read, unless you become a contact; I tell you here when its status "
        "changes.",
        name=_name(sheet.contact),
    )


def claimed_yourself(sheet: CaseSheet) -> Message:
    """The same to a reporter who became a contact, and claimed it."""
    return text.told(
        f"You stand for case {sheet.case.number} from now on: it is on my Home page. Nothing more of what is said "
        "comes here, and replies here are not read; I tell you here when its status changes."
    )


def status(sheet: CaseSheet) -> Message:
    said = f"Case {sheet.case.number} is {terms.status_of(sheet.case)} now."
    return Message(text=said, blocks=[text.context(said)])


def _name(person: PersonSheet | None) -> str:
    return text.called(person) if person else "A contact"
