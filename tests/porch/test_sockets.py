"""Socket Mode: the connection breaks off, or Slack asks for another; the bot comes back, and nothing is missed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sockets import Line, connected
from demo import world
from demo.town import Town, town
from sandbox.control import CONTROL
from sandbox.wire.carrier import Socket
from tests.town_cases import at_the_desk, open_case

BACK_WITHIN_S = 40
AWAY = {"trouble": "error", "method": "apps.connections.open", "times": None}


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, transport="socket") as found:
        yield found


def connections(here: Town) -> list[Socket]:
    """The app's, as Slack sees them."""
    return list(here.sandbox.app[CONTROL].wire.sockets.get(world.APP, []))


async def until_back(here: Town, *, other_than: list[Socket]) -> None:
    for _ in range(BACK_WITHIN_S * 10):
        if [it for it in connections(here) if it not in other_than] and (await here.bot.ready())["socket"]:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the bot does not come back")


async def until_open(line: Line, *, is_open: bool) -> None:
    for _ in range(BACK_WITHIN_S * 10):
        if await line.is_open() == is_open:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(is_open)


async def test_a_connection_that_breaks_off_is_made_again_and_what_was_said_meanwhile_arrives(here: Town) -> None:
    card, before = await open_case(here), connections(here)
    await here.people.do("fault", hold=world.APP, drop=world.APP)
    await here.person("ben").says("Said while nobody listened.", channel=world.LAKESIDE, thread=card)
    await until_back(here, other_than=before)
    await here.people.do("fault", release=world.APP)
    await here.pass_days(0.1)
    await here.person("ben").says("Said afterwards.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    said = await at_the_desk(here)
    assert (said.count("Said while nobody listened."), said.count("Said afterwards.")) == (1, 1)


async def test_slack_asks_for_another_connection_and_gets_it(here: Town) -> None:
    """Every few hours: `disconnect`, because Slack renews its machines (SLACK 3)."""
    card, before = await open_case(here), connections(here)
    await before[0].stream.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
    await until_back(here, other_than=before)
    assert (await here.person("ana").types("/case", "list", channel=world.TOWN)).acked
    await here.person("ben").says("Over the new connection.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert (await at_the_desk(here)).count("Over the new connection.") == 1


async def test_the_bot_comes_back_after_slack_gave_no_connection_for_a_while(here: Town) -> None:
    """An address is good for one connection: going back to an old one would be tried for ever in vain."""
    async with connected(here.bot.bolt, world.APP_TOKEN, here.bot.slack, watch_every_s=0.05) as line:
        await until_open(line, is_open=True)
        await here.people.do("fault", api=AWAY, drop=world.APP)
        await until_open(line, is_open=False)
        await asyncio.sleep(0.5)
        assert not await line.is_open()
        await here.people.do("fault", clear=True)
        await until_open(line, is_open=True)
