"""At which of their districts somebody asks: what they press says so, or they choose, the last first (POLICY 1)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import policy
from bot.domain.ids import DistrictId
from bot.domain.people import Person
from bot.domain.refusals import ContactsOnly, Refusal
from storage import districts, last_asked
from storage.store import Tx

Named = tuple[DistrictId, str]


async def to_choose(tx: Tx, person: Person, given: DistrictId | None = None) -> list[Named]:
    """By id and name. `given`: the one it is about; another's than theirs says nothing."""
    own = policy.districts_of(person)
    wanted = (given,) if given is not None and given in own else await last_asked.last_first(tx, person.id, own)
    return [(found.id, found.name) for found in await districts.in_order(tx, wanted)]


async def in_order(tx: Tx, person: Person | None, own: Sequence[DistrictId]) -> tuple[DistrictId, ...]:
    """The last choice first."""
    return tuple(own) if person is None else await last_asked.last_first(tx, person.id, own)


async def pointed(tx: Tx, person: Person | None, refusal: Refusal) -> Refusal:
    """The same, which points to the contacts of their last choice first."""
    if not isinstance(refusal, ContactsOnly):
        return refusal
    return replace(refusal, districts=await in_order(tx, person, refusal.districts))
