"""Reports, drawn with somebody's names of modules, buildings, districts and versions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases import CaseType, CloseReason, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, IssueId
from bot.domain.periods import Days
from bot.domain.report_numbers import Material, numbers
from bot.domain.reports import OF_A_PERIOD, Asked, Report, Row
from bot.views import report_form, report_words
from bot.views.message import Message
from bot.views.report_words import Shown
from tests.clockwork import DAY, HOUR, NOON
from tests.domain.test_reports import CALENDAR, VENDOR
from tests.views.drawing_issues import every
from tests.views.naming import name

MANY = 40
OURS, THEIRS = DistrictId(1), DistrictId(2)


def _row(number: int, said: str) -> Row:
    closed = number % 3 == 0
    return Row(
        number=CaseNumber(number),
        district=(OURS, THEIRS)[number % 2],
        status=Status.CLOSED if closed else [Status.NEW, Status.PENDING_INPUT][number % 2],
        type=[*CaseType][number % len(CaseType)],
        module=f"{number % 12} {name(said)}" if number % 5 else "",
        building=f"{name(said)} {number % 12}" if number % 7 else "",
        priority=[*Priority][number % len(Priority)],
        opened_at=NOON - number * DAY,
        closed_at=NOON - number * HOUR if closed else None,
        reason=CloseReason.RESOLVED if closed else None,
        answered_at=NOON - number * HOUR,
        closes_at=NOON + number * DAY if number % 2 else None,
        issue=IssueId(number % 6 + 1),
        opened_then=True,
        closed_then=closed,
    )


def material(
    said: str, report: Report, *, count: int = MANY, districts: tuple[DistrictId, ...] | None = None
) -> Material:
    days = Days(first=NOON.date() - 90 * DAY, last=NOON.date()) if report in OF_A_PERIOD else None
    return Material(
        asked=Asked(report=report, districts=districts, days=days),
        rows=[_row(number, said) for number in range(1, count + 1)],
        calendars=dict.fromkeys((OURS, THEIRS), CALENDAR),
        vendor=dict.fromkeys(Priority, VENDOR),
        names=dict.fromkeys((OURS, THEIRS), name(said)),
        issues=every(said),
        reopen_days=60,
        zone=CALENDAR.zone,
        now=NOON,
    )


def shown(said: str, report: Report, *, count: int = MANY, districts: tuple[DistrictId, ...] | None = None) -> Shown:
    found = material(said, report, count=count, districts=districts)
    return report_words.shown(numbers(found), found)


def all_shown(said: str) -> list[Shown]:
    """Of nothing, of one case, of many; of one district, of two, of all."""
    return [
        shown(said, report, count=count, districts=districts)
        for report in Report
        for count in (0, 1, MANY)
        for districts in ((OURS,), (OURS, THEIRS), None)
    ]


def _windows(said: str) -> list[dict[str, Any]]:
    return [
        report_form.on_its_way(blocks)
        for blocks in ([], *(report_words.message(it).blocks for it in all_shown(said)))
    ]


def _forms(said: str) -> list[dict[str, Any]]:
    many = [(f"district-{number}", name(said)) for number in range(300)]
    return [
        report_form.form(known, of_all=of_all, command="/case")
        for known in (many, many[:99], many[:2], many[:1], [])
        for of_all in (True, False)
    ]


def _messages(said: str) -> list[Message]:
    found = material(said, Report.OPEN, districts=(OURS, THEIRS))
    many = replace(found, asked=replace(found.asked, districts=tuple(DistrictId(it) for it in range(1, 9))))
    return [report_words.message(it) for it in [*all_shown(said), report_words.shown(numbers(many), many)]]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "report_words.not_sent": lambda _: [report_words.not_sent(report) for report in Report],
    "report_words.message": _messages,
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "report_form.form": _forms,
    "report_form.on_its_way": _windows,
}


def _home(_: str) -> list[dict[str, Any]]:
    return [{"type": "home", "blocks": [{"type": "actions", "elements": [report_form.on_home()]}]}]


HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {"report_form.on_home": _home}
