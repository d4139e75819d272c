"""The directory in the database: districts, closures, people and their roster lines."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.directory import VENDOR, ClosureRow, DistrictRow, PersonRow
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES, Standing
from storage import contacts, searching
from storage.people import MAY_ACT, ON_A_LIST
from storage.store import Tx
from storage.tables import channels, closures, districts, people, roster


def district_values(row: DistrictRow) -> dict[str, Any]:
    """A row of the file as the table has it."""
    return {
        "name": row.name,
        "timezone": row.timezone,
        "country": row.country,
        "state": row.state,
        "team_id": row.team,
        "case_channel_id": row.channel,
        "email_domains": row.email_domains,
        "updates_as_group": row.updates_as_group,
    }


def person_values(row: PersonRow) -> dict[str, Any]:
    return {"name": row.name, "email": row.email, "phone": row.phone}


async def districts_by_key(tx: Tx) -> dict[str, sa.Row[tuple[object, ...]]]:
    return {row.key: row for row in (await tx.execute(sa.select(districts))).all()}


async def standing_by_key(tx: Tx) -> dict[str, sa.Row[tuple[object, ...]]]:
    """Without those that are erased, or being erased."""
    return {key: row for key, row in (await districts_by_key(tx)).items() if row.erased_at is None}


async def add_district(tx: Tx, row: DistrictRow) -> None:
    await tx.execute(districts.insert(), {"key": row.key, **district_values(row)})


async def change_district(tx: Tx, row: DistrictRow) -> None:
    await tx.execute(districts.update().where(districts.c.key == row.key).values(**district_values(row)))


async def channel_holders(tx: Tx) -> dict[tuple[str, str], str]:
    """By workspace and channel: the key of the district whose cases stand there, or VENDOR for the desk's."""
    query = sa.select(channels, districts.c.key).outerjoin(districts, districts.c.id == channels.c.district_id)
    return {(row.team_id, row.channel_id): row.key or VENDOR for row in (await tx.execute(query)).all()}


async def name_case_channel(tx: Tx, district: DistrictId, *, team: str, channel: str) -> bool:
    """The district's channel; one named before is its no longer. True: another one than before."""
    same = sa.and_(channels.c.team_id == team, channels.c.channel_id == channel)
    known = (await tx.execute(sa.select(channels.c.district_id).where(same))).first()
    if known is not None and known.district_id == district:
        return False
    await tx.execute(channels.delete().where(channels.c.district_id == district))
    await tx.execute(channels.delete().where(same))
    if channel:
        row = {"team_id": team, "channel_id": channel, "kind": "case", "district_id": district}
        await tx.execute(channels.insert(), row)
    return bool(channel)


async def person_of(tx: Tx, row: PersonRow, district: DistrictId | None) -> sa.Row[tuple[object, ...]] | None:
    """By Slack user where there is one; else by e-mail address, or by name among the district's own."""
    if row.user:
        here = sa.or_(people.c.team_id == row.team, people.c.seen_in == row.team)  # theirs, or where they are seen
        found = sa.select(people).where(here, people.c.user_id == row.user)
        return (await tx.execute(found.order_by(people.c.team_id != row.team))).first()
    here = sa.exists().where(roster.c.person_id == people.c.id, _at(district))
    nobodys = people.c.user_id.is_(None)
    if not row.email:
        same = sa.and_(nobodys, people.c.name == row.name, people.c.email == "", here)
    else:
        listed = here.where(roster.c.role.in_(row.roles), ON_A_LIST)
        same = sa.and_(people.c.email == row.email, sa.or_(nobodys, listed))
    acts = here.where(roster.c.role.in_(row.roles), roster.c.standing.in_(MAY_ACT))
    exactly = acts.where(roster.c.role == row.role)  # of two accounts with one address, whoever stands there so
    query = sa.select(people).where(same).order_by(nobodys, ~acts, ~exactly, people.c.id)
    return (await tx.execute(query)).first()


def _at(district: DistrictId | None) -> sa.ColumnElement[bool]:
    return roster.c.district_id.is_(None) if district is None else roster.c.district_id == district


async def add_person(tx: Tx, row: PersonRow, *, zone: str) -> PersonId:
    bound = {"team_id": row.team or None, "user_id": row.user or None, "zone": zone}
    result = await tx.execute(people.insert().returning(people.c.id), {**bound, **person_values(row)})
    person = PersonId(result.scalar_one())
    await searching.named(tx, person, row.name)
    return person


async def change_person(tx: Tx, person: PersonId, row: PersonRow) -> None:
    await tx.execute(people.update().where(people.c.id == person).values(**person_values(row)))
    await searching.named(tx, person, row.name)


async def line_of(
    tx: Tx, person: PersonId, district: DistrictId | None, row: PersonRow
) -> sa.Row[tuple[object, ...]] | None:
    """The person's line of this kind on this district's list: a contact has one, of either type."""
    query = sa.select(roster).where(
        roster.c.person_id == person,
        _at(district),
        roster.c.role.in_(row.roles),
        ON_A_LIST,
    )
    return (await tx.execute(query)).first()


async def add_line(tx: Tx, person: PersonId, district: DistrictId | None, row: PersonRow, *, at: datetime) -> None:
    """A contact's clock runs from now (POLICY 7). One that ended, and that nobody has to approve, is theirs again."""
    again = sa.and_(roster.c.person_id == person, _at(district), roster.c.role == row.role, ~ON_A_LIST)
    begins = {"standing": Standing.ACTIVE, "building": row.building, "training": row.training, "since": at}
    if (await tx.execute(roster.update().where(again).values(**begins))).rowcount:
        return
    silence = row.role in CONTACT_ROLES
    values = {
        "person_id": person,
        "district_id": district,
        "role": row.role,
        **begins,
        "silent_since": at if silence else None,
        "due_at": await contacts.first_look(tx, at) if silence else None,
    }
    await tx.execute(roster.insert(), values)


async def change_line(tx: Tx, line: int, row: PersonRow, *, training: str) -> None:
    """Role, building and training; never the standing: an import makes nobody active again (POLICY 6)."""
    values = {"role": row.role, "building": row.building}
    await tx.execute(roster.update().where(roster.c.id == line).values(**values))
    another = roster.update().where(roster.c.id == line, roster.c.training != training)
    await tx.execute(another.values(training=training, training_at=None))


async def closure_days(tx: Tx) -> set[tuple[int, date, date, str]]:
    rows = (await tx.execute(sa.select(closures))).all()
    return {(row.district_id, row.first_day, row.last_day, row.name) for row in rows}


async def put_closure(tx: Tx, district: DistrictId, row: ClosureRow) -> None:
    here = sa.and_(
        closures.c.district_id == district,
        closures.c.first_day == row.first_day,
        closures.c.last_day == row.last_day,
    )
    await tx.execute(closures.delete().where(here))
    values = {"district_id": district, "first_day": row.first_day, "last_day": row.last_day, "name": row.name}
    await tx.execute(closures.insert(), values)
