"""The threads of a case read again, one after the other; whoever asked is told at the end what was found."""

from datetime import datetime

from bot.delivery.outgoing import NotYet, Outgoing, ReadThread
from bot.domain.ids import CaseNumber, PersonId, Ts
from storage import owing, people, threads, typed
from storage.outbox import Claimed, Owed
from storage.store import Tx

COUNTED = ("taken", "edited", "gone", "refused", "unread")
"""What is counted on the way, from thread to thread."""


async def thread(tx: Tx, row: Claimed) -> Outgoing:
    place = await threads.get(tx, int(row.facts["thread"]))
    if place is None:
        raise LookupError(row.facts["thread"])
    if place.channel is None or place.ts is None:
        return NotYet(reason="the card does not stand yet")
    return ReadThread(
        team=place.team,
        channel=place.channel,
        ts=place.ts,
        cursor=str(row.facts.get("cursor", "")),
        after=Ts(str(row.facts.get("after", ""))),
        known=await typed.of_thread(tx, place),
    )


async def after(tx: Tx, row: Claimed, now: datetime) -> list[Owed]:
    """The next thread; after the last one, the answer."""
    case, by = CaseNumber(int(row.facts["case"])), PersonId(int(row.facts["by"]))
    counts = {name: int(row.facts.get(name, 0)) for name in COUNTED}
    occasion, its = str(row.facts["occasion"]), int(row.facts["thread"])
    left = [place for place in await threads.of_case(tx, case) if place.id > its and place.ts is not None]
    if left:
        return [owing.resync(left[0], occasion=occasion, now=now, by=by, **counts)]
    facts: dict[str, int | str] = {"case": case, "by": by, **counts}
    key = f"{owing.resync_key(case, occasion)}told"
    return [
        owing.tell(person, team, key=key, what="case-resynced", now=now, facts=facts)
        for person, team in await people.teams_of(tx, [by])
    ]
