"""Who reported or asked something at a district and is staff of another one by now (POLICY 2)."""

from demo.town import Town
from tests.emergency_cases import answers, claims, direct, is_accepted, moves
from tests.town_cases import at_lakeside, at_the_desk, reply_to_district

LAKESIDES = "555-0101"
"""The phone of a contact there."""


async def test_the_reporter_of_an_emergency_is_neither_told_its_words_any_more_nor_heard(here: Town) -> None:
    await is_accepted(here)
    await reply_to_district(here, "He may read this.")
    await answers(here, "Of Lakeside.")
    await moves(here)
    await reply_to_district(here, "And not this.")
    await answers(here, "Of another district.")
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "Of Lakeside." in told
        assert "Of another district." not in told
    assert "He may read this." in await direct(here, "sam")
    assert "And not this." not in await direct(here, "sam")
    assert "was not taken in" in await direct(here, "sam")
    assert LAKESIDES not in await direct(here, "sam")


async def test_a_case_whose_reporter_moved_is_claimed_like_any(here: Town) -> None:
    await is_accepted(here)
    await moves(here)
    await claims(here, "ben")
    await reply_to_district(here, "Between us.")
    assert "Between us." in await at_lakeside(here)
    assert "Between us." not in await direct(here, "sam")
