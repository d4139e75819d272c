"""On the Home: the way to a district's list of contacts, for those who keep it (POLICY 6)."""

from collections.abc import Sequence

from bot.domain.ids import DistrictId
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block

MOST = 5
"""Of districts, with a button each; beyond that one button asks which."""


def kept(lists: Sequence[tuple[DistrictId, str]]) -> list[Block]:
    """`lists`: of which districts this person keeps the list, by name."""
    if not lists:
        return []
    if len(lists) > MOST:
        return [_one("0", "*Your districts' contacts*")]
    title = "*Your district's contacts*"
    if len(lists) == 1:
        return [_one(str(lists[0][0]), title)]
    return [
        text.section(f"*Contacts of {text.inline(name)}*", accessory=_button(district, place))
        for place, (district, name) in enumerate(lists)
    ]


def _one(value: str, title: str) -> Block:
    said = f"{title}: who is on the list, requests, what waits, and what notifications show."
    return text.section(said, accessory=text.button("Manage contacts…", Action.LIST_MANAGE, value))


def _button(district: DistrictId, place: int) -> Block:
    spoken = f"Manage contacts of district {district}"
    return text.button("Manage contacts…", f"{Action.LIST_MANAGE}#{place}", district, spoken_as=spoken)


def for_support(waiting: int) -> list[Block]:
    """`waiting`: how many requests a support administrator is to decide or confirm."""
    many = {0: "No request waits for you.", 1: "*1 request* waits for you."}.get(
        waiting, f"*{waiting} requests* wait for you."
    )
    pressed = [
        text.button("Open requests…", Action.LIST_WAITING, 0, style="primary" if waiting else None),
        text.button("A district's list…", Action.LIST_CHOOSE, "home"),
    ]
    return [text.section(f"*Lists of contacts*: {many}"), *text.buttons(pressed)]
