"""A contact's buttons beside answering: who stands for a case, escalation, and words that wait for a decision."""

from bot.domain.acts import Act
from bot.domain.drafts import says_why
from bot.domain.ids import KeptId
from bot.services import keeping, standing_for, weighing
from bot.views import desk_forms, forms
from handlers.answers import Answer
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.pressing import done, looked, once_of, pressed, shown, spot_of


async def take_over(house: House, ask: ClickAsk) -> Answer:
    await standing_for.take_over(house.store, pressed(house, ask))
    return done(house)


async def hand_over(house: House, ask: ClickAsk) -> Answer:
    case, others = await standing_for.others_for(house.store, looked(house, ask))
    form = desk_forms.hand_over_form(case, others) if others else desk_forms.nobody_else(case.number, "contacts")
    return await shown(house, ask, form)


async def escalate(house: House, ask: ClickAsk) -> Answer:
    case = await weighing.may_escalate(house.store, looked(house, ask))
    return await shown(house, ask, forms.escalate_form(case.number, house.limits))


async def reopen_with_reply(house: House, ask: ClickAsk) -> Answer:
    """Too few words to say what is missing: the form asks for more, and begins with them."""
    kept_id = KeptId(ask.id)
    mine = await keeping.reply_of(
        house.store, who=ask.who, kept_id=kept_id, act=Act.REOPEN, now=house.now(), spot=spot_of(ask)
    )
    if not says_why(mine.words, house.limits):
        return await shown(house, ask, forms.reopen_form(mine.case, house.limits, mine.words, kept=kept_id))
    await keeping.reopen_with_reply(
        house.store, who=ask.who, kept_id=kept_id, now=house.now(), once=once_of(ask), spot=spot_of(ask)
    )
    return done(house)


async def just_thanks(house: House, ask: ClickAsk) -> Answer:
    kept_id = KeptId(ask.id)
    await keeping.just_thanks(house.store, who=ask.who, kept_id=kept_id, now=house.now(), spot=spot_of(ask))
    return done(house)
