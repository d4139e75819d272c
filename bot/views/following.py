"""A closed case that can be reopened no more: one click to a new one that is linked to it (POLICY 5)."""

from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block


def new_case(number: int) -> Block:
    """`number`: of the case that the new one follows on."""
    return text.button("New case", Action.FOLLOW_UP, number, spoken_as=f"New case that follows on case {number}")
