"""The mark *contains student data*, set and taken away from a card."""

from bot.services import student_data
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, pressed


async def mark(house: House, ask: ClickAsk) -> Answer:
    await student_data.mark(house.store, pressed(house, ask))
    return done(house)


async def unmark(house: House, ask: ClickAsk) -> Answer:
    await student_data.unmark(house.store, pressed(house, ask))
    return done(house)
