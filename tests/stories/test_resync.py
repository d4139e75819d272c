"""`case resync`: what Slack changed while the bot was away is taken in, once, with Slack's times."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import running
from demo import world
from demo.town import Town
from sandbox.deeds import channels, messages
from storage.tables import audit, comment_versions, comments, note_versions, outbox
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, desk_card, open_case, reply_to_district


@pytest.fixture
def transport() -> str:
    return "http"


async def _resync(here: Town, who: str = "alex", number: str = "1") -> str:
    """What the command answers."""
    person = here.person(who)
    await person.types("/case", f"resync {number}", channel=world.TOWN)
    await here.quiet()
    return (await person.hints(world.TOWN))[-1].words


async def _told(here: Town) -> str:
    return (await here.person("alex").direct_messages())[-1].words


async def _counts(here: Town) -> list[int]:
    async with here.bot.store.read() as tx:
        tables = (comments, comment_versions, note_versions)
        return [(await tx.execute(sa.select(sa.func.count()).select_from(it))).scalar_one() for it in tables]


async def test_what_was_said_changed_and_deleted_while_the_bot_was_away_is_mended(here: Town) -> None:
    card, ana, alex = await open_case(here), here.person("ana"), here.person("alex")
    kept = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card)
    gone = await ana.says("Never mind.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await here.clock.turn(timedelta(hours=1))
    with holding(here):
        await ana.edits(kept, "In Safari.", channel=world.LAKESIDE)
        await ana.deletes(gone, channel=world.LAKESIDE)
        await ana.says("A picture:", channel=world.LAKESIDE, thread=card, files=[("screen.png", b"\x89PNG")])
        missed = await here.person("ben").says("In Opera.", channel=world.LAKESIDE, thread=card)
        await here.person("ben").edits(missed, "In Opera too.", channel=world.LAKESIDE)
        await ana.says("<@U0BOT>", channel=world.LAKESIDE, thread=card)
        await alex.says("A note of ours.", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    assert "In Safari." not in await at_the_desk(here)
    assert "I send you a message" in await _resync(here)
    assert "read again: 3 messages taken in, 1 edit and 1 deletion." in await _told(here)
    desk = await at_the_desk(here)
    for words in ("In Safari.", "A picture:", "In Opera too.", "deleted by its author"):
        assert words in desk
    assert "Never mind." not in desk
    assert any("screen.png" in seen.files for seen in await here.thread(alex, world.DESK))
    assert "A note of ours." not in await at_lakeside(here)
    assert await _counts(here) == [4, 5, 1]
    async with here.bot.store.read() as tx:
        (said_at,) = (await tx.execute(sa.select(comments.c.at).where(comments.c.ts == missed))).scalars()
    assert f"{said_at.timestamp():.6f}" == missed


async def test_run_twice_it_changes_nothing_and_says_so(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    with holding(here):
        ts = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card)
        await ana.edits(ts, "In Safari.", channel=world.LAKESIDE)
    await reply_to_district(here, "We look at it.")
    await here.clock.turn(timedelta(hours=1))
    await _resync(here)
    assert "1 message taken in." in await _told(here)
    before = await _counts(here)
    said = await at_lakeside(here), await at_the_desk(here)
    await _resync(here)
    assert "nothing was missing." in await _told(here)
    assert await _counts(here) == before
    assert (await at_lakeside(here), await at_the_desk(here)) == said


async def test_a_long_thread_is_read_page_by_page_at_slacks_pace(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    slack.app(world.APP).is_commercial = True
    with holding(here):
        said = [messages.say(slack, world.LAKESIDE, "U0ANA", f"Line {it}.", thread_ts=card).ts for it in range(40)]
    await here.clock.turn(timedelta(hours=1))
    await _resync(here)
    assert "40 messages taken in." in await _told(here)
    with holding(here):
        for ts in (said[3], said[20], said[39]):
            messages.delete(slack, world.LAKESIDE, ts, "U0ANA")
    await _resync(here)
    assert "3 deletions." in await _told(here)
    assert not any(call.error == "ratelimited" for call in slack.log)


async def test_what_was_said_a_moment_ago_may_be_missing_from_history_and_is_not_called_deleted(here: Town) -> None:
    card = await open_case(here)
    await here.people.do("fault", api={"trouble": "lag", "method": "conversations.replies", "seconds": 60})
    await here.person("ana").says("Just now.", channel=world.LAKESIDE, thread=card)
    await here.people.settle()
    await _resync(here)
    assert "nothing was missing." in await _told(here)
    assert "Just now." in await at_the_desk(here)


async def test_only_agents_may_and_of_a_case_that_is_not_there_nobody_learns(here: Town) -> None:
    await open_case(here)
    assert "done by the support team" in await _resync(here, "ana")
    for number in ("1", "99"):
        assert "done by the support team" in await _resync(here, "pia", number=number)
    assert "no such case" in await _resync(here, number="99")
    assert "Please say which case" in await _resync(here, number="")
    async with here.bot.store.read() as tx:
        asked = await tx.execute(sa.select(audit.c.rule, audit.c.allowed).where(audit.c.act == "resync-case"))
        assert [tuple(row) for row in asked.all()] == [
            ("SupportOnly", False),
            ("SupportOnly", False),
            ("SupportOnly", False),
            ("NotFound", False),
        ]
        assert (await tx.execute(sa.select(outbox.c.id).where(outbox.c.kind == "resync"))).all() == []


async def test_a_thread_that_cannot_be_read_is_said_and_the_others_are_read(here: Town) -> None:
    card = await open_case(here)
    await here.clock.turn(timedelta(hours=1))
    with holding(here):
        await here.person("alex").says("A note.", channel=world.DESK, thread=await desk_card(here))
        await here.person("ana").says("A comment.", channel=world.LAKESIDE, thread=card)
        channels.leave(here.sandbox.slack, world.LAKESIDE, "U0BOT")
    await _resync(here)
    told = await _told(here)
    assert "1 message taken in." in told
    assert "Not every thread could be read" in told
    assert await _counts(here) == [0, 0, 1]


async def test_from_the_command_line_it_says_what_it_found(here: Town) -> None:
    card = await open_case(here)
    with holding(here):
        await here.person("ana").says("In Firefox.", channel=world.LAKESIDE, thread=card)
    settings = here.settings.model_copy(update={"port": 0})
    assert await running.resync(settings, 99, clock=here.clock) is None
    reading = asyncio.create_task(running.resync(settings, 1, clock=here.clock))
    while not reading.done():
        await here.clock.turn(timedelta(seconds=1))
        await asyncio.sleep(0.01)
    assert await reading == "The threads of case 1 were read again: 1 message taken in."
