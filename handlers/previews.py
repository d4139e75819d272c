"""Words in notifications of a whole district, switched in the window of its list, which is drawn anew."""

from bot.domain.ids import DistrictId
from bot.services import list_looks, previews
from bot.views import list_windows
from bot.views import previews as views
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, once_of


async def switch_off(house: House, ask: ClickAsk) -> Answer:
    return await _switched(house, ask, shown=False)


async def switch_on(house: House, ask: ClickAsk) -> Answer:
    return await _switched(house, ask, shown=True)


async def _switched(house: House, ask: ClickAsk, *, shown: bool) -> Answer:
    district = DistrictId(ask.id)
    await previews.switch(
        house.store, who=ask.who, district=district, shown=shown, now=house.now(), once=once_of(ask)
    )
    sheet = await list_looks.list_after(house.store, who=ask.who, district=district, now=house.now())
    if sheet is not None:
        await house.show_view(ask, list_windows.listing(sheet, note=views.SWITCHED[shown]))
    return done(house)
