"""An import's harder looks at the list: lines without a Slack user that get one, and lines no file has any more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.directory import PersonRow
from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.list_requests import Kind, State
from bot.domain.people import CONTACT_ROLES, Membership, Role, Standing
from storage import contacts, list_lines
from storage.people import MAY_ACT, ON_A_LIST
from storage.store import Tx
from storage.tables import districts, list_requests, people, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A contact's line that no file has any more."""

    line: LineId
    person: PersonId
    name: str
    role: Role
    district: DistrictId


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A line of another role that no file has any more."""

    line: LineId
    person: PersonId
    name: str
    role: Role


async def hold(tx: Tx, ids: Iterable[DistrictId]) -> None:
    """The lists of these districts, until the import ends: nobody else takes a contact from them meanwhile."""
    query = sa.select(districts.c.id).where(districts.c.id.in_(list(ids))).order_by(districts.c.id)
    await tx.execute(query.with_for_update(key_share=True))


async def hold_vendors(tx: Tx) -> None:
    """Who keeps the vendor's list, likewise."""
    query = sa.select(roster.c.id).where(roster.c.role == Role.SUPPORT_ADMINISTRATOR).order_by(roster.c.id)
    await tx.execute(query.with_for_update(key_share=True))


async def unbound_line(tx: Tx, district: DistrictId, row: PersonRow) -> sa.Row[tuple[object, ...]] | None:
    """A line of this kind there, of somebody without a Slack user: by e-mail address, or else by name."""
    same = people.c.email == row.email if row.email else sa.and_(people.c.email == "", people.c.name == row.name)
    query = (
        sa.select(roster.c.id, roster.c.person_id, roster.c.standing)
        .join(people, people.c.id == roster.c.person_id)
        .where(people.c.user_id.is_(None), same, roster.c.district_id == district)
        .where(roster.c.role.in_(row.roles), ON_A_LIST)
    )
    return (await tx.execute(query.order_by(roster.c.id))).first()


async def bind(tx: Tx, line: int, to: PersonId, *, of: PersonId, district: DistrictId, at: datetime) -> None:
    """The line is this person's from now on, with its standing; one that may act begins today.

    Of whoever it was a name is left on the record, where it is all they had.
    """
    await list_lines.gives_way(tx, to, to_those_of=of)
    await tx.execute(roster.update().where(roster.c.id == line).values(person_id=to))
    awake = {"since": at, "silent_since": at, "due_at": await contacts.first_look(tx, at)}
    contact = roster.c.role.in_(CONTACT_ROLES), roster.c.standing.in_(MAY_ACT)
    await tx.execute(roster.update().where(roster.c.id == line, *contact).values(**awake, flagged_at=None))
    await list_lines.is_a_name(tx, of, district)


async def left_before(tx: Tx, district: DistrictId, email: str, *, but: PersonId) -> bool:
    """Whether somebody else of that address was a contact there, and is none any more."""
    query = sa.exists().where(
        roster.c.district_id == district,
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.not_in(MAY_ACT),
        roster.c.person_id == people.c.id,
        people.c.email == email,
        people.c.id != but,
    )
    return bool((await tx.execute(sa.select(query))).scalar_one())


async def missing(tx: Tx, district: DistrictId, seen: Collection[LineId]) -> list[Missing]:
    """Whoever is a contact there, acting, flagged or deactivated, and is in no line of the file."""
    query = (
        sa.select(roster.c.id, roster.c.person_id, roster.c.role, people.c.name)
        .join(people, people.c.id == roster.c.person_id)
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing != Standing.REMOVED,
        )
        .order_by(people.c.name, roster.c.id)
    )
    return [
        Missing(
            line=LineId(row.id),
            person=PersonId(row.person_id),
            name=row.name,
            role=Role(row.role),
            district=district,
        )
        for row in (await tx.execute(query)).all()
        if row.id not in seen
    ]


async def others(
    tx: Tx, district: DistrictId | None, roles: Collection[Role], seen: Collection[LineId]
) -> list[Other]:
    """Whoever has one of these roles there, or (None) at the vendor's, and is in no line of the file.

    Neither third parties, who come by a request, nor the command line itself.
    """
    third = sa.and_(roster.c.role == Role.STAFF, people.c.membership.in_(list_lines.THIRD_PARTIES), _admitted())
    query = (
        sa.select(roster.c.id, roster.c.person_id, roster.c.role, people.c.name)
        .join(people, people.c.id == roster.c.person_id)
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(list(roles)),
            roster.c.standing != Standing.REMOVED,
            people.c.membership != Membership.OPERATOR,
            sa.not_(third),
        )
        .order_by(roster.c.role, people.c.name, roster.c.id)
    )
    return [
        Other(line=LineId(row.id), person=PersonId(row.person_id), name=row.name, role=Role(row.role))
        for row in (await tx.execute(query)).all()
        if row.id not in seen
    ]


def _admitted() -> sa.ColumnElement[bool]:
    """By a request, and the line stands since: to others a file gave it, and a file ends it."""
    there = (list_requests.c.person_id == roster.c.person_id, list_requests.c.district_id == roster.c.district_id)
    done = list_requests.c.kind == Kind.THIRD_PARTY, list_requests.c.state == State.APPLIED
    since = sa.func.coalesce(list_requests.c.decided_at >= roster.c.since, sa.true())
    return sa.exists().where(*there, *done, since).correlate(roster)


async def take_out(tx: Tx, line: LineId) -> None:
    """Of another role than a contact's. Whose words are whose is known by the line, so that it stays (ON_A_LIST)."""
    here = sa.and_(roster.c.id == line, roster.c.role.not_in(CONTACT_ROLES))
    await tx.execute(roster.update().where(here).values(standing=Standing.REMOVED, building=""))


async def support_administrators(tx: Tx) -> int:
    """How many could act; the command line is none."""
    query = (
        sa.select(sa.func.count())
        .select_from(roster.join(people, people.c.id == roster.c.person_id))
        .where(
            roster.c.role == Role.SUPPORT_ADMINISTRATOR,
            roster.c.standing.in_(MAY_ACT),
            people.c.user_id.is_not(None),
            people.c.membership.not_in([Membership.GONE, Membership.OPERATOR]),
        )
    )
    return int((await tx.execute(query)).scalar_one())


async def removed(tx: Tx, line: LineId) -> Missing | None:
    """A line that was removed; None where it stands again by now."""
    query = (
        sa.select(roster.c.person_id, roster.c.role, roster.c.district_id, people.c.name)
        .join(people, people.c.id == roster.c.person_id)
        .where(roster.c.id == line, roster.c.standing == Standing.REMOVED)
    )
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    return Missing(
        line=line,
        person=PersonId(row.person_id),
        name=row.name,
        role=Role(row.role),
        district=DistrictId(row.district_id),
    )


async def remove(tx: Tx, line: LineId) -> None:
    """The line stays, with its history, and gives no right."""
    ended = {"standing": Standing.REMOVED, "due_at": None, "flagged_at": None, "deactivated_at": None}
    await tx.execute(roster.update().where(roster.c.id == line).values(**ended, training_due_at=None))


async def acting(tx: Tx, district: DistrictId) -> int:
    """How many contacts of it may act and can be reached."""
    query = (
        sa.select(sa.func.count())
        .select_from(roster.join(people, people.c.id == roster.c.person_id))
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing.in_(MAY_ACT),
            people.c.user_id.is_not(None),
            people.c.membership != Membership.GONE,
        )
    )
    return int((await tx.execute(query)).scalar_one())
