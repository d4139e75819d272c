"""The audit log: one line for every deed asked for. Our own ids, rule ids and instants alone (POLICY 10)."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.record import ByAccount, ByCommand, ByErasure, Unasked, of_look
from storage.store import Tx
from storage.tables import audit, cases

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
    """Nobody asked: a date came. `rule`: what the clock did, such as `inactivity-flagged`."""
    await _unasked(tx, Unasked.CLOCK, at, rule, district_id=district, about_id=about, case_number=case, ref=ref)


async def by_round(tx: Tx, *, at: datetime, clock: str, did: str, case: CaseNumber) -> None:
    """The same of a case, whose district is read here. A look that did nothing leaves no line."""
    found = of_look(clock, did)
    if found is None:
        return
    rule, ref = found
    district = sa.select(cases.c.district_id).where(cases.c.number == case).scalar_subquery()
    line = {"at": at, "act": Unasked.CLOCK, "rule": rule, "allowed": True, "case_number": case, "ref": ref}
    await tx.execute(audit.insert().inline().values(**line, district_id=district))


async def by_import(
    tx: Tx, *, at: datetime, rule: str, district: DistrictId | None, about: PersonId | None = None, ref: str = ""
) -> None:
    """A line of a file, read in by whoever looks after the bot. `rule`: what it did, such as `line-added`."""
    await _unasked(tx, Unasked.IMPORT, at, rule, district_id=district, about_id=about, ref=ref)


async def by_account(
    tx: Tx, *, at: datetime, rule: ByAccount, district: DistrictId | None, about: PersonId, ref: str = ""
) -> None:
    """Slack told that a person's account is another kind now, or gone, or has a line's address."""
    await _unasked(tx, Unasked.ACCOUNT, at, rule, district_id=district, about_id=about, ref=ref)


async def by_command(tx: Tx, *, at: datetime, rule: ByCommand, district: DistrictId) -> None:
    """Whoever looks after the bot did it, at its command line: nobody whom we know by an id."""
    await _unasked(tx, Unasked.COMMAND, at, rule, district_id=district)


async def by_erasure(
    tx: Tx,
    *,
    at: datetime,
    rule: ByErasure,
    erasure: int,
    district: DistrictId | None = None,
    about: PersonId | None = None,
) -> None:
    """An erasure was asked for, or is over. Of what was erased there are our own ids alone."""
    await _unasked(tx, Unasked.ERASURE, at, rule, district_id=district, about_id=about, ref=f"erasure:{erasure}")


async def delivery(tx: Tx, *, at: datetime, rule: str) -> None:
    """Nobody asked: what was owed, looked at again, may not be seen by its reader any more."""
    await _unasked(tx, Unasked.DELIVER, at, rule, allowed=False)


async def _unasked(tx: Tx, act: Unasked, at: datetime, rule: str, **more: int | str | bool | None) -> None:
    await tx.execute(_WRITE, {"at": at, "act": act, "rule": rule, "allowed": True, **more})
