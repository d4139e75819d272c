"""The districts of somebody of several, the one they turned to last first (POLICY 1)."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from storage.store import Tx
from storage.tables import emergencies, questions


async def last_first(tx: Tx, person: PersonId, own: Sequence[DistrictId]) -> tuple[DistrictId, ...]:
    """By their last question to the contacts, or their last emergency; the others as they were."""
    last = await _last(tx, person) if len(own) > 1 else None
    return tuple(sorted(own, key=lambda district: district != last))


async def _last(tx: Tx, person: PersonId) -> DistrictId | None:
    asked = sa.union_all(
        sa.select(questions.c.district_id, questions.c.asked_at).where(questions.c.asker_id == person),
        sa.select(emergencies.c.district_id, emergencies.c.asked_at).where(emergencies.c.person_id == person),
    ).subquery()
    query = sa.select(asked.c.district_id).order_by(asked.c.asked_at.desc()).limit(1)
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else DistrictId(found)
