"""Who is told of what, and where, as the people in it see it."""

import json
from datetime import UTC, datetime

from demo import world
from demo.town import Town
from sandbox.people import Seen
from tests.town_cases import desk_card

ASKED = "Which browser is it?"


async def chose(here: Town, name: str, way: str, **quiet: str) -> None:
    """By `/case notify`. `quiet`: `begins` and `ends`, in their own time."""
    person = here.person(name)
    await person.types("/case", "notify", channel=world.TOWN)
    filled = {"way": way, "quiet": "every-day" if quiet else "never", **quiet}
    assert not (await person.submits(**filled)).errors
    assert "Saved." in await person.reads_window()
    await person.closes()
    await here.quiet()


async def asks(here: Town, words: str = ASKED) -> None:
    """Alex puts a question to the district."""
    alex = here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(words=words)).errors
    await here.quiet()


async def mentions(here: Town, name: str, channel: str) -> list[Seen]:
    """Messages in a thread there that ring for this person."""
    person = here.person(name)
    return [
        seen
        for seen in await person.sees(channel)
        if f"<@{person.id}>" in json.dumps(seen.blocks) + seen.text and seen.thread_ts not in (None, seen.ts)
    ]


async def told(here: Town, name: str) -> list[Seen]:
    """Direct messages about cases, threads apart."""
    found = await here.person(name).direct_messages()
    return [seen for seen in found if "case.view" in str(seen.buttons) and seen.thread_ts in (None, seen.ts)]


async def passes(here: Town, until: str) -> None:
    """Until that time in UTC; the clock's work is done then, and delivered."""
    await here.clock.turn(datetime.fromisoformat(until).replace(tzinfo=UTC) - here.clock.now())
    await here.bot.tick()
    await here.quiet()
