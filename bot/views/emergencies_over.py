"""How a report that became no case ends for who sent it: why, and whom to turn to instead (POLICY 2)."""

from bot.domain.sheets import DistrictSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Message


def yourself(district: DistrictSheet) -> Message:
    """To who reported it and is a contact by now, in place of the redirect."""
    said = text.told(
        "You are an authorized contact of {name} yourself by now: you can open a case.", name=district.name
    )
    opens = text.button("Open a case", Action.OPEN_CASE, "emergency", style="primary")
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([opens])])


def undecided(pointed: Message, *, phone: str, anybody: bool = True, is_contact: bool = False) -> Message:
    """To who reported it: nobody did, for days. `pointed`: the redirect, by which it can be reported again.

    `anybody`: whether the district has a contact. `is_contact`: they are one by now; `pointed` says so.
    """
    others = [
        f"call Support: *{text.inline(phone)}*" if phone else "",
        "call one of your contacts" if anybody and not is_contact else "",
    ]
    ways = [*filter(None, others), "open a case yourself" if is_contact else "report it again"]
    listed = ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])}, or {ways[-1]}"
    said = (
        "Nobody at Support decided on your report in time, and it is closed now. If it is an emergency still, please "
        f"{listed}:"
    )
    return Message(
        text=text.cut_drawn(f"{said.replace('*', '')} {pointed.text}", text.TEXT_LONGEST),
        blocks=[text.section(said), *pointed.blocks],
    )


def refused(reason: str, pointed: Message) -> Message:
    """To who reported it: why not, and whom to turn to. `pointed`: the redirect."""
    said = "Support does not open a case for your report, for this reason:"
    blocks = [text.section(said), {"type": "section", "text": text.plain(reason, 1000)}, *pointed.blocks]
    return Message(
        text=text.cut_drawn(f"{said} {pointed.text}", text.TEXT_LONGEST),
        blocks=blocks,
        aloud=text.cut_drawn(f"{said} {text.escape(reason)} {pointed.text}", text.TEXT_LONGEST),
    )
