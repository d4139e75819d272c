"""What is owed about an emergency: calls in the desk's channel, and direct messages about it. Ids alone."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.emergencies import Emergency
from bot.domain.ids import Channel, ChannelId, EmergencyId, PersonId, TeamId, Ts
from storage import owing
from storage.outbox import Kind, Owed, Standing
from storage.people import Holder
from storage.store import Tx
from storage.tables import outbox


def page_key(emergency: EmergencyId, page: int) -> str:
    return f"emergency:{emergency}:page:{page}"


def page(emergency: Emergency, desk: Channel, *, now: datetime) -> Owed:
    """A call to whoever is at the desk, the first or one more."""
    return Owed(
        key=page_key(emergency.id, emergency.pages),
        kind=Kind.PAGE,
        lane=f"emergency:{emergency.id}",
        team=desk.team,
        due_at=now,
        urgent=True,
        facts={"emergency": emergency.id, "channel": desk.id},
    )


def pages_again(emergency: Emergency, desk: Channel, *, now: datetime) -> list[Owed]:
    """Every call drawn again: what became of it, and no buttons."""
    keys = [page_key(emergency.id, number) for number in range(1, emergency.pages + 1)]
    return [
        Owed(
            key=f"{key}:{emergency.state}",
            kind=Kind.PAGE,
            lane=f"emergency:{emergency.id}",
            team=desk.team,
            due_at=now,
            facts={"emergency": emergency.id, "of": key},
        )
        for key in keys
    ]


WORDED = ("emergency-sent", "emergency-asked", "emergency-page", "emergency-waiting")
"""Direct messages that hold what was reported."""


async def taken_away(tx: Tx, emergency: EmergencyId, *, now: datetime) -> list[Owed]:
    """What was reported is redacted: every direct message that holds it goes."""
    ours = sa.or_(*(outbox.c.key.startswith(f"{what}:{emergency}:") for what in WORDED))
    query = sa.select(outbox.c.team_id, outbox.c.channel_id, outbox.c.ts).where(
        outbox.c.kind == Kind.TELL, outbox.c.ts.is_not(None), ours
    )
    return [
        owing.removed(
            Standing(channel=ChannelId(row.channel_id), ts=Ts(row.ts)), TeamId(row.team_id), why="redacted", now=now
        )
        for row in (await tx.execute(query)).all()
    ]


def tell(
    emergency: Emergency,
    readers: Iterable[Holder],
    *,
    what: str,
    now: datetime,
    occasion: str = "",
    absent: PersonId | None = None,
) -> list[Owed]:
    """To each of them once for each `occasion`. `what`: of `views.emergencies`; `absent`: for whom they stand in."""
    facts: dict[str, int | str] = {"emergency": emergency.id, **({} if absent is None else {"absent": absent})}
    return [
        owing.tell(
            person,
            team,
            key=f"{what}:{emergency.id}:{occasion}:{person}",
            what=what,
            now=now,
            facts=facts,
        )
        for person, team, _ in readers
    ]
