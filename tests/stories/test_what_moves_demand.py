"""What a move demands is asked for in its window, and it is not made without (POLICY 3)."""

from collections.abc import Mapping

import pytest

from bot.domain.cases import Move
from demo import world
from demo.town import Town
from sandbox.people import Person
from tests.moves import TABLE
from tests.town_cases import chooses, desk_card, open_case

Filled = Mapping[str, str]
IN_THE_STATUS_WINDOW = (Move.SCHEDULE, Move.DEVELOP, Move.MERGE, Move.REFER)
STATE = "Your state's department of education"
LACKING: dict[Move, tuple[list[Filled], Filled]] = {
    Move.SCHEDULE: ([{"date": "2026-11-23"}], {"date": "2026-11-24"}),
    Move.DEVELOP: ([{"issue": "new", "title": " "}, {"issue": "new", "title": "\u200b"}], {"title": "A race"}),
    Move.ASK_INPUT: ([{"words": " "}, {"words": "\u200b\n"}], {"words": "Which browser is it?"}),
    Move.RESOLVE: ([{"words": " "}, {"words": "\u200b\n"}], {"words": "Reload the page."}),
    Move.NOT_SOLVED: ([{"words": " "}, {"words": "\u200b\n"}], {"words": "No."}),
    Move.MERGE: ([{"main": "1"}, {"main": "0"}, {"main": "two"}, {"main": "3"}, {"main": "99"}], {"main": "2"}),
    Move.REFER: ([{"referred": STATE, "words": "It's not."}], {"referred": STATE, "words": "It's theirs."}),
    Move.REOPEN: ([{"words": "Is back."}, {"words": "  It's  bad  "}], {"words": "Back again"}),
}
"""Of each move that takes something: what is not enough, and what is. Case 2 is Lakeside's, 3 is Pine Ridge's."""


def test_every_move_that_demands_something_is_tried_here() -> None:
    assert {move for move, row in TABLE.items() if row.demands} == set(LACKING)


async def _says(here: Town, name: str, button: str, *, channel: str, words: str | None = None) -> Person:
    """Opens the window of a card's button, or of its menu; sends it where there are words."""
    person = here.person(name)
    card = await here.card(person, channel)
    if button in card.buttons:
        await person.clicks(button, channel=channel, on=card.ts)
    else:
        await chooses(person, button, channel=channel, on=card.ts)
    if words is not None:
        assert not (await person.submits(words=words)).errors
        await here.quiet()
    return person


async def _opens(here: Town, move: Move) -> Person:
    """The window of that move on case 1, which stands where it can be made."""
    match move:
        case Move.ASK_INPUT:
            return await _says(here, "alex", "case.ask-input", channel=world.DESK)
        case Move.RESOLVE:
            return await _says(here, "alex", "case.resolve", channel=world.DESK)
        case Move.NOT_SOLVED:
            await _says(here, "alex", "case.resolve", channel=world.DESK, words="Reload the page.")
            return await _says(here, "ana", "case.not-solved", channel=world.LAKESIDE)
        case Move.REOPEN:
            ana = await _says(here, "ana", "case.withdraw", channel=world.LAKESIDE)
            await ana.submits()
            await here.quiet()
            return await _says(here, "ana", "case.reopen", channel=world.LAKESIDE)
        case _:
            alex = await _says(here, "alex", "case.status", channel=world.DESK)
            await alex.clicks_in_window("case.status-chosen", move)
            return alex


@pytest.mark.parametrize("move", LACKING)
async def test_a_move_is_not_made_without_what_it_demands(here: Town, move: Move) -> None:
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    if move is Move.MERGE:
        await open_case(here, subject="Attendance is gone")
        await open_case(here, subject="Meals are gone", by="pia", at=world.PINE_RIDGE)
    await here.quiet()
    person = await _opens(here, move)
    before = (await here.card(here.person("alex"), world.DESK)).words
    lacking, enough = LACKING[move]
    for filled in lacking:
        errors = (await person.submits(**filled)).errors
        if not errors:
            assert "Not sent" in await person.reads_window()
            await person.closes()
        await here.quiet()
        assert (await here.card(here.person("alex"), world.DESK)).words == before, filled
    assert not (await person.submits(**enough)).errors
    await here.quiet()
    assert (await here.card(here.person("alex"), world.DESK)).words != before
