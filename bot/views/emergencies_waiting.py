"""On an agent's Home: emergencies on which nobody has decided, and those that no contact has claimed (POLICY 2)."""

from collections.abc import Sequence

from bot.domain.emergencies import State
from bot.domain.sheets import EmergencySheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block

MOST = 10


def on_home(sheets: Sequence[EmergencySheet]) -> list[Block]:
    """At most `MOST` of them; nothing where nobody waits, which is as it should be."""
    if not sheets:
        return []
    rest = [text.context("There are more; the calls in the desk's channel name each.")] if len(sheets) > MOST else []
    lines = [block for sheet in sheets[:MOST] for block in _line(sheet)]
    return [text.section(":rotating_light: *Emergencies that wait*"), *lines, *rest, text.divider()]


def _line(sheet: EmergencySheet) -> list[Block]:
    its, where = sheet.emergency, text.inline(sheet.district.name)
    since = text.moment(its.asked_at)
    if its.state is State.ASKED or its.case is None:
        said = f"*Emergency {its.id}* · {where} · reported {since}\nNobody has decided on it yet."
        return [text.section(said), *text.buttons([_decide("Accept", sheet), _decide("Decline", sheet)])]
    said = f"*Case {its.case}* · {where} · reported {since}\nNo contact has claimed it yet."
    see = text.button("View", f"{Action.VIEW_CASE}#emergency-{its.id}", its.case, spoken_as=f"View case {its.case}")
    hand = text.button(
        "Hand to a contact…",
        f"{Action.OFFER_EMERGENCY}#{its.id}",
        its.case,
        spoken_as=f"Hand to a contact: case {its.case}",
    )
    return [text.section(said), *text.buttons([see, hand])]


def _decide(label: str, sheet: EmergencySheet) -> Block:
    its = sheet.emergency.id
    action = Action.ACCEPT_EMERGENCY if label == "Accept" else Action.DECLINE_EMERGENCY
    return text.button(f"{label}…", f"{action}#{its}", its, spoken_as=f"{label} emergency {its}")
