"""What the clock tells the desk of a case: its owner by direct message; where it has none, in the desk's thread."""

from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case
from bot.domain.sheets import Side
from storage import outbox, owing, people, threads
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place


async def tell(tx: Tx, case: Case, *, what: str, key: str, now: datetime) -> None:
    """Once for each `what` and `key`."""
    owner = await people.by_id(tx, case.owner) if case.owner is not None else None
    if owner is None or not policy.is_agent(owner):
        await tell_desk(tx, case, what=what, key=key, now=now)
        return
    facts: dict[str, int | str] = {"case": case.number, "about": key}
    unique = f"case:{case.number}:{what}:{key}:{owner.id}"
    row = owing.tell(owner.id, owner.slack.team, key=unique, what=what, now=now, facts=facts)
    await outbox.owe(tx, [row], now=now)


async def tell_desk(tx: Tx, case: Case, *, what: str, key: str, now: datetime) -> None:
    """In the case's thread in the desk's channel."""
    desk = await _at_desk(tx, case)
    if desk:
        await outbox.owe(tx, owing.by_clock(desk, what=what, key=key, now=now), now=now)


async def redraw_desk(tx: Tx, case: Case, *, why: str, now: datetime) -> None:
    """The card there shows another deadline, or another button, though the case did not change."""
    desk = await _at_desk(tx, case)
    if desk:
        await outbox.owe(tx, owing.redrawn(desk, why=why, now=now), now=now)


async def _at_desk(tx: Tx, case: Case) -> list[Place]:
    return [place for place in await threads.of_case(tx, case.number) if place.side is Side.DESK]


async def tell_leads(tx: Tx, case: Case, *, what: str, key: str, now: datetime) -> None:
    """Each by direct message."""
    facts: dict[str, int | str] = {"case": case.number, "about": key}
    rows: list[Owed] = [
        owing.tell(person, team, key=f"case:{case.number}:{what}:{key}:{person}", what=what, now=now, facts=facts)
        for person, team, _ in await people.holding(tx, policy.LEAD_ROLES, district=None)
    ]
    if rows:
        await outbox.owe(tx, rows, now=now)
