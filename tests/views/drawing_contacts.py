"""What contacts are told of themselves, and how they keep it: absences, training, the list."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.confirming import Listed
from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.people import CONTACT_ROLES, Role, Standing
from bot.domain.training import Course, Training
from bot.services.import_telling import NAMED
from bot.views import absences, confirming, imports, own_details, training
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing import TALKATIVE, TEAMS, district, person
from tests.views.naming import name

DAY = date(2026, 12, 1)


def _away_forms(said: str) -> list[dict[str, Any]]:
    able = [person(said, number=number) for number in range(TALKATIVE)]
    at = [(DistrictId(number), said, able, PersonId(3)) for number in range(9)]
    return [absences.away_form(some, until=until) for some in (at, at[:1]) for until in (DAY, None)]


COURSES = (Course(name="Introduction"), Course(name="More", link="https://training.example/more"))


def _welcomes(said: str) -> list[Message]:
    return [
        training.welcome(
            district=district(said),
            district_id=1,
            role=role,
            by=by,
            training=state,
            courses=courses,
            command="/case",
            reader_team=team,
        )
        for role in CONTACT_ROLES
        for by in (person(said), None)
        for state in Training
        for courses in (COURSES, COURSES[1:], [Course(name=name(said) or "x"), Course(name=name(said) or "x")])
        for team in TEAMS
    ]


def _reminders(said: str) -> list[Message]:
    return [
        training.reminder(district=district(said), district_id=1, training=state, courses=courses, days=30)
        for state in Training
        for courses in (COURSES, COURSES[:1])
    ]


def _lists(said: str) -> list[Message]:
    lines = [
        Listed(
            line=LineId(number),
            name=name(said),
            role=Role.SUPPORT if number % 2 else Role.TECHNICAL,
            standing=[*Standing][number % 4],
            phone=name(said),
            training=[*Training][number // 4 % 4],
            is_bound=number % 3 > 0,
        )
        for number in range(80)
    ]
    return [
        confirming.asked(some, district=name(said), district_id=1, months=months)
        for some in (lines, lines[:1], [])
        for months in (1, 3)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "absences.standing_in": lambda said: [absences.standing_in(name(said), district=name(said), until=DAY)],
    "absences.standing_in_over": lambda said: [absences.standing_in_over(name(said), district=name(said))],
    "absences.deputy_lost": lambda said: [absences.deputy_lost(name(said), district=name(said))],
    "absences.away_over": lambda said: [absences.away_over(name(said), district=name(said))],
    "absences.in_place_of": lambda said: [
        absences.in_place_of([name(said)] * many, absences.back()) for many in (0, 1, 2, 40)
    ],
    "absences.back": lambda _: [absences.back()],
    "confirming.asked": _lists,
    "confirming.confirmed": lambda said: [
        confirming.confirmed(NOON, NOON, district=name(said), zone="America/Chicago")
    ],
    "confirming.unconfirmed": lambda said: [
        confirming.unconfirmed(NOON, district=name(said), has_administrator=has, zone="America/Chicago")
        for has in (True, False)
    ],
    "training.welcome": _welcomes,
    "training.reminder": _reminders,
    "training.marked": lambda said: [
        training.marked(state, at, district=name(said), zone="America/Chicago")
        for state in Training
        for at in (NOON, None)
    ],
    "imports.removed": lambda said: [
        imports.removed(name(said), district=name(said), own=own) for own in (True, False)
    ],
    "imports.changed": lambda said: [
        imports.changed(name(said), said_of=one, came=other)
        for one in _named_by_an_import(said)
        for other in _named_by_an_import(said)
    ],
}


def _named_by_an_import(said: str) -> list[imports.Named]:
    return [imports.Named(names=[name(said)] * many, beside=beside) for many in (0, 1, NAMED) for beside in (0, 999)]


def _details(said: str) -> list[dict[str, Any]]:
    rows = [
        own_details.Row(
            district=said,
            role=role,
            standing=standing,
            since=at,
            active_at=at,
            training=state,
            trained_at=at,
        )
        for role in CONTACT_ROLES
        for standing in (Standing.ACTIVE, Standing.FLAGGED)
        for state in Training
        for at in (NOON, None)
    ]
    return [
        own_details.details_form(
            name=said, email=said, phone=said[:30], zone="America/Chicago", rows=some, typed=typed
        )
        for some in (rows, rows[:1])
        for typed in (None, "", said[:30])
    ]


WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "absences.away_form": _away_forms,
    "own_details.details_form": _details,
    "own_details.saved": lambda said: [own_details.saved(said), own_details.saved("")],
    "absences.saved": lambda said: [absences.saved(DAY, [(said, said)] * many, command="/case") for many in (0, 9)],
}
