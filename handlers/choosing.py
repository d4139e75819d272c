"""The window in which somebody says how they want to be told, from wherever it is opened."""

from bot.services import choosing
from bot.views import notify_forms
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk, CommandAsk
from handlers.house import House
from storage.owing import Spot


async def open_choice(house: House, ask: CommandAsk | ClickAsk, *, spot: Spot | None = None) -> Answer:
    choice = await choosing.choice_of(house.store, who=ask.who, now=house.now(), spot=spot)
    await house.open_view(ask, notify_forms.notify_form(choice))
    return Nothing()
