"""Slack tells of a time zone that this machine does not know, or of none (POLICY 7)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.days import known_zone
from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from storage.tables import people


async def _zone(here: Town, user: str) -> str:
    async with here.bot.store.read() as tx:
        return str((await tx.execute(sa.select(people.c.zone).where(people.c.user_id == user))).scalar_one())


@pytest.mark.parametrize("told", ["Mars/Base", "America", "../etc/passwd", None])
async def test_what_is_no_zone_changes_nothing_and_breaks_nothing_for_anybody(here: Town, told: str | None) -> None:
    accounts.change(here.sandbox.slack, "U0BEN", tz=told)
    await here.person("ben").types("/case", "away 2026-12-01", channel=world.TOWN)  # a look-up follows
    await here.quiet()
    assert await _zone(here, "U0BEN") == "America/Chicago"
    assert "Ben Okafor" in await here.person("ana").opens_home()
    await here.person("sam").types("/case", "contacts", channel=world.TOWN)
    assert "Ben Okafor" in (await here.person("sam").hints(world.TOWN))[-1].words
    await here.clock.turn(timedelta(days=150, hours=16))  # five in the morning at Lakeside, ten in UTC
    assert (await here.bot.tick())["warn"] == 0
    await here.clock.turn(timedelta(hours=6))
    assert (await here.bot.tick())["warn"] > 0


async def test_who_is_new_and_has_none_is_in_utc(here: Town) -> None:
    accounts.change(here.sandbox.slack, world.STRANGER, tz="Mars/Base")
    await here.person("nora").types("/case", "contacts", channel=world.TOWN)
    await here.quiet()
    assert await _zone(here, world.STRANGER) == "UTC"


@pytest.mark.parametrize(
    ("told", "known"), [("America/Chicago", True), ("", False), ("America", False), ("X/Y", False)]
)
def test_a_zone_is_one_of_this_machines(told: str, *, known: bool) -> None:
    assert known_zone(told) == (told if known else "")
