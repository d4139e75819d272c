"""An erasure that somebody asks for where the bot runs: what would go, what stands in its way, and its beginning."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.erasures import Counts, Erasure, Kind
from bot.domain.ids import DistrictId, PersonId
from bot.domain.record import ByErasure
from storage import audit, districts, erasing_persons, erasing_trials, erasures, holds
from storage.erasing_persons import Obstacles
from storage.store import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTrial:
    """`held`: a legal hold stands. `under_way`: its erasures that are not over."""

    district: DistrictId
    name: str
    held: bool
    under_way: list[Erasure]
    counts: Counts


async def try_district(store: Store, district: DistrictId) -> DistrictTrial:
    """What would go; nothing is changed."""
    async with store.read() as tx:
        found = await districts.get(tx, district)
        return DistrictTrial(
            district=district,
            name=found.name,
            held=await holds.stands(tx, district),
            under_way=await erasures.open_of_district(tx, district),
            counts=await erasing_trials.of_district(tx, district),
        )


async def begin_district(store: Store, district: DistrictId, *, now: datetime) -> int | None:
    """The erasure's id, also of one that is under way. None: a legal hold stands, and nothing begins."""
    async with store.begin() as tx:
        await holds.hold_district(tx, district)
        if await holds.stands(tx, district):
            return None
        begun = await erasures.begin(tx, Kind.DISTRICT, now=now, due_at=now, district=district)
        if begun is None:
            return await _under_way(tx, Kind.DISTRICT, district=district)
        rule = ByErasure.DISTRICT_ASKED
        await audit.by_erasure(tx, at=now, rule=rule, district=district, erasure=begun)
        return begun


async def _under_way(
    tx: Tx, kind: Kind, *, district: DistrictId | None = None, person: PersonId | None = None
) -> int:
    return await erasures.under_way(tx, kind, of=str(district or person))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTrial:
    person: PersonId
    obstacles: Obstacles
    counts: Counts


async def try_person(store: Store, person: PersonId) -> PersonTrial:
    """What would go, and what has to be done first; nothing is changed."""
    async with store.read() as tx:
        return PersonTrial(
            person=person,
            obstacles=await erasing_persons.obstacles(tx, person),
            counts=await erasing_trials.of_person(tx, person),
        )


async def begin_person(store: Store, person: PersonId, *, with_words: bool, now: datetime) -> int | None:
    """None: something stands in its way since it was looked at."""
    async with store.begin() as tx:
        await erasing_persons.hold(tx, person)
        if not (await erasing_persons.obstacles(tx, person)).none:
            return None
        begun = await erasures.begin(tx, Kind.PERSON, now=now, due_at=now, person=person, with_words=with_words)
        if begun is None:
            return await _under_way(tx, Kind.PERSON, person=person)
        district = await erasing_persons.homes_of(tx, person)
        rule = ByErasure.PERSON_ASKED
        await audit.by_erasure(tx, at=now, rule=rule, district=district, about=person, erasure=begun)
        return begun
