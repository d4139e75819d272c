"""A contact who is away: the form, by the command or a button, and the way back."""

from bot.domain.ids import DistrictId, PersonId
from bot.services import away
from bot.services.away import Choices, Plan
from bot.views import absences as views
from bot.views import forms
from handlers.answers import Answer, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.payloads import day, our_id
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey


async def form(house: House, ask: ClickAsk) -> Answer:
    found = await away.choices(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await _shown(house, ask, found, typed="")


async def form_by_command(house: House, ask: CommandAsk, typed: str) -> Answer:
    """`typed`: a day, with which the form begins; '' for none."""
    found = await away.choices(house.store, who=ask.who, now=house.now())
    return await _shown(house, ask, found, typed=typed)


async def _shown(house: House, ask: ClickAsk | CommandAsk, found: Choices, *, typed: str) -> Answer:
    at = [(it.district, it.name, it.able, it.deputy) for it in found.at]
    await house.open_view(ask, views.away_form(at, until=day(typed) if typed else found.until))
    return Nothing()


async def sent(house: House, ask: FormAsk) -> Answer:
    plan = Plan(until=day(ask.text_of(views.UNTIL)), deputies=dict(_deputies(ask)))
    found = await away.go_away(
        house.store, who=ask.who, plan=plan, now=house.now(), once=FormKey(f"form:{ask.view_id}")
    )
    house.nudge()
    names = [(it.name, person.name) for it in found.at for person in it.able if person.id == it.deputy]
    return NextView(view=views.saved(plan.until, names, command=house.command))


def _deputies(ask: FormAsk) -> list[tuple[DistrictId, PersonId | None]]:
    chosen = [(block, value) for block, value in ask.values.items() if block.startswith(views.DEPUTY)]
    return [
        (DistrictId(our_id(block.removeprefix(views.DEPUTY))), PersonId(our_id(value)) if our_id(value) else None)
        for block, value in chosen
    ]


async def back(house: House, ask: ClickAsk) -> Answer:
    """Said in a window: on the Home, where the button stands, nothing can be posted."""
    await away.come_back(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    house.nudge()
    return await shown(house, ask, forms.reading("Away", views.back()))
