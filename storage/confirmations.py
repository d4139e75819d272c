"""Whether a district's list is confirmed, when that is asked, and the list as it is asked about (POLICY 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.confirming import Listed, Question
from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.people import CONTACT_ROLES, Membership, Role, Standing
from bot.domain.training import Training
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import confirmations, districts, people, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A district's row: where the question stands, and who confirmed the last time."""

    district: DistrictId
    due_at: datetime
    question: Question
    confirmed_at: datetime | None
    confirmed_by: PersonId | None


async def without(tx: Tx) -> list[tuple[DistrictId, str]]:
    """Districts of which nothing was ever to be asked, each with its zone: new ones."""
    there = sa.exists().where(confirmations.c.district_id == districts.c.id)
    rows = (await tx.execute(sa.select(districts.c.id, districts.c.timezone).where(~there))).all()
    return [(DistrictId(row.id), row.timezone) for row in rows]


async def begin(tx: Tx, rows: Sequence[tuple[DistrictId, datetime]]) -> None:
    """Each with when it is asked first."""
    values = [{"district_id": district, "due_at": due_at} for district, due_at in rows]
    await tx.execute(insert_ignore(confirmations), values)


async def due(tx: Tx, *, now: datetime, most: int) -> list[DistrictId]:
    query = sa.select(confirmations.c.district_id).where(confirmations.c.due_at <= now)
    ordered = query.order_by(confirmations.c.due_at, confirmations.c.district_id).limit(most)
    return [DistrictId(found) for found in (await tx.execute(ordered)).scalars()]


_ONE = sa.select(confirmations).where(confirmations.c.district_id == sa.bindparam("district"))


async def get(tx: Tx, district: DistrictId) -> Asked | None:
    return _asked((await tx.execute(_ONE, {"district": district})).first())


async def held(tx: Tx, district: DistrictId) -> Asked | None:
    """Locked: it is asked, reminded and confirmed once."""
    return _asked((await tx.execute(_ONE.with_for_update(), {"district": district})).first())


def _asked(row: sa.Row[tuple[object, ...]] | None) -> Asked | None:
    if row is None:
        return None
    return Asked(
        district=DistrictId(row.district_id),
        due_at=row.due_at,
        question=Question(asked_at=row.asked_at, reminded=row.reminded),
        confirmed_at=row.confirmed_at,
        confirmed_by=PersonId(row.confirmed_by) if row.confirmed_by is not None else None,
    )


async def put(tx: Tx, district: DistrictId, question: Question, *, due_at: datetime) -> None:
    values = {"asked_at": question.asked_at, "reminded": question.reminded, "due_at": due_at}
    await tx.execute(confirmations.update().where(confirmations.c.district_id == district).values(**values))


async def look_again(tx: Tx, district: DistrictId, *, at: datetime) -> None:
    await tx.execute(confirmations.update().where(confirmations.c.district_id == district).values(due_at=at))


async def confirmed(tx: Tx, district: DistrictId, *, by: PersonId, at: datetime, due_at: datetime) -> None:
    """By whom, and when; asked again at `due_at`."""
    row = {"district_id": district, "due_at": due_at}
    await tx.execute(insert_ignore(confirmations), row)
    answered = {"confirmed_at": at, "confirmed_by": by, "asked_at": None, "reminded": 0, "due_at": due_at}
    await tx.execute(confirmations.update().where(confirmations.c.district_id == district).values(**answered))


async def listed(tx: Tx, district: DistrictId) -> list[Listed]:
    """Everybody on the list who was not removed, those without a Slack user too."""
    query = (
        sa.select(
            roster.c.id,
            roster.c.role,
            roster.c.standing,
            roster.c.training,
            people.c.name,
            people.c.phone,
            people.c.user_id,
            people.c.membership,
        )
        .join(people, people.c.id == roster.c.person_id)
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing != Standing.REMOVED,
        )
        .order_by(roster.c.role, people.c.name, roster.c.id)
    )
    return [
        Listed(
            line=LineId(row.id),
            name=row.name,
            role=Role(row.role),
            standing=Standing(row.standing),
            phone=row.phone,
            training=Training(row.training),
            is_bound=row.user_id is not None and row.membership != Membership.GONE,
        )
        for row in (await tx.execute(query)).all()
    ]
