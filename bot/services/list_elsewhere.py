"""Name, address and phone of somebody stand on every list that they are on: a change of one is one of all (POLICY 6).

Each district is told in a message of its own, and has a line of its own in the record. Neither names a district where
it was changed; who changed it is named to those alone whose district is theirs too.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES
from bot.services.deeds import Deed
from storage import list_lines, owing, people
from storage.outbox import Owed
from storage.store import Tx


@asynccontextmanager
async def told_elsewhere(
    this: Deed, whom: Iterable[PersonId | None], *, asker: PersonId, district: DistrictId, occasion: str
) -> AsyncIterator[None]:
    """Of what is changed within, of these people: the districts beside this one, which hears of it otherwise."""
    known = [person for person in dict.fromkeys(whom) if person is not None]
    before = {person: await list_lines.details_of(this.tx, person) for person in known}
    yield
    for person in known:
        if await list_lines.details_of(this.tx, person) != before[person]:
            await tell(this, person, asker=asker, but=district, occasion=occasion)


async def tell(this: Deed, whose: PersonId, *, asker: PersonId, occasion: str, but: DistrictId | None = None) -> None:
    """Each district on whose list they are. `occasion` makes each change one. `but`: one that needs no telling."""
    by = await people.by_id(this.tx, asker)
    theirs = policy.districts_of(by) if by is not None else ()
    for district in await list_lines.listed_at(this.tx, whose):
        if district != but:
            named = {"by": asker} if district in theirs else {}
            facts = {"district": district, "whose": whose, **named}
            this.owe(*await rows(this.tx, facts, but=(this.by, asker), occasion=occasion, now=this.now))
        if district not in (but, this.district):
            this.also_at.append((district, whose))


async def rows(
    tx: Tx, facts: dict[str, int], *, occasion: str, now: datetime, but: tuple[PersonId | None, ...] = ()
) -> list[Owed]:
    """To its contacts and administrators; nobody is told of their own act, nor here of what is said of themself."""
    roles, district = CONTACT_ROLES | policy.ADMINISTRATOR_ROLES, DistrictId(facts["district"])
    return [
        owing.tell(
            reader,
            team,
            key=f"list-details:{district}:{facts['whose']}:{occasion}:{reader}",
            what="list-details",
            now=now,
            facts={**facts},
        )
        for reader, team, _ in await people.holding(tx, roles, district=district)
        if reader not in (*but, facts["whose"])
    ]
