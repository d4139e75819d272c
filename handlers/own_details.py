"""*My details…* on the Home: what the list has of a contact, and their phone number."""

from dataclasses import asdict
from typing import Any

from bot.domain.phones import phone
from bot.domain.refusals import CannotBeListed
from bot.services import own_details
from bot.views import own_details as views
from handlers.answers import Answer, FormErrors, NextView
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey
from storage.own_lines import OwnDetails


async def show(house: House, ask: ClickAsk) -> Answer:
    found = await own_details.look(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, _form(found))


async def sent(house: House, ask: FormAsk) -> Answer:
    """Where another number stands there by now, the form comes again: it says which, and keeps what was typed."""
    number, now = phone(ask.text_of(views.PHONE)), house.now()
    if number is None:
        return FormErrors(errors=views.no_phone())
    saw, once = ask.metadata.get("saw", ""), FormKey(f"form:{ask.view_id}")
    try:
        await own_details.change_phone(house.store, who=ask.who, phone=number, saw=saw, now=now, once=once)
    except CannotBeListed:
        found = await own_details.look(house.store, who=ask.who, now=now, spot=None)
        return NextView(view=_form(found, typed=number))
    house.nudge()
    return NextView(view=views.saved(number))


def _form(found: OwnDetails, *, typed: str | None = None) -> dict[str, Any]:
    rows = [views.Row(**asdict(line)) for line in found.lines]
    return views.details_form(
        name=found.name, email=found.email, phone=found.phone, zone=found.zone, rows=rows, typed=typed
    )
