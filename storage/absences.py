"""Contacts who are away, district by district, and who stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.domain import absence, policy
from bot.domain.absence import Absence, Deputy, is_away
from bot.domain.ids import AbsenceId, DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES, Membership
from storage import people as folk
from storage.people import MAY_ACT
from storage.store import Tx
from storage.tables import absences, districts, people, roster

KEPT = timedelta(days=30)
"""What was owed to a deputy while they stood in may be delivered until then, though the absence is over."""

_OPEN = absences.c.ended_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A row, as it was written."""

    id: AbsenceId
    person: PersonId
    district: DistrictId
    deputy: PersonId | None
    until: date
    since: datetime


def _kept(row: sa.Row[tuple[object, ...]]) -> Kept:
    return Kept(
        id=AbsenceId(row.id),
        person=PersonId(row.person_id),
        district=DistrictId(row.district_id),
        deputy=PersonId(row.deputy_id) if row.deputy_id is not None else None,
        until=row.until,
        since=row.since,
    )


async def begin(
    tx: Tx,
    person: PersonId,
    district: DistrictId,
    *,
    deputy: PersonId | None,
    until: date,
    ends_at: datetime,
    at: datetime,
) -> None:
    row = {"person_id": person, "district_id": district, "deputy_id": deputy, "until": until}
    await tx.execute(absences.insert(), {**row, "since": at, "ends_at": ends_at})


async def end(tx: Tx, ids: Iterable[AbsenceId], *, at: datetime) -> None:
    await tx.execute(absences.update().where(absences.c.id.in_(list(ids)), _OPEN).values(ended_at=at))


async def open_of(tx: Tx, person: PersonId) -> list[Kept]:
    query = sa.select(absences).where(absences.c.person_id == person, _OPEN).order_by(absences.c.district_id)
    return [_kept(row) for row in (await tx.execute(query)).all()]


async def open_at(tx: Tx, person: PersonId, district: DistrictId) -> Kept | None:
    query = sa.select(absences).where(absences.c.person_id == person, absences.c.district_id == district, _OPEN)
    row = (await tx.execute(query)).first()
    return None if row is None else _kept(row)


async def deputies_of(tx: Tx, person: PersonId) -> list[tuple[str, str]]:
    """Of each district where somebody stands in for them: its name, and theirs."""
    query = (
        sa.select(districts.c.name.label("district"), people.c.name)
        .select_from(absences)
        .join(districts, districts.c.id == absences.c.district_id)
        .join(people, people.c.id == absences.c.deputy_id)
        .where(absences.c.person_id == person, _OPEN)
        .order_by(absences.c.district_id)
    )
    return [(row.district, row.name) for row in (await tx.execute(query)).all()]


async def get(tx: Tx, id_: AbsenceId) -> Kept | None:
    """None: it is over."""
    row = (await tx.execute(sa.select(absences).where(absences.c.id == id_, _OPEN))).first()
    return None if row is None else _kept(row)


async def held(tx: Tx, id_: AbsenceId) -> Kept | None:
    """For the round, locked. None: it is over already."""
    query = sa.select(absences).where(absences.c.id == id_, _OPEN).with_for_update()
    row = (await tx.execute(query)).first()
    return None if row is None else _kept(row)


async def as_it_is(tx: Tx, kept: Kept, *, now: datetime) -> Absence:
    """With the zone of who is away, and whether their deputy can stand in now."""
    zone = sa.select(people.c.zone).where(people.c.id == kept.person)
    deputy = await _deputy(tx, kept.deputy, kept.district, now) if kept.deputy is not None else None
    found = (await tx.execute(zone)).scalar_one()
    return Absence(contact=kept.person, until=kept.until, zone=found, deputy=deputy)


async def _deputy(tx: Tx, deputy: PersonId, district: DistrictId, now: datetime) -> Deputy:
    found = await folk.by_id(tx, deputy)
    marked = (await tx.execute(sa.select(people.c.away_until).where(people.c.id == deputy))).scalar_one_or_none()
    return Deputy(
        id=deputy,
        may_act=found is not None and policy.is_contact_of(found, district),
        is_away=found is not None and is_away(marked, found.zone, now),
    )


async def told_for(tx: Tx, contact: PersonId, district: DistrictId, *, now: datetime) -> PersonId:
    """Who gets what would go to this contact: they themselves, or who stands in for them now."""
    kept = await open_at(tx, contact, district)
    return contact if kept is None else absence.told(await as_it_is(tx, kept, now=now), now)


async def deputies_at(tx: Tx, district: DistrictId, *, now: datetime) -> dict[PersonId, PersonId]:
    """Of the contacts who are away there now: who stands in for them, for each for whom somebody does."""
    query = sa.select(absences).where(absences.c.district_id == district, absences.c.deputy_id.is_not(None), _OPEN)
    kept = [_kept(row) for row in (await tx.execute(query.order_by(absences.c.person_id))).all()]
    told = {it.person: absence.told(await as_it_is(tx, it, now=now), now) for it in kept}
    return {contact: deputy for contact, deputy in told.items() if deputy != contact}


async def absent_of(tx: Tx, deputy: PersonId, district: DistrictId, *, now: datetime) -> list[PersonId]:
    """For whom they stand in there now."""
    found = await deputies_at(tx, district, now=now)
    return [contact for contact, deputy_of in found.items() if deputy_of == deputy]


async def stood_in(tx: Tx, deputy: PersonId, contact: PersonId, district: DistrictId) -> bool:
    """Now, or not long ago: what was owed to them then is theirs to read."""
    named = sa.exists().where(
        absences.c.deputy_id == deputy, absences.c.person_id == contact, absences.c.district_id == district
    )
    return bool((await tx.execute(sa.select(named))).scalar_one())


async def due(tx: Tx, *, now: datetime, most: int) -> list[AbsenceId]:
    """Those whose last day is over, and those whose deputy may not stand in any more."""
    deputy = people.alias("deputy")
    serves = sa.exists().where(
        roster.c.person_id == absences.c.deputy_id,
        roster.c.district_id == absences.c.district_id,
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.in_(MAY_ACT),
    )
    lost = sa.or_(
        ~serves,
        deputy.c.membership == Membership.GONE,
        deputy.c.away_until >= now.date() - timedelta(days=1),
    )
    query = (
        sa.select(absences.c.id)
        .outerjoin(deputy, deputy.c.id == absences.c.deputy_id)
        .where(_OPEN, sa.or_(absences.c.ends_at <= now, sa.and_(absences.c.deputy_id.is_not(None), lost)))
        .order_by(absences.c.ends_at, absences.c.id)
    )
    return [AbsenceId(found) for found in (await tx.execute(query.limit(most))).scalars()]


async def look_again(tx: Tx, id_: AbsenceId, *, ends_at: datetime) -> None:
    """Who is away lives in another zone by now."""
    await tx.execute(absences.update().where(absences.c.id == id_).values(ends_at=ends_at))


async def erase_old(tx: Tx, *, before: datetime) -> None:
    await tx.execute(absences.delete().where(absences.c.ended_at < before))
