"""`/case environments`: which version a district's environments run; support administrators keep that."""

from bot.domain.environments import VERSION_LONGEST, WINDOW_LONGEST, Environment, Kept
from bot.domain.ids import DistrictId
from bot.services import environments, viewing
from bot.views import environments as drawn
from bot.views import lists
from handlers.answers import Answer, NextView, say
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.opening import open_form
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey


async def by_command(house: House, ask: CommandAsk, rest: str) -> Answer:
    """A district's key may follow from the vendor's people alone; from others it is a subject."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.at_vendor:
        found = await environments.at(house.store, who=ask.who, key=rest, now=house.now())
        if not found.rows:
            return say(lists.districts(found.known, asked=rest, command=house.command, word="environments"))
        return say(drawn.listing(found.rows, command=house.command, may_change=found.may_change))
    if rest:
        return await open_form(house, ask, subject=ask.text.strip())
    found = await environments.own(house.store, who=ask.who, now=house.now())
    return say(drawn.listing(found.rows, command=house.command))


async def change(house: House, ask: ClickAsk) -> Answer:
    district = DistrictId(ask.id)
    name, known = await environments.about_to_change(
        house.store, who=ask.who, district=district, now=house.now(), spot=spot_of(ask)
    )
    return await shown(house, ask, drawn.change_form(district, name, known))


async def changed(house: House, ask: FormAsk) -> Answer:
    kept = [
        Kept(
            environment=it,
            version=ask.text_of(drawn.block_of(it, drawn.VERSION)).strip()[:VERSION_LONGEST],
            window=ask.text_of(drawn.block_of(it, drawn.WINDOW)).strip()[:WINDOW_LONGEST],
        )
        for it in Environment
    ]
    name = await environments.change(
        house.store,
        who=ask.who,
        district=DistrictId(ask.id_of("district")),
        kept=kept,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    return NextView(view=drawn.saved(name))
