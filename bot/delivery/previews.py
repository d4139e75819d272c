"""Whether a message may show people's words on lock screens and in previews (POLICY 10). Asked here alone.

They may not where the case is marked as containing student data, nor where its district switched previews off. What
names neither case nor district shows none.
"""

from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, QuestionId, RequestId, SessionId
from storage import cases, districts, emergencies, list_requests, questions, sessions
from storage.outbox import Claimed
from storage.store import Tx


async def may_show(tx: Tx, row: Claimed) -> bool:
    case, district = await _about(tx, row)
    if case is not None:
        found = await cases.get(tx, case)
        if found is None or found.has_student_data:
            return False
        district = found.district
    return district is not None and (await districts.get(tx, district)).previews


async def _about(tx: Tx, row: Claimed) -> tuple[CaseNumber | None, DistrictId | None]:
    """Whose words these could be: of a case, or of a district."""
    facts = row.facts
    if "case" in facts:
        return CaseNumber(int(facts["case"])), None
    if "session" in facts:
        session = await sessions.get(tx, SessionId(int(facts["session"])))
        return (None, None) if session is None else (session.case, None)
    if "question" in facts:
        question = await questions.get(tx, QuestionId(int(facts["question"])))
        return (None, None) if question is None else (question.case, question.district)
    if "emergency" in facts:
        emergency = await emergencies.get(tx, EmergencyId(int(facts["emergency"])))
        return (None, None) if emergency is None else (emergency.case, emergency.district)
    if "request" in facts:
        request = await list_requests.get(tx, RequestId(int(facts["request"])))
        return None, None if request is None else request.district
    return None, DistrictId(int(facts["district"])) if "district" in facts else None
