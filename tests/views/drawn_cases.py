"""What is drawn of a case beside its card: the desk's windows, notices, and what is shown in its thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.domain.cases import Status
from bot.domain.ids import KeptId
from bot.domain.limits import DEFAULT
from bot.domain.telling import Choice, News, Quiet, Way
from bot.views import (
    case_buttons,
    case_notices,
    desk_forms,
    digests,
    forms,
    incidents,
    lines,
    lists,
    notify_forms,
    offers,
    resyncing,
)
from bot.views.digests import Entry
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing import TALKATIVE, TEAMS, case, case_sheet, person, rows
from tests.views.drawing_incidents import many
from tests.views.naming import name
from tests.views.refused import NUMBER

KEPT = KeptId(3)


def _status_forms(said: str) -> list[dict[str, Any]]:
    many = [(number, said) for number in range(1, 121)]
    each = [(status, chosen) for status in Status for chosen in (None, *desk_forms.MOVES)]
    all_at_once = [(Status.ASSIGNED, chosen, many) for chosen in desk_forms.MOVES]
    return [
        desk_forms.status_form(
            case(said, status),
            [*desk_forms.MOVES],
            chosen=chosen,
            issues=issues,
            referrals=("IT", "The state"),
            limits=DEFAULT,
        )
        for status, chosen, issues in [*((*it, []) for it in each), *all_at_once]
    ]


def _owner_forms(said: str) -> list[dict[str, Any]]:
    agents = [(person(said, number=number), date(2026, 12, 1) if number % 2 else None) for number in range(1, 120)]
    return [desk_forms.owner_form(case(said), some) for some in (agents, agents[:1])]


def _previews(said: str) -> list[dict[str, Any]]:
    readers = [person(said, number=number) for number in range(1, 9)]
    return [
        desk_forms.reply_preview(NUMBER, KEPT, said, files=[said], district=said, readers=some, in_channel=in_channel)
        for some in (readers, readers[:1], [])
        for in_channel in (True, False)
    ]


def _notices(said: str) -> list[Message]:
    return [
        case_notices.notice(
            what, sheet=case_sheet(said, status), by=person(said), reader_team=team, deputy_of=deputy_of
        )
        for what in case_notices.NOTICES
        for status in Status
        for team in TEAMS
        for deputy_of in (None, person(said))
    ]


def _actions(said: str) -> list[Message]:
    return [
        offers.case_actions(NUMBER, pressed)
        for status in Status
        for draw in (case_buttons.for_district, case_buttons.for_desk)
        for pressed in ([*draw(case_sheet(said, status), NOON), *case_buttons.beside(NUMBER)], [])
    ]


def _people(said: str) -> list[Any]:
    return [person(said, number=number) for number in range(1, 120)]


def _digests(said: str) -> list[Message]:
    news = tuple((kind, count) for kind in News for count in (1, 3))
    entries = [Entry(case=case(said, status), district=name(said), news=news) for status in Status for _ in range(5)]
    return [digests.digest(some, at_desk=at_desk) for some in (entries, entries[:1]) for at_desk in (True, False)]


def _choices() -> list[Choice]:
    night = Quiet(begins=time(22), ends=time(7))
    quiets = (None, night, replace(night, weekends=True))
    return [Choice(zone="America/Chicago", way=way, quiet=quiet) for way in Way for quiet in quiets]


def _not_carried(said: str) -> list[Message]:
    links = ("https://x.example/f", "", f"https://x.example/<{said}")
    return [
        lines.not_carried(said, why, permalink=link, limits=DEFAULT) for why in lines.NOT_CARRIED for link in links
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "case_notices.notice": _notices,
    "lines.not_carried": _not_carried,
    "case_notices.offered": lambda said: [
        case_notices.offered(name(said), rows(said, count), at_desk=at_desk)
        for count in (2, TALKATIVE)
        for at_desk in (True, False)
    ],
    "digests.digest": _digests,
    "lists.away": lambda _: [lists.away(date(2026, 12, 1), command="/case")],
    "lists.back": lambda _: [lists.back()],
    "resyncing.begun": lambda _: [resyncing.begun(NUMBER)],
    "resyncing.done": lambda _: [
        resyncing.done(NUMBER, dict.fromkeys(("taken", "edited", "gone", "refused", "unread"), count))
        for count in (0, 1, 2)
    ],
    "offers.case_actions": _actions,
    "offers.reply_to_closed": lambda _: [
        offers.reply_to_closed(NUMBER, KEPT, by_agent=agent, kept_hours=hours)
        for agent in (True, False)
        for hours in (1, 24, 36, 48)
    ],
    "offers.not_read": lambda _: [offers.not_read(command="/case")],
    "offers.taken": lambda _: [offers.taken(NUMBER)],
    "offers.thanked": lambda _: [offers.thanked(NUMBER)],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "desk_forms.status_form": _status_forms,
    "desk_forms.owner_form": _owner_forms,
    "incidents.link_form": lambda said: [
        incidents.link_form(case(said), known) for known in (many(said) * 3, many(said)[:1], [])
    ],
    "desk_forms.priority_form": lambda said: [desk_forms.priority_form(case(said), DEFAULT)],
    "desk_forms.call_form": lambda said: [desk_forms.call_form(NUMBER, _people(said))],
    "desk_forms.hand_over_form": lambda said: [
        desk_forms.hand_over_form(case(said), [(it, None) for it in _people(said)])
    ],
    "desk_forms.nobody_else": lambda _: [desk_forms.nobody_else(NUMBER, "contacts")],
    "desk_forms.reply_preview": _previews,
    "notify_forms.notify_form": lambda _: [notify_forms.notify_form(choice) for choice in _choices()],
    "notify_forms.saved": lambda _: [notify_forms.saved(choice) for choice in _choices()],
    "forms.escalate_form": lambda _: [forms.escalate_form(NUMBER, DEFAULT)],
    "forms.notice": lambda _: [forms.notice("Case", "This message is not in a case's thread.")],
}
