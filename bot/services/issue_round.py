"""Who follows an issue that changed is told, each by themself; a case that waited for one goes on (POLICY 3 and 8).

What made them due is gone with the same commit: nobody is told twice.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case, Status
from bot.domain.ids import CaseNumber, PersonId
from bot.domain.people import Membership
from bot.domain.telling import News, waits_until
from bot.services.changing import moved
from bot.services.telling_of import Fact, tell_of, who_works_on
from storage import audit, cases, issue_followers, issues, noise, outbox, owing, people
from storage.issue_followers import Due
from storage.outbox import Owed
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Issues:
    """Due as soon as an issue is changed; a follower by night, or one with a digest, when that is over."""

    name: str = "issue"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[int]:
        return await issue_followers.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: int, until: datetime) -> None:
        await issue_followers.put_off(tx, number, until=until)

    async def look(self, tx: Tx, number: int, now: datetime) -> str:
        due = await issue_followers.locked(tx, number)
        if due is None:
            return "gone"
        until = None if due.person is None else waits_until(await noise.choice_of(tx, due.person), due.since, now)
        if until is not None and until > now:
            await issue_followers.put_off(tx, number, until=until)
            return "wait"
        did = await _of_case(tx, due, now) if due.case is not None else await _of_reader(tx, due, now)
        await issue_followers.done(tx, number)
        return did

    async def would(self, tx: Tx, number: int, now: datetime) -> str:  # noqa: ARG002  # as every look is asked
        due = await issue_followers.seen(tx, number)
        if due is None:
            return "gone"
        if due.case is None:
            return "told" if await _reader(tx, due) is not None else "gone"
        case = await _waiting(tx, due, due.case, held=False)
        return "gone" if case is None else _would(case)


def _would(case: Case) -> str:
    return "moved" if case.status is Status.DEVELOPMENT else "told"


async def _waiting(tx: Tx, due: Due, number: CaseNumber, *, held: bool) -> Case | None:
    """The case, while it is open and its issue is at an end."""
    case = await cases.locked(tx, number) if held else await cases.get(tx, number)
    issue = await issues.get(tx, due.issue)
    if case is None or issue is None or not case.is_open or case.issue != due.issue or not issue.is_ended:
        return None
    return case


async def _of_case(tx: Tx, due: Due, now: datetime) -> str:
    """Back to its owner, who is told; one that waits for nothing, or for its district, stays where it is."""
    case = await _waiting(tx, due, due.case or CaseNumber(0), held=True)
    if case is None:
        return "gone"
    did = _would(case)
    cards: list[Owed] = []
    if case.status is Status.DEVELOPMENT:
        case = case.released(at=now)
        _, cards = await moved(tx, case, at=now, now=now)
    await audit.by_round(tx, at=now, clock="issue", did=did, case=case.number)
    fact = Fact(id=f"issue:{due.issue}:r{due.revision}:{case.number}", news=News.RELEASED, case=case, by=due.by)
    rows = await tell_of(tx, fact, await who_works_on(tx, case), now=now)
    await outbox.owe(tx, [*rows, *cards], now=now)
    return did


async def _reader(tx: Tx, due: Due) -> PersonId | None:
    """Who is still to be told: nobody, where it changed again, which they are told instead."""
    person = await people.by_id(tx, due.person) if due.person is not None else None
    issue = await issues.get(tx, due.issue)
    if person is None or issue is None or person.membership is Membership.GONE or issue.revision != due.revision:
        return None
    return person.id if policy.may_read_issue(person, published=issue.is_published) else None


async def _of_reader(tx: Tx, due: Due, now: datetime) -> str:
    reader = await _reader(tx, due)
    person = await people.by_id(tx, reader) if reader is not None else None
    if person is None:
        return "gone"
    key = f"issue:{due.issue}:r{due.revision}:{person.id}"
    facts: dict[str, int | str] = {"issue": due.issue, "revision": due.revision}
    told = owing.tell(person.id, person.reached, key=key, what="issue-changed", now=now, facts=facts)
    await outbox.owe(tx, [told], now=now)
    return "announced"
