"""Whoever was erased stands with neither name nor phone in messages that list contacts, or say who is away."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import people, roster
from tests.emergency_cases import REPORT, decides, direct, is_accepted, is_left_to_leads, reports
from tests.stories.test_away import goes_away
from tests.stories.test_erasing_names import BEN, _erased, each_mode
from tests.stories.test_known_by_a_channel import _replies
from tests.stories.test_questions import asks as asks_a_contact
from tests.stories.test_replying import _accept_as_mixed
from tests.told import asks, chose, passes, told
from tests.town_cases import open_case, taken_case

ANA, PHONE = "Ana Torres", "555-0102"
STUB = "What stood here named somebody who was erased."


async def _looked_up(here: Town) -> str:
    nora = here.person("nora")
    await nora.joins(world.LAKESIDE)
    await nora.types("/case", channel=world.LAKESIDE)
    await here.quiet()
    return "nora"


async def _reply_looked_up(here: Town) -> str:
    await _replies(here)
    return "nora"


async def _reply_not_taken(here: Town) -> str:
    card = await open_case(here)
    await _accept_as_mixed(here, "sam")
    await here.person("sam").says("On my phone, too!", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    return "sam"


async def _declined(here: Town) -> str:
    await reports(here)
    await decides(here, "alex", "decline")
    return "sam"


async def _undecided(here: Town) -> str:
    await reports(here)
    await is_left_to_leads(here)
    await passes(here, "2026-12-03T20:00")
    assert "Nobody at Support decided on your report in time" in await direct(here, "sam")
    return "sam"


async def _nobody_answered(here: Town) -> str:
    await asks_a_contact(here, "Where are grades?", building="None of these")
    for _ in range(7):
        await here.pass_days(1)
    assert "Nobody answered your question in time" in await direct(here, "sam")
    return "sam"


@each_mode
@pytest.mark.parametrize(
    "comes",
    [_looked_up, _reply_looked_up, _reply_not_taken, _declined, _undecided, _nobody_answered],
    ids=lambda it: it.__name__,
)
async def test_messages_that_point_to_contacts_list_them_no_more_and_the_others_still(
    here: Town, comes: object, *, with_words: bool
) -> None:
    assert callable(comes)
    reader = await comes(here)
    stood = await direct(here, reader)
    assert BEN in stood
    assert PHONE in stood
    await _erased(here, "U0BEN", with_words=with_words)
    left = await direct(here, reader)
    assert BEN not in left
    assert PHONE not in left
    assert STUB not in left
    assert stood.count("Ana Torres") == left.count("Ana Torres")


async def test_where_it_would_not_be_told_any_more_it_says_no_more_than_that(here: Town) -> None:
    reader = await _looked_up(here)
    await _becomes_a_contact(here, "U0NORA")
    await _erased(here, "U0BEN", with_words=False)
    left = await direct(here, reader)
    assert BEN not in left
    assert STUB in left


async def _becomes_a_contact(here: Town, user: str) -> None:
    query = sa.select(people.c.id).where(people.c.user_id == user)
    async with here.bot.store.begin() as tx:
        person = (await tx.execute(query)).scalar_one()
        bens = sa.select(roster).join(people, people.c.id == roster.c.person_id).where(people.c.user_id == "U0BEN")
        line = dict((await tx.execute(bens)).mappings().one())
        await tx.execute(roster.insert(), {**line, "id": 900, "person_id": person, "email": None})


@each_mode
async def test_who_was_away_is_named_no_more_to_whoever_stood_in(here: Town, *, with_words: bool) -> None:
    await taken_case(here)
    for name in ("ana", "ben"):
        await chose(here, name, "Write me a direct message")
    await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    await asks(here)
    assert "You are told as deputy of Ana Torres." in (await told(here, "ben"))[-1].words
    await asks_a_contact(here, "Where are grades?", building="None of these")
    await is_accepted(here)
    assert (await direct(here, "ben")).count(f"For {ANA}, who is away: you stand in.") == 3
    await _erased(here, "U0ANA", with_words=with_words)
    assert ANA not in await direct(here, "ben")


@each_mode
async def test_who_was_no_business_of_a_channel_is_mentioned_no_more(here: Town, *, with_words: bool) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.pass_days(1)
    assert "neither contacts nor agents: @Sam Rivera" in await direct(here, "dana")
    here.sandbox.slack.channels[world.LAKESIDE].members.remove("U0SAM")
    await _erased(here, "U0SAM", with_words=with_words)
    posts = [seen.text + str(seen.blocks) for seen in await here.person("dana").direct_messages()]
    assert [post for post in posts if "U0SAM" in post] == []
    assert [post for post in posts if post.startswith(STUB)]


@each_mode
async def test_where_no_words_may_go_by_now_what_named_them_says_no_more_than_that(
    here: Town, *, with_words: bool
) -> None:
    await taken_case(here)
    await asks(here)
    await is_accepted(here)
    mentioned = "<@U0ANA>"
    assert await _stand(here, mentioned)
    assert await _stand(here, REPORT["phone"])
    await here.person("pia").joins(world.LAKESIDE)
    await here.quiet()
    await _erased(here, "U0ANA", with_words=with_words)
    await _erased(here, "U0SAM", with_words=with_words)
    assert await _stand(here, mentioned) == []
    assert await _stand(here, REPORT["phone"]) == []


async def _stand(here: Town, words: str) -> list[str]:
    posts = here.sandbox.slack.channel(world.LAKESIDE).messages.values()
    return [post for it in posts if it.bot_id and words in (post := f"{it.text}\n{it.blocks}")]
