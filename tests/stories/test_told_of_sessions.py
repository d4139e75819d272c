"""Direct messages about joint sessions and about who is away: what each says, with what to press, and to whom."""

from datetime import timedelta

import pytest

from demo.town import Town
from tests.stories.test_away import goes_away, written_to
from tests.stories.test_erasing_names import _erased, each_mode
from tests.stories.test_joint_session import _invites, _passes, _presses
from tests.town_cases import open_case

EVERYBODY = ("ana", "ben", "tess", "sam", "dana", "cody", "pia", "alex", "lee", "kim")
SAM, ANA, BEN = "Sam Rivera", "Ana Torres", "Ben Okafor"
STUB = "What stood here named somebody who was erased."

YOURS = "The joint session with Sam Rivera in case 1 is open until"
STANDS_IN = "Ana Torres named you as the stand-in for a joint session with Sam Rivera in case 1, from"
PLANNED = "A joint session in case 1, Ana Torres with Sam Rivera: it begins at"
BEGINS = "Your joint session with Sam Rivera in case 1 begins, and lasts until"
RESTS = "Are you still there? The joint session with Sam Rivera in case 1 rests."
CANCELLED = "The joint session in case 1 does not take place: its contact ended it."


async def _told(here: Town, said: str) -> dict[str, tuple[str, ...]]:
    """Whoever reads that, with the buttons of the newest such message."""
    found = {}
    for name in EVERYBODY:
        for seen in await here.person(name).direct_messages():
            if said in seen.words:
                found[name] = seen.buttons
    return found


async def _naming(here: Town, said: str) -> set[str]:
    return {*await _told(here, said)}


async def _plans(here: Town) -> None:
    """In two hours, with Ben as the stand-in."""
    begins = here.clock.now() + timedelta(hours=2)
    await _invites(here, await open_case(here), starts=int(begins.timestamp()), stand_in=BEN)


async def test_who_is_to_be_there_now_is_told_and_nobody_else(here: Town) -> None:
    await _invites(here, await open_case(here), stand_in=BEN)
    assert await _told(here, YOURS) == {"ana": ("session.here", "session.end")}
    assert await _told(here, STANDS_IN) == {"ben": ("session.here", "session.end")}
    assert await _naming(here, RESTS) == set()
    await _passes(here, 6)
    asked = ("session.here", "session.end")
    assert await _told(here, RESTS) == {"ana": asked, "ben": asked}


async def test_a_planned_one_is_told_to_its_contact_and_its_guest_and_when_it_begins_to_those_who_join(
    here: Town,
) -> None:
    await _plans(here)
    assert await _told(here, PLANNED) == {"ana": ("session.end",), "sam": ()}
    assert await _told(here, STANDS_IN) == {"ben": ("session.end",)}
    assert await _naming(here, BEGINS) == set()
    await _passes(here, 121)
    joins = ("session.here", "session.end")
    assert await _told(here, BEGINS) == {"ana": joins, "ben": joins}


async def test_a_cancelled_one_is_told_to_those_three_without_a_button(here: Town) -> None:
    await _plans(here)
    await _presses(here, "ana", "session.end")
    assert await _told(here, CANCELLED) == {"ana": (), "ben": (), "sam": ()}


@each_mode
@pytest.mark.parametrize(("user", "name"), [("U0SAM", SAM), ("U0ANA", ANA)], ids=["its guest", "its contact"])
async def test_messages_about_a_session_name_whoever_was_erased_no_more(
    here: Town, user: str, name: str, *, with_words: bool
) -> None:
    await _plans(here)
    await _passes(here, 121)
    others = {"ana", "ben", "sam"} - {user.removeprefix("U0").lower()}
    assert await _naming(here, name) & others
    called = await _erased(here, user, with_words=with_words)
    assert await _naming(here, name) & others == set()
    assert await _naming(here, STUB) | await _naming(here, called)


async def test_that_somebody_stands_in_is_told_to_the_deputy_and_that_it_is_over_to_both(here: Town) -> None:
    begins = "Ana Torres is away to the end of 1 December 2026 and named you as deputy: until then I tell you what"
    await goes_away(here, "ana", "2026-12-01", BEN)
    assert await _told(here, begins) == {"ben": ()}
    assert await _naming(here, "no longer stand in") == set()
    await here.pass_days(8)
    assert await _told(here, "You no longer stand in for Ana Torres") == {"ben": ()}
    assert await _told(here, "Your time away is over: Ben Okafor, who stood in for you at Lakeside") == {"ana": ()}


async def test_a_deputy_who_is_lost_is_told_to_whoever_is_away_with_the_way_to_another(here: Town) -> None:
    await goes_away(here, "ana", "2026-12-01", BEN)
    await goes_away(here, "ben", "2026-12-01")
    await here.bot.tick()
    await here.quiet()
    assert await _told(here, "Ben Okafor cannot stand in for you at Lakeside") == {"ana": ("person.away",)}


@each_mode
@pytest.mark.parametrize(
    ("user", "name", "reader"), [("U0ANA", ANA, "ben"), ("U0BEN", BEN, "ana")], ids=["who is away", "the deputy"]
)
async def test_messages_about_who_is_away_name_whoever_was_erased_no_more(
    here: Town, user: str, name: str, reader: str, *, with_words: bool
) -> None:
    await goes_away(here, "ana", "2026-11-25", BEN)
    await here.pass_days(3)
    before = await written_to(here, reader)
    assert name in before
    called = await _erased(here, user, with_words=with_words)
    said = await written_to(here, reader)
    assert name not in said
    assert called in said or STUB in said
