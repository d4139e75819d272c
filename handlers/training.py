"""A contact marks their training, below what told them of it or on the Home."""

from bot.domain.ids import DistrictId
from bot.domain.training import Training
from bot.services import training
from bot.views import forms
from bot.views import training as views
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, once_of, shown, spot_of


async def is_done(house: House, ask: ClickAsk) -> Answer:
    return await _marked(house, ask, Training.DONE)


async def in_progress(house: House, ask: ClickAsk) -> Answer:
    return await _marked(house, ask, Training.IN_PROGRESS)


async def _marked(house: House, ask: ClickAsk, as_: Training) -> Answer:
    """The value names the district. Said in a window where nothing can be posted."""
    spot = spot_of(ask)
    name = await training.mark(
        house.store,
        who=ask.who,
        district=DistrictId(ask.id),
        as_=as_,
        now=house.now(),
        once=once_of(ask),
        spot=spot,
    )
    if spot is not None:
        return done(house)
    house.nudge()
    return await shown(house, ask, forms.reading("Training", views.marked(as_, None, district=name, zone="UTC")))
