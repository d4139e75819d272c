"""A case that waits for its district: more time for it, or its closing by the desk."""

from datetime import date

from bot.domain.ids import CaseNumber
from bot.services import waiting
from bot.views import clocks
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import Malformed
from storage.inbound import FormKey
from storage.owing import Spot


async def more_time(house: House, ask: ClickAsk) -> Answer:
    number = CaseNumber(int(ask.value))
    reach = await waiting.may_ask_more_time(house.store, who=ask.who, number=number, now=house.now(), spot=_spot(ask))
    form = clocks.more_time_form(number, first=reach.first, last=reach.last)
    await house.open_view(ask.team, ask.trigger_id, form)
    return Nothing()


async def more_time_sent(house: House, ask: FormAsk) -> Answer:
    await waiting.more_time(
        house.store,
        who=ask.who,
        number=CaseNumber(int(ask.metadata["case"])),
        until=_picked(ask),
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return Nothing()


def _picked(ask: FormAsk) -> date:
    try:
        return date.fromisoformat(ask.text_of(clocks.DATE))
    except ValueError as error:
        raise Malformed(clocks.DATE) from error


async def close_unanswered(house: House, ask: ClickAsk) -> Answer:
    await waiting.close_unanswered(
        house.store,
        who=ask.who,
        number=CaseNumber(int(ask.value)),
        now=house.now(),
        once=f"click:{ask.trigger_id}",
        spot=_spot(ask),
    )
    house.nudge()
    return Nothing()


def _spot(ask: ClickAsk) -> Spot | None:
    return Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts) if ask.channel is not None else None
