"""Incidents, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import NotificationId
from bot.domain.limits import DEFAULT
from bot.domain.notifications import Incident
from bot.views import incidents
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.naming import name

COUNTS = ((0, 0), (1, 0), (0, 1), (500, 20))


def incident(said: str, *, number: int = 3, is_open: bool = True) -> Incident:
    return Incident(
        id=NotificationId(number),
        title=said,
        module=name(said) if number % 2 else "",
        opened_at=NOON,
        closed_at=None if is_open else NOON,
        closing=said,
    )


def many(said: str) -> list[Incident]:
    return [incident(said, number=number) for number in range(1, 60)]


def _listings(said: str) -> list[Message]:
    counted = [(it, place) for place, it in enumerate(many(said))]
    return [
        incidents.listing(rows, may_close=may_close, command="/case")
        for rows in (counted, counted[:1], [])
        for may_close in (True, False)
    ]


def _close_forms(said: str) -> list[dict[str, Any]]:
    return [incidents.close_form(it, moves=moves, told=told) for it in many(said)[:2] for moves, told in COUNTS]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "incidents.opened": lambda _: [incidents.opened(NotificationId(3), command="/case")],
    "incidents.listing": _listings,
    "incidents.closed": lambda said: [
        incidents.closed(incident(said), moves=moves, told=told) for moves, told in COUNTS
    ],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "incidents.open_form": lambda _: [
        incidents.open_form(modules, DEFAULT) for modules in (["Grades"] * 200, ["Grades"], [])
    ],
    "incidents.close_form": _close_forms,
}
