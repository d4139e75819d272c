"""Staff on no list, in a workspace of several districts: the case channel says whose they are (POLICY 1 and 2)."""

from dataclasses import replace

from demo import world
from demo.town import Town
from sandbox.people import Person, Seen
from tests.emergency_cases import REPORT, direct, last_direct, pages, state
from tests.town_cases import at_the_desk, open_case

ASKED = "I see it too."


async def _is_met(here: Town) -> Person:
    nora = here.person("nora")
    await nora.opens_home()
    await here.quiet()
    return nora


async def _replies(here: Town, words: str = ASKED) -> Seen:
    """Nora, below the card at Lakeside. Returns what she alone reads there."""
    card, nora = await open_case(here), here.person("nora")
    await nora.joins(world.LAKESIDE)
    await nora.says(words, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    return (await nora.hints(world.LAKESIDE))[-1]


async def test_what_is_offered_there_can_be_sent_and_taken_back_though_they_left_the_channel(here: Town) -> None:
    nora = await _is_met(here)
    hint = await _replies(here)
    await nora.clicks("emergency.report", channel=world.LAKESIDE, on=hint.ts)
    await nora.leaves(world.LAKESIDE)
    await here.quiet()
    await nora.submits(**REPORT)
    assert "Your report is with Support's agents" in await nora.reads_window()
    await nora.closes(everything=True)
    await here.quiet()
    assert len(await pages(here)) == 1
    assert REPORT["broken"] in await direct(here, "ana")
    assert REPORT["broken"] not in await direct(here, "pia")
    told = await last_direct(here, "nora", "Your report is with")
    await nora.clicks("emergency.withdraw", channel=await nora.direct_channel(), on=told.ts)
    await here.quiet()
    assert await state(here) == "withdrawn"


async def test_they_ask_a_contact_from_there_and_see_at_home_how_it_stands(here: Town) -> None:
    nora = await _is_met(here)
    hint = await _replies(here)
    await nora.clicks("question.ask", channel=world.LAKESIDE, on=hint.ts)
    await nora.leaves(world.LAKESIDE)
    await here.quiet()
    await nora.submits()
    assert "Your question is with" in await nora.reads_window()
    await nora.closes(everything=True)
    await here.quiet()
    assert ASKED in await direct(here, "ana")
    home = await nora.opens_home()
    assert "I don't know which district" in home
    assert ASKED in home
    await nora.clicks_at_home("question.withdraw#0")
    assert "Withdrawn" in await nora.opens_home()


async def test_commands_and_shortcuts_there_and_what_they_are_sent_know_it_too(here: Town) -> None:
    nora = await _is_met(here)
    await _replies(here)
    said = await here.person("ana").says("Who sees it?", channel=world.LAKESIDE)
    await here.quiet()
    await nora.uses_shortcut("shortcut.ask-contact", channel=world.LAKESIDE, on=said)
    assert "What do you need help with?" in await nora.reads_window()
    await nora.closes(everything=True)
    await nora.types("/case", "emergency", channel=world.LAKESIDE)
    assert "What is broken?" in await nora.reads_window()
    await nora.closes(everything=True)
    told = await last_direct(here, "nora", "was not taken in")
    await nora.clicks("emergency.report", channel=await nora.direct_channel(), on=told.ts)
    assert "What is broken?" in await nora.reads_window()
    assert "Who can help at Lakeside" in await nora.opens_home()


async def test_whoever_was_never_seen_is_looked_up_and_then_pointed_to_their_contacts_with_their_words(
    here: Town,
) -> None:
    hint, nora = await _replies(here), here.person("nora")
    assert "I'm looking you up" in hint.words
    assert "another district" not in await direct(here, "nora")
    told = await last_direct(here, "nora", "was not taken in")
    assert "Please turn to one of Lakeside Unified's" in told.words
    assert "looking you up" not in await direct(here, "nora")
    await nora.clicks("question.hand-text", channel=await nora.direct_channel(), on=told.ts)
    await here.quiet()
    assert ASKED in await direct(here, "ana")
    assert ASKED not in await at_the_desk(here)


async def test_whoever_types_the_command_there_and_was_never_seen_is_pointed_to_that_districts_contacts(
    here: Town,
) -> None:
    nora = here.person("nora")
    await nora.joins(world.LAKESIDE)
    await nora.types("/case", channel=world.LAKESIDE)
    await here.quiet()
    assert "Please turn to one of Lakeside Unified's" in await direct(here, "nora")


async def test_a_guest_who_was_never_seen_is_told_no_name(here: Town) -> None:
    slack = here.sandbox.slack
    slack.users["U0NORA"] = replace(slack.user("U0NORA"), is_restricted=True)
    hint = await _replies(here)
    said = hint.words + await direct(here, "nora")
    assert "You are here as a guest" in said
    assert "555-0101" not in said
    assert "Hand this text" not in said
