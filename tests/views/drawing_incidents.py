"""Incidents and maintenance, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.domain.ids import CaseNumber, DistrictId, NotificationId
from bot.domain.limits import DEFAULT
from bot.domain.notifications import Affected, Kind, Notification
from bot.views import announcing, home, notifications, text
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.naming import name

COUNTS = ((0, 0), (1, 0), (0, 1), (500, 20))
CASES = [CaseNumber(number) for number in range(1, 11)]
MODULES = tuple(f"Module {number}" for number in range(8))


def incident(said: str, *, number: int = 3, is_open: bool = True) -> Notification:
    return Notification(
        id=NotificationId(number),
        title=said,
        affected=Affected(modules=("Grades",) if number % 2 else (), districts=(DistrictId(1),) * (number % 3)),
        opened_at=NOON,
        closed_at=None if is_open else NOON,
        closing=said,
    )


def maintenance(said: str, *, is_open: bool = True) -> Notification:
    return Notification(
        id=NotificationId(4),
        kind=Kind.MAINTENANCE,
        title=said,
        affected=Affected(modules=MODULES, districts=tuple(DistrictId(number) for number in range(60))),
        opened_at=NOON,
        starts_at=NOON + timedelta(days=20),
        ends_at=NOON + timedelta(days=21),
        closed_at=None if is_open else NOON,
        closing=said,
    )


def many(said: str) -> list[Notification]:
    return [incident(said, number=number) for number in range(1, 60)]


def each(said: str) -> list[Notification]:
    return [make(said, is_open=is_open) for make in (incident, maintenance) for is_open in (True, False)]


def _listings(said: str) -> list[dict[str, Any]]:
    counted = [*((it, place) for place, it in enumerate(many(said))), (maintenance(said), None)]
    return [
        notifications.listing(rows, may_publish=at_desk, at_desk=at_desk)
        for rows in (counted, counted[-1:], [])
        for at_desk in (True, False)
    ]


def _pages(said: str) -> list[dict[str, Any]]:
    return [
        notifications.page(
            it,
            [(NOON, said)] * updates,
            count=count,
            cases=CASES if updates else CASES[:1],
            districts=[name(said)] * updates,
            may_publish=count is not None,
            said="Posted." if updates else "",
        )
        for it in each(said)
        for updates in (0, 12)
        for count in (None, 0, 1, 7)
    ]


def _told(said: str) -> list[Message]:
    kinds = [(it, about) for it in each(said) for about, named in notifications.TOLD.items() if it.kind in named]
    return [
        notifications.told(it, about, words=words, cases=cases)
        for it, about in kinds
        for words in (said, "")
        for cases in (CASES[:5], CASES[:1], [])
    ]


def _previews(said: str) -> list[dict[str, Any]]:
    audiences = [(0, 0, []), (1, 1, [(name(said), 1)]), (900, 300, [(name(said), 3)] * 10)]
    return [
        announcing.preview(it, people=people, districts=districts, named=named, facts="{}", now=NOON)
        for it in each(said)
        for people, districts, named in audiences
    ]


def _open_forms(said: str) -> list[dict[str, Any]]:
    known = [(f"key-{number}", name(said)) for number in range(120)]
    return [
        announcing.open_form(kind, modules, districts, DEFAULT, now=NOON)
        for kind in Kind
        for modules in (["Grades"] * 200, ["Grades"], [])
        for districts in (known, known[:3])
    ]


def _homes(said: str) -> list[dict[str, Any]]:
    """Above a page that is full, and above a short one."""
    full = [text.section("A case")] * home.BLOCKS
    return [
        home.with_above({"type": "home", "blocks": blocks}, notifications.on_home(standing))
        for standing in ([maintenance(said), *many(said)], [incident(said)])
        for blocks in (full, full[:1])
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {"notifications.told": _told}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "notifications.listing": _listings,
    "notifications.page": _pages,
    "announcing.open_form": _open_forms,
    "announcing.preview": _previews,
    "announcing.update_form": lambda said: [
        announcing.update_form(it, people=people) for it in each(said) for people in (0, 1, 7)
    ],
    "announcing.move_form": lambda said: [announcing.move_form(it, now=NOON) for it in each(said)],
    "announcing.close_form": lambda said: [
        announcing.close_form(it, moves=moves, told=told, now=NOON) for it in each(said) for moves, told in COUNTS
    ],
    "announcing.closed": lambda said: [
        announcing.closed(it, moves=moves, told=told) for it in each(said) for moves, told in COUNTS
    ],
}
HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {"home.with_above": _homes}
