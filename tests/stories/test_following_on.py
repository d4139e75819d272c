"""After its sixty days a case is not reopened: one click opens a new one that is linked to it (POLICY 5)."""

import sqlalchemy as sa

from bot.domain.rules import Written
from demo import world
from demo.town import Town
from storage import calendars
from storage.tables import cases, districts
from tests.town_cases import FILLED, chooses, open_case


async def closed_long_ago(here: Town) -> str:
    """Returns its card at Lakeside."""
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await here.pass_days(61)
    return card


async def test_too_late_to_reopen_leads_to_a_new_case_that_is_linked_to_the_old_one(here: Town) -> None:
    await closed_long_ago(here)
    ana = here.person("ana")
    await ana.types("/case", "reopen 1 it is back again", channel=world.TOWN)
    hint = (await ana.hints(world.TOWN))[-1]
    assert "could be reopened until" in hint.words
    assert hint.buttons == ("case.follow-up",)
    await ana.clicks("case.follow-up", channel=world.TOWN, on=hint.ts)
    assert "follows on case 1" in await ana.reads_window()
    assert not (await ana.submits(subject="Grades vanish again", **FILLED)).errors
    await here.quiet()
    assert "Follows on\nCase 1" in (await here.card(ana, world.LAKESIDE, number=2)).words
    async with here.bot.store.read() as tx:
        query = sa.select(cases.c.previous_number).where(cases.c.number == 2)
        assert (await tx.execute(query)).scalar_one() == 1


async def test_the_sixty_days_are_a_setting(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        await calendars.keep_rules(tx, Written(reopen_days=30))
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    assert "Can be reopened until Thursday, 24 December 2026" in (await here.card(ana, world.LAKESIDE)).words
    await here.pass_days(31)
    await ana.types("/case", "reopen 1 it is back again", channel=world.TOWN)
    assert "could be reopened until 24 December 2026" in (await ana.hints(world.TOWN))[-1].words


async def test_a_case_does_not_follow_on_another_districts(here: Town) -> None:
    await closed_long_ago(here)
    ana = here.person("ana")
    await ana.types("/case", "reopen 1 it is back again", channel=world.TOWN)
    hint = (await ana.hints(world.TOWN))[-1]
    await ana.clicks("case.follow-up", channel=world.TOWN, on=hint.ts)
    async with here.bot.store.begin() as tx:
        other = sa.select(districts.c.id).where(districts.c.key == "pine-ridge").scalar_subquery()
        await tx.execute(cases.update().values(district_id=other))
    await ana.submits(subject="Grades vanish again", **FILLED)
    await here.quiet()
    assert "I found no such case" in await ana.reads_window()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).select_from(cases))).scalar_one() == 1
