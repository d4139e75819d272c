"""Emergencies by many at once, and twice delivered: each effect once, on either engine (POLICY 2)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.emergencies import Move, Report
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, SlackUser, TeamId, UserId
from bot.domain.refusals import ChangedMeanwhile, EmergencyOpen, EmergencyOver, NotFound, Refusal
from bot.domain.rules import Written
from bot.services import accepting, claiming, emergencies, redacting, rounds
from bot.services.deeds import CaseAsk, Repeated
from demo import world
from demo.town import import_samples
from storage import calendars
from storage import emergencies as kept
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import audit, cases, outbox, people, roster
from storage.tables import emergencies as table
from tests.clockwork import DAY, HOUR, NOON

SAID = Report(broken="Nobody can log in.", affected="Everybody", unreachable="They fly.", phone="555-0177")
DRAFT = Draft(
    district=DistrictId(0),
    type=CaseType.APPLICATION_ISSUE,
    module="Grades",
    subject="Nobody can log in",
    description="",
    urgency=Priority.CRITICAL,
)
FIRST = EmergencyId(1)
MANY = 4
LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)


def who(name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{name.upper()}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    store: Store

    async def reports(
        self, once: str = "a", *, at: datetime = NOON, by: str = "sam", district: DistrictId = LAKESIDE
    ) -> EmergencyId:
        sent = await emergencies.report(
            self.store, who=who(by), district=district, said=SAID, now=at, once=FormKey(once)
        )
        return sent.emergency

    async def accepts(self, by: str, emergency: int = FIRST) -> CaseNumber:
        return await accepting.accept(
            self.store,
            who=who(by),
            emergency=EmergencyId(emergency),
            draft=DRAFT,
            reason="It stands still.",
            now=NOON,
            once=FormKey(f"accept:{emergency}:{by}"),
        )

    async def claims(self, by: str, number: int = 1) -> None:
        ask = CaseAsk(who=who(by), number=CaseNumber(number), now=NOON + HOUR, once=f"claim:{number}:{by}")
        await claiming.claim(self.store, ask)

    async def has_done_it_before(self) -> None:
        """What is done for the first time takes longest, and nobody waits long for a row that another holds."""
        await self.reports("before", by="cody")
        await self.accepts("lee")
        await self.claims("tess")

    async def counted(self, what: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        async with self.store.read() as tx:
            query = sa.select(sa.func.count()).select_from(what).where(*where)
            return int((await tx.execute(query)).scalar_one())

    async def told(self, what: str) -> int:
        return await self.counted(outbox, outbox.c.facts["what"].as_string() == what)


@pytest.fixture
async def desk(store: Store, database_url: str) -> Desk:
    await import_samples(database_url, NOON)
    return Desk(store=store)


async def _refused(*works: asyncio.Task[object]) -> list[BaseException]:
    found = await asyncio.gather(*works, return_exceptions=True)
    return [it for it in found if isinstance(it, BaseException)]


async def test_of_many_who_accept_at_once_one_opens_a_case_and_each_other_is_told(desk: Desk) -> None:
    await desk.has_done_it_before()
    await desk.reports()
    names = ("alex", "gita", "lee")
    refused = await _refused(*(asyncio.create_task(desk.accepts(name, 2)) for name in names))
    assert [type(it) for it in refused] == [EmergencyOver, EmergencyOver]
    assert await desk.counted(cases) == 2
    assert await desk.counted(audit, audit.c.act == "decide-emergency") == 1 + len(names)


async def test_of_many_who_claim_at_once_one_stands_for_it(desk: Desk) -> None:
    await desk.has_done_it_before()
    await desk.reports()
    await desk.accepts("alex", 2)
    refused = await _refused(*(asyncio.create_task(desk.claims(name, 2)) for name in ("ana", "ben", "tess")))
    assert [type(it) for it in refused] == [ChangedMeanwhile, ChangedMeanwhile]
    assert await desk.counted(table, table.c.state == "claimed") == 2


async def test_a_person_who_reports_many_times_at_once_has_reported_one(desk: Desk) -> None:
    await desk.has_done_it_before()
    works = [asyncio.create_task(desk.reports(str(number))) for number in range(MANY)]
    assert [type(it) for it in await _refused(*works)] == [EmergencyOpen] * (MANY - 1)
    assert await desk.counted(table) == 2


async def test_uses_at_another_district_of_theirs_are_told_to_nobody_of_this_one(desk: Desk) -> None:
    async with desk.store.begin() as tx:
        sam = sa.select(people.c.id).where(people.c.user_id == "U0SAM").scalar_subquery()
        line = {"person_id": sam, "district_id": PINE_RIDGE, "role": "staff", "since": NOON}
        await tx.execute(roster.insert().values(**line))
    for place, district in enumerate((LAKESIDE, LAKESIDE, PINE_RIDGE, LAKESIDE)):
        assert await desk.told("emergency-often") == 0
        number = await desk.reports(f"report:{place}", district=district)
        once = f"withdraw:{place}"
        await emergencies.withdraw(desk.store, who=who("sam"), emergency=number, now=NOON, once=once, spot=None)
    assert await desk.told("emergency-often") == 1


async def test_what_is_delivered_twice_is_done_once(desk: Desk) -> None:
    await desk.reports()
    with pytest.raises(Repeated):
        await desk.reports()
    await desk.accepts("alex")
    with pytest.raises(Repeated):
        await desk.accepts("alex")
    assert (await desk.counted(table), await desk.counted(cases)) == (1, 1)


async def test_rounds_that_run_at_once_page_and_remind_once_and_leave_a_line_each_time(desk: Desk) -> None:
    await desk.reports()
    for at in (NOON + HOUR, NOON + 5 * HOUR):  # what was slept through is not made up for
        await asyncio.gather(*(rounds.run(desk.store, now=at, at=lambda _: None) for _ in range(MANY)))
    assert await desk.told("emergency-waiting") == 2
    await desk.accepts("alex")
    before = await desk.told("emergency-claim")
    for at in (NOON + DAY, NOON + 3 * DAY):  # a Wednesday, and the Friday
        await asyncio.gather(*(rounds.run(desk.store, now=at, at=lambda _: None) for _ in range(MANY)))
    assert await desk.told("emergency-claim") == before + 2 * 3
    by_clock = await desk.counted(audit, audit.c.act == "clock", audit.c.ref == "emergency:1")
    assert by_clock == 4


async def test_the_channel_is_called_so_often_and_then_it_is_the_leads(desk: Desk) -> None:
    async with desk.store.begin() as tx:
        await calendars.keep_rules(tx, Written(emergency_pages=2))
    await desk.reports()
    done = []
    for minutes in (15, 30, 45, 60):
        ran = await rounds.run(desk.store, now=NOON + minutes * HOUR / 60, at=lambda _: None)
        done += [name for name in ran if name.startswith("emergency-")]
    assert done == ["emergency-paged", "emergency-left-to-leads"]
    assert await desk.told("emergency-waiting") == 1
    assert await desk.told("emergency-left") == 1
    for days in (1, 1.1, 2):  # the next business day of the vendor's; then Thanksgiving
        await rounds.run(desk.store, now=NOON + days * DAY, at=lambda _: None)
    assert await desk.told("emergency-left") == 2
    await desk.accepts("lee")
    await rounds.run(desk.store, now=NOON + 6 * DAY, at=lambda _: None)
    assert await desk.told("emergency-left") == 2


async def test_it_ends_when_the_leads_were_asked_so_often_and_its_reporter_is_told_once(desk: Desk) -> None:
    async with desk.store.begin() as tx:
        await calendars.keep_rules(tx, Written(emergency_pages=1, emergency_left_days=2))
    await desk.reports()
    done = []
    for days in (0.1, 1, 1.1, 2):  # a Tuesday, the Wednesday; then Thanksgiving
        done += await _looked(desk, days)
    assert done == 2 * ["emergency-left-to-leads"]
    assert await desk.counted(table, table.c.state == "asked") == 1
    await asyncio.gather(*(_looked(desk, 6) for _ in range(MANY)))
    assert await desk.counted(table, table.c.state == "undecided", table.c.due_at.is_(None)) == 1
    assert await desk.told("emergency-undecided") == 1
    ended = (audit.c.rule == "emergency-give-up", audit.c.ref == "emergency:1", audit.c.act == "clock")
    assert await desk.counted(audit, *ended) == 1
    for by in ("alex", "lee"):
        with pytest.raises(EmergencyOver):
            await desk.accepts(by)
    assert await _looked(desk, 9) == []
    assert await desk.reports("again", at=NOON + 9 * DAY) == EmergencyId(2)


async def test_who_was_not_asked_yet_is_asked_first_however_long_nobody_looked(desk: Desk) -> None:
    async with desk.store.begin() as tx:
        await calendars.keep_rules(tx, Written(emergency_pages=1, emergency_left_days=1))
    await desk.reports()
    assert await _looked(desk, 400) == ["emergency-left-to-leads"]
    assert await _looked(desk, 401) == ["emergency-give-up"]


async def _looked(desk: Desk, days: float) -> list[str]:
    ran = await rounds.run(desk.store, now=NOON + days * DAY, at=lambda _: None)
    return [name for name in ran if name.startswith("emergency-")]


async def test_an_agent_decides_on_no_report_that_there_is_not_and_staff_on_none(desk: Desk) -> None:
    await desk.reports()
    for name in ("sam", "ana", "dana", "pia", "kim", "nora"):
        with pytest.raises(Refusal):
            await desk.accepts(name)
    with pytest.raises(NotFound):
        await accepting.to_decide(
            desk.store, who=who("alex"), emergency=EmergencyId(9), move=Move.ACCEPT, now=NOON, spot=None
        )
    assert await desk.counted(cases) == 0


async def test_another_districts_contact_takes_it_not(desk: Desk) -> None:
    await desk.reports()
    for name in ("pia", "rosa", "nora"):
        with pytest.raises(Refusal):
            await claiming.to_take(desk.store, who=who(name), emergency=FIRST, now=NOON, spot=None)
    with pytest.raises(NotFound):
        await emergencies.withdraw(desk.store, who=who("cody"), emergency=FIRST, now=NOON, once="w", spot=None)


async def test_redacting_the_case_erases_what_was_reported(desk: Desk) -> None:
    await desk.reports()
    await desk.accepts("alex")
    target = redacting.target_of("opening", 1)
    await redacting.redact(desk.store, who=who("ana"), target=target, now=NOON, once="redact")
    async with desk.store.read() as tx:
        words = await kept.words(tx, FIRST)
    assert set(vars_of(words.report)) == {""}
    assert words.reason == ""


def vars_of(report: Report) -> list[str]:
    return [report.broken, report.affected, report.unreachable, report.phone]


async def test_each_use_is_in_the_report_of_its_district(desk: Desk) -> None:
    await desk.reports()
    await desk.accepts("alex")
    await desk.claims("ben")
    await desk.reports("later", at=NOON + DAY)
    async with desk.store.read() as tx:
        everywhere = await kept.report(tx, since=NOON)
        assert await kept.report(tx, since=NOON, district=DistrictId(2)) == []
        assert len(await kept.report(tx, since=NOON + HOUR, district=DistrictId(1))) == 1
    latest, first = everywhere
    assert (latest.state, latest.agent, latest.case) == ("asked", "", None)
    assert (first.person, first.agent, first.claimed_by, first.case) == ("Sam Rivera", "Alex Kim", "Ben Okafor", 1)
    assert first.claimed_at == NOON + HOUR


@pytest.mark.parametrize(("third", "by", "told"), [(29, "sam", 1), (31, "sam", 0), (29, "cody", 0)])
async def test_of_one_persons_uses_in_thirty_days_the_third_is_told(
    desk: Desk, third: int, by: str, told: int
) -> None:
    """Another's do not count, nor what is longer ago."""
    for number, (days, who_reports) in enumerate([(0, "sam"), (15, "sam"), (third, by)], 1):
        await desk.reports(str(number), at=NOON + days * DAY, by=who_reports)
        async with desk.store.begin() as tx:  # decided on, so that another can be reported
            await tx.execute(table.update().values(state="declined", due_at=None))
    assert await desk.told("emergency-often") == told


async def test_the_log_holds_no_word_of_it(desk: Desk) -> None:
    await desk.reports()
    await desk.accepts("alex")
    async with desk.store.read() as tx:
        rows = (await tx.execute(sa.select(audit))).all()
        facts = (await tx.execute(sa.select(outbox.c.facts))).scalars().all()
    for word in ("log in", "555-0177", "fly", "stands still", "U0SAM"):
        assert word not in str(rows)
    for word in ("log in", "555-0177", "fly", "stands still"):
        assert word not in str(facts)


@pytest.mark.parametrize("decides", ["accept", "decline"])
async def test_what_a_person_reported_whose_account_is_gone_is_decided_on_all_the_same(
    desk: Desk, decides: str
) -> None:
    await desk.reports()
    async with desk.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0SAM").values(membership="gone"))
    if decides == "accept":
        await desk.accepts("alex")
        await desk.claims("ana")
    else:
        await accepting.decline(
            desk.store, who=who("alex"), emergency=FIRST, reason="It is over by now.", now=NOON, once=FormKey("d")
        )
        assert await desk.told("emergency-declined") == 0
    assert await desk.counted(table, table.c.due_at.is_not(None)) == 0
