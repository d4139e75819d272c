"""What Slack said of a person. Gives no right: rights are roster lines (POLICY 1)."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from bot.domain.days import local_day
from bot.domain.ids import DistrictId, PersonId, SlackUser, TeamId
from bot.domain.people import Membership
from storage import contacts, searching
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import people, workspaces


async def learned(tx: Tx, who: SlackUser, *, name: str, zone: str, membership: Membership, at: datetime) -> None:
    """Keeps what we use: a name for cards, a zone for dates, and how they belong to the workspace.

    `zone` '': Slack names none; theirs stays, which is their district's until Slack names one.
    """
    facts = {"membership": membership, "looked_up_at": at, **({"zone": zone} if zone else {})}
    added = await tx.execute(insert_ignore(people), {"team_id": who.team, "user_id": who.user, "name": name, **facts})
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    if zone:
        await contacts.zone_learned(tx, who, zone, at=at)
    await tx.execute(people.update().where(here).values(**facts))
    met_before = await tx.execute(people.update().where(here & (people.c.name == "")).values(name=name))
    if added.rowcount == 1 or met_before.rowcount == 1:
        person = (await tx.execute(sa.select(people.c.id).where(here))).scalar_one()
        await searching.named(tx, PersonId(person), name)


async def of_enterprise(tx: Tx, who: SlackUser, enterprise: str) -> None:
    """On Enterprise Grid, its id; '' where Slack names none."""
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user) & (people.c.enterprise_id != enterprise)
    await tx.execute(people.update().where(here).values(enterprise_id=enterprise))


async def is_known_at_home(tx: Tx, who: SlackUser, *, seen_from: TeamId) -> bool:
    """Their own workspace is ours too, and said who they are: what another one sees of them is less."""
    if who.team == seen_from:
        return False
    ours = sa.exists().where(workspaces.c.team_id == people.c.team_id, workspaces.c.status == "installed")
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    named = people.c.looked_up_at.is_not(None) & (people.c.name != "")
    return (await tx.execute(sa.select(people.c.id).where(here, named, ours))).first() is not None


async def proposed(tx: Tx, who: SlackUser, home: DistrictId | None) -> None:
    """Where they belong for the redirect alone, by their confirmed e-mail address, which is not kept."""
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    await tx.execute(people.update().where(here).values(home_id=home))


async def changed(tx: Tx, who: SlackUser, *, zone: str, membership: Membership, at: datetime) -> bool:
    """What Slack told of somebody we know, at that time. False: something later is known already."""
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    older = people.c.looked_up_at.is_(None) | (people.c.looked_up_at <= at)
    await contacts.zone_learned(tx, who, zone, at=at)
    told = people.update().where(here & older).values(zone=zone, membership=membership, looked_up_at=at)
    return bool((await tx.execute(told)).rowcount == 1)


async def set_away(tx: Tx, person: PersonId, *, until: date | None) -> None:
    """`until`: the last day away, in their own zone; None: they are there."""
    await tx.execute(people.update().where(people.c.id == person).values(away_until=until))


async def hold(tx: Tx, person: PersonId) -> None:
    """Until the deed ends: of two forms that one person sends at once, the second comes after the first."""
    await tx.execute(sa.select(people.c.id).where(people.c.id == person).with_for_update(key_share=True))


async def no_longer_away(tx: Tx, person: PersonId, *, since: date) -> None:
    """The mark is taken away; not one that was made anew, to a later day."""
    over = people.update().where(people.c.id == person, people.c.away_until <= since)
    await tx.execute(over.values(away_until=None))


async def away(tx: Tx, ids: Iterable[PersonId], *, now: datetime) -> dict[PersonId, date]:
    """Who of them is away now, and to the end of which day."""
    query = sa.select(people.c.id, people.c.zone, people.c.away_until).where(
        people.c.id.in_(list(ids)), people.c.away_until.is_not(None)
    )
    rows = (await tx.execute(query)).all()
    return {PersonId(row.id): row.away_until for row in rows if local_day(now, row.zone) <= row.away_until}


async def met(tx: Tx, who: SlackUser) -> None:
    """Somebody we never saw, until Slack says who they are: without a name, and a guest, who is told nothing."""
    facts = {"name": "", "membership": Membership.GUEST}
    await tx.execute(insert_ignore(people), {"team_id": who.team, "user_id": who.user, **facts})
