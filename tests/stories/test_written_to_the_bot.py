"""Who writes to the bot itself, where no case is, is told once an hour that nobody reads it; nothing is taken in."""

from datetime import timedelta

from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.tables import comments
from tests.stories.test_from_the_thread import count
from tests.told import asks, chose, told
from tests.town_cases import open_case

NOBODY = "nobody reads what is written here"


async def _answers(person: Person) -> int:
    return len([seen for seen in await person.direct_messages() if NOBODY in seen.words])


async def test_what_is_written_to_the_bot_is_answered_once_an_hour(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "dm")
    await asks(here)
    ana = here.person("ana")
    (notice,) = await told(here, "ana")
    direct = await ana.direct_channel()
    await ana.says("Firefox.", channel=direct, thread=notice.ts)
    await ana.says("Hello?", channel=direct)
    await here.quiet()
    assert await _answers(ana) == 1
    assert await count(here, comments) == 1  # the question
    await here.clock.turn(timedelta(hours=1))
    await ana.says("Firefox!", channel=direct)
    await here.quiet()
    assert await _answers(ana) == 2


async def test_a_reply_in_a_thread_of_a_case_is_read_and_not_answered(here: Town) -> None:
    pia = here.person("pia")
    card = await open_case(here, by="pia", at=world.PINE_RIDGE)
    await pia.says("It is Firefox.", channel=world.PINE_RIDGE, thread=card)
    await here.quiet()
    assert await _answers(pia) == 0
    assert await count(here, comments) == 1
