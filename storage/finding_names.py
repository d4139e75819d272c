"""The names a search may ask for: of a district's own cases, never of another's; for agents, of all."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from bot.domain.folding import fold
from bot.domain.ids import DistrictId
from bot.domain.people import CONTACT_ROLES, Role
from bot.domain.searches import Condition
from storage.finding import called
from storage.people import ON_A_LIST
from storage.store import Tx
from storage.tables import cases, districts, people, roster

MOST = 500
_COLUMN = {Condition.CONTACT: cases.c.contact_id, Condition.OWNER: cases.c.owner_id}
_ROLES: dict[Condition, Iterable[Role]] = {
    Condition.CONTACT: CONTACT_ROLES,
    Condition.OWNER: (Role.AGENT, Role.LEAD),
}


async def of_district(tx: Tx, its: Sequence[DistrictId], condition: Condition, name: str) -> list[str]:
    """Empty where somebody of that name is on a case of these districts; else whose names there are."""
    column = _COLUMN[condition]
    here = cases.c.district_id.in_(its)
    if (await tx.execute(sa.select(cases.c.number).where(here, column.in_(called(name))).limit(1))).first():
        return []
    query = sa.select(people.c.name).join(cases, column == people.c.id).where(here).distinct()
    return await _names(tx, query)


async def for_agents(tx: Tx, condition: Condition, name: str) -> list[str]:
    """The same over all districts: contacts there are, or agents."""
    if (await tx.execute(sa.select(cases.c.number).where(_COLUMN[condition].in_(called(name))).limit(1))).first():
        return []
    query = sa.select(people.c.name).join(roster, roster.c.person_id == people.c.id)
    return await _names(tx, query.where(roster.c.role.in_(_ROLES[condition]), ON_A_LIST).distinct())


async def _names(tx: Tx, query: sa.Select[tuple[str]]) -> list[str]:
    """Never empty: with nobody there, a name of nobody."""
    found = (await tx.execute(query.order_by(people.c.name).limit(MOST))).scalars().all()
    return [str(name) for name in found] or [""]


async def districts_called(tx: Tx, name: str) -> tuple[tuple[DistrictId, ...], list[str]]:
    """By key, or by how the words of their name begin; and the keys there are. For agents alone."""
    rows = (await tx.execute(sa.select(districts.c.id, districts.c.key, districts.c.name))).all()
    exact = [row for row in rows if " ".join(fold(row.key)) == name]
    begun = exact or [row for row in rows if _begins(fold(row.name), name)]
    return tuple(DistrictId(row.id) for row in begun), [str(row.key) for row in rows]


def _begins(words: tuple[str, ...], name: str) -> bool:
    return all(any(word.startswith(part) for word in words) for part in name.split())
