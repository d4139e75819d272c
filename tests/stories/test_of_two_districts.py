"""Who is staff of several districts is pointed to the contacts of each, and asked once which it is (POLICY 1, 2)."""

import sqlalchemy as sa

from bot.domain.ids import SlackUser, TeamId, UserId
from bot.services import waiting_questions
from demo import world
from demo.town import Town
from sandbox.people import Person, Seen
from storage.tables import audit, districts, people, roster
from tests.emergency_cases import REPORT, direct
from tests.town_cases import is_contact_of_pine_ridge_too, open_case

ASKED = "The gradebook shows last year's classes."
LAKESIDE, PINE_RIDGE = "Lakeside Unified", "Pine Ridge Schools"


async def _id(here: Town, key: str) -> int:
    async with here.bot.store.read() as tx:
        return int((await tx.execute(sa.select(districts.c.id).where(districts.c.key == key))).scalar_one())


async def _is_staff_at(here: Town, name: str, key: str, **facts: str) -> None:
    whose = sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}").scalar_subquery()
    line = {"person_id": whose, "district_id": await _id(here, key), "role": "staff", "since": here.began}
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.insert().values(**line, **facts))


async def _there_is_a_third(here: Town) -> None:
    """Without contacts."""
    row = {"key": "hill", "name": "Hill Academy", "timezone": "UTC", "country": "US", "team_id": world.TEAM}
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.insert().values(**row))


async def _types(here: Town, words: str = "", *, by: str = "rosa") -> Seen:
    person = here.person(by)
    assert (await person.types("/case", words, channel=world.TOWN)).acked
    await here.quiet()
    return (await person.hints(world.TOWN))[-1]


async def _offered(person: Person) -> list[str]:
    """The districts that can be chosen in the window, from top to bottom; none where it is not asked."""
    view = await person.window() or {"blocks": []}
    found = [block["element"]["options"] for block in view["blocks"] if block.get("block_id") == "district"]
    return [option["text"]["text"] for options in found for option in options]


async def _asks(here: Town, district: str) -> None:
    """By the button below the redirect."""
    rosa, hint = here.person("rosa"), await _types(here)
    await rosa.clicks("question.ask", channel=world.TOWN, on=hint.ts)
    assert not (await rosa.submits(words=ASKED, district=district)).errors
    await rosa.closes(everything=True)
    await here.quiet()


async def _replies(here: Town, words: str = ASKED) -> Seen:
    """Rosa, below the card at Lakeside. Returns what she alone reads there."""
    card, rosa = await open_case(here), here.person("rosa")
    await rosa.joins(world.LAKESIDE)
    await rosa.says(words, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    return (await rosa.hints(world.LAKESIDE))[-1]


def _in_this_order(words: str, *names: str) -> bool:
    places = [words.find(name) for name in names]
    return -1 not in places and places == sorted(places)


async def test_they_read_the_contacts_of_each_under_its_name_and_are_asked_which_with_the_last_one_first(
    here: Town,
) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    rosa = here.person("rosa")
    both = (f"of {PINE_RIDGE}\n", "@Pia Novak", "555-0111", f"of {LAKESIDE}\n", "@Ana Torres", "555-0101")
    for read in ((await _types(here)).words, (await _types(here, "contacts")).words, await rosa.opens_home()):
        assert _in_this_order(read, *both)
    await _asks(here, LAKESIDE)
    said, other = await _types(here), (f"of {LAKESIDE}\n", "@Ana Torres", f"of {PINE_RIDGE}\n", "@Pia Novak")
    assert _in_this_order(said.words, *other)
    assert _in_this_order(await rosa.opens_home(), *other)
    assert str(said.buttons).count("question.ask") == str(said.buttons).count("emergency.report") == 1
    for action in ("question.ask", "emergency.report"):
        await rosa.clicks(action, channel=world.TOWN, on=said.ts)
        assert await _offered(rosa) == [LAKESIDE, PINE_RIDGE], action
        await rosa.closes(everything=True)
    assert ASKED in await direct(here, "ana")
    assert ASKED not in await direct(here, "pia")


async def test_an_emergency_goes_to_the_district_that_was_chosen_which_comes_first_from_then_on(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    rosa = here.person("rosa")
    await rosa.types("/case", "emergency", channel=world.TOWN)
    assert await _offered(rosa) == [PINE_RIDGE, LAKESIDE]
    assert not (await rosa.submits(**REPORT, district=LAKESIDE)).errors
    await rosa.closes(everything=True)
    await here.quiet()
    assert REPORT["broken"] in await direct(here, "ana")
    assert REPORT["broken"] not in await direct(here, "pia")
    assert _in_this_order((await _types(here)).words, LAKESIDE, PINE_RIDGE)


async def test_a_second_report_is_on_the_record_of_the_district_of_the_first_alone(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    rosa = here.person("rosa")
    await rosa.types("/case", "emergency", channel=world.TOWN)
    assert not (await rosa.submits(**REPORT, district=PINE_RIDGE)).errors
    await rosa.closes(everything=True)
    assert "You reported an emergency already" in (await _types(here, "emergency")).words
    read = {name: await _reads_of_emergencies(here, name) for name in ("dana", "drew")}
    refused = "they have reported an emergency that is not over"
    assert {name: refused in said for name, said in read.items()} == {"dana": False, "drew": True}


async def _reads_of_emergencies(here: Town, name: str) -> str:
    person = here.person(name)
    await person.opens_home()
    await person.clicks_at_home("audit.ask")
    assert not (await person.submits(question="Every use of the emergency exception")).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    return said


async def test_a_reply_in_a_thread_names_the_contacts_of_its_district_alone_and_goes_to_them(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    await _asks(here, PINE_RIDGE)
    rosa, hint = here.person("rosa"), await _replies(here, "I see the same.")
    told = (await rosa.direct_messages())[-1]
    for said in (hint, told):
        assert "@Ana Torres" in said.words
        assert "Pia" not in said.words
        assert PINE_RIDGE not in said.words
    for action in ("question.ask", "emergency.report"):
        await rosa.clicks(action, channel=world.LAKESIDE, on=hint.ts)
        assert await _offered(rosa) == [], action
        await rosa.closes(everything=True)
    await rosa.clicks("question.hand-text", channel=world.LAKESIDE, on=hint.ts)
    await here.quiet()
    assert "I see the same." in await direct(here, "ana")
    assert "I see the same." not in await direct(here, "pia")


async def test_in_a_thread_of_none_of_theirs_they_choose_among_their_own(here: Town) -> None:
    await _there_is_a_third(here)
    await _is_staff_at(here, "rosa", "hill")
    rosa, hint = here.person("rosa"), await _replies(here, "I see the same.")
    assert _in_this_order(hint.words, PINE_RIDGE, "@Pia Novak", "Hill Academy")
    assert "Ana" not in hint.words
    assert LAKESIDE not in hint.words
    assert "question.hand-text" not in str(hint.buttons)
    await rosa.clicks("question.ask", channel=world.LAKESIDE, on=hint.ts)
    await _chooses_pine_ridge(here, [PINE_RIDGE, "Hill Academy"])


async def test_a_click_from_before_they_were_of_two_asks_them_too(here: Town) -> None:
    await _there_is_a_third(here)
    rosa, hint = here.person("rosa"), await _replies(here, "I see the same.")
    await _is_staff_at(here, "rosa", "hill")
    await rosa.clicks("question.hand-text", channel=world.LAKESIDE, on=hint.ts)
    await _chooses_pine_ridge(here, [PINE_RIDGE, "Hill Academy"])


async def _chooses_pine_ridge(here: Town, among: list[str]) -> None:
    """In the form with what was not taken in."""
    rosa = here.person("rosa")
    assert await _offered(rosa) == among
    assert (await rosa.typed())["words"] == "I see the same."
    assert not (await rosa.submits(district=PINE_RIDGE)).errors
    await here.quiet()
    assert "I see the same." in await direct(here, "pia")
    assert "I see the same." not in await direct(here, "ana")


async def test_which_of_their_districts_a_number_is_of_they_do_not_learn(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    await open_case(here)
    for words in ("view {}", "reopen {} it is back again"):
        there, nowhere = [await _types(here, words.format(number)) for number in (1, 99)]
        assert there.words == nowhere.words, words
        assert _in_this_order(there.words, "@Pia Novak", "@Ana Torres")


async def test_a_contact_of_one_learns_no_number_of_the_other_where_they_are_staff(here: Town) -> None:
    await _is_staff_at(here, "ana", "pine-ridge")
    await open_case(here, by="pia", at=world.PINE_RIDGE)
    for words in ("view {}", "reopen {} it is back again", "resync {}"):
        there, nowhere = [(await _types(here, words.format(it), by="ana")).words for it in (1, 99)]
        assert there == nowhere, words
    assert "I found no such case" in (await _types(here, "view 1", by="ana")).words
    await open_case(here)
    assert "Grades vanish" in (await _types(here, "view 2", by="ana")).words


async def test_a_message_in_a_districts_own_channel_is_about_that_district(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    rosa = here.person("rosa")
    await rosa.joins(world.LAKESIDE)
    asked = {}
    for channel in (world.LAKESIDE, world.TOWN):
        said = await here.person("ana").says("Who sees it?", channel=channel)
        await rosa.uses_shortcut("shortcut.ask-contact", channel=channel, on=said)
        asked[channel] = await _offered(rosa)
        await rosa.closes(everything=True)
    assert asked == {world.LAKESIDE: [], world.TOWN: [PINE_RIDGE, LAKESIDE]}


async def test_a_contact_of_both_makes_a_case_of_it_there_too_and_chooses_elsewhere(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    ana, asked = here.person("ana"), {}
    for channel in (world.LAKESIDE, world.TOWN):
        said = await ana.says("It vanishes.", channel=channel)
        await ana.uses_shortcut("shortcut.case-from-message", channel=channel, on=said)
        asked[channel] = await _offered(ana)
        await ana.closes(everything=True)
    assert asked == {world.LAKESIDE: [], world.TOWN: [LAKESIDE, PINE_RIDGE]}


async def test_a_building_of_one_district_is_told_to_nobody_of_the_other(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    rosa, hint = here.person("rosa"), await _types(here)
    await rosa.clicks("question.ask", channel=world.TOWN, on=hint.ts)
    assert (await rosa.typed())["building"] == ""
    assert not (await rosa.submits(words=ASKED, district=LAKESIDE, building="High School")).errors
    await here.quiet()
    assert ASKED in await direct(here, "ana")
    assert "High School" not in await direct(here, "ana")


async def test_where_one_of_two_has_no_contact_it_is_said_and_told_there_alone(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    lakeside = roster.c.district_id == await _id(here, "lakeside")
    async with here.bot.store.begin() as tx:
        gone = roster.update().where(lakeside, roster.c.role.in_(("support", "technical")))
        await tx.execute(gone.values(standing="removed"))
    said = await _types(here)
    assert f"{LAKESIDE} has no authorized contact at the moment" in said.words
    assert "@Pia Novak" in said.words
    assert "question.ask" in str(said.buttons)
    assert "Until one is named" in await direct(here, "dana")
    assert "Until one is named" not in await direct(here, "drew")
    rosa = here.person("rosa")
    await rosa.clicks("question.ask", channel=world.TOWN, on=said.ts)
    await rosa.submits(words=ASKED, district=LAKESIDE)
    assert f"{LAKESIDE} has no authorized contact" in await rosa.reads_window()


async def test_a_contact_of_one_who_is_staff_of_another_has_the_others_contacts_on_their_home(here: Town) -> None:
    await _is_staff_at(here, "ana", "pine-ridge")
    ana = here.person("ana")
    home = await ana.opens_home()
    assert f"Cases of {LAKESIDE}\n" in home
    assert _in_this_order(
        home, f"Contacts of {LAKESIDE}", "@Ben Okafor", f"one of {PINE_RIDGE}' authorized", "@Pia Novak"
    )
    await ana.clicks_at_home("question.ask")
    assert await _offered(ana) == []
    assert not (await ana.submits(words=ASKED)).errors
    await here.quiet()
    assert ASKED in await direct(here, "pia")


async def test_who_is_a_contact_of_their_second_district_is_told_of_no_number_but_theirs(here: Town) -> None:
    """As a contact of the first one is."""
    await is_contact_of_pine_ridge_too(here)
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    first = sa.and_(roster.c.person_id == ana, roster.c.district_id == await _id(here, "lakeside"))
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(first).values(role="staff"))
    assert "I found no such case" in (await _types(here, "view 99", by="ana")).words


async def test_what_they_are_refused_stands_in_the_record_once(here: Town) -> None:
    await _is_staff_at(here, "rosa", "lakeside")
    await _types(here)
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit).where(audit.c.act == "open-case"))).all()
    assert [(line.rule, line.allowed, line.district_id) for line in lines] == [
        ("ContactsOnly", False, None)  # so that each of theirs finds it
    ]


async def test_a_look_at_the_questions_of_both_stands_in_the_record_of_each(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    who = SlackUser(team=TeamId(world.TEAM), user=UserId("U0ANA"))
    await waiting_questions.look(here.bot.store, who=who, after=None, now=here.clock.now())
    async with here.bot.store.read() as tx:
        line = (await tx.execute(sa.select(audit).where(audit.c.act == "answer-question"))).one()
    assert (line.allowed, line.district_id) == (True, None)  # so that each of theirs finds it
