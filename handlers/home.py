"""The app's Home."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.home_lists import HomeList, Shown
from bot.domain.ids import DistrictId, SlackUser, TeamId
from bot.services import owning, viewing
from bot.services.home_cases import Turned
from bot.services.own_standing import OwnStanding
from bot.services.viewing import Door, Reach
from bot.views import (
    absences,
    audit,
    emergencies_waiting,
    holds,
    home,
    home_cases,
    list_home,
    notifications,
    redirect,
    report_form,
    silences,
    training,
    waiting_questions,
)
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk, HomeOpened
from handlers.house import House
from handlers.payloads import one_of, our_id
from handlers.pressing import once_of, page_before, pressed
from handlers.rows import rows_of


async def opened(house: House, ask: HomeOpened) -> Answer:
    """Opening it is signing in (POLICY 7); it is drawn afresh each time."""
    await house.publish_home(ask.who, await _home_of(house, ask.who, at=ask.at, once=ask.key))
    return Nothing()


async def turned(house: House, ask: ClickAsk) -> Answer:
    """Another list of cases, another district, or another page."""
    await _publish_again(house, ask, once=once_of(ask), chosen=_chosen(ask.value))
    return Nothing()


async def take(house: House, ask: ClickAsk) -> Answer:
    """A case that is nobody's. Who was too late is told so, and reads the Home as it is by now, too."""
    try:
        await owning.take_case(house.store, pressed(house, ask))
        house.nudge()
    finally:
        await _publish_again(house, ask, once=None)
    return Nothing()


async def _publish_again(house: House, ask: ClickAsk, *, once: str | None, chosen: Turned | None = None) -> None:
    """Where another click of theirs was drawn first, what both left on record is drawn, once."""
    view = await _home_of(house, ask.who, at=ask.at, once=once, chosen=chosen)
    if not await house.publish_home(ask.who, view, seen=ask.view_hash):
        await house.publish_home(ask.who, await _home_of(house, ask.who, at=ask.at, once=None))


async def _home_of(
    house: House, who: SlackUser, *, at: datetime, once: str | None, chosen: Turned | None = None
) -> dict[str, Any]:
    door = await viewing.open_home(house.store, who=who, at=at, now=house.now(), once=once, turned=chosen)
    view = home.with_above(_drawn(house, door, who.team), notifications.on_home(door.notified))
    return home.with_below(view, audit.button()) if _asks_below(door) else view


def _chosen(value: str) -> Turned:
    """List, district and, of a page, where the one before it ended. Raises Malformed."""
    which, district, before = [*value.split(":", 2), "", ""][:3]
    its = our_id(district)
    shown = Shown(which=one_of(HomeList, which), district=DistrictId(its) if its else None)
    return Turned(shown=shown, after=page_before(before) if before else None)


def _asks_below(door: Door) -> bool:
    """Who keeps a list and is no contact has it beside that, at the top."""
    hat = door.hat
    return hat.administrator and (hat.agent or hat.contact or hat.support_administrator or not door.keeps)


def _keeps(door: Door) -> list[dict[str, Any]]:
    """What somebody comes for who keeps a list, and is no contact."""
    return [*list_home.kept(door.keeps), *audit.button(report_form.on_home())] if door.keeps else []


def _drawn(house: House, door: Door, team: TeamId) -> dict[str, Any]:
    if door.page is not None and door.hat.agent:
        more = [*emergencies_waiting.on_home(door.urgent), *_decides(door)]
        return home.for_agent(home_cases.for_agent(door.page, now=house.now()), more=more)
    if door.page is not None and door.hat.contact:
        own_reaches = [(reach.district, reach.contacts) for reach in door.reaches if reach.is_own]
        staff_at, given = _pointed([reach for reach in door.reaches if not reach.is_own])
        own = [
            *emergencies_waiting.own(door.reported),
            *emergencies_waiting.for_contact(door.urgent),
            *absences.on_home(door.away_until, door.deputies),
            *training.on_home(door.training, door.course),
            *_asked_of(door),
        ]
        return home.for_contact(
            own_reaches,
            home_cases.for_contact(door.page, [district for district, _ in own_reaches], now=house.now()),
            standing=_standing(door.standing, house.now()),
            now=house.now(),
            reader_team=team,
            days=house.limits.inactivity_flag_day,
            own=own,
            keeps=door.keeps,
            staff_at=staff_at,
            given=given,
        )
    if door.hat.support_administrator:
        return home.for_support_administrator(command=house.command, more=_decides(door))
    if door.not_set_up:
        return home.not_set_up()
    if door.hat.outsider:
        return home.for_outsiders()
    asked = [(it.question, it.words) for it in door.asked]
    reaches, given = _pointed(door.reaches)
    return home.for_staff(
        reaches,
        now=house.now(),
        reader_team=team,
        command=house.command,
        asked=asked,
        given=given,
        waits=[*emergencies_waiting.own(door.reported), *_asked_of(door)],
        own=_keeps(door),
    )


def _standing(its: OwnStanding | None, now: datetime) -> list[dict[str, Any]]:
    if its is None:
        return []
    return home_cases.standing(its.at, active_at=its.active_at, flags_at=its.flags_at, zone=its.zone, now=now)


def _pointed(reaches: Sequence[Reach]) -> tuple[list[redirect.Reach], DistrictId | None]:
    """To whose contacts; and which district that is, where it is no choice."""
    return [(it.district, it.contacts) for it in reaches], reaches[0].id if len(reaches) == 1 else None


def _asked_of(door: Door) -> list[dict[str, Any]]:
    """Of a contact or a coach: the questions that wait on them."""
    found = door.questions
    return [] if found is None else waiting_questions.on_home(rows_of(found), count=found.count)


def _decides(door: Door) -> list[dict[str, Any]]:
    """What waits for a support administrator."""
    waits = [] if door.waiting is None else list_home.for_support(door.waiting)
    if door.quiet is None:
        return waits
    return [*waits, *silences.on_home(door.quiet), *holds.on_home()]
