"""Questions that nobody settled for a business day: the others are asked, then all are reminded, then it ends.

Each question is a transaction of its own: one that fails is logged and put off. Run twice, or by two processes at
once, a round does nothing new: the question is locked and looked at again, and every message has a key.
"""

from collections import Counter
from datetime import datetime, timedelta

import structlog

from bot.domain.ids import QuestionId
from bot.domain.people import Membership
from bot.domain.questions import Question, State, Step, step
from bot.services import no_contact, question_news
from storage import audit, calendars, outbox, people, questions
from storage.outbox import Owed
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
HOUR = timedelta(hours=1)


async def run(store: Store, *, now: datetime) -> Counter[str]:
    """Does what is due now, and says how often what was done."""
    done: Counter[str] = Counter()
    looked: set[QuestionId] = set()
    while found := [question for question in await _due(store, now) if question not in looked]:
        for question in found:
            looked.add(question)
            done[f"question-{await _look_or_log(store, question, now)}"] += 1
    return done


async def _due(store: Store, now: datetime) -> list[QuestionId]:
    async with store.read() as tx:
        return await questions.due(tx, now=now, most=BATCH)


async def _look_or_log(store: Store, question: QuestionId, now: datetime) -> str:
    try:
        async with store.begin() as tx:
            return await _look(tx, question, now)
    except Exception:  # one bad question must not end the round, nor stand before the others in the next
        log.exception("question-failed", question=question)
        await _put_off(store, question, now)
        return "failed"


async def _put_off(store: Store, question: QuestionId, now: datetime) -> None:
    try:
        async with store.begin() as tx:
            await questions.put_off(tx, question, until=now + HOUR)
    except Exception:  # the database is away: nothing of this round is lost
        log.exception("question-not-put-off", question=question)


async def _look(tx: Tx, question: QuestionId, now: datetime) -> str:
    found = await questions.locked(tx, question)
    if found is None:
        return Step.WAIT
    asker = await people.by_id(tx, found.asker)
    gone = asker is None or asker.membership is Membership.GONE
    most = (await calendars.rules(tx)).limits.question_reminders
    taken = step(found, now=now, asker_gone=gone, most=most)
    rows = await _do(tx, found, taken, now)
    if rows:
        await outbox.owe(tx, rows, now=now)
    if taken is not Step.WAIT:
        await audit.by_clock(
            tx,
            at=now,
            rule=f"question-{taken}",
            district=found.district,
            about=found.asker,
            ref=f"question:{found.id}",
        )
    return taken


async def _do(tx: Tx, found: Question, taken: Step, now: datetime) -> list[Owed]:
    match taken:
        case Step.WAIT:
            return []
        case Step.DROP:
            return await _ended(tx, found, State.WITHDRAWN, "question-withdrawn", now)
        case Step.GIVE_UP:
            return await _ended(tx, found, State.UNANSWERED, "question-unanswered", now)
        case Step.ASK_OTHERS:
            after = found.with_contacts(look=await question_news.next_look(tx, found.district, now=now))
            await questions.save(tx, after)
            return await _all_contacts(tx, after, now)
        case Step.REMIND:
            after = found.reminded_again(look=await question_news.next_look(tx, found.district, now=now))
            await questions.save(tx, after)
            return await _all_contacts(tx, after, now)


async def _ended(tx: Tx, found: Question, state: State, what: str, now: datetime) -> list[Owed]:
    after = found.settled(state, by=None, at=now)
    await questions.save(tx, after)
    return await question_news.settled(tx, after, what, now=now, by=None)


async def _all_contacts(tx: Tx, question: Question, now: datetime) -> list[Owed]:
    """Those who were not asked yet are; those who were, are reminded."""
    readers = await question_news.contacts(tx, question.district, but=question.asker)
    rows = await question_news.ask(tx, question, readers, now=now)
    asked_now = {row.facts["person"] for row in rows}
    rows += question_news.remind(question, [it for it in readers if it[0] not in asked_now], now=now)
    return [*rows, *await no_contact.told(tx, question.district, now=now)]
