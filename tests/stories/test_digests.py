"""The day's digest in its reader's own morning, and quiet hours (noise)."""

import pytest

from demo import world
from demo.town import Town
from tests.stories.noise import ASKED, asks, chose, mentions, passes, told
from tests.town_cases import at_lakeside, chooses, desk_card, open_case, reply_to_district


async def test_a_digest_comes_once_in_its_readers_morning_by_case(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")
    await chose(here, "ana", "digest")
    await reply_to_district(here, "We are looking into it.")
    await reply_to_district(here, "Still looking.", number=2)
    await asks(here)
    await passes(here, "2026-11-25T13:59")
    assert await told(here, "ana") == []
    assert await mentions(here, "ana", world.LAKESIDE) == []
    await passes(here, "2026-11-25T14:00")
    (digest,) = await told(here, "ana")
    assert "News of 2 cases" in digest.words
    assert "Case 1 · a comment and a question waits for an answer" in digest.words
    assert "Case 2 · a comment" in digest.words
    assert digest.buttons == ("case.view#0", "case.view#1")
    assert ASKED not in digest.words + digest.text
    await passes(here, "2026-11-26T14:00")
    assert len(await told(here, "ana")) == 1


async def test_each_reader_has_a_morning_of_their_own(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Buses are late", by="pia", at=world.PINE_RIDGE)
    for name in ("ana", "pia"):
        await chose(here, name, "digest")
    for number in (1, 2):
        await reply_to_district(here, "We are looking into it.", number=number)
    await passes(here, "2026-11-25T14:00")
    assert [len(await told(here, name)) for name in ("ana", "pia")] == [1, 0]
    await passes(here, "2026-11-25T15:00")
    assert [len(await told(here, name)) for name in ("ana", "pia")] == [1, 1]


async def test_a_digest_waits_for_a_business_day_of_its_readers_district(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await passes(here, "2026-12-18T18:00")
    await asks(here)
    for morning in ("2026-12-19", "2026-12-21", "2026-12-31", "2027-01-01", "2027-01-03"):
        await passes(here, f"{morning}T14:30")
        assert await told(here, "ana") == []
    await passes(here, "2027-01-04T14:30")
    assert len(await told(here, "ana")) == 1


async def test_a_digest_that_is_late_does_not_come_by_night(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await asks(here)
    await passes(here, "2026-11-26T05:00")
    assert await told(here, "ana") == []
    await passes(here, "2026-11-26T14:00")
    assert len(await told(here, "ana")) == 1


@pytest.mark.parametrize("way", ["mention", "dm"])
async def test_what_comes_in_quiet_hours_is_told_in_one_message_when_they_end(here: Town, way: str) -> None:
    await open_case(here)
    await chose(here, "ana", way, begins="11:00", ends="14:00")
    await reply_to_district(here, "We are looking into it.")
    await asks(here)
    assert ASKED in await at_lakeside(here)
    await passes(here, "2026-11-24T19:59")
    assert await told(here, "ana") + await mentions(here, "ana", world.LAKESIDE) == []
    await passes(here, "2026-11-24T20:00")
    (message,) = await told(here, "ana")
    assert "a comment and a question waits for an answer" in message.words
    await reply_to_district(here, "In the afternoon.")
    assert len(await told(here, "ana")) == (2 if way == "dm" else 1)
    assert len(await mentions(here, "ana", world.LAKESIDE)) == (0 if way == "dm" else 1)


async def test_a_critical_case_comes_through_quiet_hours_and_past_what_waits_in_them(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest", begins="11:00", ends="14:00")
    await chose(here, "alex", "dm", begins="00:00", ends="23:59")
    await asks(here)
    assert await told(here, "ana") == []
    alex = here.person("alex")
    await chooses(alex, "case.priority", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(level="critical", words="Nobody can enter marks.")).errors
    await here.quiet()
    (message,) = await told(here, "ana")
    assert "wrote in case 1" in message.words
    assert "Critical" in message.words
    card = await here.card(here.person("ana"), world.LAKESIDE)
    await here.person("ana").says("All schools.", channel=world.LAKESIDE, thread=card.ts)
    await here.quiet()
    assert ["wrote in case 1" in seen.words for seen in await told(here, "alex")] == [True]
