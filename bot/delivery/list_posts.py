"""Direct messages about a district's list: read anew when they go out, and asked again whether they still hold."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId, PersonId, RequestId
from bot.domain.list_requests import Request, State, Waits
from bot.domain.people import Person
from bot.views import list_notices
from bot.views.message import Message
from storage import districts, list_requests, list_sheets, people
from storage.outbox import Claimed
from storage.store import Tx

AS_TOLD = {State.APPLIED: frozenset({State.APPLIED, State.CONFIRMED})}
"""A removal that was confirmed meanwhile is told as it was."""


async def _request(tx: Tx, row: Claimed) -> Request | None:
    """None: it has moved on, and another message says how."""
    found = await list_requests.get(tx, RequestId(int(row.facts["request"])))
    told = State(str(row.facts["state"]))
    return found if found is not None and found.state in AS_TOLD.get(told, {told}) else None


async def asked(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Nothing to decide any more, or not by this reader."""
    found = await _request(tx, row)
    if found is None or found.waits_for is Waits.NOBODY:
        return None
    by_district = found.waits_for is Waits.DISTRICT
    decides = (
        policy.is_administrator_of(reader, found.district) if by_district else policy.is_support_administrator(reader)
    )
    return list_notices.asked(await list_sheets.of_request(tx, found)) if decides else None


async def entered(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """To whoever asked, as somebody else says: while it waits, they may withdraw it."""
    found = await _request(tx, row)
    if found is None or found.asked_by != reader.id or found.waits_for is Waits.NOBODY:
        return None
    return list_notices.entered(await list_sheets.of_request(tx, found))


async def settled(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """What was asked, where it was asked: with what became of it, and without buttons."""
    found = await list_requests.get(tx, RequestId(int(row.facts["request"])))
    if found is None:
        return None
    if found.waits_for is not Waits.NOBODY:
        return await asked(tx, row, reader, now)
    return list_notices.settled(await list_sheets.of_request(tx, found))


async def changed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Those who keep the list, and whoever asked, though their right may have ended since."""
    found = await _request(tx, row)
    if found is None or (found.asked_by != reader.id and found.district not in policy.districts_kept(reader)):
        return None
    return list_notices.changed(await list_sheets.of_request(tx, found))


async def yours(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    found = await _request(tx, row)
    if found is None:
        return None
    may_undo = found.undo_until is not None and found.asked_by != reader.id
    return list_notices.yours(await list_sheets.of_request(tx, found), may_undo=may_undo)


async def short(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Nothing to warn of any more where somebody was added meanwhile."""
    district = DistrictId(int(row.facts["district"]))
    found = await list_sheets.short_of(tx, district)
    if not found or not policy.is_administrator_of(reader, district):
        return None
    return list_notices.short((await districts.get(tx, district)).sheet, found)


async def details(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Those who keep that list."""
    district, whose = DistrictId(int(row.facts["district"])), PersonId(int(row.facts["whose"]))
    if district not in policy.districts_kept(reader):
        return None
    by = PersonId(int(row.facts["by"])) if "by" in row.facts else None
    named = await people.sheets(tx, [whose, by])
    return list_notices.details((await districts.get(tx, district)).sheet, named[whose], named[by] if by else None)


TOLD = {
    "list-asked": asked,
    "list-entered": entered,
    "list-changed": changed,
    "list-yours": yours,
    "list-short": short,
    "list-details": details,
}
