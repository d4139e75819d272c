"""What is said of a joint session, as it stands when it is delivered. None: there is no reason to say it any more."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import SessionId
from bot.domain.people import Person
from bot.domain.sessions import Session, State
from bot.domain.sheets import Seat
from bot.views import sessions as views
from bot.views.message import Message
from storage import people, sessions, sheets
from storage.outbox import Claimed
from storage.store import Tx
from storage.threads import Place

ALWAYS = frozenset({"session-ended", "session-let-in"})


async def line(tx: Tx, row: Claimed, place: Place, now: datetime) -> Message | None:
    found = await _found(tx, row)
    what = str(row.facts["what"])
    if not _holds(found, what, now):
        return None
    reader = await people.by_id(tx, place.reader) if place.seat is Seat.GUEST and place.reader else None
    is_contact = reader is not None and policy.is_contact_of(reader, found.district)
    sheet = await sheets.of_session(tx, found)
    return views.line(what, sheet, to_guest=place.seat is Seat.GUEST, is_contact=is_contact)


async def as_it_was(tx: Tx, row: Claimed, place: Place) -> Message:
    """One that stands already, whether or not it would be said now."""
    sheet = await sheets.of_session(tx, await _found(tx, row))
    return views.line(str(row.facts["what"]), sheet, to_guest=place.seat is Seat.GUEST)


def _holds(found: Session, what: str, now: datetime) -> bool:
    if what in ALWAYS:
        return True
    rests = what == "session-paused"  # what is held waits to be let in, whoever is back
    return found.state is State.OPEN and not (rests and found.is_present(now))


async def notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """To its contact, the stand-in or the guest."""
    found, what = await _found(tx, row), str(row.facts["what"])
    if not _is_news(found, what, reader, now):
        return None
    return views.notice(what, await sheets.of_session(tx, found), to_guest=reader.id == found.guest)


def _is_news(found: Session, what: str, reader: Person, now: datetime) -> bool:
    match what:
        case "session-cancelled":
            return True
        case "session-planned":
            return found.state is State.PLANNED
        case "session-stand-in":
            return found.state is not State.ENDED and reader.id == found.stand_in
        case "session-yours":
            return found.state is State.OPEN and reader.id == found.host
        case _:
            is_theirs = reader.id in (found.host, found.stand_in)
            return found.state is State.OPEN and is_theirs and not found.is_present(now)


async def _found(tx: Tx, row: Claimed) -> Session:
    found = await sessions.get(tx, SessionId(int(row.facts["session"])))
    if found is None:
        raise LookupError(row.facts["session"])
    return found
