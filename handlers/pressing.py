"""What a click or a form asks of a case, as services take it; and how its answer is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.cases import Move
from bot.domain.ids import CaseNumber, Channel, ChannelId, DistrictId, TeamId
from bot.domain.meanwhile import Was
from bot.services import steering
from bot.services.deeds import CaseAsk
from bot.views import desk_forms
from handlers.answers import Answer, FormErrors, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk, ShortcutAsk
from handlers.house import House
from handlers.payloads import Malformed, our_id
from storage.inbound import FormKey
from storage.owing import Spot

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def spot_of(ask: ClickAsk) -> Spot | None:
    """Where the answer to a click is shown; None on the Home or in a window, which have no channel."""
    if ask.channel is None:
        return None
    return Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts)


def where_of(ask: ClickAsk | CommandAsk | ShortcutAsk) -> Channel | None:
    """The channel where it was asked: it can say where somebody of no list belongs (POLICY 1)."""
    return Channel(team=ask.team, id=ask.channel) if ask.channel else None


def where_in(ask: FormAsk) -> Channel | None:
    """The channel where the form was asked for, as it carries it."""
    team, _, channel = ask.metadata.get("where", "").partition(":")
    return Channel(team=TeamId(team), id=ChannelId(channel)) if channel else None


def once_of(ask: ClickAsk) -> str:
    """One click is one deed, however often it is delivered."""
    return f"click:{ask.trigger_id}"


def given_in(ask: ClickAsk) -> DistrictId | None:
    """The district that a button below the redirect is about, behind the first colon; None: whichever is chosen."""
    named = ask.value.partition(":")[2]
    return DistrictId(our_id(named)) if named else None


def pressed(house: House, ask: ClickAsk) -> CaseAsk:
    """A button that does something."""
    return replace(looked(house, ask), once=once_of(ask))


def page_before(value: str) -> tuple[datetime, CaseNumber]:
    """Where the next page of a list begins: microseconds and number. Raises Malformed."""
    at, _, number = value.partition(":")
    try:
        return _EPOCH + timedelta(microseconds=our_id(at)), CaseNumber(our_id(number))
    except OverflowError as error:
        raise Malformed("page") from error


def looked(house: House, ask: ClickAsk) -> CaseAsk:
    """A button that opens a form: asked before it is drawn, and again when it is sent."""
    number, was = CaseNumber(ask.id), _was(ask.value.partition(":")[2])
    return CaseAsk(who=ask.who, number=number, now=house.now(), spot=spot_of(ask), was=was)


def filled(house: House, ask: FormAsk) -> CaseAsk:
    """A form that was sent: one deed, however often."""
    number, was = CaseNumber(ask.id_of("case")), _was(ask.metadata.get("was", ""))
    return CaseAsk(who=ask.who, number=number, now=house.now(), once=FormKey(f"form:{ask.view_id}"), was=was)


def _was(written: str) -> Was | None:
    try:
        return Was.read(written)
    except ValueError as error:
        raise Malformed("was") from error


async def shown(house: House, ask: ClickAsk, view: dict[str, Any]) -> Answer:
    await house.open_view(ask, view)
    return Nothing()


def done(house: House) -> Answer:
    house.nudge()
    return Nothing()


def missing(block: str, sentence: str) -> FormErrors:
    """The form stays, with what was typed."""
    return FormErrors(errors={block: sentence})


def status_view(house: House, found: steering.Steerable, chosen: Move | None) -> dict[str, Any]:
    """The window in which a status is changed, with what the chosen one demands."""
    return desk_forms.status_form(
        found.case,
        found.moves,
        chosen=chosen if chosen in found.moves else None,
        issues=[(issue.id, issue.words.title) for issue in found.issues],
        referrals=house.referrals,
        limits=house.limits,
    )
