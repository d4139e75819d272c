"""People and their roster lines, read for a question or for a card."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import CONTACT_ROLES, VENDOR_ROLES, Line, Membership, Person, Role, Standing
from bot.domain.sheets import ContactSheet, PersonSheet
from storage.reached import reached_by
from storage.store import Tx
from storage.tables import cases, districts, people, roster, workspaces

MAY_ACT = (Standing.ACTIVE, Standing.FLAGGED)
ON_A_LIST = sa.or_(roster.c.role.in_(CONTACT_ROLES), roster.c.standing != Standing.REMOVED)
"""Contacts who were removed stand on their list as that; whoever had another role and lost it is on none.

Such a line is kept for the record alone: whose words they were, and with what they are erased.
"""

_only_district_of_team = (
    sa.select(sa.func.min(districts.c.id))
    .where(districts.c.team_id == people.c.team_id)
    .having(sa.func.count() == 1, sa.func.min(districts.c.erased_at).is_(None))
    .scalar_subquery()
)
_proposed = (
    sa.select(districts.c.id)
    .where(districts.c.id == people.c.home_id, districts.c.erased_at.is_(None))
    .scalar_subquery()
)
"""What is being erased is nobody's home any more."""
_with_lines = sa.select(
    people.c.id,
    people.c.team_id,
    people.c.user_id,
    people.c.name,
    people.c.zone,
    people.c.membership,
    reached_by().label("reached"),
    sa.func.coalesce(_only_district_of_team, _proposed).label("home_id"),
    roster.c.id.label("line_id"),
    roster.c.role,
    roster.c.district_id,
    roster.c.standing,
    roster.c.building,
    roster.c.deactivated_at,
    ON_A_LIST.label("listed"),
    sa.and_(~ON_A_LIST, roster.c.role == Role.STAFF).label("left"),
).select_from(people.outerjoin(roster, roster.c.person_id == people.c.id))

_BY_SLACK = _with_lines.where(
    people.c.team_id == sa.bindparam("team"), people.c.user_id == sa.bindparam("user")
).order_by(roster.c.id)


def _person(rows: Sequence[sa.Row[tuple[object, ...]]]) -> Person | None:
    """None: Slack's user is bound to nobody we know."""
    if not rows:
        return None
    first = rows[0]
    return Person(
        id=PersonId(first.id),
        name=first.name,
        zone=first.zone,
        slack=SlackUser(team=TeamId(first.team_id), user=UserId(first.user_id)),
        reached=TeamId(first.reached),
        membership=Membership(first.membership),
        home=DistrictId(first.home_id) if first.home_id is not None else None,
        lines=tuple(_line(row) for row in rows if row.listed),
        left=tuple(DistrictId(row.district_id) for row in rows if row.left),
    )


def _line(row: sa.Row[tuple[object, ...]]) -> Line:
    return Line(
        id=LineId(row.line_id),
        role=Role(row.role),
        district=DistrictId(row.district_id) if row.district_id is not None else None,
        standing=Standing(row.standing),
        building=row.building,
        deactivated_at=row.deactivated_at,
    )


async def by_slack(tx: Tx, who: SlackUser) -> Person | None:
    result = await tx.execute(_BY_SLACK, {"team": who.team, "user": who.user})
    return _person(result.all())


async def by_id(tx: Tx, person: PersonId) -> Person | None:
    result = await tx.execute(_with_lines.where(people.c.id == person).order_by(roster.c.id))
    return _person(result.all())


async def of_slack_users(tx: Tx, users: Iterable[SlackUser]) -> list[Person]:
    """All of these users who are known, in one statement."""
    pairs = [(user.team, user.user) for user in users]
    if not pairs:
        return []
    query = _with_lines.where(sa.tuple_(people.c.team_id, people.c.user_id).in_(pairs))
    rows = (await tx.execute(query.order_by(people.c.id, roster.c.id))).all()
    groups: dict[int, list[sa.Row[tuple[object, ...]]]] = {}
    for row in rows:
        groups.setdefault(row.id, []).append(row)
    return [person for group in groups.values() if (person := _person(group)) is not None]


async def sheets(tx: Tx, ids: Iterable[PersonId | None]) -> dict[PersonId, PersonSheet]:
    """Names to print, by id. Vendor people are marked so."""
    wanted = {person for person in ids if person is not None}
    if not wanted:
        return {}
    vendor = sa.and_(is_vendors(people), people.c.membership != Membership.OPERATOR)  # whose name says whose it is
    query = sa.select(people.c.id, people.c.name, people.c.team_id, people.c.user_id, vendor.label("vendor")).where(
        people.c.id.in_(wanted)
    )
    return {PersonId(row.id): _sheet(row) for row in (await tx.execute(query)).all()}


def is_vendors(whom: sa.FromClause) -> sa.ColumnElement[bool]:
    """Who works there, or did: what they said stays Support's, unless they are on a district's list by now."""
    line = roster.alias()
    has, stands = sa.exists().where(line.c.person_id == whom.c.id), line.c.standing != Standing.REMOVED
    at_vendor = has.where(line.c.role.in_(VENDOR_ROLES)).correlate(whom)
    elsewhere = has.where(line.c.district_id.is_not(None), stands).correlate(whom)
    return sa.and_(at_vendor, sa.or_(at_vendor.where(stands), ~elsewhere))


def _sheet(row: sa.Row[tuple[object, ...]]) -> PersonSheet:
    bound = row.team_id is not None and row.user_id is not None
    slack = SlackUser(team=TeamId(row.team_id), user=UserId(row.user_id)) if bound else None
    return PersonSheet(id=PersonId(row.id), name=row.name, slack=slack, at_vendor=bool(row.vendor))


_CONTACTS = (
    sa.select(
        people.c.id,
        people.c.name,
        people.c.team_id,
        people.c.user_id,
        sa.false().label("vendor"),
        people.c.phone,
        people.c.zone,
        people.c.away_until,
        roster.c.role,
        roster.c.standing,
    )
    .join(roster, roster.c.person_id == people.c.id)
    .where(
        roster.c.district_id == sa.bindparam("district"),
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.in_(MAY_ACT),
        people.c.user_id.is_not(None),
        people.c.membership != Membership.GONE,
    )
    .order_by(roster.c.role, people.c.name)
)


async def contacts_of(tx: Tx, district: DistrictId) -> list[ContactSheet]:
    """A district's contacts who may act now and can be reached in Slack, support contacts first."""
    return [
        ContactSheet(
            person=_sheet(row),
            role=Role(row.role),
            standing=Standing(row.standing),
            phone=row.phone,
            zone=row.zone,
            away_until=row.away_until,
        )
        for row in (await tx.execute(_CONTACTS, {"district": district})).all()
    ]


async def teams_of(tx: Tx, ids: Iterable[PersonId]) -> list[tuple[PersonId, TeamId]]:
    """Those of them who can be written to, each with their workspace."""
    query = sa.select(people.c.id, reached_by()).where(
        people.c.id.in_(list(ids)), people.c.user_id.is_not(None), people.c.membership != Membership.GONE
    )
    return [(PersonId(row.id), TeamId(row.team_id)) for row in (await tx.execute(query.order_by(people.c.id))).all()]


async def with_rights(tx: Tx, *, after: PersonId, most: int) -> list[tuple[PersonId, SlackUser]]:
    """Those whose lines stand, in workspaces of ours, by their ids; gone or not, since accounts come back."""
    stands = sa.exists().where(roster.c.person_id == people.c.id, roster.c.standing.in_(MAY_ACT))
    query = (
        sa.select(people.c.id, people.c.team_id, people.c.user_id)
        .join(workspaces, workspaces.c.team_id == people.c.team_id)
        .where(people.c.id > after, people.c.user_id.is_not(None), stands, workspaces.c.status == "installed")
        .order_by(people.c.id)
        .limit(most)
    )
    found = (await tx.execute(query)).all()
    return [(PersonId(row.id), SlackUser(team=TeamId(row.team_id), user=UserId(row.user_id))) for row in found]


Holder = tuple[PersonId, TeamId, datetime | None]


async def holding(tx: Tx, roles: Iterable[Role], *, district: DistrictId | None) -> list[Holder]:
    """Who holds one of these roles now and can be written to: id, workspace, and since when."""
    query = (
        sa.select(people.c.id, reached_by(), sa.func.min(roster.c.since).label("since"))
        .join(roster, roster.c.person_id == people.c.id)
        .where(
            roster.c.role.in_(list(roles)),
            roster.c.district_id.is_(None) if district is None else roster.c.district_id == district,
            roster.c.standing.in_(MAY_ACT),
            people.c.user_id.is_not(None),
            people.c.membership != Membership.GONE,
        )
        .group_by(people.c.id)
        .order_by(people.c.id)
    )
    rows = (await tx.execute(query)).all()
    return [(PersonId(row.id), TeamId(row.team_id), row.since) for row in rows]


async def ever_holding(tx: Tx, roles: Iterable[Role], *, district: DistrictId | None) -> list[PersonId]:
    """Who holds one of these roles there, or did: what they were sent can be drawn again."""
    here = roster.c.district_id.is_(None) if district is None else roster.c.district_id == district
    query = sa.select(roster.c.person_id).where(roster.c.role.in_(list(roles)), here).distinct()
    return [PersonId(found) for found in (await tx.execute(query.order_by(roster.c.person_id))).scalars()]


async def contact_since(tx: Tx, person: PersonId, case: CaseNumber) -> datetime | None:
    """Since when they are a contact of this case's district: their DM threads start there."""
    district = sa.select(cases.c.district_id).where(cases.c.number == case).scalar_subquery()
    query = sa.select(sa.func.min(roster.c.since)).where(
        roster.c.person_id == person,
        roster.c.district_id == district,
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.in_(MAY_ACT),
    )
    since: datetime | None = (await tx.execute(query)).scalar_one()
    return since
