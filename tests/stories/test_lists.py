"""What people look up: their cases, one case, their contacts, and their Home."""

import pytest

from demo import world
from demo.town import Town
from tests.town_cases import FILLED


@pytest.fixture
def transport() -> str:
    return "http"


async def _asks(here: Town, name: str, words: str) -> str:
    """What `/case` with these words answers."""
    person = here.person(name)
    await person.types("/case", words, channel=world.TOWN)
    return (await person.hints(world.TOWN))[-1].words


async def _opens(here: Town, name: str, subject: str, **chosen: str) -> None:
    """A case; `chosen`: what else is filled in."""
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    assert not (await person.submits(**FILLED, **chosen)).errors
    await person.closes()
    await here.quiet()


async def test_an_agents_list_and_home_say_of_each_case_whose_it_is_and_whose_turn(here: Town) -> None:
    await _opens(here, "ana", "Grades vanish on save")
    await _opens(here, "pia", "Printing is slow")
    for words in (await _asks(here, "alex", "list"), await here.person("alex").opens_home()):
        assert "Open cases of all districts" in words
        assert "Lakeside Unified · New, our turn" in words
        assert "Pine Ridge Schools · New, our turn" in words
    own = await _asks(here, "ana", "list")
    assert "New, Support's turn" in own
    assert "Pine Ridge" not in own
