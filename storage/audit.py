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
    about: PersonId | None = None,
    ref: str = "",
) -> None:
    """`about`: whom it was done to. `ref`: what else of ours it is about, its kind and number: `request:17`."""
    line = {
        "at": at,
        "person_id": person,
        "act": act,
        "rule": rule,
        "allowed": allowed,
        "district_id": district,
        "case_number": case,
        "about_id": about,
        "ref": ref,
    }
    await tx.execute(_WRITE, line)


async def by_clock(
    tx: Tx,
    *,
    at: datetime,
    rule: str,
    district: DistrictId,
    about: PersonId | None = None,
    case: CaseNumber | None = None,
    ref: str = "",
) -> None:
    """Nobody asked: a date came. `rule`: what the clock did, such as `inactivity-flag`."""
    line = {"at": at, "act": "clock", "rule": rule, "allowed": True, "district_id": district}
    await tx.execute(_WRITE, {**line, "about_id": about, "case_number": case, "ref": ref})


async def delivery(tx: Tx, *, at: datetime, rule: str) -> None:
    """Nobody asked: what was owed, looked at again, may not be seen by its reader any more."""
    await tx.execute(_WRITE, {"at": at, "act": "deliver", "rule": rule, "allowed": False})
