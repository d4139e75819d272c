"""What the clock says, drawn as `drawing` draws the other views."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases import Priority, Status
from bot.domain.sheets import CaseSheet
from bot.domain.targets import Kind
from bot.views import clocks
from bot.views.message import Message
from tests.clockwork import DAY, NOON
from tests.views.drawing import TALKATIVE, TEAMS, case_sheet, person
from tests.views.refused import NUMBER


def waiting_sheet(said: str, status: Status = Status.PENDING_VERIFICATION) -> CaseSheet:
    """A case whose every clock shows something; each of them is drawn where it applies."""
    sheet = case_sheet(said, status)
    return replace(sheet, closes_at=NOON, waits_from=NOON.date(), target=Kind.UPDATE, misses_at=NOON)


def _follow_ups(said: str) -> list[Message]:
    critical = waiting_sheet(said, Status.PENDING_INPUT)
    sheets = (waiting_sheet(said), replace(critical, case=replace(critical.case, priority=Priority.CRITICAL)))
    to = [person(said, number=number) for number in range(TALKATIVE)]
    return [
        clocks.follow_up(
            sheet, number, last=number == 3, to=whom, closes_at=NOON, reader_team=team, in_thread=bool(whom)
        )
        for sheet in sheets
        for number in (1, 2, 3)
        for whom in (to, to[:1], [])
        for team in TEAMS
    ]


TO_DESK = ("date-came", "critical-unanswered", "follow-up-lost", "target-near", "target-missed", "target-lead")


def _to_desk(said: str) -> list[Message]:
    nobodys = replace(waiting_sheet(said), owner=None)
    return [
        clocks.to_desk(what, sheet, reader_team=team)
        for what in TO_DESK
        for sheet in (waiting_sheet(said), nobodys)
        for team in (*TEAMS, None)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "clocks.follow_up": _follow_ups,
    "clocks.closed": lambda said: [
        clocks.closed(case_sheet(said, Status.CLOSED), at_desk=desk) for desk in (True, False)
    ],
    "clocks.to_desk": _to_desk,
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "clocks.more_time_form": lambda _: [
        clocks.more_time_form(NUMBER, first=NOON.date(), last=NOON.date() + 20 * DAY)
    ],
}
