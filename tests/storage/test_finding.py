"""Thousands of searches among many districts: each finds what it should, and nothing of another district."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.searches import Condition, Inquiry
from storage import finding, finding_names
from storage.finding import Before, Found
from storage.store import Store, Tx
from tests.storage.many_districts import Place, expected, fold, random_search, settle

DISTRICTS, EACH, SEED = 25, 12, 20261124
SEARCHES = {"sqlite": 4000, "postgresql": 400}
SIZE = 7

Query = Callable[[Tx, Sequence[DistrictId], Inquiry, Before | None], Awaitable[Found]]


async def as_it_is(tx: Tx, its: Sequence[DistrictId], inquiry: Inquiry, before: Before | None) -> Found:
    return await finding.search_district(tx, its, inquiry, before=before, size=SIZE)


async def without_its_district(tx: Tx, its: Sequence[DistrictId], inquiry: Inquiry, before: Before | None) -> Found:
    """The same query, its one condition taken out."""
    ground = replace(finding._districts_ground(its), cases=sa.true())
    return await finding._found(tx, ground, inquiry, before, SIZE)


class Leak(AssertionError):
    """Another district's case came in."""


async def _all(tx: Tx, query: Query, its: tuple[DistrictId, ...], inquiry: Inquiry) -> list[CaseNumber]:
    """Page by page, as somebody would press *Older*; every page is looked at for what is foreign."""
    found: list[CaseNumber] = []
    before: Before | None = None
    while True:
        page = await query(tx, its, inquiry, before)
        numbers = [row.case.number for row in page.rows]
        if any(row.case.district not in its or _names_another(row.subject or "", its) for row in page.rows):
            raise Leak(inquiry)
        found += numbers
        if len(numbers) < SIZE:
            if page.count != len(found):
                raise Leak(inquiry)
            return found
        before = (page.rows[-1].case.modified_at, page.rows[-1].case.number)


def _names_another(subject: str, its: tuple[DistrictId, ...]) -> bool:
    marked = {word for word in subject.split() if word.startswith("only")}
    return not marked <= {f"only{district}" for district in its}


async def _search_much(store: Store, place: Place, query: Query, *, many: int) -> int:
    """Returns how many searches found something. Raises Leak."""
    dice, found_some = random.Random(SEED), 0  # noqa: S311  # nothing secret hangs on it
    for _ in range(many):
        its = tuple(dice.sample(place.districts, k=dice.choice([1, 1, 1, 2])))
        asker = PersonId(dice.randint(1, len(place.names)))
        inquiry = Inquiry(search=random_search(dice, place), by=asker, zone="UTC")
        found = await _all(store.glances, query, its, inquiry)
        assert found == expected(place, its, inquiry), inquiry
        found_some += bool(found)
    return found_some


@pytest.fixture
async def place(store: Store) -> Place:
    return await settle(store, seed=SEED, many=DISTRICTS, each=EACH)


async def test_no_search_of_a_district_finds_another_districts_case(store: Store, place: Place) -> None:
    many = SEARCHES[store.dialect]
    assert await _search_much(store, place, as_it_is, many=many) > many / 4


async def test_with_the_district_taken_out_of_the_query_the_same_test_fails(store: Store, place: Place) -> None:
    with pytest.raises(Leak):
        await _search_much(store, place, without_its_district, many=SEARCHES[store.dialect])


async def test_no_name_is_suggested_that_is_on_another_districts_cases(store: Store, place: Place) -> None:
    dice, suggested = random.Random(SEED), 0  # noqa: S311  # nothing secret hangs on it
    for _ in range(SEARCHES[store.dialect] // 4):
        its = (dice.choice(place.districts),)
        name = dice.choice([*place.names.values(), "nobody"]).casefold()
        condition = dice.choice([Condition.CONTACT, Condition.OWNER])
        found = await finding_names.of_district(store.glances, its, condition, " ".join(fold(name)))
        owners = {kept.case.owner for kept in place.kept if kept.case.district in its}
        contacts = {kept.case.contact for kept in place.kept if kept.case.district in its}
        theirs = owners if condition is Condition.OWNER else contacts
        assert set(found) <= {place.names[person] for person in theirs if person is not None}
        suggested += bool(found)
    assert suggested > SEARCHES[store.dialect] / 20


async def test_agents_find_what_there_is_in_all_districts_and_their_own_notes(store: Store, place: Place) -> None:
    dice = random.Random(SEED + 1)  # noqa: S311  # nothing secret hangs on it
    for _ in range(SEARCHES[store.dialect] // 4):
        inquiry = Inquiry(search=random_search(dice, place), by=PersonId(1), zone="UTC")
        wanted = expected(place, None, inquiry)
        found = await finding.search_for_agents(store.glances, inquiry, size=SIZE)
        assert [row.case.number for row in found.rows] == wanted[:SIZE], inquiry
        assert found.count == len(wanted)
