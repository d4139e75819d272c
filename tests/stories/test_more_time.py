"""*More time*: a contact says until when a case waits, three times in a row (POLICY 4)."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import pending_clocks
from tests.stories.test_pending import follow_ups, lakeside_card, until, waiting_case
from tests.town_cases import at_lakeside, reply_to_district


async def test_more_time_counts_from_the_day_that_was_picked_three_times_in_a_row(here: Town) -> None:
    card = await waiting_case(here)
    ana = here.person("ana")
    await until(here, "2026-11-30T08:00")
    follow_up = (await follow_ups(here))[0]
    await ana.clicks("case.more-time", channel=world.LAKESIDE, on=follow_up.ts)
    for wrong in ("2026-11-30", "2027-01-15"):
        errors = (await ana.submits(date=wrong)).errors
        assert "not later than Monday, 11 January 2027" in errors["date"]
    assert not (await ana.submits(date="2026-12-12")).errors
    await here.quiet()
    assert "given more time by Ana Torres. It waits until Monday, 14 December 2026" in await at_lakeside(here)
    await until(here, "2026-12-16T12:00")
    assert len(await follow_ups(here)) == 1
    await until(here, "2026-12-17T08:00")
    assert len(await follow_ups(here)) == 2
    for picked in ("2026-12-18", "2026-12-19"):
        await _asks_for(here, card, until=picked)
    assert await _is_refused(here, card)


async def _asks_for(here: Town, card: str, *, until: str) -> None:
    """Ana, by the button of the card."""
    ana = here.person("ana")
    await ana.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    assert not (await ana.submits(date=until)).errors
    await here.quiet()


async def _is_refused(here: Town, card: str) -> bool:
    """Whether no form is shown, and why is said."""
    ana = here.person("ana")
    await ana.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    await here.quiet()
    told = [hint.words for hint in await ana.hints(world.LAKESIDE)]
    return await ana.window() is None and bool(told) and "as often as it can be in a row" in told[-1]


async def test_a_response_of_any_contact_ends_the_row_and_what_the_desk_says_does_not(here: Town) -> None:
    card = await waiting_case(here, resolution=True)
    for picked in ("2026-11-27", "2026-11-30", "2026-12-01"):
        await _asks_for(here, card, until=picked)
    assert await _is_refused(here, card)
    await reply_to_district(here, "Take your time.")
    assert await _is_refused(here, card)
    await here.person("ben").says("We are still trying.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Pending Customer Verification" in await lakeside_card(here)
    for picked in ("2026-12-02", "2026-12-03", "2026-12-04"):
        await _asks_for(here, card, until=picked)
    assert "It waits until Friday, 4 December 2026" in await at_lakeside(here)
    assert await _is_refused(here, card)


async def test_of_two_contacts_who_ask_for_more_time_at_once_the_second_is_told(here: Town) -> None:
    card, ana, ben = await waiting_case(here), here.person("ana"), here.person("ben")
    for person in (ana, ben):
        await person.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    assert not (await ana.submits(date="2026-12-12")).errors
    await here.quiet()
    await ben.submits(date="2026-11-30")
    assert "has changed since you looked: it waits until another day now" in await ben.reads_window()
    await ben.closes(everything=True)
    await here.quiet()
    assert "given more time by Ben Okafor" not in await at_lakeside(here)
    await ben.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    assert not (await ben.submits(date="2026-11-30")).errors
    await here.quiet()
    assert "given more time by Ben Okafor" in await at_lakeside(here)


async def test_what_was_said_meanwhile_does_not_keep_a_contact_from_asking_for_more_time(here: Town) -> None:
    """The row is over by it: what was picked before stands no more."""
    card, ben = await waiting_case(here, resolution=True), here.person("ben")
    await _asks_for(here, card, until="2026-12-12")
    await ben.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    await here.person("ana").says("We are still trying.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert not (await ben.submits(date="2026-11-30")).errors
    assert await ben.window() is None
    await here.quiet()
    assert "given more time by Ben Okafor" in await at_lakeside(here)


async def test_more_time_is_for_contacts_and_for_cases_that_wait(here: Town) -> None:
    card = await waiting_case(here)
    sam, ana = here.person("sam"), here.person("ana")
    await sam.joins(world.LAKESIDE)
    await sam.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "authorized contacts" in (await sam.hints(world.LAKESIDE))[-1].words
    gita = here.person("gita")  # an agent, who works in the district's channel
    await gita.joins(world.LAKESIDE)
    await here.quiet()
    await gita.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert await gita.window() is None
    assert "for a district's own people" in (await gita.hints(world.LAKESIDE))[-1].words
    await ana.clicks("case.more-time", channel=world.LAKESIDE, on=card)
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.submits(date="2026-12-01")
    await here.quiet()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(pending_clocks))).all() == []
    assert "given more time" not in await at_lakeside(here)
