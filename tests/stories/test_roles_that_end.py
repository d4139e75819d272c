"""A file that says nothing more of somebody ends what they were at the desk, and for their district (POLICY 6)."""

from dataclasses import replace
from datetime import timedelta

from bot.services import directory
from demo import world
from demo.town import Town
from tests.emergency_cases import direct
from tests.town_cases import at_lakeside, desk_card, open_case, reply_to_district


async def _imports(here: Town, *, but: str) -> None:
    """The samples without whoever is named, where `--remove-missing` is asked for."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in world.SAMPLES.glob("*.csv")}
    texts["people"] = "".join(line for line in texts["people"].splitlines(keepends=True) if but not in line)
    found = await directory.run_import(
        here.bot.store,
        districts=texts["districts"],
        people=texts["people"],
        closures=None,
        now=here.clock.now(),
        apply=True,
        remove_missing=True,
    )
    assert [change.what for change in found.changes if but in change.what]


async def test_an_agent_whose_line_ended_works_no_more_and_the_leads_are_offered_their_cases(here: Town) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    await _imports(here, but="Alex Kim")
    await here.quiet()
    told = [seen.words for seen in await here.person("lee").direct_messages()]
    assert [words for words in told if "Alex Kim is no longer at Support, and owns these open cases" in words]
    for who, sees in ((here.person("gita"), True), (alex, False)):
        await who.clicks("case.reply-to-district", channel=world.DESK, on=card)
        assert ("Reply" in await who.reads_window()) == sees
        await who.types("/case", "list", channel=world.DESK)
        assert ("Grades vanish on save" in (await who.hints(world.DESK))[-1].words) == sees


async def test_a_former_agents_words_still_say_that_they_were_supports(here: Town) -> None:
    await open_case(here)
    await reply_to_district(here, "Please try it again.")
    assert "Alex Kim (Support)" in await at_lakeside(here)
    await _imports(here, but="Alex Kim")
    await here.quiet()
    ana = here.person("ana")
    await ana.types("/case", "view 1", channel=world.TOWN)
    seen = "\n".join(it.words for it in await ana.hints(world.TOWN)) + await ana.reads_window()
    assert "Alex Kim (Support)" in seen
    assert "Alex Kim" not in seen.replace("Alex Kim (Support)", "")


async def test_leads_are_not_told_again_of_the_cases_of_an_agent_whose_account_had_ended(here: Town) -> None:
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    slack = here.sandbox.slack
    slack.users["U0ALEX"] = replace(slack.user("U0ALEX"), deleted=True)
    await here.pass_days(1)
    assert (await direct(here, "lee")).count("owns these open cases") == 1
    await here.clock.turn(timedelta(days=7))
    await _imports(here, but="Alex Kim")
    await here.quiet()
    assert (await direct(here, "lee")).count("owns these open cases") == 1
