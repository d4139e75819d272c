"""Before a district's words go, nobody has a right there any more, nothing of it is due, and its cases are closed."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import CloseReason, Status
from bot.domain.emergencies import OPEN
from bot.domain.emergencies import State as Emergency
from bot.domain.ids import DistrictId
from bot.domain.list_requests import State as Request
from bot.domain.people import Standing
from bot.domain.questions import State as Question
from bot.domain.sessions import State as Session
from storage.erasing import Batch
from storage.store import Tx
from storage.tables import (
    absences,
    cases,
    confirmations,
    date_clocks,
    districts,
    emergencies,
    incident_clocks,
    list_requests,
    news,
    pending_clocks,
    questions,
    roster,
    sessions,
    target_clocks,
)

CLOCKS = (pending_clocks, target_clocks, date_clocks, incident_clocks, news)
"""What the clock would look at of a case."""

NO_RIGHT: dict[str, object] = {
    "standing": Standing.REMOVED,
    "due_at": None,
    "silent_since": None,
    "flagged_at": None,
    "training_due_at": None,
}


async def hold(tx: Tx, district: DistrictId, *, now: datetime) -> None:
    """From now on it counts as erased: nobody's people belong to it any more."""
    await tx.execute(sa.select(districts.c.id).where(districts.c.id == district).with_for_update(key_share=True))
    here = sa.and_(districts.c.id == district, districts.c.erased_at.is_(None))
    await tx.execute(districts.update().where(here).values(erased_at=now))


async def end_rights(tx: Tx, district: DistrictId) -> int:
    """Everybody's, at once: the lines of one list are few."""
    here = sa.and_(roster.c.district_id == district, roster.c.standing != Standing.REMOVED)
    ended = await tx.execute(roster.update().where(here).values(**NO_RIGHT))
    await tx.execute(confirmations.delete().where(confirmations.c.district_id == district))
    return int(ended.rowcount)


async def settle(tx: Tx, district: DistrictId, *, now: datetime) -> None:
    """Whatever waits for somebody waits no more; nobody is told, there is nobody left."""
    for table, where, ends in (
        (questions, questions.c.state == Question.ASKED, {"state": Question.WITHDRAWN, "settled_at": now}),
        (emergencies, emergencies.c.state.in_(OPEN), {"state": Emergency.WITHDRAWN}),
        (sessions, sessions.c.state != Session.ENDED, {"state": Session.ENDED}),
        (list_requests, list_requests.c.state == Request.ASKED, {"state": Request.LAPSED}),
        (absences, absences.c.ended_at.is_(None), {"ended_at": now}),
    ):
        await tx.execute(table.update().where(table.c.district_id == district, where).values(**ends))
    for table in (questions, emergencies, sessions):
        is_due = sa.and_(table.c.district_id == district, table.c.due_at.is_not(None))
        await tx.execute(table.update().where(is_due).values(due_at=None))
    waits = sa.and_(list_requests.c.district_id == district, list_requests.c.waits_for != "")
    await tx.execute(list_requests.update().where(waits).values(waits_for=""))


async def close_cases(tx: Tx, district: DistrictId, *, most: int, now: datetime) -> Batch:
    """Open ones count as withdrawn."""
    its = sa.and_(cases.c.district_id == district, cases.c.status != Status.CLOSED)
    some = sa.select(cases.c.number).where(its).order_by(cases.c.number).limit(most)
    numbers = [*(await tx.execute(some)).scalars()]
    closed = {"status": Status.CLOSED, "close_reason": CloseReason.WITHDRAWN, "closed_at": now, "modified_at": now}
    here = cases.update().where(cases.c.number.in_(numbers))
    await tx.execute(here.values(**closed, version=cases.c.version + 1))
    return Batch(rows=len(numbers), cursor="" if len(numbers) == most else None)


async def stop_clocks(tx: Tx, district: DistrictId, *, most: int) -> Batch:
    its = sa.select(cases.c.number).where(cases.c.district_id == district)
    gone = 0
    for table in CLOCKS:
        (key,) = table.primary_key
        some = sa.select(key).where(table.c.case_number.in_(its)).limit(most)
        gone += int((await tx.execute(table.delete().where(key.in_(some)))).rowcount)
    return Batch(rows=gone, cursor="" if gone >= most else None)
