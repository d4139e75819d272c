"""A district's list of contacts: every line of it, and the changes that a request makes (POLICY 6).

The district is held first (`contacts.hold`): two changes of one list never overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.list_sheets import ListLine
from bot.domain.people import CONTACT_ROLES, Membership, Role, Standing
from bot.domain.sheets import PersonSheet
from storage import contacts, searching
from storage.people import MAY_ACT, ON_A_LIST
from storage.store import Tx
from storage.tables import districts, people, roster

THIRD_PARTIES = (Membership.GUEST, Membership.EXTERNAL)


_third = sa.and_(roster.c.role == Role.STAFF, people.c.membership.in_(THIRD_PARTIES), ON_A_LIST)
_LINES = (
    sa.select(
        people.c.id,
        people.c.team_id,
        people.c.user_id,
        people.c.name,
        people.c.email,
        people.c.phone,
        people.c.zone,
        people.c.membership,
        roster.c.role,
        roster.c.standing,
        roster.c.training,
        roster.c.silent_since,
    )
    .join(roster, roster.c.person_id == people.c.id)
    .where(
        roster.c.district_id == sa.bindparam("district"),
        sa.or_(roster.c.role.in_(CONTACT_ROLES), _third),
    )
    .order_by(
        sa.case((roster.c.role.in_(CONTACT_ROLES), 0), else_=1),
        sa.case((roster.c.standing.in_(MAY_ACT), 0), (roster.c.standing == Standing.DEACTIVATED, 1), else_=2),
        roster.c.role,
        people.c.name,
        people.c.id,
    )
)


async def of_district(tx: Tx, district: DistrictId) -> list[ListLine]:
    """Contacts who may act first, then deactivated ones, removed ones, and third parties."""
    found: dict[PersonId, ListLine] = {}
    for row in (await tx.execute(_LINES, {"district": district})).all():
        found.setdefault(PersonId(row.id), _line(row))  # of a third party who is a contact, the contact's line
    return [*found.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """That somebody is on a district's list, or was, or keeps it as its administrator."""

    person: PersonId
    name: str
    district: DistrictId
    key: str


async def lists_with(tx: Tx, persons: Sequence[PersonId], *, keepers: bool) -> list[OnList]:
    """`keepers`: districts' administrators too, not only contacts and third parties."""
    kinds = sa.or_(roster.c.role.in_(CONTACT_ROLES), _third)
    if keepers:
        kinds = sa.or_(kinds, roster.c.role == Role.ADMINISTRATOR)
    query = (
        sa.select(people.c.id, people.c.name, districts.c.id.label("district_id"), districts.c.key)
        .join(roster, roster.c.person_id == people.c.id)
        .join(districts, districts.c.id == roster.c.district_id)
        .where(people.c.id.in_(list(persons)), kinds, ON_A_LIST)
        .distinct()
        .order_by(people.c.id, districts.c.key)
    )
    return [
        OnList(person=PersonId(row.id), name=row.name, district=DistrictId(row.district_id), key=row.key)
        for row in (await tx.execute(query)).all()
    ]


async def of_person(tx: Tx, district: DistrictId, person: PersonId) -> ListLine | None:
    query = _LINES.where(people.c.id == person)
    row = (await tx.execute(query, {"district": district})).first()
    return None if row is None else _line(row)


def _line(row: sa.Row[tuple[object, ...]]) -> ListLine:
    bound = row.user_id is not None
    slack = SlackUser(team=TeamId(row.team_id), user=UserId(row.user_id)) if bound else None
    return ListLine(
        person=PersonSheet(id=PersonId(row.id), name=row.name, slack=slack),
        role=Role(row.role),
        standing=Standing(row.standing),
        email=row.email,
        phone=row.phone,
        training=row.training,
        zone=row.zone,
        last_active=row.silent_since,
        gone=row.membership == Membership.GONE,
        may_act=row.standing in MAY_ACT and row.role in CONTACT_ROLES,
        third_party=row.role not in CONTACT_ROLES,
    )


async def counts(tx: Tx, district: DistrictId) -> dict[Role, int]:
    """How many contacts of each type may act and can be reached."""
    query = (
        sa.select(roster.c.role, sa.func.count().label("many"))
        .join(people, people.c.id == roster.c.person_id)
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing.in_(MAY_ACT),
            people.c.user_id.is_not(None),
            people.c.membership != Membership.GONE,
        )
        .group_by(roster.c.role)
    )
    found = {Role(row.role): int(row.many) for row in (await tx.execute(query)).all()}
    return {role: found.get(role, 0) for role in sorted(CONTACT_ROLES)}


async def is_known(tx: Tx, person: PersonId) -> bool:
    """Whether Slack ever said who they are; else they are taken for a guest."""
    query = sa.select(people.c.name, people.c.looked_up_at).where(people.c.id == person)
    row = (await tx.execute(query)).one()
    return bool(row.name) or row.looked_up_at is not None


async def _awake(tx: Tx, at: datetime) -> dict[str, object]:
    """A contact whose clock runs from then (POLICY 7)."""
    return {
        "standing": Standing.ACTIVE,
        "silent_since": at,
        "due_at": await contacts.first_look(tx, at),
        "flagged_at": None,
        "deactivated_at": None,
    }


async def add_contact(
    tx: Tx, person: PersonId, district: DistrictId, *, role: Role, training: str, at: datetime
) -> None:
    line = {"person_id": person, "district_id": district, "role": role, "training": training, "since": at}
    await tx.execute(roster.insert(), {**line, **await _awake(tx, at)})


async def add_third_party(tx: Tx, person: PersonId, district: DistrictId, *, at: datetime) -> None:
    """Who was staff there as a file had it, and is no more, has a line that is theirs again."""
    again = roster.update().where(_staff(person, district)).values(standing=Standing.ACTIVE, since=at)
    if not (await tx.execute(again)).rowcount:
        line = {"person_id": person, "district_id": district, "role": Role.STAFF, "since": at}
        await tx.execute(roster.insert(), line)


def _contact(person: PersonId, district: DistrictId) -> sa.ColumnElement[bool]:
    return sa.and_(roster.c.person_id == person, roster.c.district_id == district, roster.c.role.in_(CONTACT_ROLES))


def _staff(person: PersonId, district: DistrictId) -> sa.ColumnElement[bool]:
    return sa.and_(roster.c.person_id == person, roster.c.district_id == district, roster.c.role == Role.STAFF)


async def line_id(tx: Tx, person: PersonId, district: DistrictId) -> LineId | None:
    """Of the line that makes them a contact, whether it gives the right now or not."""
    found = (await tx.execute(sa.select(roster.c.id).where(_contact(person, district)))).scalar_one_or_none()
    return None if found is None else LineId(found)


async def remove(tx: Tx, person: PersonId, district: DistrictId) -> None:
    """The line stays, with its history, and gives no right."""
    ended = {"standing": Standing.REMOVED, "due_at": None, "flagged_at": None, "deactivated_at": None}
    await tx.execute(roster.update().where(_contact(person, district)).values(**ended))


async def remove_third_party(tx: Tx, person: PersonId, district: DistrictId) -> None:
    """A line of any standing would say that they belong there: it goes."""
    await tx.execute(roster.delete().where(_staff(person, district)))


async def reactivate(tx: Tx, person: PersonId, district: DistrictId, *, at: datetime) -> None:
    """A contact from now on: their threads carry the record from here."""
    await tx.execute(roster.update().where(_contact(person, district)).values(since=at, **await _awake(tx, at)))


async def put_back(tx: Tx, person: PersonId, district: DistrictId, *, at: datetime) -> None:
    """As if they had not been removed; the clock runs from now."""
    await tx.execute(roster.update().where(_contact(person, district)).values(**await _awake(tx, at)))


async def change_type(tx: Tx, person: PersonId, district: DistrictId, *, role: Role) -> None:
    await tx.execute(roster.update().where(_contact(person, district)).values(role=role))


async def change_details(
    tx: Tx, person: PersonId, district: DistrictId, *, name: str, email: str, phone: str, training: str
) -> None:
    """A name that is empty stays as it was: without one they would be somebody of whom Slack was never asked."""
    values = {"email": email, "phone": phone, **({"name": name} if name else {})}
    await tx.execute(people.update().where(people.c.id == person).values(**values))
    if name:
        await searching.named(tx, person, name)
    another = roster.update().where(_contact(person, district), roster.c.training != training)
    await tx.execute(another.values(training=training, training_at=None))


async def details_of(tx: Tx, person: PersonId) -> tuple[str, str, str]:
    """What stands on every list that they are on: name, address and phone."""
    row = (await tx.execute(sa.select(people).where(people.c.id == person))).one()
    return row.name, row.email, row.phone


async def listed_at(tx: Tx, person: PersonId) -> list[DistrictId]:
    """On whose lists. Of whoever was removed a list says no more than that."""
    query = (
        sa.select(roster.c.district_id)
        .join(people, people.c.id == roster.c.person_id)
        .where(roster.c.person_id == person, roster.c.district_id.is_not(None))
        .where(sa.or_(roster.c.role.in_(CONTACT_ROLES), _third), roster.c.standing != Standing.REMOVED)
        .distinct()
        .order_by(roster.c.district_id)
    )
    return [DistrictId(found) for found in (await tx.execute(query)).scalars()]


async def fill_in(tx: Tx, person: PersonId, *, name: str, email: str, phone: str) -> None:
    """What the list says of somebody who comes onto it; what is empty stays as it was."""
    values = {column: value for column, value in (("name", name), ("email", email), ("phone", phone)) if value}
    if values:
        await tx.execute(people.update().where(people.c.id == person).values(**values))
    if name:
        await searching.named(tx, person, name)


async def bind(tx: Tx, line_of: PersonId, to: PersonId, district: DistrictId, *, at: datetime) -> None:
    """The line of somebody without a Slack user becomes this person's. What it is else stays with the former.

    Where it is nothing else, they are a name on the record alone: how they are reached is the other's.
    """
    found = (await tx.execute(sa.select(people).where(people.c.id == line_of))).one()
    await fill_in(tx, to, name=found.name, email=found.email, phone=found.phone)
    moved = roster.update().where(_contact(line_of, district)).values(person_id=to)
    await tx.execute(moved)
    woken = roster.update().where(_contact(to, district), roster.c.standing.in_(MAY_ACT))
    await tx.execute(woken.values(since=at, **await _awake(tx, at)))
    await is_a_name(tx, line_of, district)


A_NAME = sa.and_(
    people.c.user_id.is_(None),
    people.c.home_id.is_not(None),
    ~sa.exists().where(roster.c.person_id == people.c.id, ON_A_LIST).correlate(people),
)
"""Whoever is that, and no more."""


async def is_a_name(tx: Tx, former: PersonId, district: DistrictId) -> None:
    """Whose line became another's, and who has none beside it: a name on that district's record, and no more."""
    other = sa.exists().where(roster.c.person_id == people.c.id, ON_A_LIST)
    left = {"email": "", "phone": "", "home_id": district}
    await tx.execute(people.update().where(people.c.id == former, ~other).values(**left))


async def gives_way(tx: Tx, person: PersonId, *, to_those_of: PersonId) -> None:
    """A line of theirs that is on no list any more, where one of its kind that is becomes theirs."""
    coming = roster.alias()
    same = sa.and_(coming.c.role == roster.c.role, coming.c.district_id.is_not_distinct_from(roster.c.district_id))
    stands = sa.and_(coming.c.person_id == to_those_of, coming.c.standing != Standing.REMOVED)
    comes = sa.exists().where(stands, same).correlate(roster)
    await tx.execute(roster.delete().where(roster.c.person_id == person, ~ON_A_LIST, comes))
