"""A district's list of contacts: looked at, and decided on. What is asked for is in `list_asking`."""

from functools import partial

from bot.domain.drafts import seen
from bot.domain.ids import DistrictId, RequestId
from bot.domain.list_requests import Move
from bot.services import list_decisions, list_looks, list_requests
from bot.views import fields, forms, list_forms, list_notices, list_windows
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import done, once_of, shown, spot_of
from storage.inbound import FormKey


async def manage(house: House, ask: ClickAsk) -> Answer:
    """The value names a district, and how many lines stand on the pages before; 0: whichever they keep."""
    district, _, skip = ask.value.partition(":")
    if our_id(district) == 0:
        return await _whichever(house, ask)
    sheet = await list_looks.open_list(
        house.store, who=ask.who, district=DistrictId(our_id(district)), now=house.now(), spot=spot_of(ask)
    )
    view = list_windows.listing(sheet, skip=our_id(skip or "0"))
    if skip:
        await house.show_view(ask, view)
        return Nothing()
    return await shown(house, ask, view)


async def _whichever(house: House, ask: ClickAsk | CommandAsk) -> Answer:
    spot = spot_of(ask) if isinstance(ask, ClickAsk) else None
    kept = await list_looks.lists_of(house.store, who=ask.who, now=house.now(), spot=spot)
    if not kept:
        known = await list_looks.to_choose(house.store, who=ask.who, now=house.now(), spot=spot)
        await house.open_view(ask, list_windows.choose(known, command=house.command))
    elif len(kept) > 1:
        await house.open_view(ask, list_windows.which(kept))
    else:
        sheet = await list_looks.open_list(house.store, who=ask.who, district=kept[0][0], now=house.now(), spot=spot)
        await house.open_view(ask, list_windows.listing(sheet))
    return Nothing()


async def by_command(house: House, ask: CommandAsk, _: str) -> Answer:
    """`/case manage`."""
    return await _whichever(house, ask)


async def choose(house: House, ask: ClickAsk) -> Answer:
    """A support administrator looks at a district's list."""
    known = await list_looks.to_choose(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, list_windows.choose(known, command=house.command))


async def chosen(house: House, ask: FormAsk) -> Answer:
    typed = ask.text_of(list_windows.KEY)
    found = await list_looks.list_named(house.store, who=ask.who, typed=typed, now=house.now())
    if isinstance(found, list):
        return FormErrors(errors={list_windows.KEY: fields.which_district(found, command=house.command)})
    return NextView(view=list_windows.listing(found))


async def waiting(house: House, ask: ClickAsk) -> Answer:
    """A page of what waits for a support administrator; the value: the last one on the page before."""
    page = await list_looks.waiting(
        house.store, who=ask.who, after=our_id(ask.value or "0"), now=house.now(), spot=spot_of(ask)
    )
    view = list_windows.waiting(page.rows, older=page.older, now=house.now())
    if ask.in_modal:
        await house.show_view(ask, view)
        return Nothing()
    return await shown(house, ask, view)


async def approve(house: House, ask: ClickAsk) -> Answer:
    return await _decide(house, ask, Move.APPROVE)


async def decline(house: House, ask: ClickAsk) -> Answer:
    return await _decide(house, ask, Move.DECLINE)


async def _decide(house: House, ask: ClickAsk, move: Move) -> Answer:
    """The form, if it can still be decided."""
    number = RequestId(ask.id)
    await list_decisions.may_decide(
        house.store, who=ask.who, request=number, move=move, now=house.now(), spot=spot_of(ask)
    )
    sheet = await list_looks.request_sheet(house.store, number)
    if sheet is None:
        return Nothing()
    decline_form = partial(list_forms.decline_form, limits=house.limits)
    draw = list_forms.approve_form if move is Move.APPROVE else decline_form
    return await shown(house, ask, draw(sheet))


async def approved(house: House, ask: FormAsk) -> Answer:
    """An agreement is recorded where the form asks for one: Slack does not send it empty."""
    number, words = RequestId(ask.id_of("request")), ask.text_of(list_forms.REASON).strip()
    sheet = await list_looks.request_sheet(house.store, number)
    if sheet is not None and list_forms.asks_agreement(sheet) and not seen(words):
        return FormErrors(errors=list_forms.missing(list_forms.REASON))
    await list_decisions.approve(
        house.store, who=ask.who, request=number, answer=words, now=house.now(), once=_once(ask)
    )
    return _said(house, "Approved. It is done, and everybody on the list is told.")


async def declined(house: House, ask: FormAsk) -> Answer:
    number, words = RequestId(ask.id_of("request")), ask.text_of(list_forms.REASON).strip()
    if len(seen(words)) < house.limits.reason_shortest:
        return FormErrors(errors=list_forms.too_short(house.limits))
    await list_decisions.decline(
        house.store, who=ask.who, request=number, answer=words, now=house.now(), once=_once(ask)
    )
    return _said(house, "Declined. Whoever asked is told why.")


def _said(house: House, sentence: str) -> Answer:
    house.nudge()
    return NextView(view=forms.notice("Requests", sentence))


async def confirm(house: House, ask: ClickAsk) -> Answer:
    """A removal that took effect at once."""
    await list_decisions.confirm(
        house.store, who=ask.who, request=RequestId(ask.id), now=house.now(), once=once_of(ask), spot=spot_of(ask)
    )
    return await _after(house, ask, list_notices.CONFIRMED)


async def undo(house: House, ask: ClickAsk) -> Answer:
    found = await list_decisions.undo(
        house.store, who=ask.who, request=RequestId(ask.id), now=house.now(), once=once_of(ask), spot=spot_of(ask)
    )
    return await _after(house, ask, list_notices.undone(own=found.decided_by == found.person))


async def _after(house: House, ask: ClickAsk, said: str) -> Answer:
    """In a window, what waits is shown as it is now; a message stays as it was."""
    answer = done(house)
    if not ask.in_modal:
        await house.open_view(ask, forms.notice("Requests", said))
        return answer
    page = await list_looks.waiting(house.store, who=ask.who, after=0, now=house.now())
    await house.show_view(ask, list_windows.waiting(page.rows, older=page.older, now=house.now()))
    return answer


async def withdraw(house: House, ask: ClickAsk) -> Answer:
    """In the window of the list, which is drawn anew."""
    found = await list_requests.withdraw(
        house.store, who=ask.who, request=RequestId(ask.id), now=house.now(), once=once_of(ask)
    )
    house.nudge()
    sheet = await list_looks.open_list(house.store, who=ask.who, district=found.district, now=house.now())
    await house.show_view(ask, list_windows.listing(sheet, note=f"Request {found.id} is withdrawn."))
    return Nothing()


def _once(ask: FormAsk) -> FormKey:
    return FormKey(f"form:{ask.view_id}")
