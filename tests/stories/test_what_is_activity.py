"""What begins a contact's silence again, and what does not (POLICY 7)."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import people, roster
from tests.stories.test_list_of_contacts import _asks_of
from tests.stories.test_questions import asks, presses
from tests.town_cases import open_case, reply_to_district

HOUR = timedelta(hours=1)


async def _since(here: Town, name: str = "ana") -> datetime:
    query = sa.select(roster.c.silent_since).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        found: datetime = (await tx.execute(query.where(people.c.user_id == here.person(name).id))).scalar_one()
    return found


async def _later(here: Town) -> datetime:
    await here.clock.turn(HOUR)
    return here.clock.now()


async def test_signing_in_and_every_allowed_act_is_activity(here: Town) -> None:
    card, ana = await open_case(here, by="ben"), here.person("ana")
    commands = ("list", "view 1", "contacts", "notify", "find grades", "searches")
    for text in commands:
        now = await _later(here)
        await ana.types("/case", text, channel=world.TOWN)
        assert await _since(here) >= now, text
        if await ana.window():
            await ana.closes(everything=True)
    now = await _later(here)
    await ana.opens_home()
    assert await _since(here) >= now
    now = await _later(here)
    await ana.says("It is back.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert await _since(here) >= now


@pytest.mark.parametrize("what", ["refused", "told", "mentioned", "in passing"])
async def test_refused_acts_receiving_and_being_mentioned_are_none(here: Town, what: str) -> None:
    await open_case(here)
    before, ana = await _since(here), here.person("ana")
    await _later(here)
    match what:
        case "refused":
            for text in ("incident", "view 99", "resync 1", "reopen 1 it is back since Tuesday"):
                await ana.types("/case", text, channel=world.TOWN)
        case "told":
            await reply_to_district(here, "Which browser is it?")
            assert await here.thread(ana, world.LAKESIDE)
        case "mentioned":
            card = await here.card(here.person("ben"), world.LAKESIDE)
            await here.person("ben").says(f"<@{ana.id}> knows.", channel=world.LAKESIDE, thread=card.ts)
        case _:
            await ana.says("Good morning.", channel=world.LAKESIDE)
            await ana.types("/case", "help", channel=world.TOWN)
    await here.quiet()
    assert await _since(here) == before


async def test_questions_asked_of_them_and_the_list_are_acts_too_and_being_asked_or_told_is_none(here: Town) -> None:
    before = await _since(here)
    await _later(here)
    await asks(here, building="None of these")
    await _asks_of(here, "dana", "ben", "remove", reason="He has left.")
    assert await _since(here) == before
    now = await _later(here)
    ana = await presses(here, "ana", "question.answer")
    assert not (await ana.submits(words="Choose the new year above.")).errors
    assert await _since(here) >= now
    await ana.closes(everything=True)
    await here.quiet()
    now = await _later(here)
    await _asks_of(here, "ana", "tess", "change-type", role="Authorized Support Contact", reason="She changes.")
    assert await _since(here) >= now
    assert await _since(here, "tess") == before
