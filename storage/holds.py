"""Legal holds: while one stands, nothing of its district is erased but what a person redacts (POLICY 10)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import DistrictId, HoldId, PersonId
from storage import operators
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import (
    cases,
    comments,
    districts,
    emergencies,
    holds,
    kept_contacts,
    list_requests,
    notes,
    people,
    questions,
    roster,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """`set_by` and `lifted_by` are names, the command line's too; of somebody who has none any more their number."""

    id: HoldId
    district: DistrictId
    key: str
    name: str
    reason: str
    set_at: datetime
    set_by: str
    lifted_at: datetime | None
    lifted_by: str


_SET = insert_ignore(holds)


async def hold_district(tx: Tx, district: DistrictId) -> None:
    """Whoever sets or lifts a hold, and whoever erases, wait for each other."""
    await tx.execute(sa.select(districts.c.id).where(districts.c.id == district).with_for_update(key_share=True))


async def put(tx: Tx, district: DistrictId, *, reason: str, by: PersonId | None, at: datetime) -> bool:
    """False: one stands already."""
    row = {"district_id": district, "reason": reason, "set_by": by, "set_at": at}
    return bool((await tx.execute(_SET, row)).rowcount == 1)


async def lift(tx: Tx, district: DistrictId, *, by: PersonId | None, at: datetime) -> bool:
    """False: none stood."""
    standing = sa.and_(holds.c.district_id == district, holds.c.lifted_at.is_(None))
    lifted = await tx.execute(holds.update().where(standing).values(lifted_at=at, lifted_by=by))
    return bool(lifted.rowcount == 1)


_STANDS = sa.select(holds.c.id).where(holds.c.district_id == sa.bindparam("district"), holds.c.lifted_at.is_(None))


async def stands(tx: Tx, district: DistrictId) -> bool:
    return await standing(tx, district) is not None


async def standing(tx: Tx, district: DistrictId) -> HoldId | None:
    found = (await tx.execute(_STANDS, {"district": district})).scalar_one_or_none()
    return None if found is None else HoldId(found)


_OF_REQUESTS = ("person_id", "replacement_id", "asked_by", "entered_by", "decided_by")


def _names(table: sa.Table, person: PersonId, *columns: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(table.c[name] == person for name in columns))


async def of_person(tx: Tx, person: PersonId) -> tuple[str, ...]:
    """Keys of held districts to which they belong or belonged, or that hold what they did and wrote."""
    wrote = [
        sa.select(cases.c.district_id).join(table, table.c.case_number == cases.c.number).where(by == person)
        for table, by in ((comments, comments.c.author_id), (notes, notes.c.author_id))
    ]
    theirs = (
        sa.select(roster.c.district_id).where(roster.c.person_id == person, roster.c.district_id.is_not(None)),
        sa.select(people.c.home_id).where(people.c.id == person, people.c.home_id.is_not(None)),
        sa.select(cases.c.district_id).where(_names(cases, person, "reporter_id", "contact_id", "owner_id")),
        sa.select(questions.c.district_id).where(questions.c.asker_id == person),
        sa.select(emergencies.c.district_id).where(_names(emergencies, person, "person_id", "decided_by")),
        sa.select(list_requests.c.district_id).where(_names(list_requests, person, *_OF_REQUESTS)),
        sa.select(roster.c.district_id).join(kept_contacts).where(kept_contacts.c.kept_by == person),
        *wrote,
    )
    query = sa.select(districts.c.key).join(holds, holds.c.district_id == districts.c.id)
    standing = query.where(holds.c.lifted_at.is_(None), sa.or_(*(districts.c.id.in_(some) for some in theirs)))
    return tuple(sorted((await tx.execute(standing.distinct())).scalars()))


_setter, _lifter = people.alias("setter"), people.alias("lifter")
_ALL = (
    sa.select(
        holds,
        districts.c.key,
        districts.c.name,
        _setter.c.name.label("setter"),
        _lifter.c.name.label("lifter"),
    )
    .join(districts, districts.c.id == holds.c.district_id)
    .outerjoin(_setter, _setter.c.id == holds.c.set_by)
    .outerjoin(_lifter, _lifter.c.id == holds.c.lifted_by)
)


async def all_of_them(tx: Tx, *, most: int, standing_alone: bool = False) -> list[Hold]:
    """Those that stand first, then the latest."""
    query = _ALL.where(holds.c.lifted_at.is_(None)) if standing_alone else _ALL
    rows = (await tx.execute(query.order_by(holds.c.lifted_at.is_not(None), holds.c.id.desc()).limit(most))).all()
    return [
        Hold(
            id=HoldId(row.id),
            district=DistrictId(row.district_id),
            key=row.key,
            name=row.name,
            reason=row.reason,
            set_at=row.set_at,
            set_by=_by(row.set_by, row.setter),
            lifted_at=row.lifted_at,
            lifted_by=_by(row.lifted_by, row.lifter) if row.lifted_at else "",
        )
        for row in rows
    ]


def _by(person: int | None, name: str | None) -> str:
    return operators.NAME if person is None else name or f"person #{person}"
