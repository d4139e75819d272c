"""What could not be sent: those who look after the bot are told, once a day, while it lasts."""

import pytest

from demo import world
from demo.town import Town
from sandbox.deeds import apps
from sandbox.faults import Fault, Trouble
from storage import outbox
from storage.tables import outbox as rows
from tests.postbag import holding
from tests.town_cases import open_case


@pytest.fixture
def transport() -> str:
    return "http"


async def _told(here: Town, name: str = "kim") -> list[str]:
    return [seen.words for seen in await here.person(name).direct_messages()]


async def _ends_dead(here: Town, error: str = "no_permission") -> None:
    """A case whose card Slack takes at the desk neither as it was drawn nor plainly."""
    here.sandbox.slack.faults.add(
        Fault(trouble=Trouble.ERROR, method="chat.postMessage", channel=world.DESK, error=error, times=2)
    )
    await open_case(here)
    await here.quiet()


async def test_letters_that_nobody_took_are_told_once_a_day_and_not_once_they_are_sent(here: Town) -> None:
    await _ends_dead(here)
    await _ends_dead(here)
    (told,) = await _told(here)
    assert "could not be delivered" in told
    assert "outbox resend" in told
    assert not [words for words in await _told(here, "ana") if "could not be delivered" in words]
    await here.pass_days(1)
    await _ends_dead(here)
    assert len(await _told(here)) == 2
    async with here.bot.store.begin() as tx:
        dead = await outbox.dead_letters(tx)
        assert await outbox.resend(tx, [letter.id for letter in dead], now=here.clock.now()) == len(dead)
    await here.quiet()
    async with here.bot.store.read() as tx:
        assert await outbox.dead_letters(tx) == []


async def test_a_letter_about_letters_that_dies_itself_tells_nobody(here: Town) -> None:
    here.sandbox.slack.faults.add(
        Fault(trouble=Trouble.ERROR, method="chat.postMessage", channel="U0KIM", error="user_not_found")
    )
    await _ends_dead(here)
    async with here.bot.store.read() as tx:
        assert {letter.error for letter in await outbox.dead_letters(tx)} == {"no_permission", "user_not_found"}
    assert await _told(here) == []


async def test_that_an_app_was_taken_out_is_owed_once_to_each_support_administrator(here: Town) -> None:
    """Kim sits in the same workspace, so it waits there with all the rest."""
    with holding(here) as bag:
        apps.revoke(here.sandbox.slack, world.APP, world.TEAM)
    await bag.deliver(0, 0)
    async with here.bot.store.read() as tx:
        (owed,) = (await tx.execute(rows.select().where(rows.c.done_at.is_(None)))).all()
    assert (owed.kind, owed.facts["what"], owed.facts["about"]) == ("tell", "workspace-unusable", world.TEAM)
    assert await _told(here) == []
