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
            return await erasures.under_way(tx, Kind.DISTRICT, of=str(district))
        rule = ByErasure.DISTRICT_ASKED
        await audit.by_erasure(tx, at=now, rule=rule, district=district, erasure=begun)
        return begun


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
    """The erasure's id, also of one that is under way: where that leaves words alone and they are to go as well, it
    is begun again. None: something stands in its way since it was looked at."""
    async with store.begin() as tx:
        found = await erasures.locked_of_person(tx, person)  # before the person, as a batch does
        await erasing_persons.hold(tx, person)
        if not (await erasing_persons.obstacles(tx, person)).none:
            return None
        if found is not None and (found.with_words or not with_words):
            return found.id
        begun = await _begun(tx, found, person, with_words=with_words, now=now)
        if begun is not None:
            return begun
    return await begin_person(store, person, with_words=with_words, now=now)  # another was a moment faster


async def _begun(tx: Tx, found: Erasure | None, person: PersonId, *, with_words: bool, now: datetime) -> int | None:
    if found is None:
        begun = await erasures.begin(tx, Kind.PERSON, now=now, due_at=now, person=person, with_words=with_words)
    else:
        begun = await erasures.begin_again_with_words(tx, found.id, now=now)
    if begun is not None:
        district = await erasing_persons.homes_of(tx, person)
        rule = ByErasure.PERSON_ASKED
        await audit.by_erasure(tx, at=now, rule=rule, district=district, about=person, erasure=begun)
    return begun
