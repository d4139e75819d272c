"""*My details…* on the Home: what the list has of a contact, and their phone number."""

from dataclasses import asdict

from bot.domain.phones import phone
from bot.services import own_details
from bot.views import own_details as views
from handlers.answers import Answer, FormErrors, NextView
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey


async def show(house: House, ask: ClickAsk) -> Answer:
    found = await own_details.look(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    rows = [views.Row(**asdict(line)) for line in found.lines]
    form = views.details_form(name=found.name, email=found.email, phone=found.phone, zone=found.zone, rows=rows)
    return await shown(house, ask, form)


async def sent(house: House, ask: FormAsk) -> Answer:
    number = phone(ask.text_of(views.PHONE))
    if number is None:
        return FormErrors(errors=views.no_phone())
    await own_details.change_phone(
        house.store, who=ask.who, phone=number, now=house.now(), once=FormKey(f"form:{ask.view_id}")
    )
    house.nudge()
    return NextView(view=views.saved(number))
