"""The Home's lists of cases: what each shows, what is remembered, and two clicks at once."""

import asyncio
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.tables import cases, districts, home_lists, target_clocks
from tests.clockwork import HOUR
from tests.town_cases import FILLED, desk_card, is_contact_of_pine_ridge_too, open_case, send, taken_case

SUBJECT = "Grades vanish on save"


async def _elements(person: Person) -> list[dict[str, Any]]:
    view: dict[str, Any] = (await person.people.look(f"home/{person.id}"))["view"]
    return [it for block in view["blocks"] for it in _inside(block)]


def _inside(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from block.get("elements", [])
    if "accessory" in block:
        yield block["accessory"]


async def _chosen(person: Person, menu: str) -> str:
    """What a menu on the Home stands at."""
    found = next(it for it in await _elements(person) if it.get("action_id") == f"home.list#{menu}")
    return str(found["initial_option"]["text"]["text"])


async def _offered(person: Person, menu: str) -> dict[str, str]:
    """By name, the value of each option."""
    found = [it for it in await _elements(person) if it.get("action_id") == f"home.list#{menu}"]
    return {it["text"]["text"]: it["value"] for menu in found for it in menu["options"]}


async def _reads(person: Person) -> str:
    """The Home as it stands: opening it would draw it anew."""
    view: dict[str, Any] = (await person.people.look(f"home/{person.id}"))["view"]
    return str(view)


async def _shows(person: Person, name: str, menu: str = "show") -> str:
    value = (await _offered(person, menu))[name]
    assert (await person.clicks_at_home(f"home.list#{menu}", value)).acked
    return await _reads(person)


async def _opens(here: Town, name: str, subject: str) -> None:
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    await send(person, **FILLED)
    await person.closes()
    await here.quiet()


async def _asks_for_input(here: Town) -> None:
    card, alex = await taken_case(here), here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=card)
    assert not (await alex.submits(words="Which browser is it?")).errors
    await here.quiet()


async def test_what_waits_on_a_district_stands_first_with_its_date_and_the_days_left(here: Town) -> None:
    ana, ben, pia = (here.person(name) for name in ("ana", "ben", "pia"))
    assert "Nothing waits on your district" in await ana.opens_home()
    await _asks_for_input(here)
    home = await ana.opens_home()
    assert "Waiting on your district" in home
    assert "Closes unanswered on Wednesday, 9 December 2026, in 15 days" in home
    assert " · yours" in home
    assert "· yours" not in await ben.opens_home()
    assert "Closes unanswered" in await ben.opens_home()
    assert SUBJECT not in await pia.opens_home()
    await here.pass_days(6)
    assert "in 9 days" in await ben.opens_home()
    assert SUBJECT in await _shows(ben, "Waiting on us")


async def test_a_contact_chooses_a_list_and_finds_it_again(here: Town) -> None:
    ana, ben = here.person("ana"), here.person("ben")
    await _opens(here, "ana", SUBJECT)
    await _opens(here, "ben", "Printing is slow")
    home = await ana.opens_home()
    assert SUBJECT in home
    assert "Printing is slow" in home
    assert "Printing is slow" not in await _shows(ana, "Mine, open")
    assert "No case is closed yet" in await _shows(ana, "Closed")
    assert "No case is closed yet" in await ana.opens_home()
    assert await _chosen(ana, "show") == "Closed"
    await ben.opens_home()
    assert await _chosen(ben, "show") == "Open"
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(home_lists.c.which))).scalars().all() == ["closed"]


async def test_a_closed_case_says_until_when_it_can_be_reopened(here: Town) -> None:
    ana = here.person("ana")
    await _asks_for_input(here)
    await ana.clicks("case.solved", channel=world.LAKESIDE, on=(await here.card(ana, world.LAKESIDE)).ts)
    await here.quiet()
    assert "No case is open" in await ana.opens_home()
    assert "Can be reopened until Saturday, 23 January 2027" in await _shows(ana, "Closed")
    await here.pass_days(61)
    assert "Closed too long ago" in await ana.opens_home()
    assert SUBJECT in await _shows(ana, "All")


async def test_ten_cases_are_a_page_and_there_is_a_way_on_and_back(here: Town) -> None:
    ana = here.person("ana")
    for number in range(12):
        await _opens(here, "ana", f"Zebulonia {number} is wrong")
    first = await ana.opens_home()
    assert "Zebulonia 2 is" in first
    assert "Zebulonia 1 is" not in first
    await ana.clicks_at_home("home.list#next")
    second = await _reads(ana)
    assert "Zebulonia 1 is" in second
    assert "Zebulonia 2 is" not in second
    assert "Zebulonia 2 is" in await ana.opens_home()
    await ana.clicks_at_home("home.list#next")
    await ana.clicks_at_home("home.list#first")
    assert "Zebulonia 2 is" in await _reads(ana)
    await ana.clicks_at_home("find.filter")
    assert "Whose turn" in await ana.reads_window()


async def test_who_is_contact_of_two_districts_chooses_among_them(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    await open_case(here, by="ben")
    await _opens(here, "pia", "Printing is slow")
    ana, ben = here.person("ana"), here.person("ben")
    home = await ana.opens_home()
    assert SUBJECT in home
    assert "Printing is slow" in home
    assert "Authorized Support Contact of Pine Ridge Schools" in home
    narrowed = await _shows(ana, "Pine Ridge Schools", "district")
    assert SUBJECT not in narrowed
    assert "Printing is slow" in narrowed
    assert "Nothing under *Mine, open* at Pine Ridge Schools" in await _shows(ana, "Mine, open")
    await ben.opens_home()
    assert await _offered(ben, "district") == {}
    await is_contact_of_pine_ridge_too(here, standing="removed")
    assert "Pine Ridge" not in await ana.opens_home()


async def test_a_contact_reads_how_they_stand(here: Town) -> None:
    ana = here.person("ana")
    await here.pass_days(20)
    home = await ana.opens_home()
    assert "Authorized Support Contact of Lakeside Unified, training done" in home
    assert "last active Nov 24" in home
    assert "flagged if you do nothing until Saturday, 12 June 2027, in 180 days" in home
    assert "last active" not in await here.person("alex").opens_home()


async def test_an_agent_takes_a_case_on_the_home_and_sees_it_as_theirs(here: Town) -> None:
    await open_case(here)
    alex, lee = here.person("alex"), here.person("lee")
    assert SUBJECT in await alex.opens_home()
    assert await _chosen(alex, "show") == "Unassigned"
    assert (await alex.clicks_at_home("home.take#0")).acked
    await here.quiet()
    assert "Assigned, our turn" in await _reads(alex)
    assert await _chosen(alex, "show") == "Mine"
    assert "home.take#0" not in [it.get("action_id") for it in await _elements(alex)]
    assert "No case waits for an owner" in await lee.opens_home()
    assert "No open case is yours" in await _shows(lee, "Mine")
    assert await _chosen(lee, "show") == "Mine"


async def test_who_takes_a_case_too_late_is_told_and_reads_the_home_as_it_is(here: Town) -> None:
    await open_case(here)
    alex, lee = here.person("alex"), here.person("lee")
    await lee.opens_home()
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    assert (await lee.clicks_at_home("home.take#0")).acked
    assert "somebody was faster" in await lee.reads_window()
    assert "No case waits for an owner" in await _reads(lee)


async def test_an_agents_other_lists(here: Town) -> None:
    alex = here.person("alex")
    await _asks_for_input(here)
    await _opens(here, "pia", "Printing is slow")
    await alex.opens_home()
    waiting = await _shows(alex, "Waiting on districts")
    assert "Closes unanswered on" in waiting
    assert "Printing is slow" not in waiting
    assert "First response due" in await _shows(alex, "All open")
    assert "No target is missed" in await _shows(alex, "About to be missed")
    async with here.bot.store.begin() as tx:
        await tx.execute(target_clocks.update().values(misses_at=here.clock.now() - HOUR))
    due = await _shows(alex, "About to be missed")
    assert "Printing is slow" in due
    assert "First response was due" in due
    assert SUBJECT not in due
    assert SUBJECT not in await _shows(alex, "Pine Ridge Schools", "district")
    assert await _chosen(alex, "district") == "Pine Ridge Schools"
    assert "Printing is slow" in await alex.opens_home()
    async with here.bot.store.begin() as tx:
        await tx.execute(cases.update().values(status="closed"))
    assert "Nothing under *All open* at Pine Ridge Schools" in await _shows(alex, "All open")
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.update().values(erased_at=here.clock.now()))
    assert "No open cases. Well done." in await alex.opens_home()
    assert "Pine Ridge" not in await _reads(alex)


async def test_two_clicks_at_once_leave_one_home_which_is_as_the_record_has_it(here: Town) -> None:
    """Both carry the hash of the same view: the second to be drawn is drawn anew."""
    ana = here.person("ana")
    await open_case(here)
    await ana.opens_home()
    options = await _offered(ana, "show")
    for names in (("Closed", "All"), ("Mine, open", "Closed"), ("Open", "Waiting on us")) * 3:
        clicks = [ana.clicks_at_home("home.list#show", options[name]) for name in names]
        assert all(answered.acked for answered in await asyncio.gather(*clicks))
        assert await ana.window() is None
        async with here.bot.store.read() as tx:
            kept = (await tx.execute(sa.select(home_lists.c.which))).scalar_one()
        assert options[await _chosen(ana, "show")] == f"{kept}:0"
    assert (await here.people.look("traffic", q="hash_conflict"))["total"]
