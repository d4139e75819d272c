"""Steps 1 and 2: a contact opens a case; whoever is no contact is pointed to theirs."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from storage.tables import roster
from tests.town_cases import open_case

pytestmark = pytest.mark.every_way

FILLED = {"module": "Grades", "description": "They are gone after a reload."}


async def test_a_contact_opens_a_case_and_it_stands_on_both_sides(here: Town) -> None:
    ana, alex = here.person("ana"), here.person("alex")
    assert (await ana.types("/case", "Grades vanish on save", channel=world.TOWN)).acked
    assert "Subject: [Grades vanish on save]" in await ana.reads_window()
    assert not (await ana.submits(**FILLED)).errors
    assert "Case 1 is with Support" in await ana.reads_window()
    await here.quiet()
    card = await here.card(ana, world.LAKESIDE)
    assert "Grades vanish on save" in card.words
    assert "New, Support's turn" in card.words
    assert "They are gone after a reload." in (await here.thread(ana, world.LAKESIDE))[0].words
    assert "Take" in (await here.card(alex, world.DESK)).words
    assert "They are gone after a reload." in (await here.thread(alex, world.DESK))[0].words


async def test_a_form_with_a_wrong_field_comes_back_with_what_was_typed(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", channel=world.TOWN)
    answered = await ana.submits(subject="Gone", **FILLED)
    assert answered.errors == {"subject": "Please use at least 5 characters."}
    assert (await ana.typed())["description"] == FILLED["description"]
    answered = await ana.submits(subject="x" * 121)
    assert "at most 120" in answered.errors["subject"]
    answered = await ana.submits(subject="Grades vanish", type="Application Issue")
    assert not answered.errors
    assert "This type asks for more" in await ana.reads_window()
    assert (await ana.typed())["description"] == FILLED["description"]
    answered = await ana.submits()
    assert set(answered.errors) == {"steps", "expected", "actual", "impact", "frequency", "environment"}
    await ana.clicks_in_window("form.type", "question")
    assert not (await ana.submits()).errors
    assert "Case 1 is with Support" in await ana.reads_window()


async def test_a_critical_case_asks_for_a_call_with_the_number(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Nobody can log in", channel=world.TOWN)
    await ana.submits(**FILLED, urgency="Critical")
    assert "555-0199" in await ana.reads_window()


async def test_staff_are_pointed_to_their_own_districts_contacts_and_nobody_elses(here: Town) -> None:
    sam = here.person("sam")
    await sam.types("/case", channel=world.TOWN)
    (hint,) = await sam.hints(world.TOWN)
    assert await sam.window() is None
    assert "@Ana Torres" in hint.words
    assert "Authorized Support Contact · 555-0101 · it is 12:00 there" in hint.words
    assert "Authorized Technical Contact · 555-0103" in hint.words
    assert not any(name in hint.words for name in ("Pia", "Paul", "Theo", "Pine"))
    assert await here.person("rosa").hints(world.TOWN) == []


async def test_somebody_of_no_known_district_is_told_whom_to_ask(here: Town) -> None:
    nora = here.person("nora")
    await nora.types("/case", channel=world.TOWN)
    (hint,) = await nora.hints(world.TOWN)
    assert "I'm looking you up" in hint.words
    await here.quiet()
    (told,) = await nora.direct_messages()
    assert "ask the person you usually turn to" in told.words
    await nora.types("/case", channel=world.TOWN)
    assert "ask the person you usually turn to" in (await nora.hints(world.TOWN))[-1].words
    await here.quiet()
    assert len(await nora.direct_messages()) == 1
    assert not [seen for seen in [*await nora.hints(world.TOWN), told] if "555" in seen.words]


async def test_somebody_unknown_who_turns_out_to_be_a_guest_is_told_no_names(here: Town) -> None:
    accounts.change(here.sandbox.slack, "U0NORA", is_restricted=True)
    nora = here.person("nora")
    await nora.types("/case", channel=world.TOWN)
    await here.quiet()
    (told,) = await nora.direct_messages()
    assert "You are here as a guest" in told.words


async def test_somebody_unknown_who_asks_for_a_case_gets_the_words_of_one_that_does_not_exist(here: Town) -> None:
    await open_case(here)
    nora = here.person("nora")
    for number in ("1", "99"):
        await nora.types("/case", f"view {number}", channel=world.TOWN)
    first, second = (hint.words for hint in await nora.hints(world.TOWN))
    assert first == second
    await here.quiet()
    [told] = [seen.words for seen in await nora.direct_messages()]  # once looked up: of no case, whatever was asked
    assert "which district you belong to" in told


async def test_an_agent_is_told_that_a_case_is_a_districts_to_open(here: Town) -> None:
    alex = here.person("alex")
    await alex.types("/case", channel=world.TOWN)
    (hint,) = await alex.hints(world.TOWN)
    assert "You work on cases from the desk" in hint.words


async def test_a_form_sent_twice_is_one_case(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    await ana.submits(**FILLED)
    await here.quiet()
    cards = [seen for seen in await ana.sees(world.LAKESIDE) if "Case 1 · New" in seen.words]
    assert len(cards) == 1
    assert not [seen for seen in await ana.sees(world.LAKESIDE) if "Case 2" in seen.words]


async def test_a_form_that_was_refused_can_be_mended_and_sent_again(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Refresh staging", channel=world.TOWN)
    await ana.clicks_in_window("form.type", "update-or-refresh")
    asked = {"ask": "version-update", "environment": "Staging", "due": "2026-12-01"}
    assert not (await ana.submits(**FILLED, **asked)).errors
    assert "Authorized Technical Contact" in await ana.reads_window()
    await ana.closes()
    await ana.clicks_in_window("form.type", "question")
    assert not (await ana.submits()).errors
    assert "Case 1 is with Support" in await ana.reads_window()
    await here.quiet()
    assert "Refresh staging" in (await here.card(ana, world.LAKESIDE)).words


async def test_who_may_not_is_told_in_a_window_where_nothing_can_be_posted(here: Town) -> None:
    sam = here.person("sam")
    await sam.uses_shortcut("shortcut.open-case")
    assert "@Ana Torres" in await sam.reads_window()
    ana = here.person("ana")
    await ana.uses_shortcut("shortcut.open-case")
    assert "Subject" in await ana.reads_window()


async def test_a_button_of_a_home_that_is_out_of_date_says_why_it_does_nothing(here: Town) -> None:
    ana = here.person("ana")
    assert "Open a case" in await ana.opens_home()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().values(standing="deactivated"))
    await ana.clicks_at_home("case.open")
    assert "no authorized contact at the moment" in await ana.reads_window()


async def test_a_click_that_breaks_on_our_side_is_told_with_a_reference(here: Town) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table audit rename to elsewhere"))
    await ana.clicks_at_home("case.open")
    assert "tell Support the reference" in await ana.reads_window()
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table elsewhere rename to audit"))


async def test_a_district_without_contacts_is_told_of_once_a_day_to_those_who_can_mend_it(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        contacts = roster.c.role.in_(["support", "technical"])
        await tx.execute(roster.update().where(roster.c.district_id == 1, contacts).values(standing="deactivated"))
    sam = here.person("sam")
    for _ in range(2):
        await sam.types("/case", channel=world.TOWN)
        assert "no authorized contact at the moment" in (await sam.hints(world.TOWN))[-1].words
    await here.quiet()
    for name, count in (("dana", 1), ("lee", 1), ("drew", 0), ("alex", 0)):
        told = [
            seen for seen in await here.person(name).direct_messages() if "has no authorized contact" in seen.words
        ]
        assert len(told) == count
