"""What the clock tells the desk of a case: its owner as they chose; where it has none, in the desk's thread."""

from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case, Priority
from bot.domain.people import Person
from bot.domain.sheets import Side
from bot.domain.telling import News, Now, Way, of_the_clock, when_and_how
from bot.services.telling_of import Fact, tell_of
from storage import noise, outbox, owing, people, threads
from storage.store import Tx
from storage.threads import Place


async def tell(tx: Tx, case: Case, news: News, *, key: str, now: datetime) -> None:
    """Once for each kind of news and `key`."""
    owner = await _owner(tx, case)
    if owner is None:
        await tell_desk(tx, case, news, key=key, now=now)
        return
    await outbox.owe(tx, await tell_of(tx, _fact(case, news, key), [owner.id], now=now), now=now)


def _fact(case: Case, news: News, key: str) -> Fact:
    return Fact(id=f"{of_the_clock(case.number, news)}{key}", news=news, case=case, facts={"about": key})


async def _owner(tx: Tx, case: Case) -> Person | None:
    """None, too, where they are no agent any more."""
    owner = await people.by_id(tx, case.owner) if case.owner is not None else None
    return owner if owner is not None and policy.is_agent(owner) else None


async def tell_desk(tx: Tx, case: Case, news: News, *, key: str, now: datetime) -> None:
    """In the case's thread in the desk's channel. Its owner is mentioned there, or told otherwise, as they chose."""
    desk, owner = await _at_desk(tx, case), await _owner(tx, case)
    rings = owner is not None and await _rings(tx, case, news, owner, now)
    rows = owing.by_clock(desk, what=news, key=key, now=now, rings=rings)
    if owner is not None and not rings:
        rows += await tell_of(tx, _fact(case, news, key), [owner.id], now=now)
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _rings(tx: Tx, case: Case, news: News, owner: Person, now: datetime) -> bool:
    choice = await noise.choice_of(tx, owner.id)
    told = when_and_how(news, choice, now, critical=case.priority is Priority.CRITICAL)
    desk = await _at_desk(tx, case)
    return told == Now(Way.MENTION) and await noise.listened_to(tx, desk, owner.slack, owner.id) is not None


async def redraw_desk(tx: Tx, case: Case, *, why: str, now: datetime) -> None:
    """The card there shows another deadline, or another button, though the case did not change."""
    desk = await _at_desk(tx, case)
    if desk:
        await outbox.owe(tx, owing.redrawn(desk, why=why, now=now), now=now)


async def _at_desk(tx: Tx, case: Case) -> list[Place]:
    return [place for place in await threads.of_case(tx, case.number) if place.side is Side.DESK]


async def tell_leads(tx: Tx, case: Case, news: News, *, key: str, now: datetime) -> None:
    """Each as they chose."""
    leads = [person for person, _, _ in await people.holding(tx, policy.LEAD_ROLES, district=None)]
    await outbox.owe(tx, await tell_of(tx, _fact(case, news, key), leads, now=now), now=now)
