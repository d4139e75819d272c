"""What the card of a case always shows, by status and side (POLICY 3)."""

from dataclasses import replace
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cases import Status
from bot.domain.sheets import CaseSheet
from bot.domain.targets import Kind
from bot.views import cards
from bot.views.message import Message
from sandbox.mrkdwn import Reader
from sandbox.rendering import plain_text_of
from tests.clockwork import DAY, HOUR, NOON
from tests.views.drawing import ELSEWHERE, HERE, case_sheet, district, person

Side = Literal["district", "desk"]
STATUSES: dict[Status, tuple[str, str, str]] = {
    Status.NEW: ("New", "Support's turn", "our turn"),
    Status.ASSIGNED: ("Assigned", "Support's turn", "our turn"),
    Status.ASSIST: ("Assist Request", "Support's turn", "our turn"),
    Status.SCHEDULED: ("Scheduled", "Support's turn", "our turn"),
    Status.DEVELOPMENT: ("Assigned to Development", "Support's turn", "our turn"),
    Status.PENDING_INPUT: ("Pending Customer Input", "your district's turn", "the district's turn"),
    Status.PENDING_VERIFICATION: ("Pending Customer Verification", "your district's turn", "the district's turn"),
    Status.CLOSED: ("Closed (Withdrawn)", "done", "done"),
}
"""Its name, and whose turn it is: to the district's readers, and to the desk's."""

NOBODY: dict[str, str] = {}
TARGET, CLOSES, REOPENED = NOON + HOUR, NOON + 10 * DAY, NOON + 60 * DAY
PENDING = (Status.PENDING_INPUT, Status.PENDING_VERIFICATION)


def sheet(status: Status) -> CaseSheet:
    """Each fact in words of its own."""
    drawn = replace(case_sheet("Anything", status), district=replace(district("Lakeside"), zone="America/Chicago"))
    return replace(
        drawn,
        case=replace(drawn.case, module="Attendance", modified_at=NOON - 3 * DAY),
        subject="Grades vanish on save",
        contact=person("Ana Torres"),
        reporter=person("Ana Torres"),
        owner=person("Alex Kim", number=2, at_vendor=True),
        closes_at=CLOSES if status in PENDING else None,
        reopen_until=REOPENED if status is Status.CLOSED else None,
        target=None if status in (*PENDING, Status.CLOSED) else Kind.FIRST_RESPONSE,
        misses_at=None if status in (*PENDING, Status.CLOSED) else TARGET,
    )


def deadline(status: Status, side: Side) -> str:
    """What ends next."""
    if status in PENDING:
        return "Closes without a response on Friday, 4 December 2026"
    if status is Status.CLOSED:
        return "Can be reopened until Saturday, 23 January 2027"
    return "No deadline" if side == "district" else "First response due Nov 24, 2026 at 7:00 PM"


def expected(status: Status, side: Side, *, named: bool) -> dict[str, str]:
    """Of each of the policy's facts, what is read on the card."""
    name, at_district, at_desk = STATUSES[status]
    contact, owner = ("@U0P1", "@U0P2") if named else ("Ana Torres", "Alex Kim (Support)")
    return {
        "number": "Case 17",
        "district": "\nDistrict\nLakeside\n",
        "subject": "\nGrades vanish on save\n",
        "status": f" · {name}, {at_district if side == 'district' else at_desk}\n",
        "priority": "\nPriority\nHigh\n",
        "module": "\nModule\nAttendance\n",
        "contact": f"\nContact\n{contact}\n",
        "owner": f"\nOwner\n{owner}\n",
        "last modified": "Last modified Nov 21, 2026 at 6:00 PM",
        "next deadline": f"\n{deadline(status, side)} ",
    }


def drawn(status: Status, side: Side, *, reader_team: str = ELSEWHERE) -> Message:
    draw = cards.district_card if side == "district" else cards.desk_card
    return draw(sheet(status), words=True, now=NOON, reader_team=reader_team)


@pytest.mark.parametrize("field", expected(Status.NEW, "desk", named=False))
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("side", ["district", "desk"])
@pytest.mark.parametrize("named", [True, False], ids=["in the own workspace", "elsewhere"])
def test_every_card_shows_each_of_the_policys_facts(side: Side, status: Status, field: str, named: bool) -> None:  # noqa: FBT001  # a parameter of the test
    card = drawn(status, side, reader_team=HERE if named else ELSEWHERE)
    reader = Reader(name_of=NOBODY.get, zone=ZoneInfo("UTC"), now=NOON + 400 * DAY)
    read = plain_text_of({"blocks": card.blocks, "text": ""}, reader)
    assert expected(status, side, named=named)[field] in read


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("side", ["district", "desk"])
def test_a_screen_reader_reads_out_what_a_card_is_about(side: Side, status: Status) -> None:
    name, at_district, at_desk = STATUSES[status]
    turn = at_district if side == "district" else at_desk
    assert drawn(status, side).spoken(previews=True) == (
        f"Case 17: Grades vanish on save. {name}, {turn}. Priority High, module Attendance. "
        "Contact Ana Torres, owner Alex Kim (Support). Lakeside."
    )
