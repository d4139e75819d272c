"""What `python -m bot erase`, `hold` and `retention` do: each a short run over the database alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import WallClock
from bot.domain.erasures import Erasure
from bot.domain.ids import DistrictId, PersonId
from bot.running_audit import said
from bot.services import erasing, erasing_asked, holding
from bot.services.erasing import Came
from bot.services.erasing_asked import DistrictTrial, PersonTrial
from bot.services.erasing_plans import LeftOver
from bot.views import erasing as words
from storage import audit_questions, calendars, directory, erasing_cases, erasures, holds, migrations
from storage.engines import opened
from storage.erasing_cases import Keeps
from storage.erasures import Line
from storage.holds import Hold
from storage.store import Store, Tx


class NotClear(Exception):
    """Nobody, or more than one, is meant by what was typed; the message says so."""


class Held(Exception):
    """A legal hold stands, or something came in between; nothing begins."""


class Stopped(Exception):
    """It does not come further; the message says why and what to do."""


@asynccontextmanager
async def _migrated(database: str) -> AsyncIterator[Store]:
    async with opened(database) as store:
        await migrations.must_be_current(store)
        yield store


async def _district(tx: Tx, key: str) -> DistrictId:
    known = await directory.districts_by_key(tx)
    if key not in known:
        there = sorted(its for its, row in known.items() if row.erased_at is None)
        raise NotClear(f"There is no district {key}. There are: {', '.join(there) or 'none'}.")
    return DistrictId(known[key].id)


async def _not_erased(tx: Tx, key: str) -> DistrictId:
    """Raises NotClear for one of which nothing is left, too."""
    district = await _district(tx, key)
    how_far = await erasures.of_district(tx, district)
    if how_far.begun_at is not None and how_far.due_at is None:
        raise NotClear(f"{key} was erased: nothing is left of it but counts. See: python -m bot erase list")
    return district


async def _person(tx: Tx, typed: str) -> PersonId:
    found = await audit_questions.find(tx, typed)
    if not found:
        raise NotClear(
            f"Nobody is known by {said(typed)}. Try #17, U…, T…/U…, or a name or an e-mail address as in the list."
        )
    if len(found) > 1:
        several = ", ".join(f"#{person} ({name})" for person, name, _ in found)
        raise NotClear(f"{typed} are several: {several}. Name one by its number.")
    return found[0][0]


async def try_district(database: str, key: str) -> DistrictTrial:
    """Raises NotClear."""
    async with _migrated(database) as store:
        async with store.read() as tx:
            district = await _not_erased(tx, key)
        return await erasing_asked.try_district(store, district)


async def try_person(database: str, typed: str) -> PersonTrial:
    """Raises NotClear."""
    async with _migrated(database) as store:
        async with store.read() as tx:
            person = await _person(tx, typed)
        return await erasing_asked.try_person(store, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """`waits`: the bot that runs beside goes on with it: it has it in its hands, or messages to remove from Slack."""

    erasure: Erasure
    waits: bool


Step = Callable[[str], None]


async def erase_district(database: str, district: DistrictId, *, step: Step) -> Ended:
    """Raises Held and Stopped."""
    async with _migrated(database) as store:
        begun = await erasing_asked.begin_district(store, district, now=WallClock().now())
        return await _to_the_end(store, begun, step)


async def erase_person(database: str, person: PersonId, *, with_words: bool, step: Step) -> Ended:
    """Raises Held and Stopped."""
    async with _migrated(database) as store:
        begun = await erasing_asked.begin_person(store, person, with_words=with_words, now=WallClock().now())
        return await _to_the_end(store, begun, step)


async def _to_the_end(store: Store, begun: int | None, step: Step) -> Ended:
    """Batch after batch. What another process has in its hands this moment is gone on with by that."""
    if begun is None:
        raise Held
    came = Came.ON
    while came is Came.ON:
        try:
            came = await erasing.batch(store, begun, now=WallClock().now())
        except LeftOver as problem:
            await erasing.stopped(store, begun, problem, now=WallClock().now())
            async with store.read() as tx:
                why = words.trouble(await erasures.get(tx, begun))
            raise Stopped(f"Not over: {why}. {words.WHAT_TO_DO}") from None
        async with store.read() as tx:
            found = await erasures.get(tx, begun)
        step(found.step)
    if came is Came.HELD:
        raise Held
    return Ended(erasure=found, waits=found.finished_at is None)


async def listed(database: str, *, most: int) -> list[Line]:
    async with _migrated(database) as store, store.read() as tx:
        return await erasures.lines(tx, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSet:
    """`done` False: one stands already. `half_erased`: what is gone is gone."""

    done: bool
    half_erased: bool


async def set_hold(database: str, key: str, *, reason: str) -> HoldSet:
    """Raises NotClear."""
    async with _migrated(database) as store:
        async with store.read() as tx:
            district = await _not_erased(tx, key)
        done = await holding.put_outside(store, district, reason=reason, now=WallClock().now())
        async with store.read() as tx:
            begun = (await erasures.of_district(tx, district)).begun_at
        return HoldSet(done=done, half_erased=begun is not None)


async def lift_hold(database: str, key: str) -> bool:
    """False: none stood. Raises NotClear."""
    async with _migrated(database) as store:
        async with store.read() as tx:
            district = await _district(tx, key)
        return await holding.lift_outside(store, district, now=WallClock().now())


async def all_holds(database: str, *, most: int) -> list[Hold]:
    async with _migrated(database) as store, store.read() as tx:
        return await holds.all_of_them(tx, most=most)


async def keeping(database: str) -> tuple[int, list[Keeps]]:
    """For how many years words are kept where a district says nothing, and what each says."""
    async with _migrated(database) as store, store.read() as tx:
        return (await calendars.rules(tx)).limits.retention_years, await erasing_cases.keeping(tx)


async def keep_for(database: str, key: str, years: int | None) -> None:
    """`years` None: as the settings say. Raises NotClear."""
    async with _migrated(database) as store:
        async with store.read() as tx:
            district = await _not_erased(tx, key)
        await holding.keep_for(store, district, years, now=WallClock().now())
