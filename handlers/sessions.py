"""Joint sessions: *Bring someone in…* on a case's card, and the buttons of a session."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import KeptId, PersonId, SessionId, SlackUser, UserId
from bot.domain.refusals import ChangedMeanwhile
from bot.services import inviting
from bot.services.deeds import CaseAsk
from bot.services.inviting import Wish
from bot.views import forms
from bot.views import sessions as drawn
from bot.views.message import Block
from handlers.answers import Answer, FormErrors, NextView
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import done, filled, looked, pressed, shown

FARTHEST = timedelta(days=30)
JUST_NOW = timedelta(minutes=10)
"""Who picks a time and then fills in the rest is not too late by that."""


async def invite(house: House, ask: ClickAsk) -> Answer:
    case, others = await inviting.may_invite(house.store, looked(house, ask))
    return await shown(house, ask, drawn.invite_form(case, others, house.limits))


async def invited(house: House, ask: FormAsk) -> Answer:
    minutes = ask.text_of(drawn.MINUTES)
    if not minutes.isdecimal() or not 1 <= int(minutes[:6]) <= drawn.LONGEST:
        return FormErrors(errors=drawn.wrong_minutes())
    starts = ask.text_of(drawn.STARTS)
    starts_at = datetime.fromtimestamp(our_id(starts), UTC) if starts else None
    if starts_at is not None and not house.now() - JUST_NOW <= starts_at <= house.now() + FARTHEST:
        return FormErrors(errors=drawn.wrong_start())
    stand_in = ask.text_of(drawn.STAND_IN)
    wish = Wish(
        guest=SlackUser(team=ask.team, user=UserId(ask.text_of(drawn.GUEST))),
        minutes=int(minutes),
        starts_at=starts_at,
        stand_in=None if stand_in in ("", drawn.NOBODY) else PersonId(our_id(stand_in)),
    )
    sheet = await inviting.invite(house.store, filled(house, ask), wish)
    house.nudge()
    return NextView(view=forms.reading("Joint session", drawn.invited(sheet)))


async def here(house: House, ask: ClickAsk) -> Answer:
    about, session = await _of(house, ask)
    await inviting.be_here(house.store, about, session)
    return done(house)


async def end(house: House, ask: ClickAsk) -> Answer:
    about, session = await _of(house, ask)
    await inviting.end(house.store, about, session)
    return done(house)


async def show_held(house: House, ask: ClickAsk) -> Answer:
    """What waits is read first, by whoever would let it in."""
    about, session = await _of(house, ask)
    return await shown(house, ask, await _held_form(house, about, session))


async def _held_form(house: House, about: CaseAsk, session: SessionId, *, changed: bool = False) -> Block:
    held = await inviting.look_at_held(house.store, replace(about, once=None), session)
    return drawn.guest_left() if held is None else drawn.held_form(held.sheet, held.words, changed=changed)


async def let_in(house: House, ask: FormAsk) -> Answer:
    """What the guest changed since is read first, in the same window."""
    session, about = SessionId(ask.id_of("session")), filled(house, ask)
    try:
        is_in = await inviting.let_in(house.store, about, session, last=KeptId(ask.id_of("last")), read=_read(ask))
    except ChangedMeanwhile:
        return NextView(view=await _held_form(house, about, session, changed=True))
    answer = done(house)
    return answer if is_in else NextView(view=drawn.guest_left())


def _read(ask: FormAsk) -> dict[KeptId, str] | None:
    """None: a form from before it went along."""
    if "read" not in ask.metadata:
        return None
    pairs = [one.partition(":") for one in ask.metadata["read"].split(",")]
    return {KeptId(our_id(number)): how for number, _, how in pairs}


async def _of(house: House, ask: ClickAsk) -> tuple[CaseAsk, SessionId]:
    """A button names a session; the deed is about its case."""
    found = await inviting.session_at(house.store, SessionId(ask.id))
    return replace(pressed(house, ask), number=found.case, was=None), found.id
