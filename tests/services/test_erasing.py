"""After a district, a workspace or a person was erased, nothing of them stands in any column of any table."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind, State
from bot.domain.ids import PersonId
from bot.services import erasing, erasing_asked
from bot.services.erasing import Came
from bot.services.erasing_plans import LeftOver
from bot.views import erasing as views
from storage import erasing_cases, erasures, holdings
from storage.engines import opened
from storage.erasing import GOES, OF_ONE, STAYS
from storage.holdings import Held, ways
from storage.store import Store
from storage.tables import audit, cases, districts, erasing_ids, metadata, outbox, people
from storage.tables import erasures as erasures_table
from tests.clockwork import NOON
from tests.filled import Filled, fill
from tests.services.erasing_helpers import begin, found_in, to_the_end

VENDORS = frozenset({"issues", "notification_updates", "notifications", "pauses", "seen"})
"""Tables of nobody: what was planted there is the vendor's, or is named as Slack does."""

Two = tuple[Filled, Filled]


@pytest.fixture
async def two(store: Store) -> Two:
    """Without erasures of before: they hold nothing when they are over."""
    found = await fill(store, "northfield"), await fill(store, "southfield")
    async with store.begin() as tx:
        await tx.execute(erasing_ids.delete())
        await tx.execute(erasures_table.delete())
    return found


async def _counts(store: Store) -> dict[str, int]:
    async with store.read() as tx:
        return {
            table.name: (await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }


async def test_of_an_erased_district_nothing_personal_is_left_and_of_the_other_everything(
    store: Store, two: Two
) -> None:
    mine, other = two
    before = await found_in(store, other.tag)
    assert len(await found_in(store, mine.tag)) > 60
    erasure = await begin(store, Kind.UNINSTALLED, now=NOON, district=mine.district)
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    left = await found_in(store, mine.tag, leaving_out=VENDORS)
    assert {column.partition(".")[0] for column in left} == {"workspaces"}
    assert await found_in(store, other.tag) == before
    workspace = await begin(store, Kind.UNINSTALLED, now=NOON, team=mine.planted["workspaces.team_id"])
    assert await to_the_end(store, workspace, now=NOON) is Came.DONE
    assert await found_in(store, mine.tag, leaving_out=VENDORS) == {}
    assert await found_in(store, other.tag) == before


async def test_ids_facts_and_the_audit_log_stay(store: Store, two: Two) -> None:
    mine, _ = two
    async with store.read() as tx:
        log = (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()
        case = (await tx.execute(sa.select(cases).where(cases.c.number == mine.ids["cases"]))).one()
    before = await _counts(store)
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    await to_the_end(store, erasure, now=NOON)
    async with store.read() as tx:
        kept = (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()
        after = (await tx.execute(sa.select(cases).where(cases.c.number == mine.ids["cases"]))).one()
        stub = (await tx.execute(sa.select(districts).where(districts.c.id == mine.district))).one()
    assert kept[: len(log)] == log
    assert [(line.act, line.rule, line.district_id, line.ref) for line in kept[len(log) :]] == [
        ("erasure", "district-erased", mine.district, f"erasure:{erasure}")
    ]
    facts = (
        "number",
        "district_id",
        "type",
        "module",
        "status",
        "priority",
        "opened_at",
        "closed_at",
        "close_reason",
    )
    assert [getattr(after, name) for name in facts] == [getattr(case, name) for name in facts]
    assert (stub.key, stub.erased_at) == (f"erased-{mine.district}", NOON)
    now = await _counts(store)
    assert {name for name in before if now[name] < before[name] - 1} == set()
    assert {name for name in STAYS if now[name] != before[name]} == set()


@pytest.mark.parametrize("with_words", [False, True])
async def test_erasing_a_person_or_a_workspace_never_touches_the_audit_log(
    store: Store, two: Two, *, with_words: bool
) -> None:
    mine, _ = two
    log = await _log(store)
    of_them = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"], with_words=with_words)
    assert await to_the_end(store, of_them, now=NOON) is Came.DONE
    whole = await begin(store, Kind.UNINSTALLED, now=NOON, team=mine.planted["workspaces.team_id"])
    assert await to_the_end(store, whole, now=NOON) is Came.DONE
    kept = await _log(store)
    assert kept[: len(log)] == log
    assert [line.rule for line in kept[len(log) :]] == ["person-erased", "uninstalled-erased"]


async def _log(store: Store) -> list[sa.Row[tuple[object, ...]]]:
    async with store.read() as tx:
        return [*(await tx.execute(sa.select(audit).order_by(audit.c.id))).all()]


async def test_what_it_did_is_counted_and_its_own_row_names_nobody(store: Store, two: Two) -> None:
    mine, _ = two
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    await to_the_end(store, erasure, now=NOON)
    async with store.read() as tx:
        found = await erasures.get(tx, erasure)
        ids = (await tx.execute(sa.select(erasing_ids))).all()
    assert (found.state, found.finished_at, found.team, found.cursor, ids) == (State.DONE, NOON, None, "", [])
    counted = {table: found.counts.get(table) for table in (*GOES, *STAYS, *OF_ONE, "people")}
    assert {table for table, count in counted.items() if count != 1} == set()


async def test_ended_after_any_batch_it_goes_on_and_ends_the_same(store: Store, two: Two) -> None:
    """As after a kill: nothing but the database remembers. Each batch is done twice, from the state before it too."""
    mine, other = two
    before = await found_in(store, other.tag)
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    for _ in range(200):
        async with store.read() as tx:
            was = await erasures.get(tx, erasure)
        if await erasing.batch(store, erasure, now=NOON) is not Came.ON:
            break
        async with store.begin() as tx:  # the state before: what the batch did is done once more
            await erasures.came_to(tx, erasure, step=was.step, cursor=was.cursor, counts=was.counts)
        await erasing.batch(store, erasure, now=NOON)
    left = await found_in(store, mine.tag, leaving_out=VENDORS)
    assert {column.partition(".")[0] for column in left} == {"workspaces"}
    assert await found_in(store, other.tag) == before


async def test_a_batch_that_fails_leaves_nothing_half_done_and_the_round_goes_on(store: Store, two: Two) -> None:
    mine, other = two
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    async with store.begin() as tx:
        await erasures.came_to(tx, erasure, step="no such step", cursor="", counts={})
    second = await begin(store, Kind.DISTRICT, now=NOON + timedelta(seconds=1), district=other.district)
    done = await erasing.go_on(store, now=NOON + timedelta(seconds=1), at=lambda _: None)
    assert done == {"erasure-failed": 1, "erasure-done": 1}
    async with store.read() as tx:
        assert (await erasures.get(tx, erasure)).due_at > NOON
        assert (await erasures.get(tx, second)).state is State.DONE
    assert await found_in(store, mine.tag) != {}


@pytest.mark.parametrize("with_words", [False, True])
async def test_of_an_erased_person_no_name_nor_way_to_reach_them_is_left(
    store: Store, two: Two, *, with_words: bool
) -> None:
    mine, other = two
    before = await found_in(store, other.tag)
    person = mine.ids["people"]
    erasure = await begin(store, Kind.PERSON, now=NOON, person=person, with_words=with_words)
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    async with store.read() as tx:
        stub = (await tx.execute(sa.select(people).where(people.c.id == person))).one()
    assert (stub.name, stub.email, stub.phone, stub.team_id, stub.user_id) == ("", "", "", None, None)
    left = await found_in(store, mine.tag)
    reached = {
        name
        for held in ("people", "people_words", "searches", "drafts", "hints")
        for name in left
        if name.startswith(f"{held}.")
    }
    assert reached == set()
    for column in ("list_request_words.email", "emergency_words.phone", "threads.channel_id"):
        assert column not in left
    assert ("comment_versions.words" in left) is not with_words
    assert ("case_words.subject" in left) is not with_words
    assert await found_in(store, other.tag) == before


async def test_a_trial_says_all_they_wrote_which_goes_with_their_words_alone(store: Store, two: Two) -> None:
    person = PersonId(two[0].ids["people"])
    wrote = dict.fromkeys(("cases", "comments", "notes", "question_words", "emergency_words"), 1)
    tried = await erasing_asked.try_person(store, person)
    goes, stays = views.of_person(tried.counts, with_words=False)
    assert stays == {**wrote, "reasons": 5}
    assert views.of_person(tried.counts, with_words=True) == ({**goes, **stays}, {})
    assert all(
        said in views.summary(stays) for said in ("1 internal note", "1 text of questions", "1 report", "5 reasons")
    )
    erasure = await begin(store, Kind.PERSON, now=NOON, person=person, with_words=True)
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    left = (await erasing_asked.try_person(store, person)).counts
    assert not {"question_words", "emergency_words", "reasons"} & {*left}


async def test_two_processes_at_once_erase_everything_once(store: Store, two: Two, database_url: str) -> None:
    """Each with a store of its own; on PostgreSQL one leaves to the other what that has in its hands."""
    mine, other = two
    before = await found_in(store, other.tag)
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)

    async def round_after_round(its: Store) -> None:
        for _ in range(20):
            await erasing.go_on(its, now=NOON, at=lambda _: None)

    async with opened(database_url) as beside:
        await asyncio.gather(round_after_round(store), round_after_round(beside))
    async with store.read() as tx:
        found = await erasures.get(tx, erasure)
        ends = (await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "erasure"))).scalars().all()
    assert found.state is State.DONE
    assert {table for table in (*GOES, *STAYS, "people") if found.counts.get(table) != 1} == set()
    assert ends == ["district-erased"]
    assert {name.partition(".")[0] for name in await found_in(store, mine.tag, leaving_out=VENDORS)} == {"workspaces"}
    assert await found_in(store, other.tag) == before


async def test_what_another_process_brought_to_its_end_stays_over_though_it_failed_here(
    store: Store, two: Two
) -> None:
    mine, _ = two
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    for problem in (LeftOver("closures"), OSError()):
        await erasing.stopped(store, erasure, problem, now=NOON)
    async with store.read() as tx:
        found = await erasures.get(tx, erasure)
        told = (await tx.execute(sa.select(outbox.c.key).where(outbox.c.key.contains("erasure-stopped")))).all()
    assert (found.state, found.step, found.trouble) == (State.DONE, "districts", "")
    assert told == []


def test_whatever_holds_words_of_a_case_goes_with_them() -> None:
    """By the map: tables with words whose way to a district leads over a case."""
    over_a_case = {
        held.table
        for held in holdings.HOLDINGS
        if any(kind is holdings.Kind.WORDS for _, kind in holdings.kinds(held))
        and any(
            step.table is cases for way in held.districts for step in ways.steps(metadata.tables[held.table], way)
        )
    }
    assert over_a_case - erasing_cases.tables() == set()


def _leads_over_a_case(held: Held, way: str) -> bool:
    return any(step.table is cases for step in ways.steps(metadata.tables[held.table], way))


def test_every_table_with_something_personal_is_erased_some_way() -> None:
    """A table that is added with words, names or Slack's ids has to be named here, or nothing of it would go."""
    ways = {
        *GOES,
        *STAYS,
        *OF_ONE,
        "people",
        "districts",
        "outbox",
        "workspaces",
        "erasures",
        "erasing_ids",
        *VENDORS,
    }
    personal = {
        held.table for held in holdings.HOLDINGS if any(kind.value in PERSONAL for _, kind in holdings.kinds(held))
    }
    assert personal - ways == set()
    assert not personal & {"audit", "seals"}


PERSONAL = ("words", "person", "slack", "secret")
