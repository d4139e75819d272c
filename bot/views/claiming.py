"""The button of an emergency that waits for a contact: on its card, and wherever one is asked (POLICY 2)."""

from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block


def claim(number: int) -> Block:
    return text.button("Claim", Action.CLAIM_EMERGENCY, number, style="primary", spoken_as=f"Claim case {number}")
