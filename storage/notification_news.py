"""Who is still to be told of a notification, and maintenance whose end is to come (POLICY 8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import DistrictId, NotificationId, PersonId
from bot.domain.people import Membership, Role
from storage.people import MAY_ACT
from storage.store import Tx
from storage.tables import cases, districts, notification_news, people, roster

COLUMNS = ["notification_id", "what", "fact", "person_id", "since", "due_at"]


class What(StrEnum):
    """`ENDS`: nobody is told; it is over then."""

    OPENED = "opened"
    MOVED = "moved"
    UPDATED = "updated"
    CALLED_OFF = "called-off"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`person` None: whoever it concerns now. `fact` names it for ever: told to each once."""

    notification: NotificationId
    what: What
    fact: str
    since: datetime
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who will be told: how many people, of how many districts, and how many of each of the first by name."""

    people: int = 0
    districts: int = 0
    named: tuple[tuple[str, int], ...] = ()


async def owe(tx: Tx, due: Due, *, at: datetime) -> None:
    """Due at that time."""
    row = {
        "notification_id": due.notification,
        "what": due.what,
        "fact": due.fact,
        "person_id": due.person,
        "since": due.since,
        "due_at": at,
    }
    await tx.execute(notification_news.insert(), row)


async def forget(tx: Tx, notification: NotificationId, *kinds: What) -> None:
    """What of these was still to come."""
    news = notification_news.c
    await tx.execute(notification_news.delete().where(news.notification_id == notification, news.what.in_(kinds)))


async def each(
    tx: Tx, due: Due, roles: Collection[Role], of: Collection[DistrictId], *, now: datetime, linked: bool
) -> int:
    """Due for each of those it concerns, from now on. Returns how many they are.

    `roles` of these districts, in all where there are none; `linked`: of those whose open case is linked alone.
    """
    query = _whose_case_is_linked(roles, due.notification) if linked else _readers(roles, of)
    readers = query.subquery()
    news = notification_news.c
    its = sa.select(
        sa.literal(due.notification),
        sa.literal(due.what.value),
        sa.literal(due.fact),
        readers.c.id,
        sa.literal(due.since, news.since.type),
        sa.literal(now, news.due_at.type),
    )
    return int((await tx.execute(notification_news.insert().from_select(COLUMNS, its))).rowcount)


def _lines(roles: Collection[Role], of: Collection[DistrictId]) -> sa.ColumnElement[bool]:
    """Of people and their lines: those who may act there now, and can be written to."""
    where = sa.and_(
        roster.c.person_id == people.c.id,
        roster.c.role.in_(list(roles)),
        roster.c.district_id.is_not(None),
        roster.c.standing.in_(MAY_ACT),
        people.c.user_id.is_not(None),
        people.c.membership != Membership.GONE,
    )
    return sa.and_(where, roster.c.district_id.in_(list(of))) if of else where


def _readers(roles: Collection[Role], of: Collection[DistrictId]) -> sa.Select[tuple[int]]:
    return sa.select(people.c.id).join(roster, _lines(roles, of)).distinct()


def _whose_case_is_linked(roles: Collection[Role], notification: NotificationId) -> sa.Select[tuple[int]]:
    its = sa.and_(
        cases.c.notification_id == notification,
        cases.c.status != Status.CLOSED,
        cases.c.district_id == roster.c.district_id,
        cases.c.contact_id == people.c.id,
    )
    return _readers(roles, ()).where(sa.exists().where(its))


async def audience(tx: Tx, roles: Collection[Role], of: Collection[DistrictId], *, shown: int) -> Audience:
    """Who would be told, in these districts, in all where there are none."""
    many = sa.func.count(people.c.id.distinct()).label("many")
    by_district = (
        sa.select(districts.c.name, many)
        .select_from(people.join(roster, _lines(roles, of)).join(districts, districts.c.id == roster.c.district_id))
        .group_by(districts.c.id, districts.c.name)
    )
    rows = (await tx.execute(by_district.order_by(districts.c.name, districts.c.id).limit(shown))).all()
    return Audience(
        people=await _count(tx, _readers(roles, of)),
        districts=await _count(tx, by_district),
        named=tuple((row.name, int(row.many)) for row in rows),
    )


async def _count(tx: Tx, query: sa.Select[Any]) -> int:
    return int((await tx.execute(sa.select(sa.func.count()).select_from(query.subquery()))).scalar_one())


async def count_linked(tx: Tx, notification: NotificationId, roles: Collection[Role]) -> int:
    """Contacts whose open case is linked."""
    return await _count(tx, _whose_case_is_linked(roles, notification))


async def due(tx: Tx, *, now: datetime, most: int) -> list[int]:
    news = notification_news.c
    query = sa.select(news.id).where(news.due_at <= now).order_by(news.due_at, news.id).limit(most)
    return [int(found) for found in (await tx.execute(query)).scalars()]


async def locked(tx: Tx, number: int) -> Due | None:
    """What is due, held until it is `done` or put off. None: somebody else did it."""
    query = sa.select(notification_news).where(notification_news.c.id == number).with_for_update()
    row = (await tx.execute(query)).first()
    return None if row is None else _due(row)


async def done(tx: Tx, number: int) -> None:
    """Last of all: SQLite gives its number to the next row, which would be taken for this one."""
    await tx.execute(notification_news.delete().where(notification_news.c.id == number))


async def seen(tx: Tx, number: int) -> Due | None:
    row = (await tx.execute(sa.select(notification_news).where(notification_news.c.id == number))).first()
    return None if row is None else _due(row)


def _due(row: sa.Row[tuple[object, ...]]) -> Due:
    return Due(
        notification=NotificationId(row.notification_id),
        what=What(row.what),
        fact=row.fact,
        since=row.since,
        person=None if row.person_id is None else PersonId(row.person_id),
    )


async def put_off(tx: Tx, number: int, *, until: datetime) -> None:
    await tx.execute(notification_news.update().where(notification_news.c.id == number).values(due_at=until))
