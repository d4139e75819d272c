"""Contacts who go quiet, a page at a time, and why one of them was kept (POLICY 7)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.inactivity import DAY, Limits, Silence, ends_at, flags_at
from bot.domain.people import Role, Standing
from bot.domain.silences import Ahead, Asked, SilentContact, Stage
from storage import contacts
from storage.contacts import IS_CONTACT
from storage.store import Tx
from storage.tables import districts, kept_contacts, people, roster

PAGE = 10
MOST_DISTRICTS = 99
"""In a menu, beside all of them."""

NOT_LONG_AGO = timedelta(days=365)
"""Who was deactivated earlier than that is no news."""

_ROW = (
    sa.select(
        roster.c.id,
        roster.c.person_id,
        roster.c.district_id,
        roster.c.role,
        roster.c.standing,
        roster.c.silent_since,
        roster.c.flagged_at,
        roster.c.deactivated_at,
        people.c.zone,
        people.c.team_id,
        people.c.name,
        districts.c.name.label("district"),
    )
    .join(people, people.c.id == roster.c.person_id)
    .join(districts, districts.c.id == roster.c.district_id)
)


def _of(stage: Stage, limits: Limits, now: datetime) -> sa.ColumnElement[bool]:
    match stage:
        case Stage.NEAR:
            near = roster.c.silent_since <= now - limits.warn_on[0] * DAY
            return sa.and_(IS_CONTACT, roster.c.standing == Standing.ACTIVE, near)
        case Stage.FLAGGED:
            return sa.and_(IS_CONTACT, roster.c.standing == Standing.FLAGGED, roster.c.silent_since.is_not(None))
        case Stage.DEACTIVATED:
            lately = roster.c.deactivated_at > now - NOT_LONG_AGO
            return sa.and_(roster.c.standing == Standing.DEACTIVATED, roster.c.silent_since.is_not(None), lately)


async def page(tx: Tx, asked: Asked, limits: Limits, *, now: datetime) -> list[SilentContact]:
    """The longest silent first; one more than a page holds, where there are more."""
    query = _ROW.where(_of(asked.stage, limits, now))
    if asked.district is not None:
        query = query.where(roster.c.district_id == asked.district)
    if asked.after is not None:
        since, line = asked.after
        later = sa.and_(roster.c.silent_since == since, roster.c.id > line)
        query = query.where(sa.or_(roster.c.silent_since > since, later))
    rows = (await tx.execute(query.order_by(roster.c.silent_since, roster.c.id).limit(PAGE + 1))).all()
    silences = await contacts.silences(tx, rows, limits)
    alone = await _alone(tx, {row.district_id for row in rows})
    return [_contact(row, asked.stage, silences[LineId(row.id)], limits, now, alone=alone) for row in rows]


def _contact(
    row: sa.Row[tuple[object, ...]], stage: Stage, silence: Silence, limits: Limits, now: datetime, *, alone: set[int]
) -> SilentContact:
    return SilentContact(
        line=LineId(row.id),
        name=row.name,
        district=row.district,
        role=Role(row.role),
        stage=stage,
        since=silence.since,
        flags_at=flags_at(silence, now, limits),
        warned_at=silence.warned_at,
        flagged_at=silence.flagged_at,
        ends_at=ends_at(silence, limits),
        deactivated_at=row.deactivated_at,
        is_last=stage is not Stage.DEACTIVATED and row.district_id in alone,
    )


async def _alone(tx: Tx, ids: Iterable[int]) -> set[int]:
    """Districts with one contact who may act, or none."""
    query = (
        sa.select(roster.c.district_id)
        .join(people, people.c.id == roster.c.person_id)
        .where(roster.c.district_id.in_(list(ids)), IS_CONTACT)
        .group_by(roster.c.district_id)
        .having(sa.func.count(people.c.id.distinct()) > 1)
    )
    return set(ids) - set((await tx.execute(query)).scalars().all())


async def with_somebody(tx: Tx, stage: Stage, limits: Limits, *, now: datetime) -> list[tuple[DistrictId, str]]:
    """The districts that have somebody of this stage, by name."""
    query = (
        sa.select(districts.c.id, districts.c.name)
        .join(roster, roster.c.district_id == districts.c.id)
        .join(people, people.c.id == roster.c.person_id)
        .where(_of(stage, limits, now))
        .group_by(districts.c.id, districts.c.name)
        .order_by(districts.c.name, districts.c.id)
        .limit(MOST_DISTRICTS)
    )
    return [(DistrictId(row.id), row.name) for row in (await tx.execute(query)).all()]


async def counts(tx: Tx, limits: Limits, *, now: datetime) -> dict[Stage, int]:
    """How many are of each stage now."""
    found = {}
    for stage in Stage:
        joined = sa.select(sa.func.count()).select_from(roster.join(people, people.c.id == roster.c.person_id))
        found[stage] = int((await tx.execute(joined.where(_of(stage, limits, now)))).scalar_one())
    return found


async def ahead(tx: Tx, district: DistrictId, limits: Limits, *, now: datetime) -> dict[PersonId, Ahead]:
    """Of each contact there who may act and whose clock runs."""
    query = _ROW.where(roster.c.district_id == district, IS_CONTACT, roster.c.silent_since.is_not(None))
    rows = (await tx.execute(query)).all()
    silences = await contacts.silences(tx, rows, limits)
    return {PersonId(row.person_id): _ahead(silences[LineId(row.id)], limits, now) for row in rows}


def _ahead(silence: Silence, limits: Limits, now: datetime) -> Ahead:
    return Ahead(
        since=silence.since,
        flags_at=flags_at(silence, now, limits),
        is_flagged=silence.flagged_at is not None,
        ends_at=ends_at(silence, limits),
    )


async def one(tx: Tx, line: LineId, limits: Limits, *, now: datetime) -> SilentContact | None:
    """None of a line whose silence is of no stage."""
    query = _ROW.where(roster.c.id == line)
    for stage in Stage:
        row = (await tx.execute(query.where(_of(stage, limits, now)))).first()
        if row is not None:
            silence = (await contacts.silences(tx, [row], limits))[line]
            return _contact(row, stage, silence, limits, now, alone=await _alone(tx, {row.district_id}))
    return None


async def keep(tx: Tx, line: LineId, *, by: PersonId, reason: str, at: datetime) -> int:
    """Why a silence begins again without an act of the contact's. Returns the reason's id."""
    row = {"line_id": line, "kept_by": by, "at": at, "reason": reason}
    result = await tx.execute(kept_contacts.insert().returning(kept_contacts.c.id), row)
    return int(result.scalar_one())


async def reason(tx: Tx, kept: int) -> tuple[str, str, PersonId] | None:
    """Of whom, why, and by whom. None where it was erased, or they are no contact any more."""
    query = (
        sa.select(people.c.name, kept_contacts.c.reason, kept_contacts.c.kept_by)
        .join(roster, roster.c.id == kept_contacts.c.line_id)
        .join(people, people.c.id == roster.c.person_id)
        .where(kept_contacts.c.id == kept, IS_CONTACT)
    )
    row = (await tx.execute(query)).first()
    return None if row is None or not row.reason else (row.name, row.reason, PersonId(row.kept_by))


async def kept_by(tx: Tx, kept: int) -> tuple[DistrictId, PersonId, PersonId] | None:
    """Of which district, whose access, and by whom; whatever became of either since."""
    query = (
        sa.select(roster.c.district_id, roster.c.person_id, kept_contacts.c.kept_by)
        .join(roster, roster.c.id == kept_contacts.c.line_id)
        .where(kept_contacts.c.id == kept)
    )
    row = (await tx.execute(query)).first()
    return None if row is None else (DistrictId(row.district_id), PersonId(row.person_id), PersonId(row.kept_by))


async def redact_reason(tx: Tx, kept: int) -> None:
    await tx.execute(kept_contacts.update().where(kept_contacts.c.id == kept).values(reason=""))
