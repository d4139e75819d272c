"""What others do while something is erased: a courier with a message, a legal hold, an import (POLICY 10)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId, PersonId
from bot.services import erasing, erasing_asked, holding
from bot.services.erasing import Came
from storage import erasures
from storage.store import Store
from storage.tables import audit, comments, erasing_ids, outbox, people, roster
from storage.tables import erasures as erasures_table
from tests.clockwork import NOON
from tests.filled import Filled, fill
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.services.test_importing import ANA, LAKESIDE, WINTER, Files, everything, import_files

A_MINUTE = timedelta(minutes=1)
NOT_ITS = frozenset({"issues", "notification_updates", "notifications", "pauses", "seen", "workspaces"})


@pytest.fixture
async def mine(store: Store) -> Filled:
    """Without erasures of before."""
    found = await fill(store, "northfield")
    async with store.begin() as tx:
        await tx.execute(erasing_ids.delete())
        await tx.execute(erasures_table.delete())
    return found


async def _is_sent(store: Store, mine: Filled, **how: object) -> None:
    async with store.begin() as tx:
        await tx.execute(outbox.update().where(outbox.c.id == mine.ids["outbox"]).values(**how))


async def test_what_a_courier_has_in_its_hands_is_waited_for_and_erased_once_it_stands(
    store: Store, mine: Filled
) -> None:
    await _is_sent(store, mine, state="sending", done_at=None, lease_until=NOON + A_MINUTE)
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=mine.district)
    assert await to_the_end(store, erasure, now=NOON) is Came.WAITS
    await _is_sent(store, mine, state="sent", done_at=NOON)
    assert await to_the_end(store, erasure, now=NOON + A_MINUTE) is Came.DONE
    assert await found_in(store, mine.tag, leaving_out=NOT_ITS) == {}
    async with store.read() as tx:
        assert (await erasures.get(tx, erasure)).counts["copies-left"] == 1


async def test_a_courier_that_never_came_back_is_waited_for_no_longer_than_its_lease(
    store: Store, mine: Filled
) -> None:
    await _is_sent(store, mine, state="sending", done_at=None, lease_until=NOON + A_MINUTE)
    erasure = await begin(store, Kind.PERSON, now=NOON, person=mine.ids["people"])
    assert await to_the_end(store, erasure, now=NOON) is Came.WAITS
    assert await to_the_end(store, erasure, now=NOON + A_MINUTE) is Came.DONE
    assert "outbox.facts" not in await found_in(store, mine.tag)


async def test_a_hold_stops_the_erasing_of_a_person_and_lifted_it_goes_on(store: Store, mine: Filled) -> None:
    district, person = DistrictId(mine.district), mine.ids["people"]
    erasure = await begin(store, Kind.PERSON, now=NOON, person=person)
    assert await erasing.batch(store, erasure, now=NOON) is Came.ON
    assert await holding.put_outside(store, district, reason="Matter 17", now=NOON)
    before = await everything(store)
    assert await erasing.batch(store, erasure, now=NOON) is Came.HELD
    assert await everything(store) == before
    async with store.read() as tx:
        assert [line.held for line in await erasures.lines(tx, most=9) if line.erasure.id == erasure] == [True]
    assert await holding.lift_outside(store, district, now=NOON)
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE


async def test_whoever_wrote_in_a_held_districts_case_is_not_erased_of_whichever_list_they_are(
    store: Store, mine: Filled
) -> None:
    async with store.begin() as tx:
        agent = (
            await tx.execute(people.insert().returning(people.c.id), {"name": "Alex", "zone": "UTC"})
        ).scalar_one()
        line = {"person_id": agent, "district_id": None, "role": "agent", "standing": "active", "since": NOON}
        await tx.execute(roster.insert(), line)
        await tx.execute(comments.update().where(comments.c.id == mine.ids["comments"]).values(author_id=agent))
    district, person = DistrictId(mine.district), PersonId(agent)
    assert await holding.put_outside(store, district, reason="Matter 17", now=NOON)
    assert (await erasing_asked.try_person(store, person)).obstacles.held == ("northfield",)
    assert await erasing_asked.begin_person(store, person, with_words=True, now=NOON) is None
    assert await holding.lift_outside(store, district, now=NOON)
    assert await erasing_asked.begin_person(store, person, with_words=True, now=NOON) is not None


async def test_nothing_is_imported_into_a_district_while_it_is_erased_and_afterwards_it_is_another_one(
    store: Store,
) -> None:
    files = Files(districts=[LAKESIDE], people=[ANA], closures=[WINTER])
    assert not (await import_files(store, files)).wrong
    erasure = await begin(store, Kind.DISTRICT, now=NOON, district=1)
    assert await erasing.batch(store, erasure, now=NOON) is Came.ON
    before = await everything(store)
    refused = await import_files(store, files)
    assert [(it.file, it.column, "erased at present" in it.problem) for it in refused.wrong] == [
        ("districts", "key", True),
        ("people", "district", True),
        ("closures", "district", True),
    ]
    assert await everything(store) == before
    assert await to_the_end(store, erasure, now=NOON) is Came.DONE
    assert not (await import_files(store, files)).wrong
    async with store.read() as tx:
        active = (
            (await tx.execute(sa.select(roster.c.district_id).where(roster.c.standing == "active"))).scalars().all()
        )
        log = (await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "erasure"))).scalars().all()
    assert (active, log) == ([2], ["district-erased"])
