"""What a district's newest cases are about, to be compared with one that is about to be opened."""

import sqlalchemy as sa

from bot.domain import similar
from bot.domain.ids import CaseNumber, DistrictId
from storage.store import Tx
from storage.tables import case_words, cases

LOOKED_AT = 300
"""The newest, by an index: a case from years ago helps nobody."""


async def of_district(tx: Tx, district: DistrictId, *, subject: str, module: str) -> list[tuple[CaseNumber, str]]:
    """Number and subject of at most three cases of this district, the nearest first; none for no subject."""
    if not similar.words_of(subject):
        return []
    query = (
        sa.select(cases.c.number, case_words.c.subject, cases.c.module)
        .join(case_words, case_words.c.number == cases.c.number)
        .where(cases.c.district_id == district, case_words.c.redacted_at.is_(None))
        .order_by(cases.c.modified_at.desc(), cases.c.number.desc())
        .limit(LOOKED_AT)
    )
    rows = [(CaseNumber(row.number), row.subject, row.module) for row in (await tx.execute(query)).all()]
    subjects = {number: its for number, its, _ in rows}
    return [(number, subjects[number]) for number in similar.most_similar(subject, module, rows)]
