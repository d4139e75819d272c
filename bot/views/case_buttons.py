"""What can be done with a case as it stands: on its cards, and wherever else it is shown (POLICY 3)."""

from datetime import datetime

from bot.domain.cases import PENDING, SUPPORTS_TURN, Priority, Status
from bot.domain.meanwhile import Fact, Was
from bot.domain.sheets import CaseSheet
from bot.views import claiming, following, student_data, text
from bot.views.actions import Action
from bot.views.message import Block


def for_district(sheet: CaseSheet, now: datetime) -> list[Block]:
    number, status = sheet.case.number, sheet.case.status
    if status is Status.CLOSED:
        in_time = sheet.reopen_until is not None and now <= sheet.reopen_until
        again = _button("Reopen", Action.REOPEN, number) if in_time else following.new_case(number)
        return [again, _mark(sheet)]
    if sheet.case.contact is None:
        return [claiming.claim(number), _mark(sheet)]
    pressed = []
    if status in PENDING:
        pressed.append(_button("Solved", Action.SOLVED, number, style="primary"))
    if status is Status.PENDING_VERIFICATION:
        pressed.append(_button("Not solved", Action.NOT_SOLVED, number))
    if status in PENDING:
        pressed.append(_button("More time", Action.MORE_TIME, number))
    more = [
        ("Take over", Action.TAKE_OVER, f"{number}:{Was.of(sheet.case, Fact.CONTACT)}"),
        ("Hand to another contact…", Action.HAND_OVER, number),
        ("Escalate…", Action.ESCALATE, number),
        ("Withdraw…", Action.WITHDRAW, number),
        ("Bring someone in…", Action.INVITE_GUEST, number),
    ]
    return [*pressed, _mark(sheet), text.overflow(Action.MORE, more)]


def for_desk(sheet: CaseSheet, now: datetime) -> list[Block]:
    case = sheet.case
    number, status = case.number, case.status
    if status is Status.CLOSED:
        in_time = sheet.undo_until is not None and now <= sheet.undo_until
        return [*([_button("Undo merge", Action.UNMERGE, number)] if in_time else []), _mark(sheet)]
    pressed = []
    if status is Status.NEW:
        pressed.append(_button("Take", Action.TAKE, number, style="primary"))
    pressed.append(_button("Reply to district", Action.REPLY_TO_DISTRICT, number))
    if status in SUPPORTS_TURN:
        pressed.append(_button("Ask for input", Action.ASK_INPUT, number))
        pressed.append(_button("Post resolution", Action.RESOLVE, number))
    if sheet.closes_at is not None and case.priority is Priority.CRITICAL and now >= sheet.closes_at:
        pressed.append(_close_button(number))
    more = [
        ("Change status…", Action.STATUS, number),
        ("Change owner…", Action.OWNER, number),
        ("Assess priority…", Action.PRIORITY, number),
        ("Log a call…", Action.CALL, number),
        ("Link to an incident…", Action.LINK, number),
    ]
    if case.contact is None:
        pressed.append(_button("Hand to a contact…", Action.OFFER_EMERGENCY, number))
    return [*pressed, _mark(sheet), text.overflow(Action.MORE, more)]


def _mark(sheet: CaseSheet) -> Block:
    return student_data.button(sheet.case.number, marked=sheet.case.has_student_data)


def beside(number: int) -> list[Block]:
    """What an agent who asks in a thread is offered beside what is on the card."""
    return [_button("Read threads again", Action.RESYNC, number)]


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


def _button(label: str, action: Action, number: int, *, style: str | None = None) -> Block:
    return text.button(label, action, number, style=style, spoken_as=f"{label}, case {number}")
