"""How somebody wants to be told: the button on the Home, and the form."""

from datetime import time

from bot.domain.telling import Quiet, Way
from bot.services import choosing
from bot.views import notify_forms
from handlers.answers import Answer, FormErrors, NextView
from handlers.asks import ClickAsk, FormAsk
from handlers.choosing import open_choice
from handlers.house import House
from handlers.payloads import Malformed, one_of
from handlers.pressing import spot_of
from storage.inbound import FormKey


async def choose(house: House, ask: ClickAsk) -> Answer:
    return await open_choice(house, ask, spot=spot_of(ask))


async def save(house: House, ask: FormAsk) -> Answer:
    """Quiet hours that begin when they end are none, or the whole day: asked again."""
    quiet = _quiet(ask)
    if quiet is not None and quiet.begins == quiet.ends:
        return FormErrors(errors=notify_forms.no_hours())
    choice = await choosing.choose(
        house.store, who=ask.who, way=_way(ask), quiet=quiet, now=house.now(), once=FormKey(f"form:{ask.view_id}")
    )
    return NextView(view=notify_forms.saved(choice))


def _way(ask: FormAsk) -> Way:
    return one_of(Way, ask.text_of(notify_forms.WAY))


def _quiet(ask: FormAsk) -> Quiet | None:
    when = ask.text_of(notify_forms.QUIET)
    if when == notify_forms.NEVER:
        return None
    return Quiet(
        begins=_time(ask, notify_forms.BEGINS),
        ends=_time(ask, notify_forms.ENDS),
        weekends=when == notify_forms.WEEKENDS_TOO,
    )


def _time(ask: FormAsk, block: str) -> time:
    try:
        return time.fromisoformat(ask.text_of(block))
    except ValueError as error:
        raise Malformed(block) from error
