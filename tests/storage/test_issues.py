"""Issues as they are remembered: a page after another, who follows, and who is still to be told."""

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.ids import DistrictId, IssueId, PersonId
from bot.domain.issues import IssueStatus, Words
from bot.domain.people import CONTACT_ROLES, Role
from storage import cases, issue_followers, issues, migrations
from storage.issue_followers import Audience
from storage.issues import Look
from storage.store import Store, Tx
from storage.tables import districts, issue_news, people, roster
from tests.clockwork import DAY, HOUR, NOON
from tests.storage.test_upgrade import fill, on

LEE, ANA, BEN, PIA = (PersonId(number) for number in (1, 2, 3, 4))
LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)


async def _people(tx: Tx) -> None:
    for key, name in (("lakeside", "Lakeside"), ("pine-ridge", "Pine Ridge")):
        await tx.execute(districts.insert(), {"key": key, "name": name, "timezone": "America/Chicago"})
    lines = [("Lee", None, Role.LEAD), ("Ana", 1, Role.SUPPORT), ("Ben", 1, Role.TECHNICAL), ("Pia", 2, Role.SUPPORT)]
    for number, (name, district, role) in enumerate(lines, 1):
        await tx.execute(people.insert(), {"name": name, "team_id": "T1", "user_id": f"U{number}"})
        line = {"person_id": number, "district_id": district, "role": role, "standing": "active", "since": NOON}
        await tx.execute(roster.insert(), line)


async def _add(tx: Tx, title: str = "Marks vanish", *, published: bool = True) -> IssueId:
    added = await issues.add(tx, words=Words(title=title), module="Grades", by=LEE, at=NOON)
    found = await issues.get(tx, added)
    assert found is not None
    if published:
        await issues.save(tx, found.published(at=NOON), by=LEE)
    return added


async def _link(tx: Tx, issue: IssueId, district: DistrictId) -> None:
    draft = Draft(district=district, type=CaseType.QUESTION, module="Grades", subject="Subject", description="Words")
    case = await cases.add(tx, draft, contact=ANA, reporter=ANA, building="", priority=Priority.MEDIUM, at=NOON)
    await cases.save(tx, case.developed(by=LEE, issue=issue, at=NOON))


@pytest.mark.parametrize("own", [None, (LAKESIDE,), (LAKESIDE, PINE_RIDGE)])
async def test_page_after_page_each_issue_comes_once_and_the_linked_ones_first(
    store: Store, own: tuple[DistrictId, ...] | None
) -> None:
    async with store.begin() as tx:
        await _people(tx)
        known = [await _add(tx, published=number % 5 > 0) for number in range(43)]
        for place, issue in enumerate(known):
            if place % 3 == 0:
                await _link(tx, issue, LAKESIDE if place % 2 else PINE_RIDGE)
    seen: list[tuple[bool, IssueId]] = []
    after = None
    async with store.read() as tx:
        while True:
            page = await issues.page(tx, Look(own=own, after=after))
            seen += [(linked, it.id) for it, linked in page[: issues.PAGE]]
            if len(page) <= issues.PAGE:
                break
            after = seen[-1]
    theirs = {place for place in range(43) if place % 3 == 0 and (len(own or ()) > 1 or place % 2)} if own else set()
    shown = [place for place in range(43) if own is None or place % 5 > 0]
    expected = sorted(((place in theirs, known[place]) for place in shown), reverse=True)
    assert seen == expected


async def test_a_module_that_is_chosen_shows_its_issues_alone(store: Store) -> None:
    async with store.begin() as tx:
        await _people(tx)
        ours = await _add(tx)
        await issues.add(tx, words=Words(title="Buses"), module="Transport", by=LEE, at=NOON)
    async with store.read() as tx:
        assert [it.id for it, _ in await issues.page(tx, Look(module="Grades"))] == [ours]
        assert await issues.modules(tx, published=False) == ["Grades", "Transport"]
        assert await issues.modules(tx, published=True) == ["Grades"]


async def test_who_follows_is_due_once_for_each_change_but_for_whoever_made_it(store: Store) -> None:
    async with store.begin() as tx:
        await _people(tx)
        issue = await _add(tx)
        for person in (LEE, ANA, BEN, PIA):
            await issue_followers.follow(tx, issue, person, at=NOON)
        await issue_followers.end(tx, issue, BEN, at=NOON)
        await issue_followers.follow_first(tx, issue, BEN, at=NOON)
        await issue_followers.owe_news(tx, issue, revision=2, by=LEE, at=NOON)
    async with store.begin() as tx:
        numbers = await issue_followers.due(tx, now=NOON, most=10)
        taken = [await issue_followers.locked(tx, number) for number in numbers]
        assert [it.person for it in taken if it is not None] == [ANA, PIA]
        for number in numbers:
            await issue_followers.done(tx, number)
        assert [await issue_followers.locked(tx, number) for number in numbers] == [None, None]
        assert await issue_followers.due(tx, now=NOON + DAY, most=10) == []


async def test_what_is_put_off_is_due_later_and_the_same(store: Store) -> None:
    async with store.begin() as tx:
        await _people(tx)
        issue = await _add(tx)
        await issue_followers.follow(tx, issue, ANA, at=NOON)
        await issue_followers.owe_news(tx, issue, revision=2, by=LEE, at=NOON)
        (number,) = await issue_followers.due(tx, now=NOON, most=10)
        due = await issue_followers.seen(tx, number)
        assert due is not None
        await issue_followers.put_off(tx, number, until=NOON + HOUR)
        assert await issue_followers.due(tx, now=NOON, most=10) == []
        assert await issue_followers.due(tx, now=NOON + HOUR, most=10) == [number]
        assert await issue_followers.locked(tx, number) == due


async def test_the_audience_is_by_district_and_without_who_may_not_see_it(store: Store) -> None:
    async with store.begin() as tx:
        await _people(tx)
        issue = await _add(tx)
        for person in (LEE, ANA, BEN, PIA):
            await issue_followers.follow(tx, issue, person, at=NOON)
        await tx.execute(roster.update().where(roster.c.person_id == BEN).values(standing="deactivated"))

        async def found(by: PersonId, contacts: frozenset[Role] = CONTACT_ROLES) -> Audience:
            leads = frozenset({Role.LEAD})
            return await issue_followers.audience(tx, issue, contacts, leads, but=by, shown=5)

        assert await found(LEE) == Audience(people=2, named=(("Lakeside", ("Ana",), 1), ("Pine Ridge", ("Pia",), 1)))
        assert await found(PIA) == Audience(people=2, named=(("Lakeside", ("Ana",), 1), ("", ("Lee",), 1)))
        assert await found(PIA, frozenset()) == Audience(people=1, named=(("", ("Lee",), 1),))
        assert await found(LEE, frozenset()) == Audience()


async def test_open_cases_of_an_issue_are_due_when_it_ends_and_no_others(store: Store) -> None:
    async with store.begin() as tx:
        await _people(tx)
        issue, other = await _add(tx), await _add(tx)
        for linked in (issue, issue, other):
            await _link(tx, linked, LAKESIDE)
        await issue_followers.owe_cases(tx, issue, revision=2, by=LEE, at=NOON)
        assert (await tx.execute(sa.select(issue_news.c.case_number))).scalars().all() == [1, 2]
        assert await issues.open_cases(tx, issue) == 2
        assert await issues.linked_cases(tx, issue, (LAKESIDE,), most=1) == ([2], 2)
        assert await issues.linked_cases(tx, issue, (PINE_RIDGE,), most=1) == ([], 0)


def test_issues_of_the_version_before_have_their_steps_and_their_contacts_follow(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, to="0031")
    on(empty_database_url, fill)

    def as_before(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE issues SET status = 'confirmed', released_at = NULL WHERE id = 1"))
        connection.execute(sa.text("UPDATE issues SET status = 'released' WHERE id = 2"))
        connection.execute(sa.text("UPDATE cases SET status = 'closed' WHERE number = 2"))

    on(empty_database_url, as_before)
    migrations.upgrade(empty_database_url)

    def steps(connection: sa.Connection) -> list[tuple[object, ...]]:
        query = "SELECT issue_id, revision, status FROM issue_steps ORDER BY issue_id, revision"
        return [tuple(row) for row in connection.execute(sa.text(query))]

    def followers(connection: sa.Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(sa.text("SELECT issue_id, person_id FROM issue_followers"))]

    assert on(empty_database_url, steps) == [(1, 0, "confirmed"), (2, 0, "confirmed"), (2, 1, "released")]
    assert on(empty_database_url, followers) == [(1, 1)]
    assert {status for _, _, status in on(empty_database_url, steps)} <= {*IssueStatus}
