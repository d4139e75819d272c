"""The desk's buttons on a case. Those that ask for words open a window; `desk_forms` takes it in."""

from collections.abc import Callable
from typing import Any

from bot.domain.cases import Move
from bot.domain.ids import CaseNumber
from bot.services import keeping, merging, owning, resyncing, steering, weighing, working
from bot.services.deeds import CaseAsk
from bot.views import desk_forms, forms
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.payloads import one_of
from handlers.pressing import done, looked, pressed, shown, status_view

Form = Callable[[CaseNumber], dict[str, Any]]


async def nothing_chosen(_: House, __: ClickAsk) -> Answer:
    """An overflow menu's options come under their own actions."""
    return Nothing()


async def take(house: House, ask: ClickAsk) -> Answer:
    await owning.take_case(house.store, pressed(house, ask))
    return done(house)


async def resync(house: House, ask: ClickAsk) -> Answer:
    await resyncing.resync(house.store, pressed(house, ask), occasion=ask.trigger_id)
    return done(house)


async def undo_merge(house: House, ask: ClickAsk) -> Answer:
    await merging.undo_merge(house.store, pressed(house, ask))
    return done(house)


async def ask_input(house: House, ask: ClickAsk) -> Answer:
    return await _form(house, ask, forms.question_form, Move.ASK_INPUT)


async def resolve(house: House, ask: ClickAsk) -> Answer:
    return await _form(house, ask, forms.resolution_form, Move.RESOLVE)


async def reply_to_district(house: House, ask: ClickAsk) -> Answer:
    case = await keeping.may_reply(house.store, looked(house, ask))
    return await shown(house, ask, forms.reply_form(case.number, house.limits))


async def _form(house: House, ask: ClickAsk, form: Form, move: Move) -> Answer:
    case = await working.may_work(house.store, looked(house, ask), move)
    return await shown(house, ask, form(case.number))


async def change_status(house: House, ask: ClickAsk) -> Answer:
    found = await steering.steerable(house.store, looked(house, ask))
    return await shown(house, ask, status_view(house, found, None))


async def status_chosen(house: House, ask: ClickAsk) -> Answer:
    """The form again, with what the chosen status demands."""
    number = CaseNumber(ask.id_of("case"))
    found = await steering.steerable(house.store, CaseAsk(who=ask.who, number=number, now=house.now()))
    await house.show_view(ask, status_view(house, found, one_of(Move, ask.value)))
    return Nothing()


async def change_owner(house: House, ask: ClickAsk) -> Answer:
    case, offered = await owning.agents_for(house.store, looked(house, ask))
    form = desk_forms.owner_form(case, offered) if offered else desk_forms.nobody_else(case.number, "agents")
    return await shown(house, ask, form)


async def assess_priority(house: House, ask: ClickAsk) -> Answer:
    case = await weighing.may_assess(house.store, looked(house, ask))
    return await shown(house, ask, desk_forms.priority_form(case, house.limits))


async def log_call(house: House, ask: ClickAsk) -> Answer:
    contacts = await weighing.who_may_have_called(house.store, looked(house, ask))
    number = CaseNumber(ask.id)
    form = desk_forms.call_form(number, contacts) if contacts else desk_forms.nobody_else(number, "contacts")
    return await shown(house, ask, form)
