"""A reply to a closed case after its author decided: what becomes of the message becomes of what it said."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import comments, kept_words
from tests.stories.test_from_the_thread import BOT, closed_case, count
from tests.town_cases import at_lakeside, at_the_desk, desk_card, send

SAID = "It vanishes again on Tuesdays."


async def _reopened(here: Town) -> tuple[str, str]:
    """By Ana's reply. Returns the ts of the card and of the reply."""
    card, ana = await closed_case(here), here.person("ana")
    ts = await ana.says(SAID, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=(await ana.hints(world.LAKESIDE))[-1].ts)
    await here.quiet()
    return card, ts


async def test_a_message_that_reopened_a_case_is_edited_as_any_comment(here: Town) -> None:
    _, ts = await _reopened(here)
    await here.person("ana").edits(ts, "It vanishes again on Wednesdays.", channel=world.LAKESIDE)
    await here.quiet()
    assert "Wednesdays" in await at_the_desk(here)
    assert "Tuesdays" not in await at_the_desk(here)
    assert await count(here, comments) == 1


async def test_a_message_that_reopened_a_case_leaves_a_stub_when_it_is_deleted(here: Town) -> None:
    _, ts = await _reopened(here)
    await here.person("ana").deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    for read in (at_the_desk, at_lakeside):
        assert "Tuesdays" not in await read(here)
    assert "deleted" in await at_the_desk(here)


async def test_a_thread_that_is_read_again_does_not_bring_the_reply_twice(here: Town) -> None:
    await _reopened(here)
    alex = here.person("alex")
    await alex.says(BOT, channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    offer = (await alex.hints(world.DESK))[-1]
    assert "case.resync" in offer.buttons
    await alex.clicks("case.resync", channel=world.DESK, on=offer.ts)
    await here.quiet()
    assert "I read the threads of case 1 again" in (await alex.hints(world.DESK))[-1].words
    assert await count(here, comments) == 1


async def test_a_reply_that_is_sent_in_after_another_reopened_is_taken_in_as_a_comment(here: Town) -> None:
    card, ana, ben = await closed_case(here), here.person("ana"), here.person("ben")
    ts = await ana.says(SAID, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ben.clicks("case.reopen", channel=world.LAKESIDE, on=card)
    await ben.submits(words="It is gone on Mondays, too.")
    await here.quiet()
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=(await ana.hints(world.LAKESIDE))[-1].ts)
    await here.quiet()
    assert "your reply is in it now" in (await ana.hints(world.LAKESIDE))[-1].words
    assert (await at_the_desk(here)).count(SAID) == 1
    await ana.deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    assert SAID not in await at_the_desk(here)


async def test_a_reply_that_became_a_new_case_is_kept_no_longer_and_serves_once(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says(SAID, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    offer = (await ana.hints(world.LAKESIDE))[-1]
    await ana.clicks("kept.new-case", channel=world.LAKESIDE, on=offer.ts)
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(kept_words.c.words))).scalars().all() == [SAID]
    await send(ana, subject="Attendance is gone")
    await here.quiet()
    assert await count(here, kept_words) == 0
    await ana.closes(everything=True)
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=offer.ts)
    await here.quiet()
    assert "was decided on already" in (await ana.hints(world.LAKESIDE))[-1].words
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words
