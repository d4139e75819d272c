"""Which members are proposed for lines without a Slack user, and what was said of it. No address is kept."""

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId, ProposalId, SlackUser, TeamId, UserId
from bot.domain.people import CONTACT_ROLES, Membership, Role
from bot.domain.proposals import WAITS, Proposal, State
from storage.people import MAY_ACT
from storage.store import Tx
from storage.tables import districts, people, proposals, roster, workspaces

Spot = tuple[DistrictId, PersonId]
"""A line without a Slack user: of which district, and of whom."""


def _unbound() -> sa.Select[tuple[int, int, str]]:
    """Contacts' lines that would give a right, were they anybody's. Of the district's own workspace alone."""
    return (
        sa.select(roster.c.district_id, people.c.id, people.c.email)
        .join(people, people.c.id == roster.c.person_id)
        .join(districts, districts.c.id == roster.c.district_id)
        .where(
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing.in_(MAY_ACT),
            people.c.user_id.is_(None),
            people.c.email != "",
        )
    )


async def lines_with(tx: Tx, address: str, team: TeamId) -> list[Spot]:
    """Lines of that address in a district whose workspace this is."""
    query = _unbound().where(sa.func.lower(people.c.email) == address.lower(), districts.c.team_id == team)
    return [(DistrictId(row.district_id), PersonId(row.id)) for row in (await tx.execute(query)).all()]


async def is_unbound(tx: Tx, spot: Spot) -> bool:
    query = _unbound().where(roster.c.district_id == spot[0], people.c.id == spot[1])
    return (await tx.execute(query)).first() is not None


async def to_look_at(tx: Tx, *, after: PersonId, most: int) -> list[tuple[PersonId, SlackUser]]:
    """Members without a right, in workspaces where some line has an address and no Slack user."""
    waits = sa.exists(_unbound().where(districts.c.team_id == workspaces.c.team_id))
    has_line = sa.exists().where(roster.c.person_id == people.c.id, roster.c.standing.in_(MAY_ACT))
    query = (
        sa.select(people.c.id, people.c.team_id, people.c.user_id)
        .join(workspaces, workspaces.c.team_id == people.c.team_id)
        .where(
            people.c.id > after,
            people.c.user_id.is_not(None),
            people.c.membership == Membership.MEMBER,
            workspaces.c.status == "installed",
            ~has_line,
            waits,
        )
        .order_by(people.c.id)
        .limit(most)
    )
    found = (await tx.execute(query)).all()
    return [(PersonId(row.id), SlackUser(team=TeamId(row.team_id), user=UserId(row.user_id))) for row in found]


def _proposal(row: sa.Row[tuple[object, ...]]) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        district=DistrictId(row.district_id),
        line_of=PersonId(row.line_of_id),
        member=PersonId(row.member_id),
        state=State(row.state),
        round=row.round,
        decided_by=PersonId(row.decided_by) if row.decided_by is not None else None,
        decided_at=row.decided_at,
    )


async def get(tx: Tx, proposal: ProposalId) -> Proposal | None:
    row = (await tx.execute(sa.select(proposals).where(proposals.c.id == proposal))).first()
    return None if row is None else _proposal(row)


async def of_line(tx: Tx, spot: Spot) -> list[Proposal]:
    """Every member who was ever proposed for it."""
    query = sa.select(proposals).where(proposals.c.district_id == spot[0], proposals.c.line_of_id == spot[1])
    return [_proposal(row) for row in (await tx.execute(query.order_by(proposals.c.id))).all()]


async def waiting_of(tx: Tx, member: PersonId) -> list[Spot]:
    """The lines for which they are proposed and nobody has decided."""
    query = sa.select(proposals).where(proposals.c.member_id == member, proposals.c.state.in_(WAITS))
    return [(it.district, it.line_of) for it in map(_proposal, (await tx.execute(query)).all())]


async def add(tx: Tx, spot: Spot, member: PersonId, state: State) -> Proposal:
    row = {"district_id": spot[0], "line_of_id": spot[1], "member_id": member, "state": state}
    return _proposal((await tx.execute(proposals.insert().returning(proposals), row)).one())


async def save(tx: Tx, after: Proposal) -> None:
    facts = {
        "state": after.state,
        "round": after.round,
        "decided_by": after.decided_by,
        "decided_at": after.decided_at,
    }
    await tx.execute(proposals.update().where(proposals.c.id == after.id).values(**facts))


async def as_listed(tx: Tx, proposal: Proposal) -> tuple[Role, str]:
    """Of the line, before it was bound and after: which contact it makes, and its address."""
    theirs = (proposal.line_of, proposal.member)
    here = sa.and_(roster.c.district_id == proposal.district, roster.c.role.in_(CONTACT_ROLES))
    role = await tx.execute(sa.select(roster.c.role).where(here, roster.c.person_id.in_(theirs)).limit(1))
    email = await tx.execute(sa.select(people.c.email).where(people.c.id == proposal.line_of))
    return Role(role.scalar_one_or_none() or Role.SUPPORT), str(email.scalar_one())
