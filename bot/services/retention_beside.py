"""Words of questions and of reports that became no case: kept as long as a closed case's, from when they ended.

One a transaction, each as if it had been redacted, with its copies (POLICY 10).
"""

from datetime import datetime

from bot.domain.erasures import Counts, Erasure
from bot.domain.ids import EmergencyId, QuestionId
from bot.domain.record import ByClock
from bot.services import emergencies as reports
from bot.services import question_news
from storage import (
    audit,
    calendars,
    emergencies,
    erasing_beside,
    erasing_cases,
    outbox,
    owing_emergencies,
    owing_redacted,
    questions,
)
from storage.erasing_cases import Keeps
from storage.store import Tx

ERASED = "erased"


async def any_due(tx: Tx, keeps: Keeps, default: int, now: datetime) -> bool:
    before, district = keeps.ended_before(now, default=default), keeps.district
    question = await erasing_beside.question_due(tx, district, before=before)
    return question is not None or await erasing_beside.report_due(tx, district, before=before) is not None


async def _before(tx: Tx, of: Erasure, now: datetime) -> datetime | None:
    """None: the district was erased meanwhile."""
    default = (await calendars.rules(tx)).limits.retention_years
    its = [] if of.district is None else await erasing_cases.keeping(tx, district=of.district)
    return its[0].ended_before(now, default=default) if its else None


async def next_question(tx: Tx, of: Erasure, now: datetime) -> Counts:
    """Erases the one that was settled longest ago. Nothing: there is none left."""
    before = await _before(tx, of, now)
    if of.district is None or before is None:
        return {}
    found = await erasing_beside.question_due(tx, of.district, before=before)
    return {} if found is None else await _erase_question(tx, found, now)


async def _erase_question(tx: Tx, question: QuestionId, now: datetime) -> Counts:
    found = await questions.locked(tx, question)
    if found is None:
        return {}
    await questions.erase(tx, question)
    await outbox.owe(tx, await question_news.redrawn(tx, found, why=ERASED, now=now, answers=True), now=now)
    rule, ref = ByClock.WORDS_ERASED, f"question:{question}"
    await audit.by_clock(tx, at=now, rule=rule, district=found.district, about=found.asker, ref=ref)
    return {"questions": 1}


async def next_report(tx: Tx, of: Erasure, now: datetime) -> Counts:
    """The same of emergencies that were declined or withdrawn, or on which nobody decided."""
    before = await _before(tx, of, now)
    if of.district is None or before is None:
        return {}
    found = await erasing_beside.report_due(tx, of.district, before=before)
    return {} if found is None else await _erase_report(tx, found, now)


async def _erase_report(tx: Tx, emergency: EmergencyId, now: datetime) -> Counts:
    found = await emergencies.locked(tx, emergency)
    if found is None:
        return {}
    await emergencies.redact(tx, emergency)
    told = await owing_redacted.drawn_again(tx, owing_emergencies.worded(emergency), now=now, why=ERASED)
    await outbox.owe(tx, [*told, *await reports.redrawn(tx, found, now=now, why=ERASED)], now=now)
    rule, ref = ByClock.WORDS_ERASED, reports.ref(emergency)
    await audit.by_clock(tx, at=now, rule=rule, district=found.district, about=found.person, ref=ref)
    return {"emergencies": 1}
