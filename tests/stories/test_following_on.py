"""After its sixty days a case is not reopened: one click opens a new one that is linked to it (POLICY 5)."""

import pytest
import sqlalchemy as sa

from bot.domain.rules import Written
from demo import world
from demo.town import Town
from storage import calendars
from storage.tables import cases, districts
from tests.stories.test_pending import until
from tests.town_cases import FILLED, chooses, is_contact_of_pine_ridge_too, open_case


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


@pytest.mark.parametrize("kept", [False, True], ids=["by the command", "by the button of a reply"])
async def test_it_can_be_reopened_to_the_last_minute_of_its_sixtieth_day_at_lakeside_and_not_after(
    here: Town,
    kept: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    cards = [await open_case(here), await open_case(here, subject="Marks are gone too")]
    ana = here.person("ana")
    for number, card in enumerate(cards, 1):
        await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card, number=number)
        await ana.submits()
        await here.quiet()
    assert "Can be reopened until Saturday, 23 January 2027" in (await here.card(ana, world.LAKESIDE)).words
    for number, moment, told in ((1, "23T23:59", "New, Support's turn"), (2, "24T00:00", "Closed (Withdrawn)")):
        await until(here, f"2027-01-{moment}")
        if kept:
            await ana.says("It is back again, on Mondays.", channel=world.LAKESIDE, thread=cards[number - 1])
            await here.quiet()
            offer = (await ana.hints(world.LAKESIDE))[-1]
            await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=offer.ts)
        else:
            await ana.types("/case", f"reopen {number} it is back again", channel=world.TOWN)
        await here.quiet()
        assert told in (await here.card(ana, world.LAKESIDE, number=number)).words
    hints = await ana.hints(world.LAKESIDE if kept else world.TOWN)
    assert "could be reopened until 23 January 2027" in hints[-1].words
    assert not [hint for hint in hints[:-1] if "could be reopened" in hint.words]


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


@pytest.mark.parametrize("both", [False, True], ids=["its contact is no other's", "a contact of both"])
async def test_a_case_does_not_follow_on_another_districts(
    here: Town,
    both: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    await closed_long_ago(here)
    if both:
        await is_contact_of_pine_ridge_too(here)
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
