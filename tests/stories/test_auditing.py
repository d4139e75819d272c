"""An administrator asks from the Home who did what, and reads when, who, and why, in plain words."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import people, roster
from tests.town_cases import open_case

QUESTION = {"question": "why"}


NORA = {
    "user": world.STRANGER,
    "name": "Nora Stein",
    "email": "nora@lakeside.example",
    "role": "Authorized Technical Contact",
    "training": "Needed",
    "licensed": ["yes"],
    "reason": "Tess moves away in June.",
}


async def _asks(here: Town, name: str, **filled: str) -> str:
    person = here.person(name)
    await person.opens_home()
    assert (await person.clicks_at_home("audit.ask")).acked
    assert not (await person.submits(**{**QUESTION, **filled})).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    return said


async def test_why_somebody_was_refused_that_day_is_read_from_the_home(here: Town) -> None:
    await open_case(here)
    sam = here.person("sam")
    await sam.types("/case", "view 1", channel=world.TOWN)
    said = await _asks(here, "dana", person=sam.id)
    assert "Sam Rivera · look at a case\n" in said
    assert "refused: only contacts of the district may" in said
    assert "Ana Torres" not in said
    assert "Grades vanish" not in await _asks(here, "dana")
    said = await _asks(here, "kim", person=here.person("ana").id, district="lakeside")
    assert "Ana Torres · open a case\n" in said
    assert "allowed as a contact of the district · Lakeside" in said


async def test_a_form_that_was_only_opened_gave_nobody_a_right(here: Town) -> None:
    """What was sent stands there, with the request's number."""
    dana, rights = here.person("dana"), "Who gave whom which right"
    home = await dana.opens_home()
    assert home.index("Manage contacts") < home.index("Who did what") < home.index("Who can help")
    for filled in ({}, NORA):
        await dana.opens_home()
        await dana.clicks_at_home("list.manage")
        await dana.clicks_in_window("list.request#add", "1:0:add")
        if filled:
            assert not (await dana.submits(**filled)).errors
        await dana.closes(everything=True)
    assert (await _asks(here, "dana", question=rights)).count("ask for a change of the list") == 1
    assert (await _asks(here, "dana")).count("ask for a change of the list") == 3


async def test_only_administrators_have_the_question_on_their_home(here: Town) -> None:
    for name in ("ana", "sam", "alex", "lee"):
        assert "Who did what" not in await here.person(name).opens_home()
    for name in ("dana", "kim"):
        assert "Who did what" in await here.person(name).opens_home()


async def test_it_stands_above_the_homes_footnote(here: Town) -> None:
    dana = sa.select(people.c.id).where(people.c.user_id == "U0DANA").scalar_subquery()
    async with here.bot.store.begin() as tx:
        also = {"person_id": dana, "district_id": 1, "role": "support", "since": here.clock.now()}
        await tx.execute(roster.insert().values(**also))
    for name, foot in (("kim", "You read no cases here"), ("dana", "counts as signing in")):
        before, asked, after = (await here.person(name).opens_home()).partition("Who did what")
        assert asked, name
        assert foot not in before, name
        assert foot in after, name


async def test_what_cannot_be_answered_says_so_at_its_field_and_an_empty_answer_says_what_to_do(here: Town) -> None:
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("audit.ask")
    assert not (await kim.submits(question="emergencies")).errors
    assert "Please choose another day" in await kim.reads_window()


async def test_older_lines_come_in_the_same_window(here: Town) -> None:
    for _ in range(20):
        await here.person("ana").types("/case", "list", channel=world.TOWN)
    dana, ana = here.person("dana"), here.person("ana")
    await dana.opens_home()
    await dana.clicks_at_home("audit.ask")
    assert not (await dana.submits(**QUESTION, person=ana.id)).errors
    assert (await dana.reads_window()).count("look at a list of cases") == 15
    assert (await dana.clicks_in_window("audit.older")).acked
    assert (await dana.reads_window()).count("look at a list of cases") == 5
