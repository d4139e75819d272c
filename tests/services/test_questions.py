"""Questions beneath the surface: who may do what with one, two at once, twice the same, and what the clock finds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.cases import CaseType, Draft
from bot.domain.ids import CaseNumber, DistrictId, PersonId, QuestionId, SlackUser, TeamId, UserId
from bot.domain.questions import State
from bot.domain.refusals import ContactsOnly, QuestionSettled, Refusal
from bot.domain.rules import Written
from bot.services import helping, opening, questions, rounds
from bot.services.deeds import Repeated
from bot.services.opening import Along
from bot.services.questions import Wanted
from demo import world
from demo.town import import_samples
from storage import calendars
from storage.engines import opened
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import audit, outbox, people, question_words, roster
from storage.tables import questions as table
from tests.clockwork import DAY, NOON

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
ASKED = QuestionId(1)
NORTH = "North Elementary"


def user(name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{name.upper()}"))


@dataclass(slots=True, kw_only=True)
class Office:
    store: Store
    keys: list[str] = field(default_factory=list)

    def once(self) -> FormKey:
        self.keys.append("")
        return FormKey(f"form:{len(self.keys)}")

    async def asks(self, by: str = "sam", *, building: str = "", once: str | None = None) -> None:
        wanted = Wanted(district=LAKESIDE, words="Where are my classes?", building=building)
        await questions.ask(self.store, who=user(by), wanted=wanted, once=once or self.once(), now=NOON)

    async def answers(self, by: str, question: QuestionId = ASKED) -> None:
        await helping.answer(
            self.store, who=user(by), question=question, words="Above.", once=self.once(), now=NOON + DAY
        )

    async def declines(self, by: str) -> None:
        await helping.decline(self.store, who=user(by), question=ASKED, words="No.", once=self.once(), now=NOON + DAY)

    async def passes(self, by: str) -> None:
        to = await self.person("tess")
        await helping.pass_on(self.store, who=user(by), question=ASKED, to=to, once=self.once(), now=NOON + DAY)

    async def withdraws(self, by: str) -> None:
        await questions.withdraw(self.store, who=user(by), question=ASKED, once=self.once(), now=NOON + DAY)

    async def opens(self, by: str) -> None:
        draft = Draft(
            district=LAKESIDE, type=CaseType.QUESTION, module="Grades", subject="Classes", description="Old ones."
        )
        along = Along(team=TeamId(world.TEAM), question=ASKED)
        await opening.open_case(self.store, who=user(by), draft=draft, once=self.once(), now=NOON + DAY, along=along)

    async def person(self, name: str) -> PersonId:
        async with self.store.read() as tx:
            query = sa.select(people.c.id).where(people.c.user_id == user(name).user)
            return PersonId((await tx.execute(query)).scalar_one())

    async def values(self, query: sa.Select[Any]) -> list[Any]:
        async with self.store.read() as tx:
            return [*(await tx.execute(query)).scalars()]

    async def allowed(self) -> list[str]:
        """What the lines of people's allowed deeds are about."""
        query = sa.select(audit.c.ref).where(audit.c.allowed, audit.c.act.in_(set(Act)))
        return await self.values(query.order_by(audit.c.id))

    async def state(self) -> State:
        (found,) = await self.values(sa.select(table.c.state))
        return State(found)

    async def owed(self, what: str) -> int:
        """How many direct messages."""
        rows = await self.values(sa.select(outbox.c.facts))
        return sum(1 for facts in rows if facts.get("what") == what)

    async def turns(self, who: str, **facts: object) -> None:
        async with self.store.begin() as tx:
            await tx.execute(people.update().where(people.c.user_id == user(who).user).values(**facts))

    async def ends(self, who: str) -> None:
        """Their line as a contact."""
        person = await self.person(who)
        async with self.store.begin() as tx:
            await tx.execute(roster.update().where(roster.c.person_id == person).values(standing="deactivated"))


@pytest.fixture
async def office(database_url: str, store: Store) -> Office:
    await import_samples(database_url, NOON)
    return Office(store=store)


async def test_another_districts_question_and_none_are_answered_alike(office: Office) -> None:
    await office.asks()
    answered = []
    for question in (ASKED, QuestionId(99)):
        with pytest.raises(QuestionSettled) as refused:
            await office.answers("pia", question)
        answered.append(refused.value.status)
    assert answered == ["gone", "gone"]
    with pytest.raises(ContactsOnly):
        await office.answers("sam")


EVERYBODY = ("ana", "tess", "cody", "sam", "dana", "pia", "rosa", "alex", "kim")
DEEDS: dict[str, tuple[Callable[[Office, str], Awaitable[None]], set[str]]] = {
    "answer": (Office.answers, {"ana", "tess", "cody"}),
    "decline": (Office.declines, {"ana", "tess", "cody"}),
    "pass on": (Office.passes, {"ana", "cody"}),
    "open": (Office.opens, {"ana", "tess"}),
    "withdraw": (Office.withdraws, {"sam"}),
}
"""Each deed, and who may do it with a question of Sam's at North Elementary. Tess cannot pass to herself."""


@pytest.mark.parametrize("deed", DEEDS)
async def test_only_those_who_may_do_something_with_it_and_a_refused_deed_changes_nothing(
    office: Office, deed: str
) -> None:
    await office.asks(building=NORTH)
    do, may = DEEDS[deed]
    for who in sorted(set(EVERYBODY) - may):
        with pytest.raises(Refusal):
            await do(office, who)
    assert await office.state() is State.ASKED
    assert await office.values(sa.select(question_words.c.kind)) == ["question"]
    assert await office.allowed() == ["question:1"]
    await do(office, min(may))
    assert await office.allowed() == ["question:1", "question:1"]


@pytest.mark.parametrize("who", ["tess", "cody"])
async def test_whoever_may_answer_does(office: Office, who: str) -> None:
    await office.asks(building=NORTH)
    await office.answers(who)
    assert await office.state() is State.ANSWERED


async def test_of_many_who_settle_it_at_once_from_two_processes_one_wins(office: Office, database_url: str) -> None:
    await office.asks()
    async with opened(database_url) as other:
        there = Office(store=other, keys=[""] * 100)
        tries = [office.answers("ana"), there.answers("ben"), office.declines("tess"), there.opens("ana")]
        tries += [office.withdraws("sam"), there.declines("ben")]
        done = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(it) for it in done if it is not None] == [QuestionSettled] * 5
    outcomes = ("question-answered", "question-declined", "question-case-opened")
    told = sum([await office.owed(what) for what in outcomes])
    assert told == (await office.state() is not State.WITHDRAWN)


async def test_a_question_sent_twice_is_one(office: Office) -> None:
    await office.asks(once="form:same")
    with pytest.raises(Repeated):
        await office.asks(once="form:same")
    assert await office.owed("question-asked") == 3


async def test_nobody_is_asked_by_themselves(office: Office) -> None:
    await office.asks(by="cody", building=NORTH)
    await office.asks(by="ana")
    readers = await office.values(sa.select(outbox.c.facts["person"].as_integer()).order_by(outbox.c.id))
    ana, cody = await office.person("ana"), await office.person("cody")
    assert cody not in readers
    assert readers.count(ana) == 1


async def _looks(office: Office, *, days: float) -> dict[str, int]:
    done = await rounds.run(office.store, now=NOON + timedelta(days=days), at=lambda _: None)
    return {name: times for name, times in done.items() if name.startswith("question-")}


async def test_two_rounds_at_once_do_what_one_does(office: Office, database_url: str) -> None:
    await office.asks(building=NORTH)
    async with opened(database_url) as other:
        both = [rounds.run(store, now=NOON + DAY, at=lambda _: None) for store in (office.store, other)]
        await asyncio.gather(*both)
    assert await office.owed("question-asked") == 4
    lines = await office.values(sa.select(audit.c.rule).where(audit.c.act == "clock"))
    assert lines == ["question-ask-others"]


async def test_after_days_without_the_bot_one_reminder_is_sent(office: Office) -> None:
    await office.asks()
    assert await _looks(office, days=20) == {"question-remind": 1}
    assert await _looks(office, days=20) == {}
    assert await office.owed("question-reminder") == 3


async def test_the_numbers_are_those_of_the_settings(office: Office) -> None:
    async with office.store.begin() as tx:
        await calendars.keep_rules(tx, Written(question_days=2, question_reminders=1, coach_first=False))
    await office.asks(building=NORTH)
    assert await office.owed("question-asked") == 3
    assert await _looks(office, days=1) == {}
    assert await _looks(office, days=6) == {"question-remind": 1}
    assert await _looks(office, days=20) == {"question-give-up": 1}
    assert await office.owed("question-unanswered") == 1


async def test_a_weekend_is_no_business_day(office: Office) -> None:
    await office.asks()  # on a Tuesday, and Thursday and Friday are Thanksgiving's
    assert (await office.values(sa.select(table.c.due_at))) == [NOON + DAY]
    await _looks(office, days=1)
    (due,) = await office.values(sa.select(table.c.due_at))
    assert due.weekday() < 5
    assert due > NOON + 2 * DAY


async def test_whoever_asked_and_is_gone_waits_for_nothing(office: Office) -> None:
    await office.asks()
    await office.turns("sam", membership="gone")
    assert await _looks(office, days=1) == {"question-drop": 1}
    assert await office.state() is State.WITHDRAWN
    assert await office.owed("question-withdrawn") == 0


async def test_a_contact_who_is_deactivated_meanwhile_can_answer_nothing(office: Office) -> None:
    await office.asks()
    await office.ends("ana")
    with pytest.raises(Refusal):
        await office.answers("ana")
    await _looks(office, days=1)
    assert await office.owed("question-reminder") == 2


async def test_a_district_that_has_lost_its_contacts_is_told_of_while_the_question_waits(office: Office) -> None:
    await office.asks()
    for who in ("ana", "ben", "tess"):
        await office.ends(who)
    await _looks(office, days=1)
    assert await office.owed("question-reminder") == 0
    assert await office.owed("no-contact") == 2


async def test_a_question_that_there_is_not_and_one_of_another_district_are_refused_alike(office: Office) -> None:
    await office.asks()
    for who, question in (("sam", QuestionId(99)), ("rosa", ASKED)):
        with pytest.raises(QuestionSettled) as refused:
            await questions.withdraw(office.store, who=user(who), question=question, once=office.once(), now=NOON)
        assert refused.value.status == "gone"
    assert CaseNumber(1) not in await office.values(sa.select(table.c.case_number))


async def test_a_coach_who_declined_declines_again_once_nobody_else_is_left_to_ask(office: Office) -> None:
    await office.asks(building="North Elementary")
    await office.declines("cody")
    with pytest.raises(QuestionSettled) as refused:
        await office.declines("cody")
    assert refused.value.status == "went-on"
    for who in ("ana", "ben", "tess"):
        await office.ends(who)
    await office.declines("cody")
    assert await office.state() is State.DECLINED
