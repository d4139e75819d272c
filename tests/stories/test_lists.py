"""What `/case` and the Home answer: lists, one case, contacts, and what could not be done."""

import pytest
import sqlalchemy as sa

from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.domain.people import Role, Standing
from bot.services import directory
from demo import world
from demo.town import Town
from storage import cases
from storage.tables import audit, people, roster
from tests.town_cases import FILLED, chooses, send


@pytest.fixture
def transport() -> str:
    return "http"


async def _asks(here: Town, name: str, words: str) -> str:
    """What `/case` with these words answers."""
    person = here.person(name)
    await person.types("/case", words, channel=world.TOWN)
    return (await person.hints(world.TOWN))[-1].words


async def _opens(here: Town, name: str, subject: str, **chosen: str) -> None:
    """A case; `chosen`: what else is filled in."""
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    await send(person, **FILLED, **chosen)
    await person.closes()
    await here.quiet()


async def _is_a_contact_at(here: Town, name: str, district: str) -> None:
    """Beside what they are already."""
    (known,) = (row for row in world.people() if row["slack_user_id"] == here.person(name).id)
    line = ",".join({**known, "district": district, "role": "technical"}.values())
    found = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join([",".join(PEOPLE_COLUMNS), line]),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not found.wrong


async def test_an_agents_list_and_home_say_of_each_case_whose_it_is_and_whose_turn(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _opens(here, "pia", "Printing is slow")
    for words in (await _asks(here, "alex", "list"), await here.person("alex").opens_home()):
        assert "cases of all districts" in words.lower()
        assert "Lakeside Unified · New, our turn" in words
        assert "Pine Ridge Schools · New, our turn" in words
    own = await _asks(here, "ana", "list")
    assert "New, Support's turn" in own
    assert "Pine Ridge" not in own


async def test_a_contact_of_two_districts_has_the_cases_and_contacts_of_both(here: Town) -> None:
    await _is_a_contact_at(here, "ana", "pine-ridge")
    await _opens(here, "ben", "Grades vanish on save")
    await _opens(here, "pia", "Printing is slow")
    ana = here.person("ana")
    for words in (await _asks(here, "ana", "list"), await ana.opens_home()):
        assert "Cases of Lakeside Unified and Pine Ridge Schools" in words
        assert "Grades vanish on save\nLakeside Unified · New, Support's turn" in words
        assert "Printing is slow\nPine Ridge Schools · New, Support's turn" in words
    shown = await ana.opens_home()
    assert all(name in shown for name in ("Contacts of Lakeside Unified", "Ben Okafor"))
    assert all(name in shown for name in ("Contacts of Pine Ridge Schools", "Pia Novak"))
    await ana.clicks_at_home("case.view#0", "2")
    assert "Printing is slow" in await ana.reads_window()
    for words in (await _asks(here, "ben", "list"), await here.person("ben").opens_home()):
        assert "Grades vanish" in words
        assert not any(foreign in words for foreign in ("Pine Ridge", "Printing", "Pia"))


async def test_the_list_of_two_districts_goes_on_where_its_page_ends(here: Town) -> None:
    await _is_a_contact_at(here, "ana", "pine-ridge")
    for number in range(cases.PAGE + 1):
        await _opens(here, "ben" if number % 2 else "pia", f"Number {number} is wrong")
    ana = here.person("ana")
    assert "Number 0 is" not in await _asks(here, "ana", "list")
    listed = (await ana.hints(world.TOWN))[-1]
    await ana.clicks("list.older", channel=world.TOWN, on=listed.ts)
    assert "Number 0 is wrong" in await ana.reads_window()


async def test_a_right_at_one_of_two_districts_that_ends_takes_that_ones_cases_with_it(here: Town) -> None:
    await _is_a_contact_at(here, "ana", "pine-ridge")
    await _opens(here, "pia", "Printing is slow")
    assert "Printing is slow" in await _asks(here, "ana", "list")
    await _is_no_contact_any_more(here, "ana", Role.TECHNICAL)
    for words in (await _asks(here, "ana", "list"), await here.person("ana").opens_home()):
        assert "Cases of Lakeside Unified" in words
        assert "Printing" not in words


async def test_a_draft_for_one_of_two_districts_is_not_offered_for_the_other(here: Town) -> None:
    await _is_a_contact_at(here, "ana", "pine-ridge")
    ana = here.person("ana")
    await ana.types("/case", "new", channel=world.TOWN)
    await ana.fills(district="2", subject="Printing is slow")
    await ana.clicks_in_window("form.save", "save")
    await ana.closes()
    await ana.types("/case", channel=world.TOWN)
    assert "Printing is slow" in await ana.reads_window()
    await ana.closes()
    await _is_no_contact_any_more(here, "ana", Role.TECHNICAL)
    await ana.types("/case", channel=world.TOWN)
    assert "A case for Lakeside Unified" in await ana.reads_window()
    assert "Printing" not in await ana.reads_window()


async def _is_no_contact_any_more(here: Town, name: str, role: Role) -> None:
    """The line of theirs that has this role."""
    async with here.bot.store.begin() as tx:
        line = sa.and_(roster.c.person_id == people.c.id, people.c.user_id == here.person(name).id)
        theirs = sa.select(roster.c.id).where(line, roster.c.role == role).scalar_subquery()
        await tx.execute(roster.update().where(roster.c.id == theirs).values(standing=Standing.REMOVED))


async def test_an_open_case_has_nothing_to_reopen_and_says_so_and_a_closed_one_is_reopened(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    assert await _asks(here, "ana", "reopen 1 they vanish again") == (
        "Case 1 is open, with the status New: there is nothing to reopen. Please write in its thread."
    )
    ana = here.person("ana")
    card = await here.card(ana, world.LAKESIDE)
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card.ts)
    await ana.submits()
    await here.quiet()
    nothing = "\u200b" * 12
    assert "at least 10 characters" in await _asks(here, "ana", f"reopen 1 {nothing}")
    await ana.clicks("case.reopen", channel=world.LAKESIDE, on=card.ts)
    assert "at least 10 characters" in (await ana.submits(words=nothing)).errors["words"]
    assert "Case 1 is open again" in await _asks(here, "ana", "reopen #1 they vanish again")


async def test_a_field_that_every_case_needs_is_asked_for_plainly(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", channel=world.TOWN)
    typed = {"module": "Grades", "subject": "\u200b" * 10, "description": "\u2060\u200b"}
    answered = await ana.submits(**typed)
    assert answered.errors == dict.fromkeys(("subject", "description"), "Please fill this in.")
    await ana.clicks_in_window("form.type", "technical")
    typed = {
        "subject": "Grades vanish",
        "description": "They are gone.",
        "impact": "\u200b",
        "environment": "Staging",
    }
    answered = await ana.submits(**typed)
    assert answered.errors == {"impact": "Please fill this in: this type of case needs it."}
    await ana.clicks_in_window("form.type", "question")
    assert not (await ana.submits()).errors


SUBJECTS = [
    "View of the schedule is blank",
    "Reopen button is missing",
    "view 3rd period is blank",
    "Reopening a term fails",
    "List of marks is empty",
]


async def test_a_subject_that_begins_with_one_of_the_words_is_a_subject(here: Town) -> None:
    ana = here.person("ana")
    for subject in SUBJECTS:
        await ana.types("/case", subject, channel=world.TOWN)
        assert (await ana.typed())["subject"] == subject
        await ana.closes()
    assert await ana.hints(world.TOWN) == []
    alex = here.person("alex")  # of whom none is asked for
    for typed, told in (("list bogus", "I found no case"), ("released soon", "lead"), ("help me", "/case find")):
        await alex.types("/case", typed, channel=world.TOWN)
        assert told in (await alex.hints(world.TOWN))[-1].words


NO_NUMBERS = ["-1", "0", "#0", "1e9", "99", "1.0", "9" * 18, "9" * 19, "9" * 20, "9" * 300, "+1", "1,2"]


async def test_a_number_that_is_no_cases_gets_the_same_words_and_one_that_is_shows_it(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    for shown in ("1", "#1", " 1 ", "1 please"):
        assert "Grades vanish on save" in await _asks(here, "ana", f"view {shown}")
    for number in NO_NUMBERS:
        for asked in (f"view {number}", f"Reopen {number} they vanish again"):
            assert (await _asks(here, "ana", asked)).startswith("I found no such case."), asked
    query = sa.select(sa.func.count()).where(audit.c.act == "view-case", audit.c.rule == "NotFound")
    async with here.bot.store.read() as tx:
        assert (await tx.execute(query)).scalar_one() == len(NO_NUMBERS)


async def test_a_word_without_its_number_says_how_it_is_used(here: Town) -> None:
    assert "/case view 17" in await _asks(here, "ana", "view")
    assert "/case reopen 17 grades still vanish" in await _asks(here, "ana", "reopen")
    assert "/case reopen 17 grades still vanish" in await _asks(here, "ana", "reopen 1")


async def test_a_support_administrator_learns_of_no_case_and_an_agent_reads_it(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    for asked in ("view {}", "reopen {} they vanish again"):
        there, nowhere = [await _asks(here, "kim", asked.format(number)) for number in (1, 999)]
        assert there == nowhere
        assert there.startswith("I found no such case.")
    assert "Grades vanish on save" in await _asks(here, "alex", "view 1")


@pytest.mark.parametrize("name", ["alex", "lee", "kim"])
async def test_the_vendors_people_are_shown_a_districts_contacts_by_its_key(here: Town, name: str) -> None:
    listed = await _asks(here, name, "contacts")
    assert all(line in listed for line in ("lakeside · Lakeside Unified", "pine-ridge · Pine Ridge Schools"))
    assert "Ana Torres" not in listed
    shown = await _asks(here, name, "contacts Lakeside")
    assert all(fact in shown for fact in ("Authorized contacts of Lakeside Unified", "Ana Torres", "555-0101"))
    assert "Pia" not in shown
    wrong = await _asks(here, name, "contacts nowhere")
    assert wrong.startswith("I know no district “nowhere”.")
    assert "lakeside · Lakeside Unified" in wrong
    assert "/case contacts with a key" in await _asks(here, name, "help")


async def test_a_districts_people_are_shown_no_keys_and_no_other_districts_contacts(here: Town) -> None:
    own = await _asks(here, "sam", "contacts")
    assert "Ana Torres" in own
    for asked in ("contacts pine-ridge", "contacts lakeside", "contacts nowhere"):
        words = await _asks(here, "sam", asked)
        assert "Please turn to one of Lakeside Unified's authorized contacts" in words
        assert "Pia" not in words
    ana = here.person("ana")
    await ana.types("/case", "Contacts missing", channel=world.TOWN)
    assert (await ana.typed())["subject"] == "Contacts missing"


async def test_a_support_administrators_home_says_what_they_do_and_shows_no_case(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    home = await here.person("kim").opens_home()
    assert "Support administration" in home
    assert "/case contacts lists the districts" in home
    assert "which district you belong to" not in home
    assert not any(words in home for words in ("Grades", "View", "Lakeside"))
    assert "Who can help at Lakeside Unified" in await here.person("sam").opens_home()


async def test_who_belongs_to_no_district_is_told_whom_to_ask_for_contacts(here: Town) -> None:
    assert "I'm looking you up" in await _asks(here, "nora", "contacts")
    await here.quiet()
    assert "ask the person you usually turn to" in await _asks(here, "nora", "contacts")
    assert "Ana Torres" in await _asks(here, "sam", "contacts")
