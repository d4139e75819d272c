"""Emergencies, and what those read who were let into a case, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain import sessions
from bot.domain.emergencies import Emergency, Reached, Report, State
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId, SessionId
from bot.domain.limits import DEFAULT
from bot.domain.sessions import Session, Why
from bot.domain.sheets import CaseSheet, EmergencySheet, Seat, SessionSheet
from bot.views import emergencies as views
from bot.views import emergencies_over, emergencies_sent, emergencies_waiting, let_in
from bot.views import sessions as sessions_views
from bot.views.message import Block, Message
from tests.clockwork import HOUR, NOON
from tests.views.drawing import TALKATIVE, case, case_sheet, district, person
from tests.views.naming import name
from tests.views.refused import NUMBER


def sheet(said: str, state: State = State.ASKED) -> EmergencySheet:
    emergency = Emergency(
        id=EmergencyId(2),
        district=DistrictId(1),
        person=PersonId(1),
        state=state,
        asked_at=NOON,
        case=CaseNumber(17) if state in (State.ACCEPTED, State.CLAIMED) else None,
    )
    cut = [
        said[: emergencies_sent.LONGEST[field]]
        for field in (
            emergencies_sent.BROKEN,
            emergencies_sent.AFFECTED,
            emergencies_sent.UNREACHABLE,
            emergencies_sent.PHONE,
        )
    ]
    return EmergencySheet(
        emergency=emergency,
        district=district(said),
        person=person(said),
        said=Report(broken=cut[0], affected=cut[1], unreachable=cut[2], phone=cut[3]),
        reason=said[:1000],
        by=person(said, number=2, at_vendor=True),
        claimer=person(said, number=3),
    )


def _sessions(said: str) -> list[SessionSheet]:
    session = Session(
        id=SessionId(9),
        case=NUMBER,
        district=DistrictId(1),
        host=PersonId(1),
        guest=PersonId(2),
        starts_at=NOON,
        ends_at=NOON + HOUR,
    )
    each = [replace(session, state=state, why=why) for state in sessions.State for why in (None, *Why)]
    return [SessionSheet(session=it, host=person(said), guest=person(said, number=2)) for it in each]


def _unclaimed(said: str) -> list[CaseSheet]:
    found = case_sheet(said)
    return [found, replace(found, contact=None, case=replace(found.case, contact=None)), replace(found, subject=None)]


def _report_forms(said: str) -> list[dict[str, Any]]:
    each = [many for found in _reached(said) for many in ([found] * 3, [found])]
    return [emergencies_sent.report_form(some, phone=phone) for some in each for phone in (said, "")]


def _reached(said: str) -> list[Reached]:
    one = Reached(district=DistrictId(1), name=name(said), others=True, is_contact=False)
    return [one, replace(one, others=False), replace(one, others=False, is_contact=True)]


def _offer_forms(said: str) -> list[dict[str, Any]]:
    many = [(person(said, number=number), NOON.date() if number % 2 else None) for number in range(TALKATIVE)]
    return [views.offer_form(NUMBER, some) for some in (many, [])]


def waiting(said: str) -> list[EmergencySheet]:
    waits = [sheet(said, state) for state in (State.ASKED, State.ACCEPTED) for _ in range(6)]
    return [replace(it, emergency=replace(it.emergency, id=EmergencyId(at))) for at, it in enumerate(waits, 1)]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "emergencies_sent.sent": lambda said: [
        emergencies_sent.sent(reached, phone=phone) for reached in _reached(said) for phone in (name(said), "")
    ],
    "emergencies.confirmed": lambda said: [
        views.confirmed(sheet(said), phone=name(said), reached=reached) for reached in _reached(said)
    ],
    "emergencies.page": lambda said: [
        views.page(sheet(said, state), words=words) for state in State for words in (True, False)
    ],
    "emergencies.settled": lambda said: [views.settled(sheet(said, state)) for state in State],
    "emergencies.own": lambda said: [
        *(views.own(sheet(said, state)) for state in State),
        views.own(replace(sheet(said, State.CLAIMED), claimer=None)),
    ],
    "emergencies.over": lambda _: [views.over()],
    "emergencies.to_agent": lambda said: [views.to_agent(sheet(said))],
    "emergencies.accepted": lambda _: [views.accepted(NUMBER)],
    "emergencies.declined": lambda _: [views.declined()],
    "emergencies.asked": lambda said: [views.asked(sheet(said))],
    "emergencies.claimed": lambda _: [views.claimed(NUMBER)],
    "emergencies.to_claim": lambda said: [
        views.to_claim(sheet(said, State.ACCEPTED), offered=offered) for offered in (True, False)
    ],
    "emergencies.claimed_by": lambda said: [
        views.claimed_by(sheet(said, State.CLAIMED), reader=PersonId(reader)) for reader in (1, 3)
    ],
    "emergencies.nobody": lambda said: [views.nobody(sheet(said))],
    "emergencies.unclaimed": lambda said: [views.unclaimed(sheet(said, State.ACCEPTED))],
    "emergencies.often": lambda said: [views.often(sheet(said), DEFAULT)],
    "emergencies.left": lambda said: [
        views.left(sheet(said), replace(DEFAULT, emergency_left_days=days)) for days in (1, 5)
    ],
    "emergencies_over.undecided": lambda said: [
        emergencies_over.undecided(views.declined(), phone=phone, anybody=anybody, is_contact=is_contact)
        for phone in (name(said), "")
        for anybody, is_contact in ((True, False), (False, False), (True, True))
    ],
    "emergencies_over.yourself": lambda said: [emergencies_over.yourself(district(said))],
    "emergencies.waiting": lambda said: [views.waiting(sheet(said))],
    "emergencies_over.refused": lambda said: [emergencies_over.refused(said[:1000], views.declined())],
    "emergencies.taken": lambda said: [
        views.taken(it) for it in (sheet(said, State.CLAIMED), replace(sheet(said, State.CLAIMED), by=None))
    ],
    "emergencies.withdrawn": lambda _: [views.withdrawn()],
    "sessions.line": lambda said: [
        sessions_views.line(what, it, to_guest=to_guest, is_contact=is_contact)
        for it in _sessions(said)
        for to_guest, kinds in ((True, sessions_views.TO_GUEST), (False, sessions_views.LINES))
        for what in kinds
        for is_contact in (False, to_guest)
    ],
    "sessions.notice": lambda said: [
        sessions_views.notice(what, it, to_guest=to_guest)
        for it in _sessions(said)
        for what in sessions_views.NOTICES
        for to_guest in (True, False)
    ],
    "sessions.invited": lambda said: [sessions_views.invited(it) for it in _sessions(said)],
    "sessions.held": lambda _: [sessions_views.held(NUMBER)],
    "let_in.card": lambda said: [
        let_in.card(it, seat, words=words)
        for it in _unclaimed(said)
        for seat in (Seat.REPORTER, Seat.GUEST)
        for words in (True, False)
    ],
    "let_in.left": lambda _: [let_in.left(NUMBER)],
    "let_in.claimed": lambda said: [let_in.claimed(it) for it in _unclaimed(said)],
    "let_in.claimed_yourself": lambda said: [let_in.claimed_yourself(it) for it in _unclaimed(said)],
    "let_in.status": lambda said: [let_in.status(it) for it in _unclaimed(said)],
}


def _held_forms(said: str) -> list[dict[str, Any]]:
    return [
        sessions_views.held_form(
            _sessions(said)[0], [(number, words, number % 3) for number in range(count)], changed=changed
        )
        for changed in (False, True)
        for count in (0, 1, 40)
        for words in (said, "x" * 9000)
    ]


WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "sessions.held_form": _held_forms,
    "sessions.guest_left": lambda _: [sessions_views.guest_left()],
    "emergencies_sent.report_form": _report_forms,
    "emergencies.accept_form": lambda said: [
        views.accept_form(sheet(said), modules, DEFAULT) for modules in (["Grades"] * 200, ["Grades"])
    ],
    "emergencies.decline_form": lambda said: [views.decline_form(sheet(said), DEFAULT)],
    "emergencies.offer_form": _offer_forms,
    "sessions.invite_form": lambda said: [
        sessions_views.invite_form(case(said), [person(said, number=number) for number in range(many)], DEFAULT)
        for many in (0, 120)
    ],
}


def own_ones(said: str) -> list[list[Block]]:
    """On the Home of who reported one, and of who reported none."""
    return [emergencies_waiting.own(it) for it in (sheet(said), sheet(said, State.ACCEPTED), None)]


def own_and_waiting(said: str) -> list[Block]:
    """On the Home of a contact who is staff elsewhere."""
    return [*own_ones(said)[0], *emergencies_waiting.for_contact(waiting(said))]
