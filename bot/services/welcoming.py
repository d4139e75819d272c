"""Whoever is made a contact is welcomed: with their duties, and the training to take (POLICY 6)."""

from datetime import datetime

from bot.domain.ids import DistrictId, PersonId
from bot.domain.training import reminded_at
from storage import calendars, owing, training
from storage.outbox import Owed
from storage.store import Tx


async def welcome(
    tx: Tx, person: PersonId, district: DistrictId, *, by: PersonId | None, now: datetime
) -> list[Owed]:
    """Once for each time they are made one; none for who has no Slack user yet. `by`: who made them one.

    From now on they are reminded of a training that is to be taken.
    """
    await training_begins(tx, person, district, now=now)
    found = await training.at(tx, person, district)
    if found is None:
        return []
    since = found.since.isoformat() if found.since else ""
    facts: dict[str, int | str] = {"line": found.line, "since": since, **({"by": by} if by is not None else {})}
    key = f"welcome:{found.line}:{since}"
    return [owing.tell(person, found.team, key=key, what="welcome", now=now, facts=facts)]


async def training_begins(tx: Tx, person: PersonId, district: DistrictId, *, now: datetime) -> None:
    """Nobody is written to now; a month later they are reminded."""
    days = (await calendars.rules(tx)).courses.every
    await training.begin(tx, person, district, due_at=reminded_at(now, days))
