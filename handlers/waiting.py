"""A case that waits for its district: more time for it, or its closing by the desk."""

from bot.services import waiting
from bot.views import clocks
from handlers.answers import Answer
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import day
from handlers.pressing import done, filled, looked, pressed, shown


async def more_time(house: House, ask: ClickAsk) -> Answer:
    about = looked(house, ask)
    reach = await waiting.may_ask_more_time(house.store, about)
    form = clocks.more_time_form(about.number, first=reach.first, last=reach.last, given=reach.given)
    return await shown(house, ask, form)


async def more_time_sent(house: House, ask: FormAsk) -> Answer:
    until, saw = day(ask.text_of(clocks.DATE)), ask.metadata.get("given")
    await waiting.more_time(house.store, filled(house, ask), until=until, saw=saw)
    return done(house)


async def close_unanswered(house: House, ask: ClickAsk) -> Answer:
    await waiting.close_unanswered(house.store, pressed(house, ask))
    return done(house)
