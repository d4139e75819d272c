"""The Homes of those who are of a district, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import DistrictId
from bot.domain.questions import State
from bot.domain.training import Course, Training
from bot.views import absences, home, training, waiting_questions
from tests.clockwork import NOON
from tests.views import drawing_emergencies
from tests.views.drawing import ELSEWHERE, HERE, TALKATIVE, contacts, district, rows
from tests.views.drawing_questions import question, waiting


def _homes(said: str) -> list[dict[str, Any]]:
    return [
        home.for_contact(
            [(district(said), contacts(said, count))] * several,
            rows(said, count),
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
    "home.for_staff": _staff_homes,
}
