"""People of another workspace, as ours sees them in a channel that both share (Slack Connect, POLICY 1).

A form names whoever is chosen by the workspace where it was filled in, while they act by their own. That the two are
one person Slack alone says, asked by the workspace that sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.domain.ids import Channel, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import CONTACT_ROLES, Membership
from storage import erasing, holdings, list_lines, searching, unreached
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, channel_members, list_requests, people, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What had our workspace's name is `now`'s. `was`: the row that had it, where that is another."""

    now: PersonId
    was: PersonId | None = None


Said = tuple[list[DistrictId], tuple[str, str, str]] | None
"""On whose lists somebody stands, and what those say of them. None: nobody has that name."""


def _is(who: SlackUser) -> sa.ColumnElement[bool]:
    return sa.and_(people.c.team_id == who.team, people.c.user_id == who.user)


async def really(tx: Tx, seen: SlackUser) -> SlackUser:
    """By their own workspace, as Slack said; as they were named where it said nothing else."""
    query = sa.select(people.c.team_id).where(people.c.user_id == seen.user, people.c.seen_in == seen.team)
    home = (await tx.execute(query)).scalar_one_or_none()
    return seen if home is None else SlackUser(team=TeamId(home), user=seen.user)


async def chosen(tx: Tx, seen: SlackUser) -> SlackUser:
    """Who was chosen in a form. Until the deed ends nobody moves them, so what it writes about them is not lost."""
    await tx.execute(sa.select(people.c.id).where(_is(seen)).with_for_update(key_share=True))
    return await really(tx, seen)


async def homes_of(tx: Tx, team: TeamId, users: Iterable[str]) -> dict[str, TeamId]:
    """Of those that are seen in this workspace of ours, whose own is another."""
    query = sa.select(people.c.user_id, people.c.team_id).where(
        people.c.seen_in == team, people.c.user_id.in_(list(users))
    )
    return {row.user_id: TeamId(row.team_id) for row in (await tx.execute(query)).all()}


async def perhaps(tx: Tx, channel: Channel) -> list[SlackUser]:
    """Who is in that channel of ours and may be somebody we know of another workspace: Slack was not asked yet."""
    here, same = people.alias("here"), people.alias("same")
    known = sa.exists().where(here.c.team_id == channel.team, here.c.user_id == channel_members.c.user_id)
    elsewhere = sa.exists().where(same.c.team_id != channel.team, same.c.user_id == channel_members.c.user_id)
    query = sa.select(channel_members.c.user_id).where(
        channel_members.c.team_id == channel.team,
        channel_members.c.channel_id == channel.id,
        channel_members.c.member_team_id == channel.team,
        elsewhere,
        ~known,
    )
    found = (await tx.execute(query.order_by(channel_members.c.user_id))).scalars()
    return [SlackUser(team=channel.team, user=UserId(user)) for user in found]


async def lists_with(tx: Tx, seen: SlackUser) -> list[DistrictId]:
    """The lists where they stand, or are asked for, by our workspace's name; in the order in which lists are held."""
    here = sa.select(people.c.id).where(_is(seen)).scalar_subquery()
    asked = sa.or_(list_requests.c.person_id == here, list_requests.c.replacement_id == here)
    lines = sa.select(roster.c.district_id).where(roster.c.person_id == here, roster.c.district_id.is_not(None))
    found = (await tx.execute(lines.union(sa.select(list_requests.c.district_id).where(asked)))).scalars()
    return sorted(DistrictId(district) for district in found)


async def said(tx: Tx, who: SlackUser) -> Said:
    found = (await tx.execute(sa.select(people.c.id).where(_is(who)))).scalar_one_or_none()
    if found is None:
        return None
    person = PersonId(found)
    return await list_lines.listed_at(tx, person), await list_lines.details_of(tx, person)


async def hold(tx: Tx, seen: SlackUser) -> None:
    """Nobody writes about them before this transaction ends."""
    await tx.execute(sa.select(people.c.id).where(_is(seen)).with_for_update())


async def move(tx: Tx, seen: SlackUser, own: SlackUser) -> Moved:
    """From here on `seen` is `own`. Their lists and their row are held."""
    was = (await tx.execute(sa.select(people.c.id).where(_is(seen)))).scalar_one_or_none()
    now = await _at_home(tx, own, was)
    await tx.execute(
        people.update()
        .where(people.c.user_id == own.user, people.c.seen_in == seen.team, people.c.id != now)
        .values(seen_in="")
    )
    await tx.execute(people.update().where(people.c.id == now).values(seen_in=seen.team))
    await unreached.goes_by(tx, now, own.team, seen.team)
    if was is None or was == now:
        return Moved(now=now)
    await _point(tx, PersonId(was), now)
    return Moved(now=now, was=PersonId(was))


async def _at_home(tx: Tx, own: SlackUser, was: int | None) -> PersonId:
    """The row of that very user; where there is none, the one that we had becomes it."""
    facts = {"name": "", "membership": Membership.GUEST}
    added = await tx.execute(insert_ignore(people), {"team_id": own.team, "user_id": own.user, **facts})
    if added.rowcount == 1 and was is not None:  # it kept the name for us: nobody else could take it meanwhile
        await tx.execute(people.delete().where(_is(own)))
        await tx.execute(people.update().where(people.c.id == was).values(team_id=own.team))
    return PersonId((await tx.execute(sa.select(people.c.id).where(_is(own)))).scalar_one())


async def _point(tx: Tx, was: PersonId, now: PersonId) -> None:
    """What is said of the one is said of the other; the audit log keeps the id that it had."""
    for column in (list_requests.c.person_id, list_requests.c.replacement_id, cases.c.contact_id, cases.c.owner_id):
        await tx.execute(sa.update(column.table).where(column == was).values({column: now}))
    if await _lines_moved(tx, was, now):
        found = (await tx.execute(sa.select(people).where(people.c.id == was))).one()
        await list_lines.fill_in(tx, now, name=found.name, email=found.email, phone=found.phone)
    await tx.execute(people.update().where(people.c.id == was).values(team_id=None, user_id=None))
    await _forget(tx, was)


async def _forget(tx: Tx, was: PersonId) -> None:
    """Who has no line any more is found by no erasing of a district: what was known of them goes now."""
    a_line = sa.exists().where(roster.c.person_id == people.c.id)
    blank = erasing.blanks(holdings.BY_TABLE["people"], erasing.PERSONAL)
    gone = await tx.execute(people.update().where(people.c.id == was, ~a_line).values(**blank))
    if gone.rowcount:
        await searching.named(tx, was, "")


async def _lines_moved(tx: Tx, was: PersonId, now: PersonId) -> bool:
    """A line of theirs that there is stands as it is: who was removed or deactivated is no contact again by this."""
    await list_lines.gives_way(tx, now, to_those_of=was)
    query = sa.select(roster.c.id, roster.c.person_id, roster.c.district_id, roster.c.role).where(
        roster.c.person_id.in_([was, now])
    )
    lines = (await tx.execute(query)).all()
    kept = {(line.district_id, line.role in CONTACT_ROLES or line.role) for line in lines if line.person_id == now}
    moves = [
        line.id
        for line in lines
        if line.person_id == was and (line.district_id, line.role in CONTACT_ROLES or line.role) not in kept
    ]
    await tx.execute(roster.update().where(roster.c.id.in_(moves)).values(person_id=now))
    return bool(moves)
