"""*This is an emergency*, wherever somebody is pointed to their contacts."""

from bot.views import forms, redirect
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import shown


async def report(house: House, ask: ClickAsk) -> Answer:
    """Whom to phone."""
    return await shown(house, ask, forms.reading("Emergency", redirect.call(house.phone)))
