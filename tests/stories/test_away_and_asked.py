"""A contact is away: who stands in reads the questions and the emergencies, and for whom."""

from demo import world
from demo.town import Town
from tests.emergency_cases import is_accepted, presses_claim, state
from tests.stories.test_away import goes_away, written_to
from tests.stories.test_questions import ASKED, asks, got, presses
from tests.town_cases import chooses, open_case

AWAY = "Ana Torres (away until 1 Dec)"
FOR_ANA = "For Ana Torres, who is away: you stand in."


async def test_a_deputy_reads_for_whom_they_are_asked_and_answers(here: Town) -> None:
    await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    await asks(here, building="None of these")
    assert not await got(here, "ana", ASKED)
    (bens,) = await got(here, "ben", ASKED)
    (tesss,) = await got(here, "tess", ASKED)
    assert FOR_ANA in bens.words
    assert FOR_ANA in bens.text
    assert "you stand in" not in tesss.words
    tess = await presses(here, "tess", "question.pass-on")
    assert not (await tess.submits(to=AWAY)).errors
    assert "The question is with Ben Okafor now" in await tess.reads_window()
    await tess.closes(everything=True)
    await here.quiet()
    assert len(await got(here, "sam", "passed your question on to Ben Okafor")) == 1
    assert FOR_ANA in (await got(here, "ben", "passes a question"))[0].words
    ben = await presses(here, "ben", "question.answer", "passes a question")
    assert not (await ben.submits(words="Choose the new year above.")).errors
    await here.quiet()
    assert len(await got(here, "sam", "Choose the new year above.")) == 1
    assert not await got(here, "ana", ASKED)


async def test_a_deputy_is_told_of_an_emergency_and_claims_it(here: Town) -> None:
    await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    await is_accepted(here)
    assert (await written_to(here, "ben")).count(FOR_ANA) == 2  # the report and the call to claim
    assert "emergency" not in await written_to(here, "ana")
    assert "emergency" in await written_to(here, "tess")
    assert "you stand in" not in await written_to(here, "tess")
    await presses_claim(here, "ben")
    assert await state(here) == "claimed"


async def test_whoever_hands_a_case_over_sees_who_is_away(here: Town) -> None:
    await open_case(here)
    tess = here.person("tess")
    card = await here.card(tess, world.LAKESIDE)
    await goes_away(here, "ben", "2026-12-01")
    await chooses(tess, "case.hand-over", channel=world.LAKESIDE, on=card.ts)
    assert not (await tess.submits(person="Ben Okafor (away until 1 Dec)")).errors
    await here.quiet()
    assert "Ben Okafor" in (await here.card(tess, world.LAKESIDE)).words
    await is_accepted(here)
    alex = here.person("alex")
    await alex.opens_home()
    await alex.clicks_at_home("emergency.offer#1")
    assert not (await alex.submits(person="Ben Okafor (away until 1 Dec)")).errors
