"""The buttons of an emergency that waits: on its case's card, at home, and wherever somebody is asked (POLICY 2)."""

from bot.domain.ids import EmergencyId
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block


def claim(number: int, *, place: str = "") -> Block:
    """`place`: among several of a page."""
    action = f"{Action.CLAIM_EMERGENCY}{place}"
    return text.button("Claim", action, number, style="primary", spoken_as=f"Claim case {number}")


def take(emergency: EmergencyId, *, place: str = "") -> Block:
    """For a contact, who makes a case of their own of it. `place`: as above."""
    action, spoken = f"{Action.TAKE_EMERGENCY}{place}", f"I can take it: emergency {emergency}"
    return text.button("I can take it…", action, emergency, style="primary", spoken_as=spoken)


def take_back(emergency: EmergencyId) -> Block:
    """For who reported it."""
    words = "Whoever was told of it sees that it is over. You can report another one at any time."
    sure = text.confirmation("Take the report back?", words, "Take it back")
    return text.button("It is no emergency any more", Action.WITHDRAW_EMERGENCY, emergency, confirm=sure)
