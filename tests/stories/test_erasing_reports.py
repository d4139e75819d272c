"""An emergency no case came of: what its reporter said goes from the direct messages about it, too (POLICY 10)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.services import erasing
from demo.town import Town
from storage.tables import emergency_words, people
from tests.emergency_cases import REPORT, direct, reports
from tests.services.erasing_helpers import begin

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
