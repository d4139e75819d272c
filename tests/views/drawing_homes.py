"""The Homes of those who are of a district, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any

from bot.domain.cases import Status
from bot.domain.home_lists import OF_AGENT, OF_CONTACT, HomeList, Shown
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import Role
from bot.domain.questions import State
from bot.domain.sheets import HomePage, HomeRow
from bot.domain.targets import Kind
from bot.domain.training import Course, Training
from bot.services.home_cases import WAITING
from bot.views import absences, emergencies_waiting, home, home_cases, training, waiting_questions
from bot.views.message import Block
from storage.home_lists import MENU, PAGE
from tests.clockwork import DAY, NOON
from tests.views import drawing_emergencies
from tests.views.drawing import ELSEWHERE, HERE, TALKATIVE, case, contacts, district, rows
from tests.views.drawing_questions import question, waiting
from tests.views.naming import name
from tests.views.refused import NUMBER

FAR = NOON + 400 * DAY
MOST_EMPTY = 3


def home_rows(said: str, count: int) -> list[HomeRow]:
    """Of every status, with all that stands below one."""
    statuses = [*Status]
    found = []
    for place, row in enumerate(rows(said, count)):
        status = statuses[place % len(statuses)]
        drawn = replace(row, case=replace(case(said, status), owner=None if place % 3 else PersonId(2)))
        dates = {
            "closes_at": FAR,
            "misses_at": FAR if place % 2 else NOON,
            "reopen_until": NOON if place % 2 else NOON - DAY,
        }
        found.append(
            HomeRow(row=drawn, zone="America/Chicago", is_theirs=bool(place % 2), target=Kind.UPDATE, **dates)
        )
    return found


def pages(said: str, lists: Sequence[HomeList]) -> list[HomePage]:
    """Of each list a full one and an empty one: of all districts and of one, the first page and another."""
    many = [(DistrictId(number), name(said)) for number in range(1, MENU + 1)]
    full = [
        HomePage(
            shown=Shown(which=which, district=DistrictId(1) if place % 2 else None),
            rows=home_rows(said, PAGE),
            is_first=False,
            after=(NOON, NUMBER),
            districts=many,
            waits=home_rows(said, WAITING),
            more_waits=True,
        )
        for place, which in enumerate(lists)
    ]
    return [*full, *(replace(it, rows=[], waits=[], is_first=place < MOST_EMPTY) for place, it in enumerate(full))]


def _cases(said: str) -> list[list[Block]]:
    districts = [district(said)]
    return [home_cases.for_contact(it, districts, now=NOON) for it in pages(said, OF_CONTACT)]


def _desks_cases(said: str) -> list[list[Block]]:
    return [home_cases.for_agent(it, now=NOON) for it in pages(said, OF_AGENT)]


def _standing(said: str) -> list[Block]:
    at = [(name(said), role, training) for role in (Role.SUPPORT, Role.TECHNICAL) for training in Training]
    return home_cases.standing(at, active_at=NOON, flags_at=FAR, zone="America/Chicago", now=NOON)


def _homes(said: str) -> list[dict[str, Any]]:
    drawn = cycle(_cases(said))
    return [
        home.for_contact(
            [(district(said), contacts(said, count))] * several,
            next(drawn),
            standing=_standing(said),
            now=NOON,
            reader_team=HERE,
            days=180,
            own=[
                *emergent,
                *absences.on_home(until, [(said, said)] * several),
                *training.on_home([(it, said, Training.NEEDED) for it in range(several)], Course(name=said)),
                *waiting_questions.on_home(waiting(said, min(several - 1, 3)), count=several - 1),
            ],
            keeps=[(DistrictId(1), said)] * several,
            staff_at=[(district(said), contacts(said, count))] * (several - 1),
        )
        for count in (TALKATIVE, 1)
        for several in (1, 2, TALKATIVE)
        for until, emergent in ((NOON.date(), drawing_emergencies.own_and_waiting(said)), (None, []))
    ]


def _agents_homes(said: str) -> list[dict[str, Any]]:
    found = drawing_emergencies.waiting(said)
    urgent = cycle((found, found[:1], []))
    return [home.for_agent(it, more=emergencies_waiting.on_home(next(urgent))) for it in _desks_cases(said)]


def _staff_homes(said: str) -> list[dict[str, Any]]:
    asked = [(question(said, state), words) for state in State for words in (said, None)]
    mine = drawing_emergencies.own_ones(said)
    sizes = [(several, count, mine[0]) for several in (0, 1, 2, TALKATIVE) for count in (TALKATIVE, 0)]
    return [
        home.for_staff(
            [(district(said), contacts(said, count))] * several,
            now=NOON,
            reader_team=ELSEWHERE,
            command="/case",
            asked=asked,
            waits=waits,
        )
        for several, count, waits in [*sizes, *((1, 2, own) for own in mine)]
    ]


HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "home.for_contact": _homes,
    "home.for_agent": _agents_homes,
    "home.for_staff": _staff_homes,
}
