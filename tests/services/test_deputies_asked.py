"""Who is asked a question, and told of an emergency, in place of a contact who is away; and that nobody is twice."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.emergencies import Report
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId, QuestionId
from bot.services import accepting, away, emergencies, helping, questions, rounds
from bot.services.away import Plan
from bot.services.deeds import CaseAsk
from bot.services.questions import Wanted
from storage import people_facts
from storage.store import Store
from storage.tables import outbox
from tests.clockwork import DAY, HOUR, NOON
from tests.services.list_keeping import Lists, settle

LAKESIDE = DistrictId(1)
ASKED, FIRST = QuestionId(1), EmergencyId(1)
SAID = Report(broken="Nobody can log in.", affected="Everybody", unreachable="They fly.", phone="555-0177")
DRAFT = Draft(
    district=DistrictId(0),
    type=CaseType.APPLICATION_ISSUE,
    module="Grades",
    subject="Nobody can log in",
    description="",
    urgency=Priority.CRITICAL,
)


@pytest.fixture
async def lists(store: Store, database_url: str) -> Lists:
    return await settle(store, database_url)


async def goes(lists: Lists, name: str, deputy: str | None) -> None:
    chosen: dict[DistrictId, PersonId | None] = {LAKESIDE: lists.ids[deputy] if deputy else None}
    plan = Plan(until=date(2027, 1, 1), deputies=chosen)
    await away.go_away(lists.store, who=lists.user(name), plan=plan, now=lists.now, once=lists.once())


async def asks(lists: Lists, by: str = "sam", building: str = "") -> None:
    wanted = Wanted(district=LAKESIDE, words="Where are my classes?", building=building)
    await questions.ask(lists.store, who=lists.user(by), wanted=wanted, once=lists.once(), now=lists.now)


async def reports(lists: Lists) -> None:
    await emergencies.report(
        lists.store, who=lists.user("sam"), district=LAKESIDE, said=SAID, now=lists.now, once=lists.once()
    )


async def accepts(lists: Lists) -> None:
    await accepting.accept(
        lists.store,
        who=lists.user("alex"),
        emergency=FIRST,
        draft=DRAFT,
        reason="It stands still.",
        now=lists.now,
        once=lists.once(),
    )


async def ticks(lists: Lists, span: timedelta) -> None:
    lists.now += span
    await rounds.run(lists.store, now=lists.now, at=lambda _: None)


async def absents(lists: Lists, what: str) -> list[str]:
    """Of messages that are meant for one contact who is away: that one."""
    names = {person: name for name, person in lists.ids.items()}
    query = sa.select(outbox.c.facts).where(outbox.c.facts["what"].as_string() == what)
    async with lists.store.read() as tx:
        found = (await tx.execute(query)).scalars().all()
    return [names[facts["in_place_of"]] for facts in found if "in_place_of" in facts]


async def test_who_is_away_is_not_asked_first_and_their_deputy_once(lists: Lists) -> None:
    await goes(lists, "ana", "ben")
    await asks(lists)
    assert await lists.told("question-asked") == ["ben", "tess"]
    await ticks(lists, DAY)
    assert await lists.told("question-reminder") == ["ben", "tess"]
    assert await lists.told("question-asked") == ["ben", "tess"]


async def test_without_a_deputy_they_are_asked_with_the_reminder(lists: Lists) -> None:
    await goes(lists, "ana", None)
    await asks(lists)
    assert await lists.told("question-asked") == ["ben", "tess"]
    await ticks(lists, DAY)
    assert await lists.told("question-asked") == ["ana", "ben", "tess"]
    assert await lists.told("question-reminder") == ["ben", "tess"]


async def test_where_all_are_away_all_are_asked(lists: Lists) -> None:
    for name in ("ana", "ben", "tess"):
        await goes(lists, name, None)
    await asks(lists)
    assert await lists.told("question-asked") == ["ana", "ben", "tess"]


async def test_whoever_asks_is_not_asked_in_anothers_place(lists: Lists) -> None:
    await goes(lists, "ana", "ben")
    await asks(lists, by="ben")
    assert await lists.told("question-asked") == ["tess"]
    await ticks(lists, DAY)
    assert await lists.told("question-asked") == ["ana", "tess"]
    assert "ben" not in await lists.told("question-reminder")


async def test_a_coach_who_is_away_leaves_it_to_the_contacts(lists: Lists) -> None:
    await asks(lists, building="North Elementary")
    assert await lists.told("question-asked") == ["cody"]
    await lists.forget()
    async with lists.store.begin() as tx:
        await people_facts.set_away(tx, lists.ids["cody"], until=date(2027, 1, 1))
    await asks(lists, building="North Elementary")
    assert await lists.told("question-asked") == ["ana", "ben", "tess"]


async def test_what_is_passed_on_to_them_is_their_deputys_and_the_asker_hears_whose(lists: Lists) -> None:
    await goes(lists, "ana", "ben")
    await asks(lists)
    got = await helping.pass_on(
        lists.store,
        who=lists.user("tess"),
        question=ASKED,
        to=lists.ids["ana"],
        once=lists.once(),
        now=lists.now + HOUR,
    )
    assert got.name == "Ben Okafor"
    assert await lists.told("question-passed") == ["ben"]
    assert await absents(lists, "question-passed") == ["ana"]


async def test_a_deputy_passes_on_to_whoever_they_stand_in_for(lists: Lists) -> None:
    await goes(lists, "ana", "ben")
    await asks(lists)
    got = await helping.pass_on(
        lists.store, who=lists.user("ben"), question=ASKED, to=lists.ids["ana"], once=lists.once(), now=lists.now
    )
    assert got.name == "Ana Torres"
    assert await absents(lists, "question-passed") == []


async def test_of_an_emergency_the_deputy_is_told_and_whoever_has_none_is_told_all_the_same(lists: Lists) -> None:
    await goes(lists, "ana", "ben")
    await reports(lists)
    assert await lists.told("emergency-asked") == ["ben", "tess"]
    await accepts(lists)
    assert await lists.told("emergency-claim") == ["ben", "tess"]
    await goes(lists, "ana", None)
    await ticks(lists, DAY)
    assert await lists.told("emergency-claim") == ["ana", "ben", "ben", "tess", "tess"]


async def test_an_emergency_that_is_offered_to_them_is_offered_to_their_deputy(lists: Lists) -> None:
    await reports(lists)
    await accepts(lists)
    await goes(lists, "ana", "ben")
    ask = CaseAsk(who=lists.user("alex"), number=CaseNumber(1), now=NOON, once="offer")
    await accepting.offer(lists.store, ask, to=lists.ids["ana"])
    assert await lists.told("emergency-offered") == ["ben"]
    assert await absents(lists, "emergency-offered") == ["ana"]
