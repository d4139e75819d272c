"""Questions that nobody settled for a business day: the others are asked, then all are reminded, then it ends.

The question is locked and looked at again, and every message has a key: two processes at once do nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import QuestionId
from bot.domain.people import Membership
from bot.domain.questions import Question, State, Step, step
from bot.services import no_contact, question_news, reaching
from bot.services.reaching import Reader
from storage import audit, calendars, outbox, people, questions
from storage.outbox import Owed
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Questions:
    """Due a business day after they were asked, passed on, or asked again."""

    name: str = "question"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[QuestionId]:
        return await questions.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, question: QuestionId, until: datetime) -> None:
        await questions.put_off(tx, question, until=until)

    async def look(self, tx: Tx, question: QuestionId, now: datetime) -> str:
        return await _look(tx, question, now)

    async def would(self, tx: Tx, question: QuestionId, now: datetime) -> str:
        found = await questions.get(tx, question)
        return Step.WAIT if found is None else await _step(tx, found, now)


async def _look(tx: Tx, question: QuestionId, now: datetime) -> str:
    found = await questions.locked(tx, question)
    if found is None:
        return Step.WAIT
    taken = await _step(tx, found, now)
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


async def _step(tx: Tx, found: Question, now: datetime) -> Step:
    asker = await people.by_id(tx, found.asker)
    gone = asker is None or asker.membership is Membership.GONE
    most = (await calendars.rules(tx)).limits.question_reminders
    return step(found, now=now, asker_gone=gone, most=most)


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
            first = await question_news.first_asked(tx, after.district, but=after.asker, now=now)
            return await _asked_or_reminded(tx, after, first, now)
        case Step.REMIND:
            after = found.reminded_again(look=await question_news.next_look(tx, found.district, now=now))
            await questions.save(tx, after)
            everybody = await reaching.each(tx, after.district, but=after.asker, now=now)
            return await _asked_or_reminded(tx, after, everybody, now)


async def _ended(tx: Tx, found: Question, state: State, what: str, now: datetime) -> list[Owed]:
    after = found.settled(state, by=None, at=now)
    await questions.save(tx, after)
    return await question_news.settled(tx, after, what, now=now, by=None)


async def _asked_or_reminded(tx: Tx, question: Question, readers: list[Reader], now: datetime) -> list[Owed]:
    """Those who were not asked yet are; those who were, are reminded."""
    rows = await question_news.ask(tx, question, readers, now=now)
    asked_now = {row.facts["person"] for row in rows}
    rows += question_news.remind(question, [it for it in readers if it[0] not in asked_now], now=now)
    return [*rows, *await no_contact.told(tx, question.district, now=now)]
