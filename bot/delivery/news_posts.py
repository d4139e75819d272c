"""News of a case as it is told: whom a comment's copy mentions, and what the day's digest holds.

Asked again when it is delivered: is there still a reason, and may they still see the case?
"""

from collections import Counter
from dataclasses import replace

from bot.delivery import clock_posts
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, CommentId, PersonId
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.sheets import PersonSheet
from bot.domain.telling import News, of_the_clock, still_holds
from bot.views import digests
from bot.views.digests import Entry
from bot.views.message import Message
from storage import absences, cases, comments, districts, noise, outbox, people, places, threads
from storage.noise import Told
from storage.outbox import Claimed, State
from storage.store import Tx
from storage.threads import Place


async def addressed(tx: Tx, place: Place, comment: CommentId, case: Case) -> list[PersonSheet]:
    """Who is mentioned in the copy that stands here."""
    told = [one for one in await noise.mentioned(tx, comment) if await _is_here(tx, one, place)]
    readers = [one.person for one in told if await holds(tx, one.kind, one.person, case, comment=comment)]
    names = await people.sheets(tx, readers)
    return [names[reader] for reader in readers]


async def _is_here(tx: Tx, told: Told, place: Place) -> bool:
    """In the thread that was meant; in their own, where no words could go there."""
    if told.thread == place.id:
        return True
    if place.reader != told.person or told.thread is None:
        return False
    there = await outbox.state_of(tx, f"comment:{told.comment}:{told.thread}")
    if there == State.SENT:
        return False
    return there in (State.WITHHELD, State.DEAD) or not await _may_go_there(tx, told.thread)


async def _may_go_there(tx: Tx, thread: int) -> bool:
    """Of a copy that is not sent yet: it may go out after this one."""
    meant = await threads.get(tx, thread)
    return meant is not None and await places.words_may_go(tx, meant)


async def holds(tx: Tx, news: News, person: PersonId, case: Case, *, comment: CommentId | None = None) -> bool:
    reader = await people.by_id(tx, person)
    if reader is None or not _may_see(reader, case):
        return False
    return still_holds(news, person, await _as_it_stands(tx, case, reader)) and not await _is_gone(tx, comment)


def _may_see(reader: Person, case: Case) -> bool:
    return policy.decide(reader, Act.VIEW_CASE, Matter(district=case.district)).allowed


async def _as_it_stands(tx: Tx, case: Case, reader: Person) -> Case:
    """A contact who may not act any more stands for nothing; for an owner who left the leads stand.

    To whoever stands in for the contact, or did when it was owed, it is as if they were the contact.
    """
    owner = await people.by_id(tx, case.owner) if case.owner is not None else None
    if owner is not None and not policy.is_agent(owner) and policy.may_publish(reader):
        case = replace(case, owner=reader.id)
    contact = await people.by_id(tx, case.contact) if case.contact is not None else None
    if contact is None or not policy.is_contact_of(contact, case.district):
        return replace(case, contact=None)
    is_deputy = await absences.stood_in(tx, reader.id, contact.id, case.district)
    return replace(case, contact=reader.id) if is_deputy else case


async def _is_gone(tx: Tx, comment: CommentId | None) -> bool:
    if comment is None:
        return False
    found = await comments.get(tx, comment)
    return found.deleted_at is not None or found.redacted_at is not None


async def digest(tx: Tx, row: Claimed, reader: Person) -> Message | None:
    """What went into this message and still is news; None: nothing of it."""
    found: dict[CaseNumber, Counter[News]] = {}
    standing: dict[CaseNumber, Case] = {}
    for told in await noise.in_round(tx, reader.id, str(row.facts["round"])):
        case = await cases.get(tx, told.case)
        if case is not None and await _is_news(tx, told, case):
            standing[told.case] = case
            found.setdefault(told.case, Counter())[told.kind] += 1
    if not found:
        return None
    entries = [await _entry(tx, standing[number], news) for number, news in found.items()]
    return digests.digest(entries, at_desk=policy.is_agent(reader))


async def _is_news(tx: Tx, told: Told, case: Case) -> bool:
    about = told.fact.removeprefix(of_the_clock(case.number, told.kind))
    holding = await holds(tx, told.kind, told.person, case, comment=told.comment)
    return holding and await clock_posts.runs(tx, case.number, told.kind, about)


async def _entry(tx: Tx, case: Case, news: Counter[News]) -> Entry:
    district = await districts.get(tx, case.district)
    return Entry(case=case, district=district.name, news=tuple(news.items()))
