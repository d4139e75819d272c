"""Notifications, the cases that are linked to an incident, and which of those are still to be told of its end."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import CaseNumber, NotificationId, PersonId
from bot.domain.notifications import Incident, Kind
from storage.store import Tx
from storage.tables import cases, incident_clocks, notifications

OPEN, CLOSED = "open", "closed"
MOST = 100
"""Of open ones, in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many open cases are linked: New ones, and others."""

    new: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """An incident that was closed, and who closed it."""

    incident: Incident
    by: PersonId


async def add_incident(tx: Tx, *, title: str, module: str, by: PersonId, at: datetime) -> NotificationId:
    row = {
        "kind": Kind.INCIDENT,
        "title": title,
        "module": module,
        "status": OPEN,
        "opened_by": by,
        "opened_at": at,
    }
    added = await tx.execute(notifications.insert().returning(notifications.c.id), row)
    return NotificationId(added.scalar_one())


def _incident(row: sa.Row[tuple[object, ...]]) -> Incident:
    return Incident(
        id=NotificationId(row.id),
        title=row.title,
        module=row.module,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closing=row.closing,
    )


_INCIDENTS = sa.select(notifications).where(notifications.c.kind == Kind.INCIDENT)


async def incident(tx: Tx, notification: NotificationId) -> Incident | None:
    row = (await tx.execute(_INCIDENTS.where(notifications.c.id == notification))).first()
    return None if row is None else _incident(row)


async def held_open(tx: Tx, notification: NotificationId) -> Incident | None:
    """For linking a case: it is not closed before the deed ends, so that no linked case is forgotten."""
    query = _INCIDENTS.where(notifications.c.id == notification, notifications.c.status == OPEN)
    row = (await tx.execute(query.with_for_update(read=True))).first()
    return None if row is None else _incident(row)


async def locked_open(tx: Tx, notification: NotificationId) -> Incident | None:
    """For closing it: once, however many press at once."""
    query = _INCIDENTS.where(notifications.c.id == notification, notifications.c.status == OPEN)
    row = (await tx.execute(query.with_for_update())).first()
    return None if row is None else _incident(row)


async def open_incidents(tx: Tx) -> list[Incident]:
    """The newest first."""
    query = _INCIDENTS.where(notifications.c.status == OPEN).order_by(notifications.c.id.desc()).limit(MOST)
    return [_incident(row) for row in (await tx.execute(query)).all()]


async def linked(tx: Tx, notification: NotificationId) -> Linked:
    """The open cases that its closing will move, or tell."""
    query = (
        sa.select(cases.c.status, sa.func.count().label("many"))
        .where(cases.c.notification_id == notification, cases.c.status != Status.CLOSED)
        .group_by(cases.c.status)
    )
    counted = {row.status: int(row.many) for row in (await tx.execute(query)).all()}
    new = counted.pop(Status.NEW, 0)
    return Linked(new=new, others=sum(counted.values()))


async def close(tx: Tx, notification: NotificationId, *, words: str, by: PersonId, at: datetime) -> None:
    """Its open cases are due from now on, each by itself: `end_for` takes them."""
    facts = {"status": CLOSED, "closing": words, "closed_by": by, "closed_at": at}
    await tx.execute(notifications.update().where(notifications.c.id == notification).values(**facts))
    due = sa.select(cases.c.number, cases.c.notification_id, sa.literal(at, incident_clocks.c.due_at.type)).where(
        cases.c.notification_id == notification, cases.c.status != Status.CLOSED
    )
    await tx.execute(incident_clocks.insert().from_select(["case_number", "notification_id", "due_at"], due))


async def due_again(tx: Tx, case: CaseNumber, notification: NotificationId, *, at: datetime) -> None:
    """A case that was closed when its incident was, and is open again."""
    await no_longer_due(tx, case)
    row = {"case_number": case, "notification_id": notification, "due_at": at}
    await tx.execute(incident_clocks.insert(), row)


async def cases_due(tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
    clock = incident_clocks.c
    query = sa.select(clock.case_number).where(clock.due_at <= now).order_by(clock.due_at, clock.case_number)
    return [CaseNumber(number) for number in (await tx.execute(query.limit(most))).scalars()]


async def end_for(tx: Tx, case: CaseNumber) -> End | None:
    """The closed incident of which this case is to be told."""
    query = (
        sa.select(notifications)
        .join(incident_clocks, incident_clocks.c.notification_id == notifications.c.id)
        .where(incident_clocks.c.case_number == case)
    )
    row = (await tx.execute(query)).first()
    return None if row is None else End(incident=_incident(row), by=PersonId(row.closed_by))


async def no_longer_due(tx: Tx, case: CaseNumber) -> None:
    """It was moved or told, or is of another incident by now."""
    await tx.execute(incident_clocks.delete().where(incident_clocks.c.case_number == case))


async def put_off(tx: Tx, case: CaseNumber, *, until: datetime) -> None:
    await tx.execute(incident_clocks.update().where(incident_clocks.c.case_number == case).values(due_at=until))
