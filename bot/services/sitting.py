"""How a joint session goes on: it begins, rests, is carried on and ends, and each is said (POLICY 2).

By a deed or by the clock alike: the case is held by whoever does it.
"""

from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case
from bot.domain.ids import PersonId, SessionId
from bot.domain.sessions import Company, Session, State, Why
from bot.domain.sheets import Seat, Side
from storage import calendars, kept, outbox, owing, people, sessions, threads
from storage.outbox import Owed
from storage.owing_sessions import said, tell
from storage.store import Tx
from storage.threads import NewPlace, Place


def ref(session: SessionId) -> str:
    """How an audit line names it."""
    return f"session:{session}"


async def company(tx: Tx, session: Session, case: Case) -> Company:
    """Who of them may still be in it now."""
    guest = await people.by_id(tx, session.guest)
    return Company(
        host_may=await _may(tx, session, session.host),
        stand_in_may=await _may(tx, session, session.stand_in),
        guest_may=guest is not None and policy.may_be_guest(guest, session.district),
        case_open=case.is_open,
    )


async def _may(tx: Tx, session: Session, person: PersonId | None) -> bool:
    found = await people.by_id(tx, person) if person is not None else None
    return found is not None and policy.is_contact_of(found, session.district)


async def as_kept(tx: Tx, session: Session) -> Session:
    """Who stood in and is no contact any more is not there (POLICY 2)."""
    if session.stand_in_seen_at is None or await _may(tx, session, session.stand_in):
        return session
    return session.kept_by_host(lasts=(await calendars.rules(tx)).limits.present_for)


async def begin(tx: Tx, session: Session, *, now: datetime) -> list[Owed]:
    """From now on; the guest's thread is opened, and carries something as long as somebody is there."""
    await sessions.save(tx, session, now=now)
    told = said(session, await _sides(tx, session), what="session-begun", occasion="begun", now=now)
    guest = next(iter(await people.teams_of(tx, [session.guest])), None)
    if guest is None:
        return told
    until = session.present_until or session.starts_at
    seat = NewPlace(side=Side.DISTRICT, team=guest[1], reader=guest[0], seat=Seat.GUEST, open_until=until)
    return [*owing.cards(await threads.add(tx, session.case, [seat]), now=now), *told]


async def rest(tx: Tx, session: Session, *, now: datetime) -> list[Owed]:
    """Nobody is there: said in the threads, and to those who could be."""
    after = session.paused()
    await sessions.save(tx, after, now=now)
    occasion = _stretch(session)
    places = [*await _sides(tx, session), *await guests(tx, session)]
    asked = await tell(tx, after, (after.host, after.stand_in), what="session-paused", occasion=occasion, now=now)
    return [*said(after, places, what="session-paused", occasion=occasion, now=now), *asked]


def _stretch(session: Session) -> str:
    return session.present_until.isoformat() if session.present_until else "begun"


async def seen(tx: Tx, session: Session, after: Session, *, at: datetime, now: datetime) -> list[Owed]:
    """Somebody is there; where nobody was, it goes on, and that is said."""
    await sessions.save(tx, after, now=now)
    if session.is_present(at):
        return []
    places = [*await _sides(tx, session), *await guests(tx, session)]
    return said(after, places, what="session-goes-on", occasion=_stretch(after), now=now)


async def carry_on(tx: Tx, session: Session, after: Session, *, now: datetime) -> list[Owed]:
    await sessions.save(tx, after, now=now)
    places = [*await _sides(tx, session), *await guests(tx, session)]
    told = await tell(tx, after, (after.host,), what="session-yours", occasion="carried-on", now=now)
    return [*said(after, places, what="session-carried-on", occasion="carried-on", now=now), *told]


async def end(tx: Tx, session: Session, why: Why, *, now: datetime) -> list[Owed]:
    """What was held and nobody let in is dropped. One that never began is told to those who were to be in it."""
    after = session.ended(why, at=now)
    await kept.forget_held(tx, session.case, session.guest, until=session.ends_at)
    await sessions.save(tx, after, now=now)
    if session.state is State.PLANNED:
        readers = (session.guest, session.host, session.stand_in)
        return await tell(tx, after, readers, what="session-cancelled", occasion="ended", now=now)
    ended = await threads.end(tx, session.case, Seat.GUEST, reader=session.guest, at=now)
    places = [*await _sides(tx, session), *ended]
    return [
        *said(after, places, what="session-ended", occasion="ended", now=now),
        *owing.redrawn(ended, why=f"session-ended:{session.id}", now=now),
    ]


async def owe(tx: Tx, rows: list[Owed], *, now: datetime) -> None:
    if rows:
        await outbox.owe(tx, rows, now=now)


async def guests(tx: Tx, session: Session) -> list[Place]:
    """The guest's own thread."""
    found = await threads.of_case(tx, session.case)
    return [it for it in found if it.seat is Seat.GUEST and it.reader == session.guest]


async def _sides(tx: Tx, session: Session) -> list[Place]:
    """The threads of the district and of the desk: it is on the record."""
    return [it for it in await threads.of_case(tx, session.case) if it.seat is Seat.SIDE]
