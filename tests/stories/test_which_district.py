"""Support's administrators say which district they mean: by a menu, or, of very many, by a name (POLICY 6)."""

import sqlalchemy as sa

from bot.domain.acts import Act
from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.tables import audit, districts

MANY = 100


async def _many(here: Town) -> None:
    """More than a menu takes, two of them of one name."""
    rows = [
        {"key": f"valley-{number:03}", "name": f"Valley {max(number, 1)}", "timezone": "America/Chicago"}
        for number in range(MANY)
    ]
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.insert(), rows)


async def test_a_list_is_found_by_the_districts_name(here: Town) -> None:
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("list.choose", "home")
    assert not (await kim.submits(key="Pine Ridge Schools")).errors
    assert "Pia Novak" in await kim.reads_window()


async def test_of_more_than_a_menu_takes_it_is_typed_and_who_typed_what_several_have_is_told_them(here: Town) -> None:
    await _many(here)
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("list.choose", "home")
    assert "Its name or a part of it, or its key" in await kim.reads_window()
    assert "I know no district by that name" in (await kim.submits(key="Atlantis")).errors["key"]
    told = (await kim.submits(key="valley 1")).errors["key"]
    assert told.startswith("That can be Valley 1 (valley-000), Valley 1 (valley-001). Please")
    assert "and 95 more" in (await kim.submits(key="valley")).errors["key"]
    assert not (await kim.submits(key="pine ridge")).errors
    assert "Pia Novak" in await kim.reads_window()


async def test_the_record_is_asked_about_a_district_by_its_name_too(here: Town) -> None:
    kim = here.person("kim")
    await _asks(kim)
    assert not (await kim.submits(question="why", district="Pine Ridge Schools")).errors
    await kim.closes(everything=True)
    await _many(here)
    await _asks(kim)
    assert "That can be" in str((await kim.submits(question="why", district="valley")).errors)
    assert "by that name or key" in str((await kim.submits(question="why", district="Atlantis")).errors)
    assert not (await kim.submits(question="why", district="pine ridge")).errors


async def _asks(person: Person) -> None:
    await person.opens_home()
    await person.clicks_at_home("audit.ask")


async def test_where_there_is_no_district_yet_it_is_said_how_one_comes(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.update().values(erased_at=here.began))
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("list.choose", "home")
    assert "There is no district yet" in await kim.reads_window()


async def test_one_look_by_command_leaves_one_line(here: Town) -> None:
    for name, read in (("kim", "Which district?"), ("dana", "Ana Torres")):
        before = await _looks(here)
        await here.person(name).types("/case", "manage", channel=world.TOWN)
        assert read in await here.person(name).reads_window()
        assert await _looks(here) == before + 1, name


async def _looks(here: Town) -> int:
    async with here.bot.store.read() as tx:
        query = sa.select(sa.func.count()).where(audit.c.act == Act.SEE_LIST, audit.c.allowed)
        return int((await tx.execute(query)).scalar_one())


async def test_nobody_else_is_offered_the_districts(here: Town) -> None:
    for name in ("dana", "ana", "sam", "alex"):
        person = here.person(name)
        await person.opens_home()
        assert "list.choose" not in str(await person.people.look(f"home/{person.id}"))
