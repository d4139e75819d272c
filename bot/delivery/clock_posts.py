"""What the clock says, as it stands when it is delivered: a follow-up that was answered meanwhile is not sent."""

from datetime import datetime

from bot.domain import pending, policy
from bot.domain.ids import CaseNumber
from bot.domain.people import Person
from bot.domain.sheets import CaseSheet, PersonSheet, Side
from bot.domain.targets import Target
from bot.views import clocks as views
from bot.views.message import Message
from storage import calendars, cases, clocks, people, sheets
from storage.clocks import PendingClock
from storage.outbox import Claimed
from storage.store import Tx
from storage.threads import Place

TOLD = frozenset(
    {"follow-up", "critical-unanswered", "follow-up-lost", "target-near", "target-missed", "target-lead"}
)
"""What the owner, the desk, a lead or a contact is told, in a thread or by direct message."""


async def line(tx: Tx, row: Claimed, place: Place, now: datetime) -> Message | None:
    """None when the reason does not hold any more."""
    sheet = await _sheet(tx, row)
    match str(row.facts["what"]):
        case "follow-up":
            return await _follow_up(tx, row, place, sheet, now)
        case "closed":
            return None if sheet.case.is_open else views.closed(sheet, at_desk=place.side is Side.DESK)
        case "date-came":
            return views.to_desk("date-came", sheet, reader_team=place.team)
        case what:
            return views.to_desk(what, sheet, reader_team=place.team) if await _holds(tx, row, sheet) else None


async def notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """By direct message. None as above."""
    sheet = await _sheet(tx, row)
    if row.facts["what"] == "follow-up":
        is_theirs = policy.is_contact_of(reader, sheet.case.district)
        return await _follow_up(tx, row, None, sheet, now) if is_theirs else None
    if not await _holds(tx, row, sheet):
        return None
    return views.to_desk(str(row.facts["what"]), sheet, reader_team=None)


async def _sheet(tx: Tx, row: Claimed) -> CaseSheet:
    number = CaseNumber(int(row.facts["case"]))
    case = await cases.get(tx, number)
    if case is None:
        raise LookupError(number)
    return await sheets.of_case(tx, case)


async def _holds(tx: Tx, row: Claimed, sheet: CaseSheet) -> bool:
    """The same wait, or the same target, still runs."""
    found = await clocks.of_case(tx, sheet.case.number)
    if str(row.facts["what"]).startswith("target-"):
        return sheet.target is not None and found.target is not None and _names(row, found.target.target)
    waits = sheet.closes_at is not None and found.pending is not None
    return waits and found.pending.began_at.isoformat() == row.facts["about"]  # type: ignore[union-attr]  # asked above


def _names(row: Claimed, target: Target) -> bool:
    return row.facts["about"] == clocks.target_key(target)


async def _follow_up(tx: Tx, row: Claimed, place: Place | None, sheet: CaseSheet, now: datetime) -> Message | None:
    """Not where its wait is over, or a later one is owed already. `place` None: to who reads no thread of it."""
    number, clock = int(row.facts["number"]), (await clocks.of_case(tx, sheet.case.number)).pending
    if clock is None or sheet.closes_at is None or clock.owed != number:
        return None
    if row.facts["about"] != clocks.follow_up_key(clock.case, clock.began_at, number):
        return None
    rules = await calendars.rules(tx)
    return views.follow_up(
        sheet,
        number,
        last=number == len(rules.follow_up_on),
        to=await _to(tx, sheet, number) if place is not None and place.reader is None else [],
        closes_at=await _closes_at(tx, clock, sheet, now),
        reader_team=place.team if place is not None else row.team,
        in_thread=place is not None,
    )


async def _closes_at(tx: Tx, clock: PendingClock, sheet: CaseSheet, now: datetime) -> datetime:
    """As the round will reckon it once this was delivered, which is now."""
    rules = await calendars.rules(tx)
    calendar = await calendars.of_district(tx, sheet.case.district, rules)
    waiting = await clocks.waiting(tx, clock, sheet.case.priority)
    return pending.closes_at(waiting, calendar, rules, told_at=now)


async def _to(tx: Tx, sheet: CaseSheet, number: int) -> list[PersonSheet]:
    """The contact; from the second on, and where the contact is none any more, all contacts."""
    everybody = [contact.person for contact in await people.contacts_of(tx, sheet.case.district)]
    own = [person for person in everybody if person.id == sheet.case.contact]
    return own if number == 1 and own else everybody
