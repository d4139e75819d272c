"""Who is in a channel, and whether a case's words may go there (POLICY 3: the case channel is private)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain import policy
from bot.domain.ids import Channel, ChannelId, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import CONTACT_ROLES, Membership, Person
from bot.domain.sheets import Seat, Side
from storage import people, sessions, threads
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import (
    cases,
    channel_members,
    channels,
    comments,
    districts,
    former_threads,
    notes,
    outbox,
    workspaces,
)
from storage.tables import threads as threads_table
from storage.threads import NewPlace, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known of a channel. `strangers` belong to neither side; `foreigners` to another district."""

    side: Side
    district: DistrictId | None
    checked: bool
    private: bool
    accepted: bool
    strangers: tuple[SlackUser, ...]
    foreigners: tuple[Person, ...]

    @property
    def clean(self) -> bool:
        """Private, and nobody there but those it is for."""
        return self.private and not self.strangers

    @property
    def words_may_go(self) -> bool:
        """Never before its members were seen; a mixed channel only where the district accepted it."""
        return self.checked and (self.clean or self.accepted)


async def company(tx: Tx, channel: Channel) -> Company | None:
    """Who is in this channel; None for one that is neither a case channel nor the desk's."""
    query = sa.select(channels).where(channels.c.team_id == channel.team, channels.c.channel_id == channel.id)
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    district = DistrictId(row.district_id) if row.district_id is not None else None
    members = await _members(tx, channel)
    known = await people.of_slack_users(tx, members)
    gone = {person.slack for person in known if person.membership is Membership.GONE}  # they read nothing any more
    welcome = gone | {person.slack for person in known if _is_welcome(person, district)}
    return Company(
        side=Side.DESK if row.kind == "desk" else Side.DISTRICT,
        district=district,
        checked=row.checked_at is not None,
        private=bool(row.is_private),
        accepted=row.mixed_accepted_at is not None,
        strangers=tuple(user for user in members if user not in welcome),
        foreigners=tuple(person for person in known if person.slack not in welcome and _is_foreign(person, district)),
    )


def _is_welcome(person: Person, district: DistrictId | None) -> bool:
    return policy.is_agent(person) if district is None else policy.belongs_to_side(person, district)


def _is_foreign(person: Person, district: DistrictId | None) -> bool:
    homes = policy.districts_of(person)
    return bool(homes) and district not in homes and not policy.works_for_vendor(person)


async def _members(tx: Tx, channel: Channel) -> list[SlackUser]:
    """Everybody in the channel but the bot itself."""
    ours = sa.exists().where(
        workspaces.c.team_id == channel_members.c.member_team_id,
        workspaces.c.bot_user_id == channel_members.c.user_id,
    )
    query = sa.select(channel_members.c.member_team_id, channel_members.c.user_id).where(
        channel_members.c.team_id == channel.team, channel_members.c.channel_id == channel.id, ~ours
    )
    rows = (await tx.execute(query.order_by(channel_members.c.user_id))).all()
    return [SlackUser(team=TeamId(row.member_team_id), user=UserId(row.user_id)) for row in rows]


async def words_may_go(tx: Tx, place: Place) -> bool:
    """A DM has one reader, who must be one still; a channel has whoever is in it now."""
    if place.reader is not None:
        return await _still_reads(tx, place, place.reader)
    if place.channel is None:
        return False
    found = await company(tx, Channel(team=place.team, id=place.channel))
    return found is not None and found.words_may_go


async def _still_reads(tx: Tx, place: Place, person: PersonId) -> bool:
    reader = await people.by_id(tx, person)
    if reader is None:
        return False
    if place.side is Side.DESK:
        return policy.is_agent(reader)
    if place.seat is not Seat.SIDE and place.closed_at is not None:
        return False
    district = await _district_of(tx, place)
    match place.seat:
        case Seat.SIDE:
            return policy.is_contact_of(reader, district)
        case Seat.REPORTER:
            return policy.is_staff_still(reader, district)
        case Seat.GUEST:
            return await _is_a_guest(tx, place, reader)


async def _district_of(tx: Tx, place: Place) -> DistrictId:
    query = sa.select(cases.c.district_id).where(cases.c.number == place.case)
    return DistrictId((await tx.execute(query)).scalar_one())


async def _is_a_guest(tx: Tx, place: Place, guest: Person) -> bool:
    """Their joint session is not over, they are staff of its district, and whoever brought them in may still act."""
    found = await sessions.of_guest(tx, place.case, guest.id)
    if found is None or not policy.may_be_guest(guest, found.district):
        return False
    host = await people.by_id(tx, found.host)
    return host is not None and policy.is_contact_of(host, found.district)


async def has_left(tx: Tx, place: Place) -> bool:
    """Whether its reader was let in as staff of a district and is that no longer: they are not told its status."""
    reader = await people.by_id(tx, place.reader) if place.reader is not None else None
    return reader is not None and not policy.is_staff_still(reader, await _district_of(tx, place))


async def speaking_channel(tx: Tx, place: Place) -> Place | None:
    """The channel's thread of the same case and side, where words may go there: no DM needs to repeat it."""
    for other in await threads.of_case(tx, place.case):
        if other.side is place.side and other.reader is None and await words_may_go(tx, other):
            return other
    return None


async def readers(tx: Tx, side: Side, district: DistrictId | None) -> list[tuple[PersonId, TeamId]]:
    """Who reads a side of a case: the district's contacts, or the desk's agents."""
    if side is Side.DESK:
        found = await people.holding(tx, policy.AGENT_ROLES, district=None)
    else:
        found = await people.holding(tx, CONTACT_ROLES, district=district)
    return [(person, team) for person, team, _ in found]


async def add_missing_dms(tx: Tx, side: Side, district: DistrictId | None) -> list[Place]:
    """A DM thread per reader for each open case of this side that they have none for."""
    wanted = await readers(tx, side, district)
    query = sa.select(cases.c.number).where(cases.c.status != "closed").order_by(cases.c.number)
    if district is not None:
        query = query.where(cases.c.district_id == district)
    added: list[Place] = []
    for number in (await tx.execute(query)).scalars().all():
        have = {place.reader for place in await threads.of_case(tx, number) if place.seat is Seat.SIDE}
        missing = [NewPlace(side=side, team=team, reader=person) for person, team in wanted if person not in have]
        added += await threads.add(tx, number, missing)
    return added


async def note_words(tx: Tx, channel: Channel, *, ok: bool) -> None:
    """Remembers what a look at its company said, for cases that are opened until the next."""
    here = sa.and_(channels.c.team_id == channel.team, channels.c.channel_id == channel.id)
    await tx.execute(channels.update().where(here).values(words_ok=ok))


async def accept_mixed(tx: Tx, channel: Channel, *, by: PersonId, at: datetime) -> None:
    """The district knows who reads along, and said so; who, and when, is kept."""
    await tx.execute(
        channels.update()
        .where(channels.c.team_id == channel.team, channels.c.channel_id == channel.id)
        .values(mixed_accepted_at=at, mixed_accepted_by=by)
    )


async def every_channel(tx: Tx) -> list[Channel]:
    """Every case channel and the desk's."""
    rows = (await tx.execute(sa.select(channels.c.team_id, channels.c.channel_id))).all()
    return [Channel(team=TeamId(row.team_id), id=row.channel_id) for row in rows]


async def of_district(tx: Tx, district: DistrictId) -> list[Channel]:
    """The district's case channel, if it has one."""
    query = sa.select(channels.c.team_id, channels.c.channel_id).where(channels.c.district_id == district)
    return [Channel(team=TeamId(row.team_id), id=row.channel_id) for row in (await tx.execute(query)).all()]


_NAME_DESK = insert_ignore(channels)


async def remember_desk(tx: Tx, channel: Channel) -> bool:
    """The settings name the desk's channel; another one named before is the desk's no longer. True: new."""
    known = sa.select(channels.c.team_id, channels.c.channel_id).where(channels.c.kind == "desk")
    row = (await tx.execute(known)).first()
    if row is not None and (row.team_id, row.channel_id) == (channel.team, channel.id):
        return False
    await tx.execute(channels.delete().where(channels.c.kind == "desk"))
    desk = {"team_id": channel.team, "channel_id": channel.id, "kind": "desk"}
    return bool((await tx.execute(_NAME_DESK, desk)).rowcount == 1)  # another process may have named it just now


async def with_member(tx: Tx, who: SlackUser) -> list[Channel]:
    """The channels of ours that this person was in when they were last looked at."""
    query = sa.select(channel_members.c.team_id, channel_members.c.channel_id).where(
        channel_members.c.member_team_id == who.team, channel_members.c.user_id == who.user
    )
    return [Channel(team=TeamId(row.team_id), id=row.channel_id) for row in (await tx.execute(query)).all()]


async def renumber(tx: Tx, old: Channel, new: ChannelId) -> None:
    """A channel's id in Slack changed: every table that names it names it by its new one."""
    for table in (channels, channel_members, threads_table, former_threads, comments, notes, outbox):
        here = sa.and_(table.c.team_id == old.team, table.c.channel_id == old.id)
        await tx.execute(table.update().where(here).values(channel_id=new))
    named = sa.and_(districts.c.team_id == old.team, districts.c.case_channel_id == old.id)
    await tx.execute(districts.update().where(named).values(case_channel_id=new))
