"""Targets for the desk, and dates that come: who is told, when, and once (POLICY 3 and 4).

The vendor is in New York, where it is one o'clock on Tuesday when a story begins.
"""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.services import rounds
from demo import world
from demo.town import Town
from storage import calendars
from storage.tables import cases, date_clocks, target_clocks
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case

NEW_YORK = ZoneInfo("America/New_York")


async def until(here: Town, local: str) -> Counter[str]:
    """Time passes to an hour in New York; the clock's work is done once, and delivered."""
    then = datetime.fromisoformat(local).replace(tzinfo=NEW_YORK).astimezone(UTC)
    await here.clock.turn(then - here.clock.now())
    done = await here.bot.tick()
    await here.quiet()
    return done


async def told(here: Town, name: str, words: str) -> int:
    return sum(words in seen.words for seen in await here.person(name).direct_messages())


async def taken(here: Town) -> str:
    """A case that is Alex's; Medium, so a first response is due on Wednesday at one."""
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    return card


async def test_the_owner_is_warned_the_desk_told_and_then_the_lead_each_once(here: Town) -> None:
    card = await taken(here)
    desk = (await here.card(here.person("alex"), world.DESK)).words
    assert "First response due" in desk
    assert "First response" not in (await here.card(here.person("ana"), world.LAKESIDE)).words
    await until(here, "2026-11-25T09:30")
    assert await told(here, "alex", "the first response is due") == 0
    await until(here, "2026-11-25T11:00")
    await until(here, "2026-11-25T12:00")
    assert await told(here, "alex", "the first response is due") == 1
    await until(here, "2026-11-25T13:01")
    await until(here, "2026-11-25T13:30")
    assert (await at_the_desk(here)).count("the first response was due") == 1
    assert "First response was due" in (await here.card(here.person("alex"), world.DESK)).words
    assert await told(here, "lee", "still heard nothing") == 0
    await until(here, "2026-11-25T14:30")
    await until(here, "2026-11-25T15:30")
    assert [await told(here, name, "still heard nothing") for name in ("lee", "alex", "gita")] == [1, 0, 0]
    assert "was due" not in await at_lakeside(here)
    alex = here.person("alex")
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    await alex.submits(words="We are looking into it.")
    await alex.submits()  # the preview
    await here.quiet()
    assert "Next update due" in (await here.card(alex, world.DESK)).words


async def test_without_an_owner_the_desk_is_warned_and_at_night_nobody(here: Town) -> None:
    await open_case(here)
    await until(here, "2026-11-25T06:59")
    done = await until(here, "2026-11-25T13:01")
    assert done["target-missed"] == 1
    await open_case(here, subject="Another thing")
    await until(here, "2026-11-27T11:30")
    assert "the first response is due" in "\n".join(
        seen.words for seen in await here.thread(here.person("alex"), world.DESK, number=2)
    )
    done = await until(here, "2026-11-27T19:00")
    assert done["target-missed"] == 0
    done = await until(here, "2026-11-30T07:00")
    assert done["target-missed"] == 1


async def test_what_the_desk_sends_to_the_district_is_its_first_response_and_a_note_is_not(here: Town) -> None:
    card = await taken(here)
    alex = here.person("alex")
    await alex.says("Looks like the cache.", channel=world.DESK, thread=card)
    await here.quiet()
    assert "First response due" in (await here.card(alex, world.DESK)).words
    await alex.says("I am on it.", channel=world.DESK, thread=card)
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    await alex.submits(words="We are looking into it.")
    await alex.submits()  # the preview
    await here.quiet()
    await until(here, "2026-11-25T14:00")
    assert await told(here, "alex", "the first response is due") == 0
    assert "was due" not in await at_the_desk(here)
    done = await until(here, "2026-11-30T13:30")  # three business days, over Thanksgiving
    assert done["target-missed"] == 1
    assert (await at_the_desk(here)).count("the next update was due") == 1


async def test_while_it_is_the_districts_turn_no_target_runs(here: Town) -> None:
    card = await taken(here)
    alex = here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=card)
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    lakeside = (await here.card(here.person("ana"), world.LAKESIDE)).ts
    await until(here, "2026-12-04T12:00")
    assert await told(here, "alex", "is due") == 0
    await here.person("ana").says("Firefox.", channel=world.LAKESIDE, thread=lakeside)
    await here.quiet()
    done = await until(here, "2026-12-09T11:59")
    assert (done["target-missed"], done["target-near"]) == (0, 1)
    done = await until(here, "2026-12-09T12:01")
    assert done["target-missed"] == 1


async def test_a_warning_that_was_overtaken_by_the_reply_is_not_delivered(here: Town) -> None:
    card = await taken(here)
    await here.clock.turn(datetime(2026, 11, 25, 17, tzinfo=UTC) - here.clock.now())
    await here.bot.tick()
    alex = here.person("alex")
    with holding(here):
        await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
        await alex.submits(words="We are looking into it.")
        await alex.submits()  # the preview
    await here.quiet()
    assert await told(here, "alex", "is due") <= 1
    await until(here, "2026-11-25T13:30")
    assert "was due" not in await at_the_desk(here)


async def test_of_another_priority_the_owner_is_warned_anew(here: Town) -> None:
    card, alex = await taken(here), here.person("alex")
    await until(here, "2026-11-25T11:00")
    assert await told(here, "alex", "the first response is due") == 1
    await chooses(alex, "case.priority", channel=world.DESK, on=card)
    assert not (await alex.submits(level="low", words="One teacher alone sees it.")).errors
    await until(here, "2026-11-27T15:30")  # Low: until Monday at one
    assert await told(here, "alex", "the first response is due") == 1
    await until(here, "2026-11-27T16:30")
    assert await told(here, "alex", "the first response is due") == 2
    assert "was due" not in await at_the_desk(here)


async def test_a_closed_case_has_no_target_and_a_reopened_one_has(here: Town) -> None:
    await open_case(here)
    ana = here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=(await here.card(ana, world.LAKESIDE)).ts)
    await ana.submits()
    await here.quiet()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(target_clocks))).all() == []
    await ana.types("/case", "reopen 1 It vanishes again since the release", channel=world.TOWN)
    await here.quiet()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(target_clocks.c.kind))).scalar_one() == "update"


async def test_a_trial_tick_says_what_would_be_due_and_changes_nothing(here: Town) -> None:
    await taken(here)
    then = datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert await rounds.forecast(here.bot.store, at=then) == {"target-missed": 1}
    assert await rounds.forecast(here.bot.store, at=then) == {"target-missed": 1}
    assert await rounds.forecast(here.bot.store, at=here.clock.now()) == {}


async def test_a_scheduled_case_is_back_with_its_owner_when_the_districts_day_begins(here: Town) -> None:
    await taken(here)
    await _scheduled(here)
    done = await until(here, "2026-11-30T08:59")  # a minute before eight at Lakeside
    assert done["date-came"] == 0
    done = await until(here, "2026-11-30T09:00")
    assert done["date-came"] == 1
    assert "Assigned, our turn" in (await here.card(here.person("alex"), world.DESK)).words
    assert "@Alex Kim: Case 1 was scheduled for today" in await at_the_desk(here)
    assert "scheduled for today" not in await at_lakeside(here)
    assert (await until(here, "2026-11-30T09:30"))["date-came"] == 0


async def _scheduled(here: Town) -> None:
    """As the desk's act does it, which these stories do not tell."""
    day = datetime(2026, 11, 30, tzinfo=UTC).date()
    async with here.bot.store.begin() as tx:
        await tx.execute(cases.update().values(status="scheduled", scheduled_for=day))
        await tx.execute(date_clocks.insert(), {"case_number": 1, "due_at": here.clock.now()})


async def test_the_settings_are_what_every_process_goes_by(here: Town) -> None:
    async with here.bot.store.read() as tx:
        assert (await calendars.rules(tx)).close_on == here.settings.close_day
