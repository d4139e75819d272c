"""A year of a district: what people do, the clock turned, and in the end what the policy says must stand."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import cases, comments, outbox, threads
from tests.stories.a_year import Deed, Life, Year
from tests.town_cases import FILLED, chooses, send

CHICAGO = ZoneInfo("America/Chicago")
NOON, EVENING = time(12), time(18)
CASES = {"sqlite": 300, "postgresql": 25}
A_FEW = 25


@pytest.fixture
def cases_in_a_year(database_url: str, pytestconfig: pytest.Config) -> int:
    is_whole = pytestconfig.getoption("--lot") is None
    return CASES[database_url.partition(":")[0]] if is_whole else A_FEW


@pytest.mark.timeout(1800)
@pytest.mark.takes_minutes
@pytest.mark.unmeasured
async def test_after_a_year_all_stands_as_the_policy_says(here: Town, cases_in_a_year: int) -> None:
    year = Year(cases_in_a_year)
    for day in year.days():
        await _until(here, day, NOON)
        year.morning(day)
        for deed in year.agenda.get(day, []):
            await Player(here, year.lives[deed.case], day).does(deed)
            year.does(deed, day)
        await _until(here, day, EVENING)
        year.evening(day)
    await _stands_in_the_record(here, year)
    await _stands_in_the_channels(here, year)
    await _was_told(here, year)


async def _until(here: Town, day: date, hour: time) -> None:
    then = datetime.combine(day, hour, CHICAGO).astimezone(UTC)
    await here.clock.turn(max(then - here.clock.now(), timedelta(0)))
    await here.bot.tick()
    await here.quiet()


class Player:
    """Does one thing to one case, as its people would."""

    def __init__(self, here: Town, life: Life, day: date) -> None:
        self.here, self.life, self.day = here, life, day
        self.contact, self.agent = here.person(life.contact), here.person(life.agent)

    async def does(self, deed: Deed) -> None:
        await getattr(self, f"_{deed.what.replace(' ', '_')}")()
        await self.here.quiet()

    async def _at(self, channel: str) -> str:
        """The ts of the case's card there."""
        query = sa.select(threads.c.ts).where(
            threads.c.case_number == self.life.number, threads.c.channel_id == channel
        )
        async with self.here.bot.store.read() as tx:
            return str((await tx.execute(query)).scalar_one())

    async def _open(self) -> None:
        urgency = "critical" if self.life.critical else "medium"
        await self.contact.types("/case", f"Number {self.life.number} vanishes", channel=world.TOWN)
        await send(self.contact, **FILLED, urgency=urgency)
        await self.contact.closes(everything=True)

    async def _take(self) -> None:
        await self.agent.clicks("case.take", channel=world.DESK, on=await self._at(world.DESK))

    async def _note(self) -> None:
        note = f"NOTE-{self.life.number}: as always"
        await self.agent.says(note, channel=world.DESK, thread=await self._at(world.DESK))

    async def _ask(self) -> None:
        await self.agent.clicks("case.ask-input", channel=world.DESK, on=await self._at(world.DESK))
        assert not (await self.agent.submits(words="Which browser is it?")).errors

    async def _resolve(self) -> None:
        await self.agent.clicks("case.resolve", channel=world.DESK, on=await self._at(world.DESK))
        assert not (await self.agent.submits(words="Please clear the cache.")).errors

    async def _answer(self) -> None:
        await self.contact.says("Firefox.", channel=world.LAKESIDE, thread=await self._at(world.LAKESIDE))

    async def _thanks(self) -> None:
        await self.contact.says("Thanks!", channel=world.LAKESIDE, thread=await self._at(world.LAKESIDE))

    async def _solved(self) -> None:
        await self.contact.clicks("case.solved", channel=world.LAKESIDE, on=await self._at(world.LAKESIDE))

    async def _not_solved(self) -> None:
        await self.contact.clicks("case.not-solved", channel=world.LAKESIDE, on=await self._at(world.LAKESIDE))
        assert not (await self.contact.submits(words="Two schools still see it.")).errors

    async def _withdraw(self) -> None:
        await self._chooses("case.withdraw")
        await self.contact.submits()

    async def _escalate(self) -> None:
        await self._chooses("case.escalate")
        assert not (await self.contact.submits(words="Report cards are due tonight.")).errors

    async def _chooses(self, action: str) -> None:
        card, number = await self._at(world.LAKESIDE), self.life.number
        await chooses(self.contact, action, channel=world.LAKESIDE, on=card, number=number)

    async def _moves(self, to: str, **filled: str) -> None:
        card, number = await self._at(world.DESK), self.life.number
        await chooses(self.agent, "case.status", channel=world.DESK, on=card, number=number)
        await self.agent.clicks_in_window("case.status-chosen", to)
        assert not (await self.agent.submits(**filled)).errors
        if (await self.here.people.look(f"view/{self.agent.id}"))["view"]:
            await self.agent.closes(everything=True)  # a refusal lies over the form

    async def _merge(self) -> None:
        await self._moves("merge", main=str(self.life.number - 1))

    async def _unmerge(self) -> None:
        if self.life.main is not None:
            await self.agent.clicks("case.unmerge", channel=world.DESK, on=await self._at(world.DESK))

    async def _refer(self) -> None:
        await self._moves("refer", referred="The maker of the other product", words="It is their export.")

    async def _schedule(self) -> None:
        await self._moves("schedule", date=(self.day + timedelta(days=7)).isoformat())

    async def _reopen(self) -> None:
        await self.contact.types("/case", f"reopen {self.life.number} It is back again", channel=world.TOWN)

    async def _reopen_too_late(self) -> None:
        await self._reopen()
        assert "could be reopened until" in (await self.contact.hints(world.TOWN))[-1].words

    async def _close_unanswered(self) -> None:
        await self.agent.clicks("case.close-unanswered", channel=world.DESK, on=await self._at(world.DESK))


STANDS = {
    "new": "New",
    "assigned": "Assigned",
    "scheduled": "Scheduled",
    "pending-customer-input": "Pending Customer Input",
    "pending-customer-verification": "Pending Customer Verification",
}
REASONS = {
    "resolved": "Resolved",
    "no-response": "No response",
    "withdrawn": "Withdrawn",
    "duplicate": "Duplicate",
    "referred": "Referred",
}


async def _stands_in_the_record(here: Town, year: Year) -> None:
    async with here.bot.store.read() as tx:
        rows = (await tx.execute(sa.select(cases).order_by(cases.c.number))).all()
        said = (await tx.execute(sa.select(comments.c.case_number, comments.c.kind))).all()
    stands = {row.number: _as_people_say(row) for row in rows}
    assert stands == {life.number: life.stands for life in year.lives.values()}
    closed = {row.number: row.closed_at.astimezone(CHICAGO).date() for row in rows if row.closed_at is not None}
    assert closed == {life.number: life.closed_on for life in year.lives.values() if life.closed_on is not None}
    assert Counter((row.case_number, row.kind) for row in said) == Counter(
        {(life.number, kind): count for life in year.lives.values() for kind, count in life.comments.items()}
    )


def _as_people_say(row: sa.Row[tuple[object, ...]]) -> str:
    return f"Closed ({REASONS[row.close_reason]})" if row.status == "closed" else STANDS[row.status]


async def _stands_in_the_channels(here: Town, year: Year) -> None:
    """Each card on both sides; and what the desk wrote among itself on one alone."""
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        seen = await here.person(name).sees(channel)
        cards = [it.words.partition("\n")[0] for it in seen if it.thread_ts in (None, it.ts) and not it.ephemeral]
        shown = Counter(line.partition(" · ")[2].partition(",")[0] for line in cards if line.startswith("Case "))
        assert shown == Counter(life.stands for life in year.lives.values())
        notes = sum("NOTE-" in it.words for it in seen)
        noted = sum(life.story == "noted" for life in year.lives.values())
        assert notes == (0 if channel == world.LAKESIDE else noted)


async def _was_told(here: Town, year: Year) -> None:
    """Every follow-up of the year, no more and no fewer; and the leads of every escalation."""
    query = sa.select(outbox.c.key, outbox.c.done_at).where(outbox.c.kind == "by-clock", outbox.c.state == "sent")
    async with here.bot.store.read() as tx:
        sent = [row for row in (await tx.execute(query)).all() if "follow-up" in row.key]
    told = Counter((int(row.key.split(":")[1]), row.done_at.astimezone(CHICAGO).date()) for row in sent)
    assert told == Counter((life.number, day) for life in year.lives.values() for day in life.follow_ups)
    escalations = [it for it in await here.person("lee").direct_messages() if "escalated" in it.words]
    assert len(escalations) == sum(life.comments["escalation"] for life in year.lives.values())
