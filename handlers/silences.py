"""Contacts who go quiet: the page, *Keep…* and *Deactivate now*."""

from datetime import UTC, datetime, timedelta

from bot.domain.drafts import says_why
from bot.domain.ids import DistrictId, LineId
from bot.domain.silences import Asked, Stage
from bot.services import silences
from bot.views import forms
from bot.views import silences as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import Malformed, one_of, our_id
from handlers.pressing import once_of, shown
from storage.inbound import FormKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def show(house: House, ask: ClickAsk) -> Answer:
    """From the Home, by a menu, or a page further."""
    found = await silences.look(house.store, who=ask.who, asked=_asked(ask.value), now=house.now())
    view = drawn.page(
        found.asked,
        found.rows,
        counts=found.counts,
        districts=found.districts,
        after=found.after,
        limits=found.limits,
        zone=found.zone,
    )
    await house.show_view(ask, view)
    return Nothing()


def _asked(value: str) -> Asked:
    """As `views.silences.value` has it. Raises Malformed."""
    stage, district, since, line = [*value.split(":"), "", "", "", ""][:4]
    number, micros = _number(district), _number(since)
    try:
        at = _EPOCH + timedelta(microseconds=micros)
    except OverflowError as error:
        raise Malformed("page") from error
    return Asked(
        stage=one_of(Stage, stage),
        district=DistrictId(number) if number else None,
        after=(at, LineId(our_id(line))) if micros else None,
    )


def _number(written: str) -> int:
    return 0 if written == "0" else our_id(written)


async def keep(house: House, ask: ClickAsk) -> Answer:
    """The form that asks why."""
    found = await silences.about_to_keep(house.store, who=ask.who, line=LineId(ask.id), now=house.now())
    return await shown(house, ask, drawn.keep_form(found, house.limits))


async def kept(house: House, ask: FormAsk) -> Answer:
    reason = ask.text_of(forms.WORDS).strip()
    if not says_why(reason, house.limits):
        return FormErrors(errors=forms.too_few_words(house.limits.reason_shortest))
    await silences.keep(
        house.store,
        who=ask.who,
        line=LineId(ask.id_of("line")),
        reason=reason,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=drawn.done(drawn.KEPT))


async def deactivate(house: House, ask: ClickAsk) -> Answer:
    await silences.deactivate_now(house.store, who=ask.who, line=LineId(ask.id), now=house.now(), once=once_of(ask))
    house.nudge()
    await house.show_view(ask, drawn.done(drawn.ENDED))
    return Nothing()
