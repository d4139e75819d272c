"""What the clock says: follow-ups, closings, dates, targets; and the form for more time (POLICY 3 and 4)."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.cases import Priority, Status
from bot.domain.ids import CaseNumber
from bot.domain.sheets import CaseSheet, PersonSheet
from bot.views import terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

DATE = "date"
"""The form's one field, by its block id."""

MENTIONED = 20
ELSEWHERE = (
    "It is answered in its thread in your district's case channel, or by a button below; a reply here reaches "
    "nobody. If you are not in that channel, please ask another contact to invite you."
)


def follow_up(
    sheet: CaseSheet,
    number: int,
    *,
    last: bool,
    to: Sequence[PersonSheet],
    closes_at: datetime,
    reader_team: str,
    in_thread: bool = True,
) -> Message:
    """`to`: who is mentioned, nobody in a direct message. The last one names the day of closing.

    `in_thread`: not where its reader is in none of the case's threads, and a reply would reach nobody.
    """
    whom = text.sentence(text.name_of(person, reader_team=reader_team) for person in to[:MENTIONED])
    named = text.sentence(text.plain_name(person) for person in to[:MENTIONED])
    said = f"{_waits(sheet)} {_ends(sheet, closes_at) if last else _answer(number)}"
    if not in_thread:
        ending = f" {_ends(sheet, closes_at)}" if last else ""
        said = f"{_waits(sheet)} {ELSEWHERE}{ending}"
    pressed = _pressed(sheet, in_thread=in_thread)
    return Message(
        text=text.spoken(f"{named}: {said}" if named else said).replace("*", ""),
        blocks=[
            text.section(f"{whom}: {said}" if whom else said),
            *text.buttons(pressed),
        ],
    )


def _waits(sheet: CaseSheet) -> str:
    if sheet.case.status is Status.PENDING_VERIFICATION:
        return f"Does Support's resolution solve case {sheet.case.number}?"
    return f"Case {sheet.case.number} waits for your answer to Support's question."


def _answer(number: int) -> str:
    if number == 1:
        return "Please reply in this thread, or press a button."
    return "Any contact of the district can reply in this thread, or press a button."


def _ends(sheet: CaseSheet, closes_at: datetime) -> str:
    zone = sheet.district.zone
    when = f"*{text.day(closes_at, zone)}* at {text.clock(closes_at, zone)}"
    if sheet.case.priority is Priority.CRITICAL:
        return f"Without a response from any contact by {when}, Support may close it."
    return f"Without a response from any contact it closes on {when}."


def _pressed(sheet: CaseSheet, *, in_thread: bool) -> list[Block]:
    number = sheet.case.number
    pressed = [text.button("Solved", Action.SOLVED, number, style="primary", spoken_as=f"Solved, case {number}")]
    if sheet.case.status is Status.PENDING_VERIFICATION:
        left = text.button("Not solved", Action.NOT_SOLVED, number, spoken_as=f"Not solved, case {number}")
        pressed.append(left)
    more = text.button("More time", Action.MORE_TIME, number, spoken_as=f"More time for case {number}")
    see = [] if in_thread else [text.button(f"View case {number}", Action.VIEW_CASE, number)]
    return [*pressed, more, *see]


def closed(sheet: CaseSheet, *, at_desk: bool) -> Message:
    """Says until when it can be reopened, and by whom: the desk has no button for it."""
    said = f"Case {sheet.case.number} was closed: no response came in time."
    if sheet.reopen_until is not None:
        said += f" Any contact can reopen it until *{text.day(sheet.reopen_until, sheet.district.zone)}*."
    number = sheet.case.number
    reopen = text.button("Reopen", Action.REOPEN, number, spoken_as=f"Reopen case {number}")
    pressed = [] if at_desk else [reopen]
    return Message(text=said.replace("*", ""), blocks=[text.section(said), *text.buttons(pressed)])


def waits(sheet: CaseSheet) -> str:
    """Below the line that says who asked for more time."""
    if sheet.waits_from is None or sheet.closes_at is None:
        return ""
    return f" It waits until {_day(sheet.waits_from)}; from then on I ask again."


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def to_desk(what: str, sheet: CaseSheet, *, reader_team: str | None) -> Message:
    """To the case's owner, the desk or a lead. `reader_team` None: a direct message, which names nobody.

    '': in a thread, where the owner is named, and told otherwise.
    """
    said = f"Case {sheet.case.number}{_said(what, sheet)}"
    if reader_team is None or sheet.owner is None:
        return Message(text=said, blocks=[text.section(said)])
    owner = text.name_of(sheet.owner, reader_team=reader_team)
    spoken = text.spoken(f"{text.plain_name(sheet.owner)}: {said}")
    return Message(text=spoken, blocks=[text.section(f"{owner}: {said}")])


def _said(what: str, sheet: CaseSheet) -> str:
    match what:
        case "date-came":
            return " was scheduled for today: it is back with you."
        case "critical-unanswered":
            return (
                " is Critical, so I do not close it by myself: its last day is over without a response. "
                "Please look at it; its card has a button to close it."
            )
        case "follow-up-lost":
            return (
                ": the last follow-up could not be delivered to any contact of the district, so I do not close it by "
                "myself. Please reach them another way."
            )
        case _:
            return _of_target(what, sheet)


def _of_target(what: str, sheet: CaseSheet) -> str:
    if sheet.target is None or sheet.misses_at is None:
        raise LookupError(what)
    kind, due = terms.TARGET[sheet.target].lower(), text.moment(sheet.misses_at)
    priority = f" ({terms.PRIORITY[sheet.case.priority]})"
    match what:
        case "target-near":
            return f"{priority}: the {kind} is due {due}. Please reply to the district, or ask them what is missing."
        case "target-missed":
            return f"{priority}: the {kind} was due {due} and is missed. Who can reply to the district now?"
        case "target-lead":
            return f"{priority}: the {kind} was due {due}, and the district still heard nothing. Please see to it."
        case _:
            raise LookupError(what)


def more_time_form(number: CaseNumber, *, first: date, last: date, given: str = "") -> Block:
    """A date from which the ten business days begin again. `given`: what was picked before, as the service has it."""
    picked: Block = {"type": "datepicker", "action_id": "picked", "initial_date": first.isoformat()}
    field: Block = {
        "type": "input",
        "block_id": DATE,
        "label": text.label("When shall I ask again?", 2000),
        "element": picked,
        "hint": text.label(f"A day until {_day(last)}.", 2000),
    }
    said = f"Case {number} stays as it is. From the day you pick I count its business days anew."
    return text.modal(
        "More time",
        Callback.MORE_TIME,
        [text.section(said), field],
        submit="Send",
        private_metadata=json.dumps({"case": str(number), "given": given}),
    )


def date_errors(last: datetime) -> dict[str, str]:
    """By block: a date that is past, or too far ahead. `last`: with its zone."""
    return {DATE: f"Please pick a day after today, and not later than {_day(last.date())}."}
