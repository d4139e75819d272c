"""Words that stand in no case: of questions and of reports that ended without one, to be erased as old cases are."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.emergencies import OPEN
from bot.domain.ids import DistrictId, EmergencyId, QuestionId
from bot.domain.questions import State
from storage.store import Tx
from storage.tables import emergencies, emergency_words, question_words, questions

_ITS_WORDS = sa.exists().where(question_words.c.question_id == questions.c.id)
_WRITTEN = [emergency_words.c[name] != "" for name in ("broken", "affected", "unreachable", "phone", "reason")]
_ITS_REPORT = sa.exists().where(emergency_words.c.emergency_id == emergencies.c.id, sa.or_(*_WRITTEN))


async def question_due(tx: Tx, district: DistrictId, *, before: datetime) -> QuestionId | None:
    """The one that was settled longest ago, before that instant, and has words; not one of which a case came."""
    query = sa.select(questions.c.id).where(
        questions.c.district_id == district,
        questions.c.case_number.is_(None),
        questions.c.state != State.ASKED,
        questions.c.settled_at < before,
        _ITS_WORDS,
    )
    found = (await tx.execute(query.order_by(questions.c.settled_at, questions.c.id).limit(1))).scalar_one_or_none()
    return None if found is None else QuestionId(found)


async def report_due(tx: Tx, district: DistrictId, *, before: datetime) -> EmergencyId | None:
    """Likewise of emergencies that were declined or withdrawn, or on which nobody decided."""
    query = sa.select(emergencies.c.id).where(
        emergencies.c.district_id == district,
        emergencies.c.case_number.is_(None),
        emergencies.c.state.not_in(OPEN),
        emergencies.c.decided_at < before,
        _ITS_REPORT,
    )
    ordered = query.order_by(emergencies.c.decided_at, emergencies.c.id).limit(1)
    found = (await tx.execute(ordered)).scalar_one_or_none()
    return None if found is None else EmergencyId(found)
