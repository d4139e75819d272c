"""Buttons: on cards, in lists, in direct messages and on the Home."""

from collections.abc import Callable
from functools import partial

from bot.domain.acts import Act
from bot.domain.cases import Move
from bot.domain.ids import CaseNumber, Channel, ChannelId, DistrictId
from bot.services import answering, channels, inactivity, viewing
from bot.views import forms, lists
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk
from handlers.house import House
from handlers.opening import open_form
from handlers.payloads import our_id
from handlers.pressing import done, looked, page_before, pressed, shown, spot_of

Form = Callable[[CaseNumber], dict[str, object]]


async def solved(house: House, ask: ClickAsk) -> Answer:
    await answering.mark_solved(house.store, pressed(house, ask), at=ask.at)
    return done(house)


async def not_solved(house: House, ask: ClickAsk) -> Answer:
    return await _contact_form(house, ask, Act.NOT_SOLVED, Move.NOT_SOLVED, forms.not_solved_form)


async def reopen(house: House, ask: ClickAsk) -> Answer:
    form = partial(forms.reopen_form, limits=house.limits)
    return await _contact_form(house, ask, Act.REOPEN, Move.REOPEN, form)


async def withdraw(house: House, ask: ClickAsk) -> Answer:
    return await _contact_form(house, ask, Act.CLOSE, Move.WITHDRAW, forms.withdraw_form)


async def _contact_form(house: House, ask: ClickAsk, act: Act, move: Move, form: Form) -> Answer:
    case = await answering.may_still(house.store, looked(house, ask), act, move)
    return await shown(house, ask, form(case.number))


async def open_case(house: House, ask: ClickAsk) -> Answer:
    return await open_form(house, ask, spot=spot_of(ask))


async def view_case(house: House, ask: ClickAsk) -> Answer:
    number = _number(ask)
    opened = await viewing.view_case(
        house.store, who=ask.who, number=number, asked=str(number), now=house.now(), spot=spot_of(ask)
    )
    drawn = lists.case_view(
        opened.sheet, opened.comments, as_agent=opened.as_agent, now=house.now(), reader_team=ask.team
    )
    return await shown(house, ask, forms.reading(f"Case {number}", drawn))


async def older(house: House, ask: ClickAsk) -> Answer:
    """The next page of a list, in a window of its own. The value: microseconds and number."""
    listed = await viewing.list_cases(
        house.store, who=ask.who, now=house.now(), before=page_before(ask.value), spot=spot_of(ask)
    )
    drawn = lists.case_list(listed.rows, districts=listed.districts, older=listed.older, command=house.command)
    await house.show_view(ask, forms.reading("Cases", drawn))
    return Nothing()


async def keep_access(house: House, ask: ClickAsk) -> Answer:
    """The value names the district of the warning; of an earlier version, none."""
    named = ask.value.partition(":")[2]
    warned = DistrictId(our_id(named)) if named else None
    await inactivity.keep_access(house.store, who=ask.who, now=house.now(), spot=spot_of(ask), warned=warned)
    return done(house)


async def accept_mixed(house: House, ask: ClickAsk) -> Answer:
    """The value names the channel: workspace and id."""
    team, _, channel = ask.value.partition(":")
    await channels.accept_mixed(
        house.store,
        who=ask.who,
        channel=Channel(team=type(ask.team)(team), id=ChannelId(channel)),
        now=house.now(),
        spot=spot_of(ask),
    )
    return done(house)


def _number(ask: ClickAsk) -> CaseNumber:
    return CaseNumber(ask.id)
