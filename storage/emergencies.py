"""Reports of the emergency exception: who, what became of each, and which of them the clock looks at next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Case
from bot.domain.emergencies import OPEN, Emergency, Report, State, Use
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId
from storage.store import Tx
from storage.tables import districts, emergencies, emergency_words, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said. `reason`: of whoever decided; all of it is '' once it was erased."""

    report: Report
    reason: str


async def hold_reporter(tx: Tx, person: PersonId) -> None:
    """Two reports of one person wait for each other."""
    await tx.execute(sa.select(people.c.id).where(people.c.id == person).with_for_update(key_share=True))


async def add(
    tx: Tx, *, district: DistrictId, person: PersonId, report: Report, at: datetime, due_at: datetime
) -> Emergency:
    facts = {"district_id": district, "person_id": person, "state": State.ASKED, "asked_at": at, "due_at": due_at}
    row = (await tx.execute(emergencies.insert().returning(emergencies), facts)).one()
    words = {
        "emergency_id": row.id,
        "broken": report.broken,
        "affected": report.affected,
        "unreachable": report.unreachable,
        "phone": report.phone,
    }
    await tx.execute(emergency_words.insert(), words)
    return _emergency(row)


def _emergency(row: sa.Row[tuple[object, ...]]) -> Emergency:
    return Emergency(
        id=EmergencyId(row.id),
        district=DistrictId(row.district_id),
        person=PersonId(row.person_id),
        state=State(row.state),
        asked_at=row.asked_at,
        pages=row.pages,
        reminded=row.reminded,
        decided_by=PersonId(row.decided_by) if row.decided_by is not None else None,
        decided_at=row.decided_at,
        case=CaseNumber(row.case_number) if row.case_number is not None else None,
        offered_to=PersonId(row.offered_to) if row.offered_to is not None else None,
        claimed_by=PersonId(row.claimed_by) if row.claimed_by is not None else None,
        claimed_at=row.claimed_at,
        due_at=row.due_at,
    )


async def get(tx: Tx, emergency: EmergencyId) -> Emergency | None:
    row = (await tx.execute(sa.select(emergencies).where(emergencies.c.id == emergency))).first()
    return None if row is None else _emergency(row)


async def locked(tx: Tx, emergency: EmergencyId) -> Emergency | None:
    """Held until the deed ends: of two who decide at once the second sees what the first did."""
    query = sa.select(emergencies).where(emergencies.c.id == emergency).with_for_update(key_share=True)
    row = (await tx.execute(query)).first()
    return None if row is None else _emergency(row)


async def locked_of_case(tx: Tx, case: CaseNumber) -> Emergency | None:
    """That this case came from; held as above. Its case is held before it is."""
    query = sa.select(emergencies).where(emergencies.c.case_number == case).with_for_update(key_share=True)
    row = (await tx.execute(query)).first()
    return None if row is None else _emergency(row)


async def claimer_of(tx: Tx, case: CaseNumber) -> PersonId | None:
    """Who claimed the emergency that this case came from."""
    query = sa.select(emergencies.c.claimed_by).where(emergencies.c.case_number == case)
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else PersonId(found)


async def waiting(tx: Tx, *, most: int, of: Collection[DistrictId] | None = None) -> list[Emergency]:
    """Those in which somebody is waited for, the oldest first. `of` None: all districts', for the vendor's people."""
    query = sa.select(emergencies).where(emergencies.c.state.in_(OPEN))
    if of is not None:
        query = query.where(emergencies.c.district_id.in_(of))
    ordered = query.order_by(emergencies.c.id).limit(most)
    return [_emergency(row) for row in (await tx.execute(ordered)).all()]


async def open_of(tx: Tx, person: PersonId) -> list[Emergency]:
    """Those of theirs in which somebody is still waited for, the oldest first."""
    query = sa.select(emergencies).where(emergencies.c.person_id == person, emergencies.c.state.in_(OPEN))
    return [_emergency(row) for row in (await tx.execute(query.order_by(emergencies.c.id))).all()]


async def uses_of(tx: Tx, person: PersonId, district: DistrictId, *, since: datetime) -> int:
    """At that district: what they reported at another is no business of its administrators."""
    theirs = emergencies.c.person_id == person, emergencies.c.district_id == district
    query = sa.select(sa.func.count()).where(*theirs, emergencies.c.asked_at > since)
    return int((await tx.execute(query)).scalar_one())


async def save(tx: Tx, after: Emergency, *, told_status: str = "") -> None:
    """Writes what a move changed. `told_status`: from now on its reporter is told of others."""
    facts = {
        "state": after.state,
        "pages": after.pages,
        "reminded": after.reminded,
        "decided_by": after.decided_by,
        "decided_at": after.decided_at,
        "case_number": after.case,
        "offered_to": after.offered_to,
        "claimed_by": after.claimed_by,
        "claimed_at": after.claimed_at,
        "due_at": after.due_at,
    }
    told = {"told_status": told_status} if told_status else {}
    await tx.execute(emergencies.update().where(emergencies.c.id == after.id).values(**facts, **told))


async def give_reason(tx: Tx, emergency: EmergencyId, reason: str) -> None:
    here = emergency_words.c.emergency_id == emergency
    await tx.execute(emergency_words.update().where(here).values(reason=reason))


async def words(tx: Tx, emergency: EmergencyId) -> Words:
    row = (await tx.execute(sa.select(emergency_words).where(emergency_words.c.emergency_id == emergency))).one()
    report = Report(broken=row.broken, affected=row.affected, unreachable=row.unreachable, phone=row.phone)
    return Words(report=report, reason=row.reason)


async def phone_of(tx: Tx, case: CaseNumber) -> str:
    """Where whoever reported it is called back, of the emergency that this case came from; '': none, or erased."""
    query = (
        sa.select(emergency_words.c.phone)
        .join(emergencies, emergencies.c.id == emergency_words.c.emergency_id)
        .where(emergencies.c.case_number == case)
    )
    return (await tx.execute(query)).scalar_one_or_none() or ""


async def redact_of_case(tx: Tx, case: CaseNumber) -> EmergencyId | None:
    """The case was opened with these words: they go with its own. Returns whose they were."""
    query = sa.select(emergencies.c.id).where(emergencies.c.case_number == case)
    found = (await tx.execute(query)).scalar_one_or_none()
    if found is None:
        return None
    await redact(tx, EmergencyId(found))
    return EmergencyId(found)


async def redact(tx: Tx, emergency: EmergencyId) -> None:
    """What was reported, the phone, and why it was decided so."""
    blank = dict.fromkeys(("broken", "affected", "unreachable", "phone", "reason"), "")
    await tx.execute(emergency_words.update().where(emergency_words.c.emergency_id == emergency).values(**blank))


async def is_new_status(tx: Tx, case: Case) -> bool:
    """Whether its reporter, who is told the status alone, was told another one last. Marks it as told."""
    theirs = sa.and_(
        emergencies.c.case_number == case.number,
        emergencies.c.told_status != "",
        emergencies.c.told_status != case.status,
    )
    told = await tx.execute(emergencies.update().where(theirs).values(told_status=case.status))
    return bool(told.rowcount == 1)


async def due(tx: Tx, *, now: datetime, most: int) -> list[EmergencyId]:
    query = sa.select(emergencies.c.id).where(emergencies.c.due_at <= now)
    ordered = query.order_by(emergencies.c.due_at, emergencies.c.id).limit(most)
    return [EmergencyId(found) for found in (await tx.execute(ordered)).scalars()]


async def put_off(tx: Tx, emergency: EmergencyId, *, until: datetime | None) -> None:
    await tx.execute(emergencies.update().where(emergencies.c.id == emergency).values(due_at=until))


_DECIDED_BY, _CLAIMED_BY = people.alias("decided_by"), people.alias("claimed_by")


async def report(
    tx: Tx,
    *,
    since: datetime,
    until: datetime | None = None,
    district: DistrictId | None = None,
    person: PersonId | None = None,
) -> list[Use]:
    """Each use since then, the latest first. `district` None: of all districts, for the vendor's people alone.

    `person`: theirs alone, who reported it.
    """
    query = (
        sa.select(
            emergencies,
            districts.c.name.label("district"),
            people.c.name.label("person"),
            sa.func.coalesce(_DECIDED_BY.c.name, "").label("agent"),
            sa.func.coalesce(_CLAIMED_BY.c.name, "").label("claimer"),
        )
        .join(districts, districts.c.id == emergencies.c.district_id)
        .join(people, people.c.id == emergencies.c.person_id)
        .outerjoin(_DECIDED_BY, _DECIDED_BY.c.id == emergencies.c.decided_by)
        .outerjoin(_CLAIMED_BY, _CLAIMED_BY.c.id == emergencies.c.claimed_by)
        .where(emergencies.c.asked_at >= since)
        .order_by(emergencies.c.asked_at.desc(), emergencies.c.id.desc())
    )
    if district is not None:
        query = query.where(emergencies.c.district_id == district)
    if until is not None:
        query = query.where(emergencies.c.asked_at < until)
    if person is not None:
        query = query.where(emergencies.c.person_id == person)
    return [_use(row) for row in (await tx.execute(query)).all()]


def _use(row: sa.Row[tuple[object, ...]]) -> Use:
    return Use(
        id=EmergencyId(row.id),
        asked_at=row.asked_at,
        district=row.district,
        person=row.person,
        state=State(row.state),
        agent=row.agent,
        decided_at=row.decided_at,
        case=CaseNumber(row.case_number) if row.case_number is not None else None,
        claimed_by=row.claimer,
        claimed_at=row.claimed_at,
    )
