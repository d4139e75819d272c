"""*Link to an incident…*, on a case's card."""

from bot.domain.ids import NotificationId
from bot.services import incidents
from bot.views import incidents as drawn
from handlers.answers import Answer
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.pressing import done, filled, looked, shown


async def link(house: House, ask: ClickAsk) -> Answer:
    case, known = await incidents.linkable(house.store, looked(house, ask))
    return await shown(house, ask, drawn.link_form(case, known))


async def linked(house: House, ask: FormAsk) -> Answer:
    to = NotificationId(ask.chosen_id(drawn.MINE))
    await incidents.link(house.store, filled(house, ask), to=to)
    return done(house)
