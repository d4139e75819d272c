"""The audit log: one line for every deed asked for. Our own ids, rule ids and instants alone (POLICY 10)."""

from datetime import datetime

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.policy import Act
from storage.store import Tx
from storage.tables import audit

_WRITE = audit.insert().inline()
"""Nobody needs the line's id."""


async def write(
    tx: Tx,
    *,
    at: datetime,
    person: PersonId | None,
    act: Act,
    rule: str,
    allowed: bool,
    district: DistrictId | None,
    case: CaseNumber | None,
) -> None:
    line = {
        "at": at,
        "person_id": person,
        "act": act,
        "rule": rule,
        "allowed": allowed,
        "district_id": district,
        "case_number": case,
    }
    await tx.execute(_WRITE, line)


async def delivery(tx: Tx, *, at: datetime, rule: str) -> None:
    """Nobody asked: what was owed, looked at again, may not be seen by its reader any more."""
    await tx.execute(_WRITE, {"at": at, "act": "deliver", "rule": rule, "allowed": False})
