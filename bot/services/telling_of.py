"""Who is told of what happens to a case, by what they chose. The one place through which news of a case goes out.

Nobody is told of their own act, nobody twice of one fact, and nobody who may not see the case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import policy, telling
from bot.domain.acts import Act
from bot.domain.cases import Case, Priority
from bot.domain.ids import CommentId, PersonId
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.sheets import CommentKind, Seat, Side
from bot.domain.telling import BESIDE_A_COMMENT, InDigest, Later, News, Now, Way
from bot.services.deeds import Deed
from storage import absences, noise, owing, people, workspaces
from storage.noise import Told
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place

KINDS = {
    CommentKind.QUESTION: News.QUESTION,
    CommentKind.RESOLUTION: News.RESOLUTION,
    CommentKind.ESCALATION: News.ESCALATED,
}
"""What a comment of this kind is to whom it is for; any other is a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What happened to a case, as it is after that.

    `id` names it for ever: of one id each person is told once. `by` None: the clock's. `facts`: ids for the notice.
    """

    id: str
    news: News
    case: Case
    by: PersonId | None = None
    comment: CommentId | None = None
    copies: Sequence[Place] = ()
    """Threads in which a copy of the comment will stand."""
    facts: dict[str, int | str] = field(default_factory=dict)


def of_act(this: Deed, case: Case, news: News) -> Fact:
    """One act makes one version of a case, and is one fact, whatever its reasons to be told."""
    return Fact(id=f"case:{case.number}:v{case.version}", news=news, case=case, by=this.by)


async def tell_of(tx: Tx, fact: Fact, readers: Iterable[PersonId], *, now: datetime) -> list[Owed]:
    """What is owed at once; what waits for a morning, or for the end of quiet hours, is remembered.

    The fact and what is owed belong into one transaction.
    """
    rows: list[Owed] = []
    for reader in dict.fromkeys(readers):
        person = await people.by_id(tx, reader) if reader != fact.by else None
        if person is not None and may_see(person, fact.case):
            rows += await _tell(tx, fact, person, now)
    return rows


def may_see(person: Person, case: Case) -> bool:
    return policy.decide(person, Act.VIEW_CASE, Matter(district=case.district)).allowed


async def _tell(tx: Tx, fact: Fact, person: Person, now: datetime) -> list[Owed]:
    choice = await noise.choice_of(tx, person.id)
    critical = fact.case.priority is Priority.CRITICAL
    match telling.when_and_how(fact.news, choice, now, critical=critical):
        case Now(way=way):
            return await _at_once(tx, fact, person, way, now)
        case InDigest(at=at):
            await noise.is_new(tx, replace(_told(fact, person, now), due_at=at, in_digest=True))
        case Later(at=at):
            await noise.is_new(tx, replace(_told(fact, person, now), due_at=at))
    return []


def _told(fact: Fact, person: Person, now: datetime) -> Told:
    return Told(
        person=person.id,
        case=fact.case.number,
        kind=fact.news,
        fact=fact.id,
        by=fact.by,
        comment=fact.comment,
        at=now,
    )


async def _at_once(tx: Tx, fact: Fact, person: Person, way: Way, now: datetime) -> list[Owed]:
    """In the copy that they read, or by direct message. A copy in a direct message of theirs is one already."""
    place = await noise.listened_to(tx, _side_of(fact, person), person.slack, person.id)
    if place is None or not (place.reader == person.id or way is Way.MENTION):
        return await _by_message(tx, fact, person, now)
    if place.team != person.slack.team and await workspaces.get(tx, person.slack.team) is not None:
        return await _by_message(tx, fact, person, now)  # there they are named, which does not ring
    await noise.is_new(tx, replace(_told(fact, person, now), thread=place.id))
    return []


def _side_of(fact: Fact, person: Person) -> list[Place]:
    side = Side.DISTRICT if policy.is_contact_of(person, fact.case.district) else Side.DESK
    return [place for place in fact.copies if place.side is side]


async def _by_message(tx: Tx, fact: Fact, person: Person, now: datetime) -> list[Owed]:
    if not await noise.is_new(tx, _told(fact, person, now)):
        return []
    facts = {"case": fact.case.number, **fact.facts}
    if fact.by is not None:
        facts["by"] = fact.by
    if fact.comment is not None:
        facts["comment"] = fact.comment
    key = f"{fact.id}:{fact.news}:{person.id}"
    return [owing.tell(person.id, person.reached, key=key, what=fact.news, now=now, facts=facts)]


async def of_comment(
    this: Deed,
    case: Case,
    comment: CommentId,
    places: Iterable[Place],
    *,
    kind: CommentKind = CommentKind.REPLY,
    typed_in: Place | None = None,
    with_whom: PersonId | None = None,
) -> list[Owed]:
    """The desk's words are told to who stands for the case, the district's to its owner.

    `typed_in`: the thread that has the words themselves; `with_whom`: of a call, who was in it.
    """
    await noise.knows(this.tx, this.by, case.number, now=this.now)
    copies = [place for place in places if typed_in is None or place.id != typed_in.id]
    news = KINDS.get(kind, News.COMMENT)
    fact = replace(of_act(this, case, news), comment=comment, copies=copies if news in BESIDE_A_COMMENT else ())
    readers = [reader for reader in await _addressed(this, case) if reader != with_whom]
    return await tell_of(this.tx, fact, readers, now=this.now)


async def _addressed(this: Deed, case: Case) -> list[PersonId]:
    is_let_in = policy.seat_by(this.rule) is not Seat.SIDE
    if is_let_in or (this.person is not None and policy.is_contact_of(this.person, case.district)):
        return await who_works_on(this.tx, case)
    return await who_stands_for(this.tx, case, now=this.now)


async def who_works_on(tx: Tx, case: Case) -> list[PersonId]:
    """Its owner; the leads, who can give it to another, where that one is at the desk no longer."""
    owner = await people.by_id(tx, case.owner) if case.owner is not None else None
    if owner is None or policy.is_agent(owner):
        return [owner.id] if owner is not None else []
    return [lead for lead, _, _ in await people.holding(tx, policy.LEAD_ROLES, district=None)]


async def who_stands_for(tx: Tx, case: Case, *, now: datetime) -> list[PersonId]:
    """Its contact, or who stands in for them; where that one may not act any more, all of the district."""
    contact = await people.by_id(tx, case.contact) if case.contact is not None else None
    if contact is not None and policy.is_contact_of(contact, case.district):
        return [await absences.told_for(tx, contact.id, case.district, now=now)]
    return [found.person.id for found in await people.contacts_of(tx, case.district)]
