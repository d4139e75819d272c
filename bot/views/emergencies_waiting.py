"""Emergencies that wait for somebody, on the Home of whoever can do something about it (POLICY 2).

Of an agent and of a contact those that are to be decided on or claimed; of who reported one how it stands.
"""

from collections.abc import Sequence

from bot.domain.emergencies import State
from bot.domain.sheets import EmergencySheet
from bot.views import claiming, text
from bot.views.actions import Action
from bot.views.message import Block

MOST = 10
UNDECIDED, UNCLAIMED = "Nobody has decided on it yet.", "No contact has claimed it yet."


def on_home(sheets: Sequence[EmergencySheet]) -> list[Block]:
    """Of an agent: at most `MOST`; nothing where nobody waits, which is as it should be."""
    return _section([_line(sheet) for sheet in sheets], "There are more; the calls in the desk's channel name each.")


def for_contact(sheets: Sequence[EmergencySheet]) -> list[Block]:
    """Likewise, of their districts: to be made a case of theirs, or claimed."""
    return _section([_to_contact(sheet) for sheet in sheets], "There are more; my messages to you name each.")


def _section(lines: Sequence[list[Block]], more: str) -> list[Block]:
    if not lines:
        return []
    rest = [text.context(more)] if len(lines) > MOST else []
    title = text.section(":rotating_light: *Emergencies that wait*")
    return [title, *(block for line in lines[:MOST] for block in line), *rest, text.divider()]


def _line(sheet: EmergencySheet) -> list[Block]:
    its = sheet.emergency
    if its.state is State.ASKED or its.case is None:
        return [_said(sheet, UNDECIDED), *text.buttons([_decide("Accept", sheet), _decide("Decline", sheet)])]
    hand = text.button(
        "Hand to a contact…",
        f"{Action.OFFER_EMERGENCY}#{its.id}",
        its.case,
        spoken_as=f"Hand to a contact: case {its.case}",
    )
    return [_said(sheet, UNCLAIMED), *text.buttons([_view(sheet), hand])]


def _to_contact(sheet: EmergencySheet) -> list[Block]:
    its = sheet.emergency
    if its.state is State.ASKED or its.case is None:
        return [_said(sheet, UNDECIDED), *text.buttons([claiming.take(its.id, place=f"#{its.id}")])]
    claim = claiming.claim(its.case, place=f"#{its.id}")
    return [_said(sheet, UNCLAIMED), *text.buttons([claim, _view(sheet)])]


def _said(sheet: EmergencySheet, stands: str) -> Block:
    its, where = sheet.emergency, text.inline(sheet.district.name)
    name = f"Emergency {its.id}" if its.state is State.ASKED or its.case is None else f"Case {its.case}"
    who = text.inline(sheet.person.name)
    return text.section(f"*{name}* · {where} · reported {text.moment(its.asked_at)} by {who}\n{stands}")


def _view(sheet: EmergencySheet) -> Block:
    its = sheet.emergency
    return text.button(
        "View", f"{Action.VIEW_CASE}#emergency-{its.id}", its.case or 0, spoken_as=f"View case {its.case}"
    )


def _decide(label: str, sheet: EmergencySheet) -> Block:
    its = sheet.emergency.id
    action = Action.ACCEPT_EMERGENCY if label == "Accept" else Action.DECLINE_EMERGENCY
    return text.button(f"{label}…", f"{action}#{its}", its, spoken_as=f"{label} emergency {its}")


def own(sheet: EmergencySheet | None) -> list[Block]:
    """Of who reported it, while somebody is waited for: that it is looked at, and the way to take it back."""
    if sheet is None:
        return []
    reported = f"Reported {text.moment(sheet.emergency.asked_at)}"
    if sheet.emergency.state is State.ASKED:
        stands = "Support's agents know of it, and nobody has decided yet."
        pressed = text.buttons([claiming.take_back(sheet.emergency.id)])
    else:
        stands = f"Support accepted it: it is case {sheet.emergency.case}. You answer Support in my messages to you."
        pressed = []
    title = text.section(f":rotating_light: *Your emergency* · {reported}\n{stands}")
    return [title, *pressed, text.divider()]
