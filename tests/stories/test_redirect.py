"""Who is no contact is pointed to theirs: who is there, how to reach them, what can be done at once (POLICY 2)."""

from datetime import date

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from sandbox.people import Seen
from storage.tables import people, roster
from tests.town_cases import open_case

OFFERED = "emergency.report"


async def _answer(here: Town, name: str, words: str = "") -> Seen:
    person = here.person(name)
    assert (await person.types("/case", words, channel=world.TOWN)).acked
    return (await person.hints(world.TOWN))[-1]


async def _is_away(here: Town, user: str) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == user).values(away_until=date(2026, 12, 1)))


async def _nobody_is_contact(here: Town) -> None:
    contacts = roster.c.role.in_(("support", "technical"))
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(contacts).values(standing="removed"))


async def test_staff_read_who_is_there_first_how_to_reach_them_and_why(here: Town) -> None:
    await _is_away(here, "U0ANA")
    said = await _answer(here, "sam")
    assert said.words.index("@Ben Okafor") < said.words.index("@Ana Torres")
    assert said.words.count("away to the end of 1 December 2026") == 1
    for told in ("555-0102", "Authorized Technical Contact", "it is 12:00 there", "To protect student privacy"):
        assert told in said.words
    assert "Pia" not in said.words
    assert OFFERED in str(said.buttons)


BY_NUMBER = ("view {}", "reopen {} it is back again", "resync {}")


async def test_what_is_said_of_a_case_by_its_number_is_said_of_any_number(here: Town) -> None:
    await open_case(here)
    assert "I'm looking you up" in (await _answer(here, "nora", "view 1")).words
    await here.quiet()
    assert "I don't know which district" in (await here.person("nora").direct_messages())[-1].words
    for name in ("sam", "rosa", "dana", "pia", "kim", "nora"):
        for words in BY_NUMBER:
            there, nowhere = [await _answer(here, name, words.format(number)) for number in (1, 99)]
            assert there.words == nowhere.words, (name, words)


async def test_who_asks_for_their_contacts_and_is_one_is_offered_nothing(here: Town) -> None:
    asked, own = await _answer(here, "sam", "contacts"), await _answer(here, "ana", "contacts")
    assert "@Ben Okafor" in asked.words
    assert "@Ben Okafor" in own.words
    assert OFFERED in str(asked.buttons)
    assert OFFERED not in str(own.buttons)


async def test_a_district_without_contacts_is_told_to_those_who_can_name_one_once_a_day(here: Town) -> None:
    await _nobody_is_contact(here)
    said = await _answer(here, "sam")
    assert "has no authorized contact at the moment" in said.words
    assert "ask its administrator" in said.words
    await _answer(here, "sam", "contacts")
    await here.person("sam").opens_home()
    await here.quiet()
    for name in ("dana", "lee"):
        told = [seen for seen in await here.person(name).direct_messages() if "Until one is named" in seen.words]
        assert len(told) == 1, name
    assert not [seen for seen in await here.person("drew").direct_messages() if "Until one" in seen.words]


@pytest.mark.parametrize("zone", ["Mars/Olympus_Mons", "", "../etc"])
async def test_a_contact_whose_zone_nobody_knows_is_taken_to_be_where_their_district_is(
    here: Town, zone: str
) -> None:
    accounts.change(here.sandbox.slack, "U0ANA", tz=zone)
    await here.quiet()
    await here.pass_days(1)
    said = await _answer(here, "sam")
    assert said.words.count("it is 12:00 there") == 3
    assert "@Ana Torres" in await here.person("sam").opens_home()


async def test_an_emergency_is_reported_from_the_home_too(here: Town) -> None:
    sam = here.person("sam")
    await sam.opens_home()
    assert (await sam.clicks_at_home(OFFERED)).acked
    assert "mergency" in await sam.reads_window()


async def test_an_administrator_is_no_contact_by_that(here: Town) -> None:
    async with here.bot.store.read() as tx:
        lines = await tx.execute(sa.select(roster.c.role).join(people).where(people.c.user_id == "U0DANA"))
        assert [*lines.scalars()] == ["administrator"]
    assert "Please turn to one of" in (await _answer(here, "dana")).words
