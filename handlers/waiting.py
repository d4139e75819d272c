"""A case that waits for its district: more time for it, or its closing by the desk."""

from datetime import date

from bot.services import waiting
from bot.views import clocks
from handlers.answers import Answer
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import Malformed
from handlers.pressing import done, filled, looked, pressed, shown


async def more_time(house: House, ask: ClickAsk) -> Answer:
    about = looked(house, ask)
    reach = await waiting.may_ask_more_time(house.store, about)
    return await shown(house, ask, clocks.more_time_form(about.number, first=reach.first, last=reach.last))


async def more_time_sent(house: House, ask: FormAsk) -> Answer:
    await waiting.more_time(house.store, filled(house, ask), until=_picked(ask))
    return done(house)


def _picked(ask: FormAsk) -> date:
    try:
        return date.fromisoformat(ask.text_of(clocks.DATE))
    except ValueError as error:
        raise Malformed(clocks.DATE) from error


async def close_unanswered(house: House, ask: ClickAsk) -> Answer:
    await waiting.close_unanswered(house.store, pressed(house, ask))
    return done(house)
