"""Legal holds, from a support administrator's Home."""

from bot.domain.drafts import says_why
from bot.domain.ids import DistrictId, HoldId
from bot.services import holding
from bot.services.holding import Page
from bot.views import forms
from bot.views import holds as views
from bot.views.message import Block
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import once_of, shown, spot_of
from storage.inbound import FormKey


async def show(house: House, ask: ClickAsk) -> Answer:
    found = await holding.look(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, _page(found))


def _page(found: Page, note: str = "") -> Block:
    rows = [
        views.Held(
            id=it.id,
            district=it.district,
            name=it.name,
            reason=it.reason,
            set_at=it.set_at,
            set_by=it.set_by,
            lifted_at=it.lifted_at,
            lifted_by=it.lifted_by,
        )
        for it in found.holds
    ]
    return views.page(rows, more=found.more, note=note)


async def form(house: House, ask: ClickAsk) -> Answer:
    await holding.look(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, views.form(house.limits, command=house.command))


async def put(house: House, ask: FormAsk) -> Answer:
    """What is missing is said in the form, with what was typed still there."""
    reason = ask.text_of(forms.WORDS).strip()
    if not says_why(reason, house.limits):
        return FormErrors(errors=forms.too_few_words(house.limits.reason_shortest))
    district = await holding.district_by_key(house.store, ask.text_of(views.KEY))
    if district is None:
        return FormErrors(errors=views.no_such_district())
    once, now = FormKey(f"form:{ask.view_id}"), house.now()
    await holding.put(house.store, who=ask.who, district=district, reason=reason, now=now, once=once)
    found = await holding.look(house.store, who=ask.who, now=now)
    return NextView(view=_page(found, "The hold stands."))


async def lift(house: House, ask: ClickAsk) -> Answer:
    """In the window, which is drawn anew. The value names the district, and the hold that was shown."""
    shown_as = ask.value.partition(":")[2]
    await holding.lift(
        house.store,
        who=ask.who,
        district=DistrictId(ask.id),
        saw=HoldId(our_id(shown_as)) if shown_as else None,
        now=house.now(),
        once=once_of(ask),
    )
    found = await holding.look(house.store, who=ask.who, now=house.now())
    await house.show_view(ask, _page(found, "The hold is lifted."))
    return Nothing()
