"""Who reported or asked something at a district and is staff of another one by now (POLICY 2)."""

from demo.town import Town
from tests.emergency_cases import answers, claims, decides, direct, is_accepted, moves, reports
from tests.stories.test_questions import asks
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


async def test_a_reporter_whose_report_is_declined_reads_no_phones_of_the_district_they_left(here: Town) -> None:
    await reports(here)
    await moves(here)
    await decides(here, "alex", "decline")
    told = await direct(here, "sam")
    assert "Support does not open a case for your report" in told
    assert "You are no longer staff of Lakeside Unified" in told
    assert LAKESIDES not in told


async def test_whose_question_nobody_answered_reads_no_phones_of_the_district_they_left(here: Town) -> None:
    await asks(here, building="None of these")
    assert "555-0101" not in await direct(here, "sam")
    await moves(here)
    for _ in range(7):
        await here.pass_days(1)
    told = await direct(here, "sam")
    assert "Nobody answered your question in time. Please say if it is an emergency." in told
    assert "You are no longer staff of Lakeside Unified" in told
    assert LAKESIDES not in told
