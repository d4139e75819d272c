"""`/case find` and `/case list` with conditions: who finds what, page by page, and the searches people keep."""

import re
from typing import Any

import sqlalchemy as sa

from bot.domain import searches as searches_of
from demo import world
from demo.town import Town
from storage import cases
from storage.tables import audit, people, searches
from tests.town_cases import FILLED, chooses, desk_card, open_case, send


async def _asks(here: Town, name: str, words: str) -> str:
    """What `/case` with these words answers."""
    person = here.person(name)
    await person.types("/case", words, channel=world.TOWN)
    return (await person.hints(world.TOWN))[-1].words


async def _opens(here: Town, name: str, subject: str, **chosen: str) -> None:
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    await send(person, **{**FILLED, **chosen})
    await person.closes()
    await here.quiet()


async def _clicks(here: Town, name: str, action: str) -> None:
    """On the last of what only they see."""
    person = here.person(name)
    await person.clicks(action, channel=world.TOWN, on=(await person.hints(world.TOWN))[-1].ts)


async def _audited(here: Town) -> list[tuple[str, bool]]:
    query = sa.select(audit.c.rule, audit.c.allowed).where(audit.c.act == "list-cases").order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [(row.rule, row.allowed) for row in (await tx.execute(query)).all()]


async def test_a_contact_finds_their_districts_cases_and_agents_those_of_all(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _opens(here, "pia", "Grades print twice")
    own = await _asks(here, "ana", "find GRÁDES")
    assert "1 found of Lakeside Unified for “grades”" in own
    assert "Grades vanish on save" in own
    assert "Pine Ridge" not in own
    assert "print twice" not in own
    every = await _asks(here, "alex", "find grades")
    assert "2 found of all districts" in every
    assert "Pine Ridge Schools · New, our turn" in every
    assert "Grades print twice" not in await _asks(here, "alex", "find grades district:lakeside")
    assert "Grades print twice" in await _asks(here, "alex", "find district:pine")
    assert "authorized contacts" in await _asks(here, "sam", "find grades")
    assert "Grades" not in await _asks(here, "sam", "find grades")
    assert await _audited(here) == [
        ("contact-of-the-district", True),
        *[("support-agent", True)] * 3,
        *[("ContactsOnly", False)] * 2,
    ]


async def test_an_internal_note_is_found_at_the_desk_alone(here: Town) -> None:
    await open_case(here)
    await here.person("alex").says("They broke Zebulonia.", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    assert "Grades vanish on save" in await _asks(here, "alex", "find zebulonia")
    assert "I found no case" in await _asks(here, "ana", "find zebulonia")


async def test_it_is_found_by_comments_names_and_numbers_until_the_words_are_gone(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    ts = await ana.says("It began on Tuesday.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    for typed in (
        "tues",
        "#1",
        "1",
        "torres",
        "contact:ana",
        '"on tuesday"',
        "mine",
        "module:grades",
        "turn:support",
    ):
        assert "Grades vanish on save" in await _asks(here, "ana", f"find {typed}"), typed
    for typed in ("owner:alex", "monday", "#2", "status:closed", "since:2027-01-01"):
        assert "Grades vanish on save" not in await _asks(here, "ana", f"find {typed}"), typed
    await ana.deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    assert "I found no case" in await _asks(here, "ana", "find tues")


async def test_a_list_is_narrowed_by_words_and_a_subject_stays_a_subject(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _opens(here, "ben", "Printing is slow")
    card = await here.card(here.person("ana"), world.LAKESIDE)
    await chooses(here.person("ana"), "case.withdraw", channel=world.LAKESIDE, on=card.ts)
    await here.person("ana").submits()
    await here.quiet()
    assert "Printing" not in await _asks(here, "ana", "list closed")
    assert "Grades vanish" not in await _asks(here, "ana", "list open")
    assert "Printing" not in await _asks(here, "ana", "list mine")
    assert "Printing" in await _asks(here, "alex", "list unassigned")
    ana = here.person("ana")
    for subject in ("List open enrollments twice", "Searches take a minute"):
        await ana.types("/case", subject, channel=world.TOWN)
        assert (await ana.typed())["subject"] == subject
        await ana.closes()


async def test_a_subject_that_begins_with_find_is_opened_from_what_was_found(here: Town) -> None:
    assert "I found no case" in await _asks(here, "ana", "Find out why grades vanish")
    await _clicks(here, "ana", "find.open-as-subject")
    ana = here.person("ana")
    assert (await ana.typed())["subject"] == "Find out why grades vanish"
    await ana.closes()
    assert "subject instead" not in await _asks(here, "alex", "find out why grades vanish")


REFUSED = {
    "staus:open": "Did you mean “status”?",
    "status:clsoed": "Did you mean “closed”?",
    "module:grads": "Did you mean “grades”?",
    "contact:Anna": "Did you mean “Ana Torres”?",
    "since:yesterday": "since:2026-11-24",
    "district:pine-ridge": "I know no such condition",
}


async def test_what_cannot_be_asked_is_said_with_what_can(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _opens(here, "pia", "Printing is slow")
    for typed, said in REFUSED.items():
        assert said in await _asks(here, "ana", f"find {typed}"), typed
    assert "contact:Pia" not in await _asks(here, "ana", "find contact:Pya")
    assert "Pia" not in await _asks(here, "ana", "find contact:Pia")
    assert "Did you mean “Pia Novak”?" in await _asks(here, "alex", "find contact:Pya")
    assert "Did you mean “lakeside”?" in await _asks(here, "alex", "find district:lakside")


async def test_the_next_page_keeps_the_search_and_no_button_holds_its_words(here: Town) -> None:
    for number in range(cases.PAGE + 1):
        await _opens(here, "ana", f"Zebulonia {number} is wrong")
    await _opens(here, "ana", "Printing is slow")
    before = len(await _audited(here))
    first = await _asks(here, "ana", "find zebulonia")
    assert f"{cases.PAGE + 1} found" in first
    assert "Zebulonia 0 is" not in first
    seen = (await here.person("ana").hints(world.TOWN))[-1]
    assert "zebulonia" not in _values(seen.blocks).casefold()
    await _clicks(here, "ana", "find.older")
    window = await here.person("ana").reads_window()
    assert "Zebulonia 0 is wrong" in window
    assert "Printing" not in window
    await here.person("ana").closes()
    await here.person("ben").types("/case", "find printing", channel=world.TOWN)
    assert len(await _audited(here)) == before + 3


def _values(blocks: Any) -> str:
    return " ".join(re.findall(r"'value': '([^']*)'", str(blocks)))


async def test_a_search_is_saved_run_and_deleted_by_whoever_saved_it(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    ana = here.person("ana")
    assert "You have saved no searches" in await _asks(here, "ana", "searches")
    await _asks(here, "ana", "find grades status:open")
    await _clicks(here, "ana", "find.save")
    assert (await ana.submits(name="  ")).errors == {"name": "Please give it a name."}
    assert not (await ana.submits(name="Grades, still open")).errors
    assert "is saved" in await ana.reads_window()
    await ana.closes()
    assert "Grades, still open" in await _asks(here, "ana", "searches")
    assert "Grades, still open" not in await _asks(here, "ben", "searches")
    await _clicks(here, "ana", "find.run#0")
    assert "Grades vanish on save" in await ana.reads_window()
    await ana.closes()
    await _clicks(here, "ana", "find.delete#0")
    assert "You have saved no searches" in await ana.reads_window()


async def test_nobody_runs_another_persons_search(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _asks(here, "ana", "find zebulonia")
    await _asks(here, "ben", "find grades")
    async with here.bot.store.begin() as tx:
        await tx.execute(searches.update().values(person_id=_of("ana")))
    await _clicks(here, "ben", "find.save")
    await here.quiet()
    assert "no longer kept" in (await here.person("ben").hints(world.TOWN))[-1].words


def _of(name: str) -> sa.ScalarSelect[int]:
    return sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}").scalar_subquery()


async def test_twenty_searches_are_kept_and_no_more(here: Town) -> None:
    ana = here.person("ana")
    for number in range(searches_of.MOST_SAVED + 1):
        await _asks(here, "ana", f"find word{number}")
        await _clicks(here, "ana", "find.save")
        await ana.submits(name=f"Number {number}")
        said = await ana.reads_window()
        await ana.closes(everything=True)
    assert "You keep 20 searches already" in said
    assert "Number 20" not in await _asks(here, "ana", "searches")


async def test_conditions_are_chosen_in_a_form_and_what_was_asked_stands_in_it(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save", urgency="High")
    await _opens(here, "ben", "Printing is slow", module="Reports")
    await _asks(here, "ana", "list")
    await _clicks(here, "ana", "find.filter")
    ana = here.person("ana")
    await ana.submits(priority=["high"], status=["open"], since="2026-11-01", text='"vanish on')
    window = await ana.reads_window()
    assert "Grades vanish on save" in window
    assert "Printing" not in window
    await ana.clicks_in_window("find.filter")
    window = await ana.reads_window()
    assert "Whose turn" in window
    await ana.submits(priority=None, text=None, module=["Reports", "Grades"])
    window = await ana.reads_window()
    assert "Grades vanish on save" in window
    assert "Printing is slow" in window


async def test_what_somebody_looked_for_is_forgotten_at_their_word_and_what_they_saved_stays(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _asks(here, "ana", "find grades")
    await _clicks(here, "ana", "find.save")
    assert not (await here.person("ana").submits(name="Grades")).errors
    await here.person("ana").closes()
    await _asks(here, "ana", "find zebulonia")
    await _asks(here, "ben", "find zebulonia too")
    await _asks(here, "ana", "searches")
    await _clicks(here, "ana", "find.forget")
    assert "Grades" in await here.person("ana").reads_window()
    async with here.bot.store.read() as tx:
        left = (await tx.execute(sa.select(searches.c.name, searches.c.typed).order_by(searches.c.id))).all()
    assert [(row.name, row.typed) for row in left] == [("Grades", "grades"), ("", "zebulonia too")]
