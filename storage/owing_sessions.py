"""What is owed about a joint session: lines in the threads of its case, and direct messages. Ids alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import PersonId
from bot.domain.sessions import Session
from storage import owing, people
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place


def said(session: Session, places: Iterable[Place], *, what: str, occasion: str, now: datetime) -> list[Owed]:
    """Once for each `occasion` in each of these threads."""
    rows = owing.by_clock(places, what=what, key=f"{session.id}:{occasion}", now=now)
    return [replace(row, facts={**row.facts, "session": session.id}) for row in rows]


async def tell(
    tx: Tx, session: Session, readers: Iterable[PersonId | None], *, what: str, occasion: str, now: datetime
) -> list[Owed]:
    """To each of them who can be written to, once for each `occasion`."""
    found = await people.teams_of(tx, [reader for reader in readers if reader is not None])
    facts: dict[str, int | str] = {"session": session.id}
    return [
        owing.tell(person, team, key=f"{what}:{session.id}:{occasion}:{person}", what=what, now=now, facts=facts)
        for person, team in found
    ]
