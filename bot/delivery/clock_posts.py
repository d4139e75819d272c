"""What the clock says, as it stands when it is delivered: a follow-up that was answered meanwhile is not sent."""

from datetime import datetime

from bot.domain import pending, policy
from bot.domain.ids import CaseNumber
from bot.domain.people import Person
from bot.domain.sheets import CaseSheet, PersonSheet, Side
from bot.domain.telling import News
from bot.views import clocks as views
from bot.views import lines
from bot.views.message import Message
from storage import calendars, cases, clocks, outbox, people, sheets
from storage.clocks import PendingClock
from storage.outbox import Claimed
from storage.store import Tx
from storage.threads import Place

OF_A_TARGET = frozenset({News.TARGET_NEAR, News.TARGET_MISSED, News.TARGET_LEAD})
OF_A_WAIT = frozenset({News.UNANSWERED, News.FOLLOW_UP_LOST})
TOLD = OF_A_TARGET | OF_A_WAIT | {News.FOLLOW_UP, News.DATE_CAME}
"""What the owner, the desk, a lead or a contact is told, in a thread or by direct message."""


async def line(tx: Tx, row: Claimed, place: Place, now: datetime) -> Message | None:
    """None when the reason does not hold any more."""
    sheet = await _sheet(tx, row)
    match str(row.facts["what"]):
        case "follow-up":
            return await _follow_up(tx, row, place, sheet, now)
        case "thread-goes-on":
            return lines.thread_goes_on(sheet.case.number)
        case "closed":
            return None if sheet.case.is_open else views.closed(sheet, at_desk=place.side is Side.DESK)
        case what:
            named = place.team if "rings" in row.facts else ""
            return views.to_desk(what, sheet, reader_team=named) if await _holds(tx, row, sheet) else None


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
    shown = sheet.target if row.facts["what"] in OF_A_TARGET else sheet.closes_at
    if row.facts["what"] != News.DATE_CAME and shown is None:
        return False
    return await runs(tx, sheet.case.number, News(str(row.facts["what"])), str(row.facts["about"]))


async def runs(tx: Tx, number: CaseNumber, news: News, about: str) -> bool:
    """Whether what the clock told of goes on: the same wait, or the same target. `about` names it."""
    found = await clocks.of_case(tx, number)
    if news in OF_A_TARGET:
        return found.target is not None and about == clocks.target_key(found.target.target)
    if news in OF_A_WAIT:
        return found.pending is not None and about == found.pending.began_at.isoformat()
    return True


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
        to=await _to(tx, row, sheet) if place is not None and place.reader is None else [],
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


async def _to(tx: Tx, row: Claimed, sheet: CaseSheet) -> list[PersonSheet]:
    """The contact; from the second on, and where the contact is none any more, all contacts.

    Not whoever is written to instead.
    """
    everybody = [contact.person for contact in await people.contacts_of(tx, sheet.case.district)]
    own = [person for person in everybody if person.id == sheet.case.contact]
    asked = own if row.facts["number"] == 1 and own else everybody
    key = str(row.facts["about"])
    return [it for it in asked if await outbox.state_of(tx, clocks.to_person(key, it.id)) is None]
