"""The one place through which news of a case goes out: for whom there is none, and of what there is no second."""

from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from bot.domain.cases import Case, CaseType, Draft, Priority
from bot.domain.ids import DistrictId, PersonId
from bot.domain.telling import News, Way
from bot.services.telling_of import Fact, tell_of
from demo.town import import_samples
from storage import cases, noise
from storage.store import Store
from storage.tables import news, people
from tests.clockwork import NOON

DRAFT = Draft(
    district=DistrictId(1), type=CaseType.QUESTION, module="Grades", subject="Grades vanish", description="They do."
)


async def ids(store: Store, *users: str) -> list[PersonId]:
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(people.c.user_id, people.c.id))).all()
    known = {row.user_id: PersonId(row.id) for row in rows}
    return [known[user] for user in users]


async def told(
    store: Store, case: Case, readers: Iterable[PersonId], kind: News, *, by: PersonId | None = None
) -> list[PersonId]:
    """Who is owed a message, of one fact."""
    fact = Fact(id=f"case:{case.number}:v1", news=kind, case=case, by=by)
    async with store.begin() as tx:
        return [PersonId(int(row.facts["person"])) for row in await tell_of(tx, fact, readers, now=NOON)]


@pytest.fixture
async def case(store: Store, database_url: str) -> Case:
    await import_samples(database_url, NOON)
    (ana,) = await ids(store, "U0ANA")
    async with store.begin() as tx:
        return await cases.add(tx, DRAFT, contact=ana, reporter=ana, building="", priority=Priority.MEDIUM, at=NOON)


async def test_of_one_fact_each_is_told_once_whatever_kind_of_news_it_is_to_them(store: Store, case: Case) -> None:
    ana, lee = await ids(store, "U0ANA", "U0LEE")
    assert await told(store, case, [lee, lee], News.ESCALATED) == [lee]
    assert await told(store, case, [ana, lee], News.GIVEN) == [ana]
    assert await told(store, case, [ana, lee], News.COMMENT) == []


async def test_what_waits_in_a_digest_is_not_told_beside_it(store: Store, case: Case) -> None:
    (ana,) = await ids(store, "U0ANA")
    async with store.begin() as tx:
        await noise.choose(tx, ana, way=Way.DIGEST, quiet=None)
    assert await told(store, case, [ana], News.COMMENT) == []
    assert await told(store, case, [ana], News.HANDED) == []
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(news.c.kind, news.c.told_at))).all()
    assert [(row.kind, row.told_at) for row in rows] == [("case-comment", None)]


async def test_nobody_is_told_of_their_own_act_nor_of_a_case_that_they_may_not_see(store: Store, case: Case) -> None:
    ana, ben, pia, sam, kim, lee = await ids(store, "U0ANA", "U0BEN", "U0PIA", "U0SAM", "U0KIM", "U0LEE")
    assert await told(store, case, [ana, ben, pia, sam, kim, lee], News.ESCALATED, by=ana) == [ben, lee]


async def test_what_the_clock_says_is_nobodys_act(store: Store, case: Case) -> None:
    (lee,) = await ids(store, "U0LEE")
    assert await told(store, case, [lee], News.TARGET_NEAR) == [lee]
