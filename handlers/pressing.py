"""What a click or a form asks of a case, as services take it; and how its answer is shown."""

from typing import Any

from bot.domain.ids import CaseNumber
from bot.services.deeds import CaseAsk
from handlers.answers import Answer, FormErrors, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from storage.inbound import FormKey
from storage.owing import Spot


def spot_of(ask: ClickAsk) -> Spot | None:
    """Where the answer to a click is shown; None on the Home or in a window, which have no channel."""
    if ask.channel is None:
        return None
    return Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts)


def once_of(ask: ClickAsk) -> str:
    """One click is one deed, however often it is delivered."""
    return f"click:{ask.trigger_id}"


def pressed(house: House, ask: ClickAsk) -> CaseAsk:
    """A button that does something."""
    number = CaseNumber(int(ask.value))
    return CaseAsk(who=ask.who, number=number, now=house.now(), once=once_of(ask), spot=spot_of(ask))


def looked(house: House, ask: ClickAsk) -> CaseAsk:
    """A button that opens a form: asked before it is drawn, and again when it is sent."""
    return CaseAsk(who=ask.who, number=CaseNumber(int(ask.value)), now=house.now(), spot=spot_of(ask))


def filled(house: House, ask: FormAsk) -> CaseAsk:
    """A form that was sent: one deed, however often."""
    once = FormKey(f"form:{ask.view_id}")
    return CaseAsk(who=ask.who, number=CaseNumber(int(ask.metadata["case"])), now=house.now(), once=once)


async def shown(house: House, ask: ClickAsk, view: dict[str, Any]) -> Answer:
    await house.open_view(ask, view)
    return Nothing()


def done(house: House) -> Answer:
    house.nudge()
    return Nothing()


def missing(block: str, sentence: str) -> FormErrors:
    """The form stays, with what was typed."""
    return FormErrors(errors={block: sentence})
