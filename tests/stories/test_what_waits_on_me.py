"""What waits on whoever opens their Home: questions they were asked, and, at the desk, emergencies."""

from typing import Any

from demo.town import Town
from sandbox.people import Person
from tests.emergency_cases import WHY, is_accepted, reports
from tests.stories.test_questions import ASKED, asks, got

EMPTY = "No question waits for you"


async def at_home(person: Person) -> list[str]:
    """The buttons there."""
    view: dict[str, Any] = (await person.people.look(f"home/{person.id}"))["view"]
    elements = [element for block in view["blocks"] for element in block.get("elements", [])]
    return [element["action_id"] for element in elements if "action_id" in element]


async def test_a_question_stands_on_the_home_of_whom_it_was_asked_until_it_is_settled(here: Town) -> None:
    ana, cody, sam = here.person("ana"), here.person("cody"), here.person("sam")
    for person in (ana, cody):
        assert EMPTY in await person.opens_home()
    assert EMPTY not in await sam.opens_home()
    await asks(here, building="North Elementary")
    assert ASKED in await cody.opens_home()
    assert ASKED not in await ana.opens_home()
    assert "question.open-case#1" not in await at_home(cody)
    await here.pass_days(1.1)
    for name in ("ana", "tess"):
        assert ASKED in await here.person(name).opens_home()
    assert ASKED not in await here.person("pia").opens_home()
    assert (await ana.clicks_at_home("question.answer#1")).acked
    assert not (await ana.submits(words="Choose the new year above.")).errors
    await ana.closes(everything=True)
    await here.quiet()
    assert len(await got(here, "sam", "Choose the new year above.")) == 1
    for person in (ana, cody):
        assert EMPTY in await person.opens_home()


async def test_all_of_them_are_read_by_pages_the_oldest_first_and_whoever_answers_none_sees_none(here: Town) -> None:
    for number in range(10):
        await asks(here, f"Question number {number}, please.", building="None of these")
    ana = here.person("ana")
    home = await ana.opens_home()
    assert "Questions for you (10)" in home
    assert "Question number 2," in home
    assert "Question number 3," not in home
    await ana.clicks_at_home("question.waiting")
    first = await ana.reads_window()
    assert "Question number 0," in first
    assert "Question number 7," in first
    assert "Question number 8," not in first
    await ana.clicks_in_window("question.waiting#next")
    assert "Question number 9," in await ana.reads_window()
    await ana.clicks_in_window("question.decline#10")
    assert not (await ana.submits(words="Please ask the registrar.")).errors
    await ana.closes(everything=True)
    await here.quiet()
    assert "Questions for you (9)" in await ana.opens_home()


async def test_a_case_is_opened_from_one_on_the_home(here: Town) -> None:
    await asks(here, building="None of these")
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("question.open-case#1")
    assert ASKED in await ana.reads_window()


async def test_an_agent_finds_on_the_home_the_emergencies_in_which_somebody_is_waited_for(here: Town) -> None:
    alex = here.person("alex")
    assert "Emergencies that wait" not in await alex.opens_home()
    await reports(here)
    assert "Nobody has decided on it yet" in await alex.opens_home()
    assert (await alex.clicks_at_home("emergency.decline#1")).acked
    assert not (await alex.submits(words=WHY)).errors
    await alex.closes(everything=True)
    await here.quiet()
    assert "Emergencies that wait" not in await alex.opens_home()


async def test_an_accepted_one_stands_there_until_a_contact_claims_it(here: Town) -> None:
    await is_accepted(here)
    alex, ana = here.person("alex"), here.person("ana")
    assert "No contact has claimed it yet" in await alex.opens_home()
    await alex.clicks_at_home("emergency.offer#1")
    assert not (await alex.submits(person="Ana Torres")).errors
    await here.quiet()
    told = next(it for it in await ana.direct_messages() if "Support asks you" in it.words)
    await ana.clicks("emergency.claim", channel=await ana.direct_channel(), on=told.ts)
    await here.quiet()
    assert "Emergencies that wait" not in await alex.opens_home()
