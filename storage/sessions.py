"""Joint sessions: who with whom, until when, and whether a contact is there."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, PersonId, SessionId
from bot.domain.sessions import Session, State, Why, next_look
from bot.domain.sheets import Seat
from storage.store import Tx
from storage.tables import sessions, threads

STILL = sessions.c.state != State.ENDED


def _session(row: sa.Row[tuple[object, ...]]) -> Session:
    return Session(
        id=SessionId(row.id),
        case=CaseNumber(row.case_number),
        district=DistrictId(row.district_id),
        host=PersonId(row.host_id),
        guest=PersonId(row.guest_id),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=State(row.state),
        stand_in=PersonId(row.stand_in_id) if row.stand_in_id is not None else None,
        host_seen_at=row.host_seen_at,
        stand_in_seen_at=row.stand_in_seen_at,
        present_since=row.present_since,
        present_until=row.present_until,
        paused_told=row.paused_told,
        why=Why(row.why) if row.why else None,
    )


def _facts(session: Session) -> dict[str, object]:
    return {
        "case_number": session.case,
        "district_id": session.district,
        "host_id": session.host,
        "stand_in_id": session.stand_in,
        "guest_id": session.guest,
        "state": session.state,
        "why": session.why or "",
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "host_seen_at": session.host_seen_at,
        "stand_in_seen_at": session.stand_in_seen_at,
        "present_since": session.present_since,
        "present_until": session.present_until,
        "paused_told": session.paused_told,
    }


async def add(tx: Tx, session: Session, *, now: datetime) -> Session:
    """Numbers it; the id that it came with does not count."""
    facts = {**_facts(session), "due_at": next_look(session, now)}
    return _session((await tx.execute(sessions.insert().returning(sessions), facts)).one())


async def save(tx: Tx, session: Session, *, now: datetime) -> None:
    """And how long its guest's thread carries what is said."""
    here = sessions.c.id == session.id
    await tx.execute(sessions.update().where(here).values(**_facts(session), due_at=next_look(session, now)))
    theirs = sa.and_(
        threads.c.case_number == session.case,
        threads.c.person_id == session.guest,
        threads.c.seat == Seat.GUEST,
        threads.c.closed_at.is_(None),
    )
    await tx.execute(threads.update().where(theirs).values(open_until=session.present_until or session.starts_at))


async def get(tx: Tx, session: SessionId) -> Session | None:
    row = (await tx.execute(sa.select(sessions).where(sessions.c.id == session))).first()
    return None if row is None else _session(row)


async def of_guest(tx: Tx, case: CaseNumber, guest: PersonId) -> Session | None:
    """The one that is planned or open; there is one at most. Its case is held by whoever changes it."""
    query = sa.select(sessions).where(sessions.c.case_number == case, sessions.c.guest_id == guest, STILL)
    row = (await tx.execute(query)).first()
    return None if row is None else _session(row)


_OF_CASE = sa.select(sessions).where(
    sessions.c.case_number == sa.bindparam("case"), sessions.c.state != sa.literal_column("'ended'")
)


async def open_of(tx: Tx, case: CaseNumber, person: PersonId) -> list[Session]:
    """Those open ones of the case in which this person is the contact or the stand-in."""
    rows = (await tx.execute(_OF_CASE, {"case": case})).all()
    found = [_session(row) for row in rows]
    return [it for it in found if it.state is State.OPEN and person in (it.host, it.stand_in)]


async def due(tx: Tx, *, now: datetime, most: int) -> list[SessionId]:
    query = sa.select(sessions.c.id).where(sessions.c.due_at <= now).order_by(sessions.c.due_at, sessions.c.id)
    return [SessionId(found) for found in (await tx.execute(query.limit(most))).scalars()]


async def put_off(tx: Tx, session: SessionId, *, until: datetime | None) -> None:
    await tx.execute(sessions.update().where(sessions.c.id == session).values(due_at=until))
