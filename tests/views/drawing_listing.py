"""A district's list of contacts and requests about it, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.ids import DistrictId, PersonId, RequestId, SlackUser, TeamId, UserId
from bot.domain.limits import DEFAULT
from bot.domain.list_requests import Kind, Request, Short, State, Waits, Words
from bot.domain.list_sheets import ListLine, ListSheet, RequestSheet
from bot.domain.people import Role, Standing
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.views import list_forms, list_notices, list_windows, previews
from bot.views.list_forms import Asking
from bot.views.message import Message
from tests.clockwork import DAY, NOON
from tests.views.naming import name

MANY = 40
LAKESIDE = DistrictId(1)


def _person(said: str, number: int = 1, *, bound: bool = True) -> PersonSheet:
    slack = SlackUser(team=TeamId("T0"), user=UserId(f"U{number}")) if bound else None
    return PersonSheet(id=PersonId(number), name=name(said), slack=slack)


def request(said: str, kind: Kind, state: State = State.ASKED, waits: Waits = Waits.SUPPORT) -> RequestSheet:
    comes = kind in (Kind.ADD, Kind.REACTIVATE, Kind.THIRD_PARTY, Kind.BIND)
    return RequestSheet(
        request=Request(
            id=RequestId(17),
            district=LAKESIDE,
            kind=kind,
            state=state,
            person=PersonId(1),
            asked_by=PersonId(2),
            asked_at=NOON,
            waits_for=waits,
            role=Role.TECHNICAL,
            training="needed",
            licensed=True,
            decided_by=PersonId(3) if state is not State.ASKED else None,
            decided_at=NOON,
            undo_until=NOON + DAY if kind is Kind.REMOVE else None,
        ),
        district=DistrictSheet(name=name(said), zone="UTC"),
        person=_person(said),
        asked_by=_person(said, 2),
        comes=_person(said) if comes else None,
        decided_by=_person(said, 3) if state is not State.ASKED else None,
        words=Words(reason=said, answer=said, name=said, email=said, phone=said),
        contacts=3,
    )


def every(said: str) -> list[RequestSheet]:
    found = [request(said, kind, state) for kind in Kind for state in State]
    replaced = [
        replace(request(said, Kind.REMOVE, state), comes=_person(said, 4)) for state in (State.ASKED, State.APPLIED)
    ]
    removed = request(said, Kind.REMOVE, State.APPLIED, Waits.CONFIRMATION)
    final = replace(removed, request=replace(removed.request, undo_until=None), words=Words())
    return [*found, *replaced, removed, final, *entered(said)]


def entered(said: str) -> list[RequestSheet]:
    """Written down by somebody else than whoever asked."""
    found = [request(said, kind, state) for kind in Kind for state in (State.ASKED, State.APPLIED)]
    return [replace(sheet, entered_by=_person(said, 5)) for sheet in found]


def line(said: str, number: int) -> ListLine:
    standing = list(Standing)[number % 4]
    third = number % 7 == 6
    return ListLine(
        person=_person(said, number, bound=number % 5 != 0),
        role=Role.STAFF if third else (Role.SUPPORT if number % 2 else Role.TECHNICAL),
        standing=standing,
        may_act=not third and standing in (Standing.ACTIVE, Standing.FLAGGED),
        email=said,
        phone=said,
        training="done",
        zone="America/Denver",
        last_active=NOON if number % 3 else None,
        gone=number % 11 == 10,
        third_party=third,
        away_until=NOON.date() if number % 4 == 1 else None,
    )


def _sheet(said: str, *, many: int, requests: list[RequestSheet], rights: bool) -> ListSheet:
    return ListSheet(
        id=LAKESIDE,
        district=DistrictSheet(name=name(said), zone="UTC"),
        lines=[line(said, number) for number in range(many)],
        requests=requests,
        short=tuple(Short) if rights else (),
        asks=rights,
        withdraws=frozenset({RequestId(17)} if rights else ()),
        binds=rights,
        overrides=not rights,
    )


def _without_previews(said: str) -> list[ListSheet]:
    """As its administrator and as a contact see it."""
    shown = _sheet(said, many=1, requests=[], rights=True)
    hidden = replace(shown, district=replace(shown.district, previews=False))
    return [replace(hidden, administers=administers) for administers in (True, False)]


def _listings(said: str) -> list[dict[str, Any]]:
    waiting = [request(said, Kind.ADD)] * 30
    return [
        list_windows.listing(_sheet(said, many=MANY, requests=waiting, rights=True), note="Done."),
        list_windows.listing(_sheet(said, many=MANY, requests=[], rights=False), skip=30),
        *(list_windows.listing(sheet) for sheet in _without_previews(said)),
        list_windows.listing(_sheet(said, many=0, requests=[], rights=True)),
    ]


def _forms(said: str) -> list[dict[str, Any]]:
    of_everybody = [Asking(kind=kind, id=LAKESIDE, district=said, line=line(said, 1), contacts=3) for kind in Kind]
    known = replace(line("Ana", 1), email="ana@lakeside.example")
    others = [
        Asking(kind=Kind.ADD, id=LAKESIDE, district=said),
        Asking(kind=Kind.UPDATE, id=LAKESIDE, district=said, line=known),
        Asking(kind=Kind.REMOVE, id=LAKESIDE, district=said, line=known, needs_another=True),
        Asking(kind=Kind.REMOVE, id=LAKESIDE, district=said, line=known, overrides=True),
    ]
    return [list_forms.form(asking, DEFAULT) for asking in (*of_everybody, *others)]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "list_notices.asked": lambda said: [list_notices.asked(sheet) for sheet in every(said)],
    "list_notices.entered": lambda said: [list_notices.entered(sheet) for sheet in entered(said)],
    "list_notices.settled": lambda said: [list_notices.settled(sheet) for sheet in every(said)],
    "list_notices.changed": lambda said: [list_notices.changed(sheet) for sheet in every(said)],
    "list_notices.yours": lambda said: [
        list_notices.yours(sheet, may_undo=may_undo)
        for sheet in every(said)
        for may_undo in (True, False)
        if sheet.request.kind in list_notices.YOURS
    ],
    "previews.switched": lambda said: [
        previews.switched(by=_person(said), district=name(said), shown=shown) for shown in (True, False)
    ],
    "list_notices.short": lambda said: [
        list_notices.short(DistrictSheet(name=name(said), zone="UTC"), found)
        for found in (tuple(Short), (Short.SUPPORT,), (Short.TECHNICAL,))
    ],
    "list_notices.details": lambda said: [
        list_notices.details(DistrictSheet(name=name(said), zone="UTC"), _person(said), by)
        for by in (_person(said), _person(said, 2), None)
    ],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "list_windows.listing": _listings,
    "list_windows.waiting": lambda said: [
        list_windows.waiting(rows, older=older, now=now)
        for rows in (every(said)[:10], every(said)[-4:], [])
        for older in (None, 17)
        for now in (NOON, NOON + 2 * DAY)
    ],
    "list_windows.which": lambda said: [list_windows.which([(LAKESIDE, said)] * count) for count in (2, MANY)],
    "list_windows.choose": lambda said: [
        list_windows.choose([(f"district-{number}", said) for number in range(many)], command="/case")
        for many in (0, 1, 2, 101)
    ],
    "list_forms.form": _forms,
    "list_forms.approve_form": lambda said: [list_forms.approve_form(sheet) for sheet in every(said)],
    "list_forms.decline_form": lambda said: [list_forms.decline_form(sheet, DEFAULT) for sheet in every(said)],
}
