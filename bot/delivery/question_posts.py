"""Direct messages about questions to the contacts, drawn from how the question stands now.

None: there is nothing to answer any more, or its reader may not answer it any more.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.delivery import absence_posts
from bot.delivery.outgoing import Outgoing, Overtaken, Update
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import PersonId, QuestionId
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.questions import Question, Said, State
from bot.views import questions as drawn
from bot.views import redirect
from bot.views.message import Message
from storage import cases, districts, outbox, people, questions
from storage.outbox import Claimed
from storage.store import Tx

REDRAWN = "question-redrawn"
_TO_READERS = frozenset({"question-asked", "question-passed", "question-reminder"})
Notice = Callable[[Tx, Claimed, Person, datetime], Awaitable[Message | None]]


async def _of(tx: Tx, row: Claimed) -> Question:
    found = await questions.get(tx, QuestionId(int(row.facts["question"])))
    if found is None:
        raise LookupError(row.facts["question"])
    return found


async def _asked(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """To whoever may still answer what is still open."""
    question = await _of(tx, row)
    matter = Matter(district=question.district, building=question.building)
    if not question.is_open or not policy.decide(reader, Act.ANSWER_QUESTION, matter).allowed:
        return None
    by = PersonId(int(row.facts["by"])) if "by" in row.facts else None
    names = await people.sheets(tx, [question.asker, by])
    said = drawn.asked(
        str(row.facts["what"]),
        question,
        await questions.words_of(tx, question.id, Said.QUESTION),
        asker=names[question.asker],
        by=names[by] if by else None,
        district=(await districts.get(tx, question.district)).name,
        may_open=policy.is_contact_of(reader, question.district),
        reader_team=row.team,
    )
    return await absence_posts.marked(tx, said, row, reader, district=question.district, now=now)


async def redrawn(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Outgoing:
    """What somebody was sent, where it was sent: without its buttons once there is nothing to press."""
    stands = await outbox.standing(tx, str(row.facts["of"]))
    said = None if stands is None else await _as_it_stands(tx, row, reader, now)
    if stands is None or said is None:
        return Overtaken(reason="it was never sent")
    return Update(channel=stands.channel, ts=stands.ts, said=said)


async def _as_it_stands(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    what = str(row.facts["as"])
    first = replace(row, facts={**row.facts, "what": what})
    if what not in _TO_READERS:
        return await _outcome(tx, first, reader, now)
    return await _asked(tx, first, reader, now) or await _over(tx, row)


async def _over(tx: Tx, row: Claimed) -> Message:
    question = await _of(tx, row)
    names = await people.sheets(tx, [question.asker, question.settled_by])
    by = names[question.settled_by] if question.settled_by else None
    words = await questions.words_of(tx, question.id, Said.QUESTION)
    return drawn.over(question, words, asker=names[question.asker], by=by)


_WORDS = {"question-answered": Said.ANSWER, "question-declined": Said.REASON}


async def _words(tx: Tx, question: Question, what: str, by: PersonId | None) -> str | None:
    if what == "question-went-on" and by is not None:
        return await questions.coachs_reason(tx, question.id, by)
    return await questions.words_of(tx, question.id, _WORDS[what]) if what in _WORDS else None


async def _outcome(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    question, what = await _of(tx, row), str(row.facts["what"])
    by = PersonId(int(row.facts["by"])) if "by" in row.facts else None
    to = PersonId(int(row.facts["to"])) if "to" in row.facts else None
    names = await people.sheets(tx, [by, to])
    words = await _words(tx, question, what, by)
    return drawn.outcome(what, question, words, by=names[by] if by else None, to=names[to] if to else None)


async def _unanswered(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    question = await _of(tx, row)
    district = await districts.get(tx, question.district)
    if not policy.is_staff_still(reader, question.district):
        return drawn.unanswered(redirect.elsewhere(district.sheet), anybody=False)
    reach = await people.contacts_of(tx, question.district)
    given = question.district
    pointed = redirect.to_contacts([(district.sheet, reach)], now=now, reader_team=row.team, given=given)
    return drawn.unanswered(pointed, anybody=bool(reach))


async def _case_closed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Not to who left that district: none of its contacts is theirs."""
    question = await _of(tx, row)
    if not policy.is_staff_still(reader, question.district):
        return None
    case = await cases.get(tx, question.case) if question.case is not None else None
    if case is None or case.close_reason is None or question.state is not State.CASE_OPENED:
        return None
    return drawn.case_closed(case.close_reason)


async def _thanks(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    asker = (await _of(tx, row)).asker
    return drawn.thanks((await people.sheets(tx, [asker]))[asker])


NOTICES: dict[str, Notice] = {
    "question-asked": _asked,
    "question-passed": _asked,
    "question-reminder": _asked,
    "question-answered": _outcome,
    "question-declined": _outcome,
    "question-went-on": _outcome,
    "question-passed-on": _outcome,
    "question-case-opened": _outcome,
    "question-withdrawn": _outcome,
    "question-unanswered": _unanswered,
    "question-case-closed": _case_closed,
    "question-thanks": _thanks,
}
