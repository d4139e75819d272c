"""Redacting what stands in no case: questions, requests about the list, emergencies, what waits (POLICY 10)."""

from dataclasses import replace

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import EmergencyId, KeptId, PersonId, QuestionId, RequestId
from bot.domain.policy import Matter
from bot.domain.questions import Question
from bot.domain.refusals import EmergencyOver, NotFound, NotKept
from bot.services import emergencies as reports
from bot.services import question_news, redacting_cases
from bot.services.deeds import Deed
from bot.services.list_deeds import held_request
from bot.services.redacting_cases import Original
from storage import emergencies, kept, list_requests, owing_emergencies, owing_redacted, questions, silences


def _wrote(this: Deed, *authors: PersonId | None) -> PersonId | None:
    """Whoever acts, if they wrote some of it; else who began it."""
    return this.by if this.by in authors else authors[0]


async def question(this: Deed, question: QuestionId) -> None:
    """What was asked and what was answered, wherever it was sent; a case opened from it has its own words.

    A coach who declined it takes back their own reason alone: others are to help whoever asked.
    """
    this.act = Act.REDACT
    found = await questions.locked(this.tx, question)
    if found is None:
        raise NotFound(asked="")
    this.ref, this.about = f"question:{question}", found.asker
    matter = Matter(district=found.district, author=_wrote(this, found.asker, found.settled_by))
    if await _is_a_coachs_reason(this, found, matter):
        this.may(Act.REDACT, replace(matter, author=this.by))
        await questions.erase_coachs_reason(this.tx, question, this.by)
        why = f"redacted:{this.by}"
    else:
        this.may(Act.REDACT, matter)
        await questions.erase(this.tx, question)
        why = "redacted"
    this.owe(*await question_news.redrawn(this.tx, found, why=why, now=this.now, answers=True))


async def _is_a_coachs_reason(this: Deed, found: Question, matter: Matter) -> bool:
    """Whether that is all that they may redact of it."""
    if this.person is None or policy.decide(this.person, Act.REDACT, matter).allowed:
        return False
    return await questions.coachs_reason(this.tx, found.id, this.person.id) is not None


async def request(this: Deed, number: RequestId) -> None:
    """Why a change of the list was asked for, and why it was decided so; one that waits can still be decided."""
    found = await held_request(this, number, Act.REDACT)
    wrote = _wrote(this, found.asked_by, found.decided_by)
    this.may(Act.REDACT, Matter(district=found.district, author=wrote))
    await list_requests.redact(this.tx, found)
    this.owe(*await owing_redacted.drawn_again(this.tx, owing_redacted.of_request(number), now=this.now))


async def emergency(this: Deed, number: EmergencyId) -> Original:
    """What was reported. Where a case came of it, it was opened with these words, which go as well."""
    this.act, first = Act.REDACT, await emergencies.get(this.tx, number)
    if first is None:
        raise NotFound(asked="")
    this.ref, this.about = reports.ref(number), first.person
    if first.case is not None:
        return await redacting_cases.opening(this, first.case)
    found = await emergencies.locked(this.tx, number) or first
    if found.case is not None:  # just now; and a case is held before its emergency is
        raise EmergencyOver(emergency=number, state=found.state)
    wrote = _wrote(this, found.person, found.decided_by)
    this.may(Act.REDACT, Matter(district=found.district, author=wrote))
    await emergencies.redact(this.tx, number)
    this.owe(*await owing_redacted.drawn_again(this.tx, owing_emergencies.worded(number), now=this.now))
    this.owe(*await reports.redrawn(this.tx, found, now=this.now, why="redacted"))
    return Original.NONE


async def keeping(this: Deed, number: int) -> None:
    """Why a contact who had gone quiet was kept."""
    this.act = Act.REDACT
    found = await silences.kept_by(this.tx, number)
    if found is None:
        raise NotFound(asked="")
    district, this.about, by = found
    this.ref = f"kept:{number}"
    this.may(Act.REDACT, Matter(district=district, author=by))
    await silences.redact_reason(this.tx, number)
    this.owe(*await owing_redacted.drawn_again(this.tx, [f"inactivity-kept:{number}:"], now=this.now))


async def waiting(this: Deed, number: KeptId) -> Original:
    """What waits for its author's decision is in nobody's record: theirs alone."""
    this.act = Act.REDACT
    author = await kept.whose(this.tx, number)
    if author is None:
        raise NotKept
    this.may(Act.REDACT, Matter(author=author))
    await kept.forget(this.tx, number, person=author)
    return Original.OWN if author == this.by else Original.OTHERS
