"""The lists on a Home: page after page each case comes once, in order, and is read from one end of an index."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from bot.domain.home_lists import OF_AGENT, OF_CONTACT, HomeList, Shown
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from storage import home_lists
from storage.home_lists import After, Page
from storage.store import Parameters, Result, Store, Tx
from storage.tables import case_words, cases, districts, pending_clocks, people, target_clocks
from tests.clockwork import DAY, HOUR, NOON

DISTRICTS, PEOPLE, MANY = 60, 40, 2_400
READER = PersonId(3)
OWN = (DistrictId(3), DistrictId(23))
STATUSES = (
    "new",
    "assigned",
    "pending-customer-input",
    "closed",
    "closed",
    "pending-customer-verification",
    "closed",
)
NEAR = NOON + 30 * HOUR


def _case(number: int) -> dict[str, Any]:
    """Many are changed in the same moment."""
    status = STATUSES[number % len(STATUSES)]
    changed = NOON - timedelta(minutes=number // 4)
    return {
        "number": number,
        "district_id": number % DISTRICTS + 1,
        "type": "question",
        "module": "Grades",
        "status": status,
        "priority": "medium",
        "contact_id": number % PEOPLE + 1,
        "reporter_id": 1,
        "owner_id": None if status == "new" else number % 37 + 1,
        "opened_at": changed,
        "modified_at": changed,
        "closed_at": changed + HOUR if status == "closed" else None,
        "close_reason": "resolved" if status == "closed" else None,
    }


def _pending(case: dict[str, Any]) -> dict[str, Any]:
    closes = NOON + timedelta(hours=case["number"] % 50)
    clock = {"case_number": case["number"], "status": case["status"], "began_at": NOON, "day_zero": NOON.date()}
    return {**clock, "closes_at": closes, "due_at": NOON}


def _target(case: dict[str, Any]) -> dict[str, Any]:
    paused = NOON if case["status"].startswith("pending") else None
    clock = {"case_number": case["number"], "kind": "update", "priority": "medium", "began_at": NOON, "pauses": []}
    misses = NOON + timedelta(hours=case["number"] % 60)
    return {**clock, "paused_at": paused, "misses_at": misses, "due_at": None if paused else NOON}


CASES = [_case(number) for number in range(1, MANY + 1)]
PENDING = {case["number"]: _pending(case) for case in CASES if case["status"].startswith("pending")}
TARGETS = {case["number"]: _target(case) for case in CASES if case["status"] != "closed"}


@pytest.fixture
async def filled(store: Store) -> Store:
    async with store.begin() as tx:
        named = [{"id": it, "key": f"d{it}", "name": f"District {it:02}"} for it in range(1, DISTRICTS + 2)]
        await tx.execute(districts.insert(), named)
        await tx.execute(people.insert(), [{"id": it, "name": f"Name {it}"} for it in range(1, PEOPLE + 1)])
        await tx.execute(cases.insert(), CASES)
        await tx.execute(case_words.insert(), [{"number": case["number"], "subject": "Grades"} for case in CASES])
        await tx.execute(pending_clocks.insert(), [*PENDING.values()])
        await tx.execute(target_clocks.insert(), [*TARGETS.values()])
        await tx.execute(sa.text("ANALYZE"))
    return store


Query = Callable[[Tx, After | None], Awaitable[Page]]


def _contacts(which: HomeList, its: tuple[DistrictId, ...]) -> Query:
    return lambda tx, after: home_lists.page_of_districts(tx, its, which, reader=READER, after=after)


def _agents(which: HomeList, district: DistrictId | None) -> Query:
    shown = Shown(which=which, district=district)
    return lambda tx, after: home_lists.page_for_agents(tx, shown, reader=READER, near=NEAR, after=after)


async def _all(store: Store, query: Query) -> list[CaseNumber]:
    found: list[CaseNumber] = []
    after: After | None = None
    async with store.read() as tx:
        while True:
            page = await query(tx, after)
            found += [it.row.case.number for it in page.rows]
            if page.after is None:
                return found
            assert len(page.rows) == home_lists.PAGE
            after = page.after


def _is_listed(which: HomeList, case: dict[str, Any], *, mine: str) -> bool:
    match which:
        case HomeList.MINE:
            return bool(case["status"] != "closed" and case[mine] == READER)
        case HomeList.UNASSIGNED:
            return bool(case["status"] != "closed" and case["owner_id"] is None)
        case HomeList.DUE:
            clock = TARGETS.get(case["number"])
            return bool(clock and clock["paused_at"] is None and clock["misses_at"] <= NEAR)
        case HomeList.OPEN:
            return bool(case["status"] != "closed")
        case HomeList.WAITING:
            return case["number"] in PENDING
        case HomeList.CLOSED:
            return bool(case["status"] == "closed")
        case HomeList.ALL:
            return True


def _in_order(which: HomeList, found: list[dict[str, Any]], *, by_end: bool) -> list[int]:
    rising: dict[HomeList, Callable[[dict[str, Any]], datetime]] = {
        HomeList.DUE: lambda case: TARGETS[case["number"]]["misses_at"],
        HomeList.WAITING: lambda case: PENDING[case["number"]]["closes_at"] if by_end else case["modified_at"],
    }
    if which in rising:
        return [it["number"] for it in sorted(found, key=lambda it: (rising[which](it), it["number"]))]
    at = "closed_at" if which is HomeList.CLOSED else "modified_at"
    return [it["number"] for it in sorted(found, key=lambda it: (it[at], it["number"]), reverse=True)]


@pytest.mark.parametrize("its", [OWN[:1], OWN])
@pytest.mark.parametrize("which", OF_CONTACT)
async def test_a_contact_pages_through_their_districts(
    filled: Store, which: HomeList, its: tuple[DistrictId, ...]
) -> None:
    theirs = [it for it in CASES if it["district_id"] in its and _is_listed(which, it, mine="contact_id")]
    assert await _all(filled, _contacts(which, its)) == _in_order(which, theirs, by_end=True)
    assert theirs


@pytest.mark.parametrize("district", [None, DistrictId(2), DistrictId(DISTRICTS + 1)])
@pytest.mark.parametrize("which", OF_AGENT)
async def test_an_agent_pages_through_all_districts_or_one(
    filled: Store, which: HomeList, district: DistrictId | None
) -> None:
    found = [it for it in CASES if district in (None, it["district_id"]) and _is_listed(which, it, mine="owner_id")]
    assert await _all(filled, _agents(which, district)) == _in_order(which, found, by_end=False)


async def test_what_waits_on_a_district_has_the_readers_own_first_and_then_what_ends_first(filled: Store) -> None:
    async with filled.read() as tx:
        found = await home_lists.waiting_on(tx, OWN, reader=READER, most=home_lists.PAGE)
    waits = [it for it in CASES if it["number"] in PENDING and it["district_id"] in OWN]
    waits.sort(key=lambda it: (it["contact_id"] != READER, PENDING[it["number"]]["closes_at"], it["number"]))
    assert [it.row.case.number for it in found] == [it["number"] for it in waits[: home_lists.PAGE]]
    assert [it.closes_at for it in found] == [PENDING[it.row.case.number]["closes_at"] for it in found]


async def test_districts_with_open_cases_are_offered_by_name(filled: Store) -> None:
    async with filled.begin() as tx:
        await tx.execute(districts.update().where(districts.c.id == 2).values(erased_at=NOON - DAY))
        await tx.execute(cases.update().where(cases.c.district_id == 4).values(status="closed"))
        left = [it for it in range(1, DISTRICTS + 1) if it not in {2, 4}]
        assert [int(it) for it, _ in await home_lists.with_open_cases(tx)] == left
        assert await home_lists.name_of(tx, DistrictId(1)) == "District 01"
        assert await home_lists.name_of(tx, DistrictId(2)) is None


async def test_what_a_home_showed_last_is_kept_for_each(filled: Store) -> None:
    async with filled.begin() as tx:
        assert await home_lists.kept(tx, READER) is None
        for shown in (Shown(which=HomeList.ALL, district=OWN[0]), Shown(which=HomeList.MINE)):
            await home_lists.keep(tx, READER, shown)
            assert await home_lists.kept(tx, READER) == shown
        assert await home_lists.kept(tx, PersonId(4)) is None


class Explained(sa.Executable, sa.ClauseElement):
    """How the engine would answer a statement."""

    inherit_cache = False

    def __init__(self, statement: sa.Executable) -> None:
        self.statement = statement


@compiles(Explained)
def _explain(element: Explained, compiler: Any, **more: Any) -> str:
    how = "EXPLAIN QUERY PLAN" if compiler.dialect.name == "sqlite" else "EXPLAIN"
    return f"{how} {compiler.process(element.statement, **more)}"


class Watched:
    """A transaction that asks for the plan of each statement first."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.plans: list[str] = []

    async def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> Result:
        rows = (await self._tx.execute(Explained(statement), parameters)).all()
        self.plans.append("\n".join(str(row[-1]) for row in rows))
        return await self._tx.execute(statement, parameters)


async def _plans(store: Store, query: Query) -> str:
    """Of a page in the middle, too."""
    async with store.read() as tx:
        if store.dialect == "postgresql":  # what it would do where there are many more
            await tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
            await tx.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
        watched = Watched(tx)
        first = await query(watched, None)
        await query(watched, first.after)
        return "\n".join(watched.plans)


READ = {
    HomeList.MINE: "ix_cases_open_owner_id",
    HomeList.UNASSIGNED: "ix_cases_unassigned|ix_cases_open_owner_id",  # SQLite takes no owner for one more
    HomeList.DUE: "ix_target_clocks_misses_at",
    HomeList.WAITING: "ix_cases_pending",
    HomeList.OPEN: "ix_cases_open_modified_at",
}
OF_DISTRICT = {
    HomeList.MINE: "ix_cases_open_contact_id",
    HomeList.CLOSED: "ix_cases_closed_district_id",
    HomeList.ALL: "ix_cases_district_id_modified_at",
    HomeList.OPEN: "ix_cases_open_district_id",
}
SORTED = ("Sort Key: cases", "Sort Key: target", "TEMP B-TREE")
ALL_READ = ("Seq Scan on cases", "Seq Scan on target_clocks", "SCAN cases\n", "SCAN target_clocks\n")


@pytest.mark.parametrize(
    ("query", "index"),
    [
        *((_agents(which, None), index) for which, index in READ.items()),
        *((_contacts(which, OWN[:1]), index) for which, index in OF_DISTRICT.items()),
        (_agents(HomeList.OPEN, OWN[0]), OF_DISTRICT[HomeList.OPEN]),
        (_agents(HomeList.WAITING, OWN[0]), "ix_cases_pending_district_id"),
    ],
    ids=[
        *(f"agents-{which}" for which in READ),
        *(f"contacts-{which}" for which in OF_DISTRICT),
        "agents-open-of-one",
        "agents-waiting-of-one",
    ],
)
async def test_a_page_is_read_from_one_end_of_its_index_and_nothing_is_sorted(
    filled: Store, query: Query, index: str
) -> None:
    plans = await _plans(filled, query)
    assert [it for it in index.split("|") if it in plans], plans
    assert not [it for it in (*SORTED, *ALL_READ) if it in f"{plans}\n"], plans


async def test_of_what_waits_on_a_district_no_more_is_read_than_waits(filled: Store) -> None:
    for query in (_contacts(HomeList.WAITING, OWN[:1]), _contacts(HomeList.WAITING, OWN)):
        plans = await _plans(filled, query)
        assert "ix_cases_pending_district_id" in plans, plans
        assert not [it for it in ALL_READ if it in f"{plans}\n"], plans
