"""Incidents as they are remembered: which are open, which cases are linked, and which are still to be told."""

import asyncio
from dataclasses import replace

from bot.domain.cases import Case, CaseType, Draft, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, NotificationId, PersonId
from bot.domain.notifications import Affected, Kind
from storage import cases, notifications
from storage.engines import opened
from storage.notifications import Linked, Plan
from storage.store import Store, Tx
from storage.tables import districts, people
from tests.clockwork import DAY, HOUR, NOON

LEE = PersonId(1)


async def _incident(tx: Tx) -> NotificationId:
    await tx.execute(districts.insert(), {"key": "lakeside", "name": "Lakeside", "timezone": "America/Chicago"})
    await tx.execute(people.insert(), {"name": "Lee"})
    plan = Plan(kind=Kind.INCIDENT, title="Grades are not saved", affected=Affected(modules=("Grades",)))
    return await notifications.add(tx, plan, by=LEE, at=NOON)


async def _case(tx: Tx, incident: NotificationId | None) -> Case:
    draft = Draft(
        district=DistrictId(1),
        type=CaseType.QUESTION,
        module="Grades",
        subject="Subject",
        description="Words",
        incident=incident,
    )
    return await cases.add(tx, draft, contact=LEE, reporter=LEE, building="", priority=Priority.MEDIUM, at=NOON)


async def _due(store: Store) -> list[CaseNumber]:
    async with store.read() as tx:
        return await notifications.cases_due(tx, now=NOON + DAY, most=10)


async def test_closing_makes_the_open_linked_cases_due_and_no_other(store: Store) -> None:
    async with store.begin() as tx:
        incident = await _incident(tx)
        new, taken, solved, _ = [await _case(tx, it) for it in (incident, incident, incident, None)]
        await cases.save(tx, taken.taken(by=LEE, at=NOON))
        await cases.save(tx, replace(solved.touched(at=NOON), status=Status.CLOSED, closed_at=NOON))
        assert await notifications.linked(tx, incident) == Linked(new=1, others=1)
        assert [it.id for it in await notifications.all_open(tx)] == [incident]
    assert await _due(store) == []
    async with store.begin() as tx:
        assert await notifications.locked_open(tx, incident) is not None
        await notifications.close(tx, incident, words="It is over.", by=LEE, at=NOON + HOUR)
    assert await _due(store) == [new.number, taken.number]
    async with store.begin() as tx:
        assert await notifications.all_open(tx) == []
        assert await notifications.held_open(tx, incident) is None
        assert await notifications.locked_open(tx, incident) is None
        end = await notifications.end_for(tx, new.number)
        assert end is not None
        assert (end.by, end.incident.closing) == (LEE, "It is over.")
        await notifications.no_longer_due(tx, new.number)
        await notifications.put_off(tx, taken.number, until=NOON + 2 * DAY)
        assert await notifications.end_for(tx, new.number) is None
    assert await _due(store) == []


async def test_a_case_comes_back_with_what_it_is_linked_to(store: Store) -> None:
    async with store.begin() as tx:
        incident = await _incident(tx)
        case = await _case(tx, incident)
        assert await cases.get(tx, case.number) == case
        await cases.save(tx, case.taken(by=LEE, at=NOON))
        found = await cases.get(tx, case.number)
    assert found is not None
    assert found.incident == incident


async def test_a_case_that_is_being_linked_is_not_forgotten_by_a_closing_at_once(database_url: str) -> None:
    """The closing waits for whoever holds the incident open."""
    async with opened(database_url) as store, opened(database_url) as other:
        async with store.begin() as tx:
            incident = await _incident(tx)

        async def close() -> None:
            async with other.begin() as tx:
                assert await notifications.locked_open(tx, incident) is not None
                await notifications.close(tx, incident, words="It is over.", by=LEE, at=NOON)

        async with store.begin() as tx:
            assert await notifications.held_open(tx, incident) is not None
            closing = asyncio.create_task(close())
            await asyncio.sleep(0.2)
            case = await _case(tx, incident)
        await closing
        assert await _due(store) == [case.number]
