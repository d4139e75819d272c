"""What waits on whoever opens their Home: questions they were asked, and, at the desk, emergencies."""

from typing import Any

from demo.town import Town
from sandbox.people import Person
from tests.emergency_cases import REPORT, WHY, is_accepted, presses_claim, reports, state
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


async def test_a_contact_finds_on_the_home_what_waits_for_one_and_claims_it_there(here: Town) -> None:
    await is_accepted(here)
    ana = here.person("ana")
    home = await ana.opens_home()
    assert "Case 1 · Lakeside Unified" in home
    assert "No contact has claimed it yet" in home
    assert {"emergency.claim#1", "case.view#emergency-1"} <= {*await at_home(ana)}
    for name in ("pia", "dana", "cody"):
        assert "Emergencies that wait" not in await here.person(name).opens_home(), name
    assert (await ana.clicks_at_home("emergency.claim#1")).acked
    assert "You stand for case 1 now." in await ana.reads_window()
    await ana.closes(everything=True)
    await here.quiet()
    assert await state(here) == "claimed"
    assert "Emergencies that wait" not in await ana.opens_home()


async def test_a_contact_makes_a_case_of_a_report_on_the_home(here: Town) -> None:
    await reports(here)
    ana = here.person("ana")
    assert "Emergency 1 · Lakeside Unified" in await ana.opens_home()
    assert (await ana.clicks_at_home("emergency.take#1")).acked
    assert REPORT["broken"] in (await ana.typed())["description"]


async def test_who_reported_one_reads_on_the_home_how_it_stands_and_takes_it_back_there(here: Town) -> None:
    sam = here.person("sam")
    assert "Your emergency" not in await sam.opens_home()
    await reports(here)
    assert "nobody has decided yet" in await sam.opens_home()
    assert "emergency.withdraw" in await at_home(sam)
    assert "Your emergency" not in await here.person("cody").opens_home()
    assert (await sam.clicks_at_home("emergency.withdraw")).acked
    assert "Your report is taken back" in await sam.reads_window()
    await sam.closes(everything=True)
    await here.quiet()
    assert await state(here) == "withdrawn"
    assert "Your emergency" not in await sam.opens_home()


async def test_and_that_it_is_a_case_until_a_contact_claims_that(here: Town) -> None:
    await is_accepted(here)
    sam = here.person("sam")
    assert "Support accepted it: it is case 1" in await sam.opens_home()
    assert "emergency.withdraw" not in await at_home(sam)
    await presses_claim(here, "ben")
    assert "Your emergency" not in await sam.opens_home()
