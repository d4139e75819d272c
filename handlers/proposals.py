"""Whose a line without a Slack user is: an administrator says so, or says that it is not them."""

from bot.domain.ids import ProposalId
from bot.services import proposing
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, once_of, spot_of


async def confirm(house: House, ask: ClickAsk) -> Answer:
    await proposing.confirm(
        house.store,
        who=ask.who,
        proposal=ProposalId(ask.id),
        now=house.now(),
        once=once_of(ask),
        spot=spot_of(ask),
    )
    return done(house)


async def decline(house: House, ask: ClickAsk) -> Answer:
    await proposing.decline(
        house.store,
        who=ask.who,
        proposal=ProposalId(ask.id),
        now=house.now(),
        once=once_of(ask),
        spot=spot_of(ask),
    )
    return done(house)
