"""An emergency no case came of: what its reporter said goes from the direct messages about it, too (POLICY 10)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.services import erasing
from demo.town import Town
from demo.world import DESK, LAKESIDE
from storage.tables import emergency_words, people
from tests.emergency_cases import REPORT, direct, is_accepted, reports
from tests.services.erasing_helpers import begin, found_in

MINUTE = timedelta(minutes=1)


async def erased(here: Town, name: str, *, with_words: bool) -> None:
    """From the database, and from Slack."""
    async with here.bot.store.read() as tx:
        query = sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}")
        person = int((await tx.execute(query)).scalar_one())
    await begin(here.bot.store, Kind.PERSON, now=here.clock.now(), person=person, with_words=with_words)
    for _ in range(5):
        await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
        await here.quiet()
        await here.clock.turn(MINUTE)


async def _takes_it_back(here: Town) -> None:
    sam = here.person("sam")
    told = [seen for seen in await sam.direct_messages() if REPORT["broken"] in seen.words][-1]
    await sam.clicks("emergency.withdraw", channel=await sam.direct_channel(), on=told.ts)
    await here.quiet()


@pytest.mark.parametrize("with_words", [True, False])
async def test_a_report_that_was_taken_back_goes_from_direct_messages(here: Town, *, with_words: bool) -> None:
    await reports(here)
    await _takes_it_back(here)
    stood = await direct(here, "ana")
    assert all(said in stood for said in REPORT.values()), stood
    written_to = [seen.ts for seen in await here.person("sam").direct_messages()]
    await erased(here, "sam", with_words=with_words)
    for reader in ("ana", "ben", "alex", "pia"):
        read = await direct(here, reader)
        assert not any(said in read for said in (*REPORT.values(), "Sam ")), (reader, read)
    async with here.bot.store.read() as tx:
        left = (await tx.execute(sa.select(emergency_words.c.broken, emergency_words.c.phone))).one()
    assert tuple(left) == ("" if with_words else REPORT["broken"], "")
    assert {seen.ts for seen in await here.person("sam").direct_messages()} <= {*written_to}, "nobody wrote to him"


async def _in_threads(here: Town) -> str:
    posts = [post for channel in (LAKESIDE, DESK) for post in here.sandbox.slack.channel(channel).messages.values()]
    return "\n".join(f"{post.text}\n{post.blocks}" for post in posts)


async def _is_taken(here: Town) -> None:
    """By a contact, as a case of their own."""
    ana = here.person("ana")
    (asked, *_) = [seen for seen in await ana.direct_messages() if "emergency.take" in str(seen.buttons)]
    await ana.clicks("emergency.take", channel=await ana.direct_channel(), on=asked.ts)
    assert not (await ana.submits(subject="No attendance", module="Attendance")).errors
    await ana.closes(everything=True)
    await here.quiet()


@pytest.mark.parametrize("with_words", [True, False])
@pytest.mark.parametrize("by", ["an agent", "a contact"])
async def test_the_phone_to_call_back_stands_below_the_card_until_its_reporter_is_erased(
    here: Town, *, by: str, with_words: bool
) -> None:
    if by == "an agent":
        await is_accepted(here)
    else:
        await reports(here)
        await _is_taken(here)
    stood = await _in_threads(here)
    assert REPORT["broken"] in stood
    assert REPORT["phone"] in stood
    await erased(here, "sam", with_words=with_words)
    left = await _in_threads(here)
    assert REPORT["phone"] not in left
    assert (REPORT["broken"] in left) is not with_words
    held = await found_in(here.bot.store, REPORT["phone"])
    assert held == {}
