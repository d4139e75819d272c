"""The app's Home."""

from bot.services import viewing
from bot.views import home
from handlers.answers import Answer, Nothing
from handlers.asks import HomeOpened
from handlers.house import House


async def opened(house: House, ask: HomeOpened) -> Answer:
    """Opening it is signing in (POLICY 7); it is drawn afresh each time."""
    door = await viewing.open_home(house.store, who=ask.who, now=house.now(), once=f"event:{ask.event_id}")
    await house.publish_home(
        ask.who, home.draw(door, now=house.now(), team=ask.who.team, command=house.command)
    )
    return Nothing()
