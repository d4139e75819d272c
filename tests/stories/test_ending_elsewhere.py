"""Cases that end in another one, or with somebody else: merging and its undoing, referral (POLICY 3)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit
from tests.issue_cases import releases
from tests.town_cases import at_lakeside, chooses, open_case


async def _two_cases(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")


async def _ends(here: Town, to: str, *, number: int = 2, **filled: str) -> dict[str, str]:
    alex = here.person("alex")
    card = await here.card(alex, world.DESK, number=number)
    await chooses(alex, "case.status", channel=world.DESK, on=card.ts, number=number)
    await alex.clicks_in_window("case.status-chosen", to)
    errors = (await alex.submits(**filled)).errors
    await here.quiet()
    return errors


async def _card(here: Town, number: int) -> str:
    return (await here.card(here.person("ana"), world.LAKESIDE, number=number)).words


async def _thread(here: Town, number: int) -> str:
    return "\n".join(seen.words for seen in await here.thread(here.person("ana"), world.LAKESIDE, number=number))


async def test_a_duplicate_is_closed_with_a_link_both_ways_and_opened_again_within_a_day(here: Town) -> None:
    await _two_cases(here)
    assert not await _ends(here, "merge", main="#1")
    assert "Closed (Duplicate)" in await _card(here, 2)
    assert "merged into case 1 by Alex Kim (Support)" in await _thread(here, 2)
    assert "Case 2 is about the same" in await _thread(here, 1)
    await here.clock.turn(timedelta(hours=23))
    desk = await here.card(here.person("alex"), world.DESK, number=2)
    await here.person("alex").clicks("case.unmerge", channel=world.DESK, on=desk.ts)
    await here.quiet()
    assert "New, Support's turn" in await _card(here, 2)
    assert "case 2 is open again" in await _thread(here, 2)
    assert "case 2 goes on by itself" in await _thread(here, 1)


async def test_a_case_into_which_two_are_merged_names_both(here: Town) -> None:
    await _two_cases(here)
    await open_case(here, subject="Marks are late")
    for number in (2, 3):
        assert not await _ends(here, "merge", number=number, main="1")
    said = await _thread(here, 1)
    assert "Case 2 is about the same" in said
    assert "Case 3 is about the same" in said


async def test_an_undone_merge_brings_back_the_date_and_what_its_issue_became(here: Town) -> None:
    await _two_cases(here)
    await open_case(here, subject="Marks are late")
    assert not await _ends(here, "schedule", number=2, date="2026-12-01")
    assert not await _ends(here, "develop", number=3, issue="new", title="Late marks")
    for number in (2, 3):
        assert not await _ends(here, "merge", number=number, main="1")
    await releases(here)
    alex = here.person("alex")
    for number in (2, 3):
        desk = await here.card(alex, world.DESK, number=number)
        await alex.clicks("case.unmerge", channel=world.DESK, on=desk.ts)
        await here.quiet()
    assert "Scheduled" in await _card(here, 2)
    assert "Assigned, Support's turn" in await _card(here, 3)
    await here.pass_days(8)
    assert "Assigned, Support's turn" in await _card(here, 2)


@pytest.mark.parametrize(("number", "main"), [(2, 1), (1, 2)])
async def test_a_case_is_merged_into_one_that_another_agent_owns(here: Town, number: int, main: int) -> None:
    await _two_cases(here)
    gita = here.person("gita")
    await gita.clicks("case.take", channel=world.DESK, on=(await here.card(gita, world.DESK, number=main)).ts)
    await here.quiet()
    assert not await _ends(here, "merge", number=number, main=str(main))
    assert "Closed (Duplicate)" in await _card(here, number)
    async with here.bot.store.read() as tx:
        query = sa.select(audit.c.act, audit.c.case_number).order_by(audit.c.id.desc()).limit(1)
        assert (await tx.execute(query)).one() == ("work-case", number)


async def test_after_a_day_a_merge_stands(here: Town) -> None:
    await _two_cases(here)
    await _ends(here, "merge", main="1")
    alex = here.person("alex")
    desk = await here.card(alex, world.DESK, number=2)
    await here.clock.turn(timedelta(hours=25))
    await alex.clicks("case.unmerge", channel=world.DESK, on=desk.ts)
    await here.quiet()
    said = (await alex.hints(world.DESK))[-1].words
    assert "Case 2 was merged more than a day ago" in said
    assert "can reopen it" in said
    assert "Closed (Duplicate)" in await _card(here, 2)


@pytest.mark.parametrize("typed", ["2", "0", "x", "-1", "1.5", "²"])
async def test_a_number_that_can_be_none_is_said_at_its_field(here: Town, typed: str) -> None:
    await _two_cases(here)
    assert "number of another case" in (await _ends(here, "merge", main=typed))["main"]
    assert not (await here.person("alex").submits(main="1")).errors


async def test_a_case_is_not_merged_into_one_of_another_district_nor_into_none(here: Town) -> None:
    await open_case(here, by="pia", at=world.PINE_RIDGE)
    await open_case(here)
    await _ends(here, "merge", main="1")
    alex = here.person("alex")
    assert "same district" in await alex.reads_window()
    await alex.closes(everything=True)
    await _ends(here, "merge", main="77")
    assert "found no such case" in await alex.reads_window()
    assert "New" in await _card(here, 2)


async def test_a_reply_to_a_duplicate_is_led_to_where_it_goes_on(here: Town) -> None:
    await _two_cases(here)
    await _ends(here, "merge", main="1")
    ana = here.person("ana")
    await ana.says("Still so.", channel=world.LAKESIDE, thread=(await here.card(ana, world.LAKESIDE, number=2)).ts)
    await here.quiet()
    (hint,) = await ana.hints(world.LAKESIDE)
    assert "write it in the thread of case 1" in hint.words
    assert "Closed (Duplicate)" in await _card(here, 2)


async def test_a_reply_to_a_duplicate_of_a_duplicate_is_led_to_the_last_one(here: Town) -> None:
    await _two_cases(here)
    await open_case(here, subject="Marks are late")
    await _ends(here, "merge", number=2, main="3")
    await _ends(here, "merge", number=3, main="1")
    ana = here.person("ana")
    await ana.says("Still so.", channel=world.LAKESIDE, thread=(await here.card(ana, world.LAKESIDE, number=2)).ts)
    await here.quiet()
    assert "write it in the thread of case 1" in (await ana.hints(world.LAKESIDE))[-1].words


async def test_a_case_is_referred_with_where_to_and_why(here: Town) -> None:
    await open_case(here)
    who = "Your state's department of education"
    assert await _ends(here, "refer", number=1, referred=who, words="no") == {
        "words": "Please write at least 10 characters."
    }
    assert not (await here.person("alex").submits(referred=who, words="They keep the list of codes.")).errors
    await here.quiet()
    assert "Closed (Referred)" in await _card(here, 1)
    lakeside = await at_lakeside(here)
    assert who in lakeside
    assert "They keep the list of codes." in lakeside


async def test_what_is_pending_is_not_referred(here: Town) -> None:
    await open_case(here)
    alex = here.person("alex")
    desk = await here.card(alex, world.DESK)
    await alex.clicks("case.ask-input", channel=world.DESK, on=desk.ts)
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    await chooses(alex, "case.status", channel=world.DESK, on=desk.ts)
    offered = await alex.reads_window()
    assert "Closed: duplicate" in offered
    assert "Closed: referred" not in offered
