"""What is owed to people of a workspace where the app is not, and is not expected to come (Slack Connect).

Where it was once, and where a district or a channel of ours is, it is waited for. Anywhere else people are written to
by the one of ours that sees them; while none does, nobody can write to them.
"""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import PersonId, TeamId
from storage.outbox import Kind, State
from storage.store import Tx
from storage.tables import channels, districts, outbox, people, threads, workspaces

TO_ONE_PERSON = (Kind.TELL, Kind.REPORT)
NOBODY_SEES_THEM = "the app is not in their workspace, and none of ours sees them"


async def goes_by(tx: Tx, person: PersonId, own: TeamId, seen_in: TeamId) -> None:
    """What waits for them goes out by the workspace that sees them; what was given up, should it be told again."""
    if (await tx.execute(sa.select(workspaces.c.team_id).where(_installed(own)))).first() is not None:
        return
    theirs = sa.and_(threads.c.person_id == person, threads.c.team_id == own, threads.c.channel_id.is_(None))
    lanes = [f"thread:{it}" for it in (await tx.execute(sa.select(threads.c.id).where(theirs))).scalars()]
    await tx.execute(threads.update().where(theirs).values(team_id=seen_in))
    to_them = sa.or_(outbox.c.facts["person"].as_integer() == person, outbox.c.lane.in_(lanes))
    untold = sa.or_(outbox.c.done_at.is_(None), outbox.c.state == State.DROPPED)
    waits = sa.and_(outbox.c.team_id == own, untold, to_them)
    await tx.execute(outbox.update().where(waits).values(team_id=seen_in))


async def catch_up(tx: Tx) -> None:
    """What was written while `goes_by` was, by somebody who did not know of it yet, goes as it says."""
    to_them = sa.or_(
        outbox.c.facts["person"].as_integer() == people.c.id, outbox.c.facts["thread"].as_integer().is_not(None)
    )
    waits = sa.exists().where(outbox.c.team_id == people.c.team_id, outbox.c.done_at.is_(None), to_them)
    visits = sa.and_(people.c.seen_in != "", ~sa.exists().where(_installed(people.c.team_id)), waits)
    for row in (await tx.execute(sa.select(people.c.id, people.c.team_id, people.c.seen_in).where(visits))).all():
        await goes_by(tx, PersonId(row.id), TeamId(row.team_id), TeamId(row.seen_in))


def _installed(team: TeamId | sa.Column[str]) -> sa.ColumnElement[bool]:
    return sa.and_(workspaces.c.team_id == team, workspaces.c.status == "installed")


async def give_up(tx: Tx, *, owed_before: datetime, now: datetime) -> int:
    """Messages to one person that nobody can bring are at their end: found undeliverable. Returns how many."""
    expected = sa.or_(
        *(sa.exists().where(it.c.team_id == outbox.c.team_id) for it in (workspaces, districts, channels))
    )
    nobodys = sa.and_(
        outbox.c.done_at.is_(None),
        outbox.c.kind.in_(TO_ONE_PERSON),
        outbox.c.created_at <= owed_before,
        ~expected,
    )
    ended = {"state": State.DROPPED, "done_at": now, "error": NOBODY_SEES_THEM}
    return int((await tx.execute(outbox.update().where(nobodys).values(**ended))).rowcount)
