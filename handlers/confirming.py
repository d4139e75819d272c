"""An administrator confirms the list that they were shown."""

from bot.domain.ids import DistrictId
from bot.services import confirming
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, once_of, spot_of


async def is_right(house: House, ask: ClickAsk) -> Answer:
    """The value names the district, and the list that was shown."""
    await confirming.confirm(
        house.store,
        who=ask.who,
        district=DistrictId(ask.id),
        saw=ask.value.partition(":")[2],
        now=house.now(),
        once=once_of(ask),
        spot=spot_of(ask),
    )
    return done(house)
