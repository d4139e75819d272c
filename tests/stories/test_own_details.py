"""A contact sees what the list has of them, and changes their own number."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, people, roster
from tests.stories.test_list_of_contacts import _asks_of
from tests.town_cases import is_contact_of_pine_ridge_too


async def _told(here: Town, name: str, of: str) -> list[str]:
    said = f"Ana Torres changed what the list of {of} says of them."
    return [seen.words for seen in await here.person(name).direct_messages() if said in seen.words]


async def _saves(here: Town, phone: str) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("person.details")
    assert not (await ana.submits(phone=phone)).errors
    await ana.closes(everything=True)
    await here.quiet()


async def test_a_contact_changes_their_own_number_and_the_others_are_told_that_they_did(here: Town) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("person.details")
    shown = await ana.reads_window()
    for words in ("Ana Torres", "ana.torres@lakeside.example", "Lakeside Unified", "training done", "last active on"):
        assert words in shown
    assert (await ana.typed())["phone"] == "555-0101"
    assert "such as 555-0101" in (await ana.submits(phone="call me")).errors["phone"]
    assert not (await ana.submits(phone=" 555-9999 ext. 7 ")).errors
    assert "555-9999 ext. 7 is your number" in await ana.reads_window()
    await ana.closes(everything=True)
    await here.quiet()
    for name in ("ben", "tess", "dana"):
        (words,) = await _told(here, name, "Lakeside Unified")
        assert "555" not in words
    assert not await _told(here, "ana", "Lakeside Unified")
    await here.person("sam").types("/case", "contacts", channel=world.TOWN)
    assert "555-9999 ext. 7" in (await here.person("sam").hints(world.TOWN))[-1].words
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit).where(audit.c.act == "change-details"))).all()
    assert [(line.allowed, line.about_id == line.person_id) for line in lines] == [(True, True)] * 2


async def test_a_number_that_stays_as_it_was_is_told_to_nobody(here: Town) -> None:
    await _saves(here, "555-0101")
    assert not await _told(here, "ben", "Lakeside Unified")
    await _saves(here, "555-9999")
    assert await _told(here, "ben", "Lakeside Unified")


async def _number(here: Town) -> str:
    async with here.bot.store.read() as tx:
        return str((await tx.execute(sa.select(people.c.phone).where(people.c.user_id == "U0ANA"))).scalar_one())


@pytest.mark.parametrize("given", ["555-0199", ""])
async def test_a_number_that_somebody_changed_meanwhile_is_not_written_over_before_they_read_it(
    here: Town, given: str
) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("person.details")
    await _asks_of(here, "dana", "ana", "update", phone=given)
    assert not (await ana.submits(phone="555-9999")).errors
    said = await ana.reads_window()
    assert "Somebody changed your number on the list while this was open" in said
    assert (f"it has {given} now" if given else "it has no number of yours now") in said
    assert (await ana.typed())["phone"] == "555-9999"
    await here.quiet()
    assert not await _told(here, "ben", "Lakeside Unified")
    assert await _number(here) == given
    assert not (await ana.submits()).errors
    assert "555-9999 is your number" in await ana.reads_window()
    await here.quiet()
    assert len(await _told(here, "ben", "Lakeside Unified")) == 1
    assert await _number(here) == "555-9999"


async def test_the_number_that_somebody_gave_for_them_meanwhile_is_as_good_as_their_own(here: Town) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("person.details")
    await _asks_of(here, "dana", "ana", "update", phone="555-9999")
    assert not (await ana.submits(phone="555-9999")).errors
    assert "555-9999 is your number" in await ana.reads_window()
    await here.quiet()
    assert not await _told(here, "ben", "Lakeside Unified")


async def test_a_contact_of_two_districts_changes_two_lists_and_each_hears_of_its_own_alone(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    await _saves(here, "555-9999")
    for name in ("pia", "paul", "theo", "drew"):
        (words,) = await _told(here, name, "Pine Ridge Schools")
        assert "Lakeside" not in words
        assert not await _told(here, name, "Lakeside Unified")
    assert len(await _told(here, "ben", "Lakeside Unified")) == 1
    assert not await _told(here, "ben", "Pine Ridge Schools")
    query = sa.select(audit.c.district_id).where(audit.c.act == "change-details", audit.c.allowed)
    async with here.bot.store.read() as tx:
        found = [*(await tx.execute(query.order_by(audit.c.id))).scalars()]
    assert found == [None, None, 1, 2]  # looked, and asked for it, at both; what came of it, at each


async def test_a_button_that_is_left_from_before_changes_nothing_for_whoever_is_no_contact(here: Town) -> None:
    ben = here.person("ben")
    await ben.opens_home()
    async with here.bot.store.begin() as tx:
        whose = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(standing="removed"))
    await ben.clicks_at_home("person.details")
    assert "authorized contacts" in await ben.reads_window()
