"""Whose reply is not taken in is told why: where they wrote, at most once an hour, and once by message (POLICY 2)."""

from datetime import timedelta

from demo import world
from demo.town import Town
from tests.town_cases import at_the_desk, open_case

WHY = "was not taken in"


async def _told(here: Town, name: str) -> tuple[int, int]:
    """How often where they wrote, and how often by direct message."""
    person = here.person(name)
    hints, sent = await person.hints(world.LAKESIDE), await person.direct_messages()
    return sum(WHY in seen.words for seen in hints), sum(WHY in seen.words for seen in sent)


async def _says(here: Town, name: str, words: str, *, card: str) -> None:
    await here.person(name).says(words, channel=world.LAKESIDE, thread=card)
    await here.quiet()


async def test_once_an_hour_in_each_thread_and_once_by_message_for_each_case(here: Town) -> None:
    first, second = await open_case(here), await open_case(here, subject="Buses are late")
    for name in ("sam", "cody"):
        await here.person(name).joins(world.LAKESIDE)
    await _says(here, "sam", "Can I help?", card=first)
    assert await _told(here, "sam") == (1, 1)
    await here.clock.turn(timedelta(minutes=59))
    await _says(here, "sam", "Hello?", card=first)
    assert await _told(here, "sam") == (1, 1)
    await _says(here, "sam", "Here too?", card=second)
    assert await _told(here, "sam") == (2, 2)
    await here.clock.turn(timedelta(minutes=1))
    await _says(here, "sam", "Anybody?", card=first)
    assert await _told(here, "sam") == (3, 2)
    await _says(here, "cody", "Nor I?", card=first)
    assert (await _told(here, "sam"), await _told(here, "cody")) == ((3, 2), (1, 1))
    await _says(here, "ben", "But I can.", card=first)
    assert await _told(here, "ben") == (0, 0)
    desk = await at_the_desk(here)
    assert "But I can." in desk
    for words in ("Can I help?", "Hello?", "Anybody?", "Nor I?"):
        assert words not in desk
