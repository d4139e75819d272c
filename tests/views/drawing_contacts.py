"""What contacts are told of themselves, and how they keep it: absences, training, the list."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.ids import DistrictId, PersonId
from bot.views import absences
from bot.views.message import Message
from tests.views.drawing import TALKATIVE, person

DAY = date(2026, 12, 1)


def _away_forms(said: str) -> list[dict[str, Any]]:
    able = [person(said, number=number) for number in range(TALKATIVE)]
    at = [(DistrictId(number), said, able, PersonId(3)) for number in range(9)]
    return [absences.away_form(some, until=until) for some in (at, at[:1]) for until in (DAY, None)]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "absences.standing_in": lambda said: [absences.standing_in(said, district=said, until=DAY)],
    "absences.standing_in_over": lambda said: [absences.standing_in_over(said, district=said)],
    "absences.deputy_lost": lambda said: [absences.deputy_lost(said, district=said)],
    "absences.away_over": lambda said: [absences.away_over(said, district=said)],
    "absences.back": lambda _: [absences.back()],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "absences.away_form": _away_forms,
    "absences.saved": lambda said: [absences.saved(DAY, [(said, said)] * many, command="/case") for many in (0, 9)],
}
