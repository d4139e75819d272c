"""What the list has of one person, for that person."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import PersonId
from bot.domain.people import CONTACT_ROLES, Role, Standing
from bot.domain.training import Training
from storage.people import MAY_ACT
from storage.store import Tx
from storage.tables import districts, people, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """At one district. `active_at`: their last activity, from which the 180 days count."""

    district: str
    role: Role
    standing: Standing
    since: datetime | None
    active_at: datetime | None
    training: Training
    trained_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDetails:
    name: str
    email: str
    phone: str
    zone: str
    lines: tuple[OwnLine, ...]


async def of(tx: Tx, person: PersonId) -> OwnDetails:
    found = (await tx.execute(sa.select(people).where(people.c.id == person))).one()
    query = (
        sa.select(roster, districts.c.name)
        .join(districts, districts.c.id == roster.c.district_id)
        .where(roster.c.person_id == person, roster.c.role.in_(CONTACT_ROLES), roster.c.standing.in_(MAY_ACT))
        .order_by(roster.c.district_id)
    )
    lines = tuple(
        OwnLine(
            district=row.name,
            role=Role(row.role),
            standing=Standing(row.standing),
            since=row.since,
            active_at=row.silent_since,
            training=Training(row.training),
            trained_at=row.training_at,
        )
        for row in (await tx.execute(query)).all()
    )
    return OwnDetails(name=found.name, email=found.email, phone=found.phone, zone=found.zone, lines=lines)


async def change_phone(tx: Tx, person: PersonId, phone: str) -> bool:
    """False: it is that already."""
    other = people.update().where(people.c.id == person, people.c.phone != phone)
    return bool((await tx.execute(other.values(phone=phone))).rowcount)
