"""The newest seal is posted at the desk once a day; a seal that is gone is told to those who must know."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.domain.seals import Finding, Posted, Wrong, posted
from bot.services import sealing
from demo import world
from demo.town import Town, town
from storage.tables import audit, seals
from tests.clockwork import DAY

MINUTES = timedelta(minutes=5)
KEY = Fernet.generate_key().decode()


@pytest.fixture
async def here(database_url: str, transport: str) -> AsyncIterator[Town]:
    async with town(database_url, transport=transport, filled=True, more={"LIAISON_SEAL_KEY": KEY}) as found:
        yield found


async def _seals_at_the_desk(here: Town) -> list[str]:
    await here.quiet()
    return [seen.words for seen in await here.person("alex").sees(world.DESK) if seen.words.startswith("Seal ")]


async def _ticks_after(here: Town, span: timedelta) -> None:
    await here.clock.turn(span)
    await here.bot.tick()
    await here.quiet()


async def test_the_newest_seal_is_posted_once_a_day_and_finds_an_end_that_was_cut_off(here: Town) -> None:
    await _ticks_after(here, MINUTES)
    await _ticks_after(here, MINUTES)
    assert len(await _seals_at_the_desk(here)) == 1
    await here.person("ana").types("/case", "list", channel=world.TOWN)
    await _ticks_after(here, DAY)
    first, second = [posted(words) for words in await _seals_at_the_desk(here)]
    assert first is not None
    assert second is not None
    assert first.number < second.number
    assert await _found(here, first, second) == []
    await _cut_off(here, after=second.number - 1)
    assert [(it.wrong, it.seal) for it in await _found(here, first, second)] == [(Wrong.CUT_OFF, second.number)]
    await _ticks_after(here, MINUTES)
    told = "\n".join([seen.words for seen in await here.person("kim").direct_messages()])
    assert f"Seal {second.number} over the audit log was there a few minutes ago" in told
    assert "python -m bot audit verify" in told


async def _found(here: Town, *witnesses: Posted) -> list[Finding]:
    keys, store = here.settings.seal_keys, here.bot.store
    looked = await sealing.verify(store, keys, posted=witnesses, begin=lambda _: None, step=lambda _: None)
    return looked.checking.findings


async def _cut_off(here: Town, *, after: int) -> None:
    async with here.bot.store.begin() as tx:
        if here.bot.store.dialect == "sqlite":
            for name in ("audit_delete", "seals_delete"):
                await tx.execute(sa.text(f"drop trigger {name}"))
        else:
            for name in ("audit", "seals"):
                await tx.execute(sa.text(f"alter table {name} disable trigger user"))
        kept = sa.select(sa.func.max(seals.c.through_id)).where(seals.c.number <= after).scalar_subquery()
        await tx.execute(audit.delete().where(audit.c.id > kept))
        await tx.execute(seals.delete().where(seals.c.number > after))
