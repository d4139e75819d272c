"""Notifications, the cases that are linked to one, and which of those are still to be told of an incident's end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import CaseNumber, DistrictId, NotificationId, PersonId
from bot.domain.notifications import Affected, Kind, Notification
from storage.store import Tx
from storage.tables import cases, incident_clocks, notification_districts, notification_updates, notifications

OPEN, CLOSED = "open", "closed"
MOST = 100
"""Of open ones, in a list."""

Row = sa.Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is about to be opened. The times are maintenance's."""

    kind: Kind
    title: str
    affected: Affected = field(default_factory=Affected)
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many open cases are linked: New ones, and others."""

    new: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """An incident that was closed, and who closed it."""

    incident: Notification
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    at: datetime
    words: str


async def add(tx: Tx, plan: Plan, *, by: PersonId, at: datetime) -> NotificationId:
    row = {
        "kind": plan.kind,
        "title": plan.title,
        "modules": ",".join(plan.affected.modules),
        "status": OPEN,
        "opened_by": by,
        "opened_at": at,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
    }
    added = NotificationId((await tx.execute(notifications.insert().returning(notifications.c.id), row)).scalar_one())
    concerned = [{"notification_id": added, "district_id": it} for it in plan.affected.districts]
    if concerned:
        await tx.execute(notification_districts.insert(), concerned)
    return added


async def _read(tx: Tx, query: sa.Select[tuple[object, ...]]) -> list[Notification]:
    """With the districts that each concerns."""
    rows = (await tx.execute(query)).all()
    concerned: dict[int, list[DistrictId]] = {}
    if rows:
        its = sa.select(notification_districts).where(
            notification_districts.c.notification_id.in_([row.id for row in rows])
        )
        for row in (await tx.execute(its.order_by(notification_districts.c.district_id))).all():
            concerned.setdefault(row.notification_id, []).append(DistrictId(row.district_id))
    return [_notification(row, concerned.get(row.id, ())) for row in rows]


def _notification(row: Row, concerned: Sequence[DistrictId]) -> Notification:
    modules = tuple(filter(None, row.modules.split(",")))
    return Notification(
        id=NotificationId(row.id),
        kind=Kind(row.kind),
        title=row.title,
        affected=Affected(modules=modules, districts=tuple(concerned)),
        opened_at=row.opened_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        closed_at=row.closed_at,
        closing=row.closing,
    )


async def _one(tx: Tx, query: sa.Select[tuple[object, ...]]) -> Notification | None:
    return next(iter(await _read(tx, query)), None)


_ALL: sa.Select[tuple[object, ...]] = sa.select(notifications)
_OPEN = _ALL.where(notifications.c.status == OPEN)


async def get(tx: Tx, notification: NotificationId) -> Notification | None:
    return await _one(tx, _ALL.where(notifications.c.id == notification))


async def held_open(tx: Tx, notification: NotificationId) -> Notification | None:
    """For linking a case: it is not closed before the deed ends, so that no linked case is forgotten."""
    return await _one(tx, _OPEN.where(notifications.c.id == notification).with_for_update(read=True))


async def locked_open(tx: Tx, notification: NotificationId) -> Notification | None:
    """For changing it, or closing it once, however many press at once."""
    return await _one(tx, _OPEN.where(notifications.c.id == notification).with_for_update())


async def all_open(tx: Tx) -> list[Notification]:
    """Incidents before maintenance, and the newest first."""
    return await _read(tx, _OPEN.order_by(notifications.c.kind, notifications.c.id.desc()).limit(MOST))


async def linked(tx: Tx, notification: NotificationId) -> Linked:
    """The open cases that an incident's closing will move, or tell."""
    query = (
        sa.select(cases.c.status, sa.func.count().label("many"))
        .where(cases.c.notification_id == notification, cases.c.status != Status.CLOSED)
        .group_by(cases.c.status)
    )
    counted = {row.status: int(row.many) for row in (await tx.execute(query)).all()}
    new = counted.pop(Status.NEW, 0)
    return Linked(new=new, others=sum(counted.values()))


async def linked_cases(
    tx: Tx, notification: NotificationId, own: Collection[DistrictId], *, most: int
) -> list[CaseNumber]:
    """Of these districts, the newest."""
    query = sa.select(cases.c.number).where(cases.c.notification_id == notification, cases.c.district_id.in_(own))
    return [CaseNumber(it) for it in (await tx.execute(query.order_by(cases.c.number.desc()).limit(most))).scalars()]


async def say(tx: Tx, notification: NotificationId, words: str, *, by: PersonId, at: datetime) -> int:
    """An update; its id."""
    row = {"notification_id": notification, "at": at, "by_id": by, "words": words}
    return int(
        (await tx.execute(notification_updates.insert().returning(notification_updates.c.id), row)).scalar_one()
    )


async def updates(tx: Tx, notification: NotificationId, *, most: int) -> list[Update]:
    """The newest first."""
    its = notification_updates.c
    query = sa.select(its.at, its.words).where(its.notification_id == notification).order_by(its.id.desc())
    return [Update(at=row.at, words=row.words) for row in (await tx.execute(query.limit(most))).all()]


async def words_of_update(tx: Tx, update: int) -> str:
    its = notification_updates.c
    found = (await tx.execute(sa.select(its.words).where(its.id == update))).scalar_one_or_none()
    return str(found or "")


async def move(tx: Tx, notification: NotificationId, *, starts_at: datetime, ends_at: datetime) -> None:
    """Maintenance, to other times."""
    its = notifications.update().where(notifications.c.id == notification)
    await tx.execute(its.values(starts_at=starts_at, ends_at=ends_at))


async def close(tx: Tx, notification: NotificationId, *, words: str, by: PersonId | None, at: datetime) -> None:
    """An incident's open cases are due from now on, each by itself: `end_for` takes them. `by` None: the clock."""
    facts = {"status": CLOSED, "closing": words, "closed_by": by, "closed_at": at}
    await tx.execute(notifications.update().where(notifications.c.id == notification).values(**facts))
    due = (
        sa.select(cases.c.number, cases.c.notification_id, sa.literal(at, incident_clocks.c.due_at.type))
        .join(notifications, notifications.c.id == cases.c.notification_id)
        .where(
            cases.c.notification_id == notification,
            cases.c.status != Status.CLOSED,
            notifications.c.kind == Kind.INCIDENT,
        )
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
    clock = sa.select(incident_clocks.c.notification_id).where(incident_clocks.c.case_number == case)
    row = (await tx.execute(_ALL.where(notifications.c.id.in_(clock)))).first()
    if row is None:
        return None
    return End(incident=_notification(row, ()), by=PersonId(row.closed_by))


async def no_longer_due(tx: Tx, case: CaseNumber) -> None:
    """It was moved or told, or is of another incident by now."""
    await tx.execute(incident_clocks.delete().where(incident_clocks.c.case_number == case))


async def put_off(tx: Tx, case: CaseNumber, *, until: datetime) -> None:
    await tx.execute(incident_clocks.update().where(incident_clocks.c.case_number == case).values(due_at=until))
