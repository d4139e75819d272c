"""What the clock says goes by each person's choice and quiet hours; the date of closing goes through both.

Times are those of Lakeside; the desk, whose quiet hours are named in its own, is an hour ahead.
"""

import pytest

from demo import world
from demo.town import Town
from sandbox.people import Seen
from tests.stories.test_pending import until, waiting_case
from tests.told import chose, mentions
from tests.town_cases import chooses, desk_card, open_case

QUIET = {"begins": "17:00", "ends": "10:00"}


async def _asked(here: Town, name: str) -> list[Seen]:
    """Follow-ups by direct message."""
    return [seen for seen in await here.person(name).direct_messages() if "case.more-time" in seen.buttons]


async def _followed_up(here: Town, name: str) -> tuple[int, int]:
    """By mention, and by direct message."""
    rung = [seen for seen in await mentions(here, name, world.LAKESIDE) if "case.more-time" in seen.buttons]
    return len(rung), len(await _asked(here, name))


@pytest.mark.parametrize("way", ["dm", "digest"])
async def test_who_wants_no_mentions_is_followed_up_by_message_and_the_others_in_the_thread(
    here: Town, way: str
) -> None:
    await waiting_case(here)
    await chose(here, "ana", way)
    await until(here, "2026-11-30T08:00")
    assert await _followed_up(here, "ana") == (0, 1)
    await until(here, "2026-12-03T08:00")
    assert [await _followed_up(here, name) for name in ("ana", "tess")] == [(0, 2), (1, 0)]
    assert "a reply here reaches nobody" in (await _asked(here, "ana"))[-1].words


async def test_a_follow_up_waits_for_the_end_of_quiet_hours_and_the_closing_date_does_not(here: Town) -> None:
    await waiting_case(here)
    await chose(here, "ana", "mention", **QUIET)
    for day, before, after in (("11-30", (0, 0), (0, 1)), ("12-03", (0, 1), (0, 2))):
        await until(here, f"2026-{day}T08:00")
        assert await _followed_up(here, "ana") == before
        await until(here, f"2026-{day}T10:00")
        assert await _followed_up(here, "ana") == after
    assert await _followed_up(here, "tess") == (1, 0)
    await until(here, "2026-12-08T08:00")
    assert await _followed_up(here, "ana") == (1, 2)


async def test_a_follow_up_that_waited_and_was_answered_meanwhile_is_not_sent(here: Town) -> None:
    card = await waiting_case(here)
    await chose(here, "ana", "dm", **QUIET)
    await until(here, "2026-11-30T08:00")
    await here.person("ben").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await until(here, "2026-11-30T10:00")
    assert await _followed_up(here, "ana") == (0, 0)


async def test_of_those_who_are_quiet_all_day_each_is_asked_in_the_end_and_told_the_date_at_once(here: Town) -> None:
    await waiting_case(here)
    names = ("ana", "ben", "tess")
    for name in names:
        await chose(here, name, "dm", begins="07:00", ends="06:59")
    for moment, asked in (
        ("11-30T08:00", [0, 0, 0]),
        ("12-01T06:59", [1, 0, 0]),
        ("12-03T08:00", [1, 0, 0]),
        ("12-04T06:59", [2, 1, 1]),
        ("12-08T08:00", [3, 2, 2]),
    ):
        await until(here, f"2026-{moment}")
        assert [len(await _asked(here, name)) for name in names] == asked, moment
    assert "it closes on" in (await _asked(here, "tess"))[-1].words


async def _owned(here: Town) -> None:
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()


async def _told(here: Town, name: str, words: str) -> int:
    return len([seen for seen in await here.person(name).direct_messages() if words in seen.words])


async def test_a_target_that_is_near_is_told_after_the_owners_quiet_hours_unless_it_was_met(here: Town) -> None:
    await _owned(here)
    await chose(here, "alex", "dm", begins="11:00", ends="13:30")
    await until(here, "2026-11-25T11:00")
    assert await _told(here, "alex", "is due") == 0
    await until(here, "2026-11-25T12:31")
    assert await _told(here, "alex", "a target is about to be missed") == 1


async def test_of_a_target_that_was_met_in_quiet_hours_nobody_is_told(here: Town) -> None:
    await _owned(here)
    alex = here.person("alex")
    await chose(here, "alex", "dm", begins="11:00", ends="13:30")
    await until(here, "2026-11-25T11:00")
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words="We are looking into it.")
    await alex.submits()  # the preview
    await here.quiet()
    await until(here, "2026-11-25T12:31")
    assert await _told(here, "alex", "a target is about to be missed") == 0


async def test_what_was_missed_stands_at_the_desk_and_rings_for_its_owner_as_they_chose(here: Town) -> None:
    await _owned(here)
    await until(here, "2026-11-25T13:01")
    assert len(await mentions(here, "alex", world.DESK)) == 1
    assert await _told(here, "alex", "was due") == 0
    await chose(here, "alex", "dm")
    await open_case(here, subject="Another thing")
    other = await here.card(here.person("alex"), world.DESK, number=2)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=other.ts)
    await here.quiet()
    await until(here, "2026-11-30T13:30")
    thread = await here.thread(here.person("alex"), world.DESK, number=2)
    assert [seen for seen in thread if "was due" in seen.words and "Alex Kim" in seen.words]
    assert len(await mentions(here, "alex", world.DESK)) == 1
    assert await _told(here, "alex", "Case 2 (Medium): the first response was due") == 1


async def test_leads_are_told_of_what_was_missed_long_ago_after_their_quiet_hours(here: Town) -> None:
    await _owned(here)
    await chose(here, "lee", "dm", begins="15:00", ends="17:00")
    await until(here, "2026-11-25T13:01")
    await until(here, "2026-11-25T14:30")
    assert await _told(here, "lee", "missed a while ago") == 0
    await until(here, "2026-11-25T16:01")
    assert await _told(here, "lee", "missed a while ago") == 1


async def test_an_owner_who_wants_messages_is_written_to_when_a_date_has_come(here: Town) -> None:
    await _owned(here)
    alex = here.person("alex")
    await chose(here, "alex", "dm")
    await chooses(alex, "case.status", channel=world.DESK, on=await desk_card(here))
    await alex.clicks_in_window("case.status-chosen", "schedule")
    await alex.submits(date="2026-11-25")
    await here.quiet()
    await until(here, "2026-11-25T08:00")
    assert await _told(here, "alex", "Case 1 was scheduled for today") == 1
    assert await mentions(here, "alex", world.DESK) == []
