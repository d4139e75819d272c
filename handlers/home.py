"""The app's Home."""

from collections.abc import Sequence
from typing import Any

from bot.domain.ids import DistrictId, TeamId
from bot.services import viewing
from bot.services.viewing import Door, Reach
from bot.views import (
    absences,
    audit,
    emergencies_waiting,
    holds,
    home,
    list_home,
    notifications,
    redirect,
    silences,
    training,
    waiting_questions,
)
from handlers.answers import Answer, Nothing
from handlers.asks import HomeOpened
from handlers.house import House
from handlers.rows import rows_of


async def opened(house: House, ask: HomeOpened) -> Answer:
    """Opening it is signing in (POLICY 7); it is drawn afresh each time."""
    door = await viewing.open_home(house.store, who=ask.who, at=ask.at, now=house.now(), once=ask.key)
    view = home.with_above(_drawn(house, door, ask.who.team), notifications.on_home(door.standing))
    await house.publish_home(ask.who, home.with_below(view, audit.button()) if _asks_below(door) else view)
    return Nothing()


def _asks_below(door: Door) -> bool:
    """Who keeps a list and is no contact has it beside that, at the top."""
    hat = door.hat
    return hat.administrator and (hat.agent or hat.contact or hat.support_administrator or not door.keeps)


def _keeps(door: Door) -> list[dict[str, Any]]:
    """What somebody comes for who keeps a list, and is no contact."""
    return [*list_home.kept(door.keeps), *audit.button()] if door.keeps else []


def _drawn(house: House, door: Door, team: TeamId) -> dict[str, Any]:
    if door.hat.agent:
        return home.for_agent(door.rows, more=[*emergencies_waiting.on_home(door.urgent), *_decides(door)])
    if door.hat.contact:
        staff_at, given = _pointed([reach for reach in door.reaches if not reach.is_own])
        own = [
            *emergencies_waiting.own(door.reported),
            *emergencies_waiting.for_contact(door.urgent),
            *absences.on_home(door.away_until, door.deputies),
            *training.on_home(door.training, door.course),
            *_asked_of(door),
        ]
        return home.for_contact(
            [(reach.district, reach.contacts) for reach in door.reaches if reach.is_own],
            door.rows,
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
