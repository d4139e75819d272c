"""What Slack said of a person. Gives no right: rights are roster lines (POLICY 1)."""

from datetime import datetime

from bot.domain.ids import SlackUser
from bot.domain.people import Membership
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import people


async def learned(tx: Tx, who: SlackUser, *, name: str, zone: str, membership: Membership, at: datetime) -> None:
    """Keeps what we use: a name for cards, a zone for dates, and how they belong to the workspace."""
    facts = {"name": name, "zone": zone, "membership": membership, "looked_up_at": at}
    await tx.execute(insert_ignore(people), {"team_id": who.team, "user_id": who.user, **facts})
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    await tx.execute(people.update().where(here).values(zone=zone, membership=membership, looked_up_at=at))
    await tx.execute(people.update().where(here & (people.c.name == "")).values(name=name))  # met before


async def changed(tx: Tx, who: SlackUser, *, zone: str, membership: Membership, at: datetime) -> bool:
    """What Slack told of somebody we know, at that time. False: something later is known already."""
    here = (people.c.team_id == who.team) & (people.c.user_id == who.user)
    older = people.c.looked_up_at.is_(None) | (people.c.looked_up_at <= at)
    told = people.update().where(here & older).values(zone=zone, membership=membership, looked_up_at=at)
    return bool((await tx.execute(told)).rowcount == 1)


async def met(tx: Tx, who: SlackUser) -> None:
    """Somebody we never saw, until Slack says who they are: without a name, and a guest, who is told nothing."""
    facts = {"name": "", "membership": Membership.GUEST}
    await tx.execute(insert_ignore(people), {"team_id": who.team, "user_id": who.user, **facts})
