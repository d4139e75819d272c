"""Where somebody of no list belongs, for the redirect and for asking for help alone (POLICY 1). It gives no right."""

import sqlalchemy as sa

from bot.domain import homes
from bot.domain.ids import Channel, DistrictId, SlackUser
from bot.domain.people import Membership, Person
from storage import districts
from storage.store import Tx
from storage.tables import channel_members, channels
from storage.tables import districts as districts_of


async def at_home(tx: Tx, person: Person, where: Channel | None) -> Person:
    """As they are in the case channel where they act; with no district else, in the only one that they are in."""
    if person.lines or person.membership is not Membership.MEMBER:
        return person
    is_here = where is not None and where.team == person.slack.team
    district = await districts.whose_channel(tx, where) if where is not None and is_here else None
    if district is None and person.home is None:
        district = await _of_their_channel(tx, person.slack)
    return person if district is None else homes.acting_at(person, district)


async def _of_their_channel(tx: Tx, who: SlackUser) -> DistrictId | None:
    """The district of the case channel that they were in when it was last looked at; None of none, and of several."""
    query = (
        sa.select(channels.c.district_id)
        .join(
            channel_members,
            sa.and_(
                channel_members.c.team_id == channels.c.team_id,
                channel_members.c.channel_id == channels.c.channel_id,
            ),
        )
        .join(districts_of, districts_of.c.id == channels.c.district_id)
        .where(channels.c.kind == "case", channels.c.team_id == who.team, districts_of.c.erased_at.is_(None))
        .where(channel_members.c.member_team_id == who.team, channel_members.c.user_id == who.user)
        .distinct()
    )
    found = [*(await tx.execute(query)).scalars()]
    return DistrictId(found[0]) if len(found) == 1 else None
