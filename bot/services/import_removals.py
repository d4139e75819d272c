"""Who is in no line of a file any more, and loses their right by it: a district's last contact never (POLICY 6).

Contacts are removed as by a request. Whoever had another role is treated as without it at once.
"""

from collections.abc import Collection
from datetime import datetime

from bot.domain import policy, record
from bot.domain.ids import DistrictId, LineId, PersonId
from bot.domain.people import CONTACT_ROLES, Role
from bot.domain.record import ByImport
from bot.services import leaving, standing_for
from storage import audit, importing, outbox, owing, people
from storage.importing import Missing, Other
from storage.outbox import Owed
from storage.store import Tx


class LastContact(Exception):  # carries its reason out of a transaction that is undone
    """The file would leave that district without anybody who may act."""

    def __init__(self, district: DistrictId) -> None:
        super().__init__(district)
        self.district = district


async def remove_missing(tx: Tx, district: DistrictId, seen: Collection[LineId], *, now: datetime) -> list[Missing]:
    """Who was removed. `seen`: the lines that the file has. Raises LastContact."""
    before = await importing.acting(tx, district)
    gone = await importing.missing(tx, district, seen)
    for line in gone:
        await importing.remove(tx, line.line)
    if before and gone and not await importing.acting(tx, district):
        raise LastContact(district)
    for line in gone:
        await _tell(tx, line, now)
    return gone


class LastSupportAdministrator(Exception):  # likewise
    """Nobody would be left who approves and keeps the lists."""


async def remove_others(
    tx: Tx, district: DistrictId | None, roles: Collection[Role], seen: Collection[LineId], *, now: datetime
) -> list[Other]:
    """Who lost one of these roles there, or (None) at the vendor's. Raises LastSupportAdministrator."""
    before = await importing.support_administrators(tx)
    gone = await importing.others(tx, district, roles, seen)
    were = [line.person for line in gone if await _is_agent(tx, line.person)]
    for line in gone:
        await importing.take_out(tx, line.line)
        rule, ref = ByImport.LINE_REMOVED, record.of_role(line.role)
        await audit.by_import(tx, at=now, rule=rule, district=district, about=line.person, ref=ref)
    for left in dict.fromkeys(were):
        if not await _is_agent(tx, left):
            await outbox.owe(tx, await standing_for.owners_cases_offered(tx, left, now=now), now=now)
    if before and gone and not await importing.support_administrators(tx):
        raise LastSupportAdministrator
    return gone


async def _is_agent(tx: Tx, person: PersonId) -> bool:
    """Whose account ended is none already: their cases were offered then."""
    found = await people.by_id(tx, person)
    return found is not None and policy.is_agent(found)


async def _tell(tx: Tx, gone: Missing, now: datetime) -> None:
    why = f"import:{gone.line}:{now.isoformat()}"
    await leaving.left(tx, gone.person, gone.district, why=why, now=now)
    await audit.by_import(tx, at=now, rule=ByImport.LINE_REMOVED, district=gone.district, about=gone.person)
    readers = await people.holding(tx, CONTACT_ROLES, district=gone.district)
    readers += await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=gone.district)
    rows: dict[str, Owed] = {}
    for reader, team in [*((reader, team) for reader, team, _ in readers), *await people.teams_of(tx, [gone.person])]:
        facts: dict[str, int | str] = {"line": gone.line}
        row = owing.tell(reader, team, key=f"{why}:{reader}", what="import-removed", now=now, facts=facts)
        rows[row.key] = row
    if rows:
        await outbox.owe(tx, list(rows.values()), now=now)
