"""Where a contact stands with their training, and when they are reminded of it (POLICY 6)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, TeamId
from bot.domain.people import CONTACT_ROLES, Membership, Role
from bot.domain.training import TO_DO, Training
from storage.people import MAY_ACT
from storage.reached import reached_by
from storage.store import Tx
from storage.tables import districts, people, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A contact who may act and can be written to. `since`: made one; `marked_at`: their own word, and its date."""

    line: LineId
    person: PersonId
    team: TeamId
    zone: str
    district: DistrictId
    role: Role
    since: datetime | None
    training: Training
    marked_at: datetime | None
    due_at: datetime | None


_LEARNERS = (
    sa.select(
        roster.c.id,
        roster.c.person_id,
        roster.c.district_id,
        roster.c.role,
        roster.c.since,
        roster.c.training,
        roster.c.training_at,
        roster.c.training_due_at,
        reached_by(),
        people.c.zone,
    )
    .join(people, people.c.id == roster.c.person_id)
    .where(
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.in_(MAY_ACT),
        people.c.user_id.is_not(None),
        people.c.membership != Membership.GONE,
    )
)


def _learner(row: sa.Row[tuple[object, ...]]) -> Learner:
    return Learner(
        line=LineId(row.id),
        person=PersonId(row.person_id),
        team=TeamId(row.team_id),
        zone=row.zone,
        district=DistrictId(row.district_id),
        role=Role(row.role),
        since=row.since,
        training=Training(row.training),
        marked_at=row.training_at,
        due_at=row.training_due_at,
    )


async def at(tx: Tx, person: PersonId, district: DistrictId) -> Learner | None:
    query = _LEARNERS.where(roster.c.person_id == person, roster.c.district_id == district)
    row = (await tx.execute(query)).first()
    return None if row is None else _learner(row)


async def everywhere(tx: Tx, person: PersonId) -> list[Learner]:
    """One for each district of theirs."""
    query = _LEARNERS.where(roster.c.person_id == person).order_by(roster.c.district_id)
    return [_learner(row) for row in (await tx.execute(query)).all()]


async def standing_of(tx: Tx, person: PersonId) -> list[tuple[DistrictId, str, Training]]:
    """Where they stand, at each district of theirs, with its name."""
    names = sa.select(districts.c.id, districts.c.name)
    known = {
        row.id: row.name for row in (await tx.execute(names.where(districts.c.id.in_(_districts_of(person))))).all()
    }
    return [(it.district, known[it.district], it.training) for it in await everywhere(tx, person)]


def _districts_of(person: PersonId) -> sa.Select[tuple[int]]:
    return sa.select(roster.c.district_id).where(roster.c.person_id == person, roster.c.role.in_(CONTACT_ROLES))


async def of_line(tx: Tx, line: LineId) -> Learner | None:
    row = (await tx.execute(_LEARNERS.where(roster.c.id == line))).first()
    return None if row is None else _learner(row)


async def held(tx: Tx, line: LineId) -> Learner | None:
    """The line, locked first."""
    await tx.execute(sa.select(roster.c.id).where(roster.c.id == line).with_for_update())
    return await of_line(tx, line)


async def mark(tx: Tx, line: LineId, training: Training, *, at: datetime, due_at: datetime | None) -> None:
    """By the contact. `due_at`: when they are reminded; None: no more."""
    values = {"training": training, "training_at": at, "training_due_at": due_at}
    await tx.execute(roster.update().where(roster.c.id == line).values(**values))


async def begin(tx: Tx, person: PersonId, district: DistrictId, *, due_at: datetime) -> None:
    """Whoever has one to take is reminded from then on; not sooner, and not later, than they are already."""
    here = roster.c.person_id == person, roster.c.district_id == district, roster.c.role.in_(CONTACT_ROLES)
    to_do = roster.c.training.in_(TO_DO), roster.c.training_due_at.is_(None)
    await tx.execute(roster.update().where(*here, *to_do).values(training_due_at=due_at))


async def due(tx: Tx, *, now: datetime, most: int) -> list[LineId]:
    query = sa.select(roster.c.id).where(roster.c.training_due_at <= now)
    ordered = query.order_by(roster.c.training_due_at, roster.c.id).limit(most)
    return [LineId(line) for line in (await tx.execute(ordered)).scalars()]


async def look_again(tx: Tx, line: LineId, *, at: datetime | None) -> None:
    await tx.execute(roster.update().where(roster.c.id == line).values(training_due_at=at))
