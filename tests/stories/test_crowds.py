"""Many at once: hundreds of deliveries to two bots on one database, and dozens of people on one case."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot import settings as settings_of
from bot.app import Bot
from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from demo import world
from demo.town import Town, environment
from sandbox.deeds import accounts
from sandbox.people import Person
from sandbox.wire.carrier import signed
from storage.tables import audit, comments, outbox
from tests.postbag import holding
from tests.town_cases import at_the_desk, desk_card, open_case

pytestmark = pytest.mark.takes_minutes
DELIVERIES = 500
IN_FLIGHT = 16
CROWD = 50


@pytest.fixture
def transport() -> str:
    return "http"


async def _count(here: Town, counted: sa.Column[Any], *where: sa.ColumnElement[bool]) -> int:
    async with here.bot.store.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count(counted)).where(*where))).scalar_one())


@asynccontextmanager
async def _another_bot(here: Town, database_url: str) -> AsyncIterator[Bot]:
    """A second process' worth of bot: the same database and workspace, an address of its own."""
    there = environment(here.sandbox.api_url, database_url, transport="http", port=0)
    async with Bot.running(settings_of.read(there), clock=here.clock, hooks=here.bot.hooks) as bot:
        yield bot


async def _post(http: aiohttp.ClientSession, bot: Bot, body: dict[str, Any]) -> int:
    raw = json.dumps(body).encode()
    headers = {**signed(world.SIGNING_SECRET, raw), "Content-Type": "application/json"}
    async with http.post(f"http://127.0.0.1:{bot.port}/slack/events", data=raw, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("who", ["U0ANA", "U0SAM"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_five_hundred_deliveries_to_two_bots_have_one_effect(here: Town, database_url: str, who: str) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    slack.channel(world.LAKESIDE).members.append("U0SAM")  # nobody is told, and nothing else is owed for it
    with holding(here) as bag:
        await here.people.of(who).says("Only once, please.", channel=world.LAKESIDE, thread=card)
    ((installation, event),) = bag.held
    envelope, chance = bag.control.events.envelope, random.Random(who)  # noqa: S311  # an order, no secret
    bodies = [envelope(installation, event) for _ in range(DELIVERIES // 5)] * 5
    chance.shuffle(bodies)
    turns = asyncio.Semaphore(IN_FLIGHT)
    async with _another_bot(here, database_url) as other, aiohttp.ClientSession() as http:

        async def deliver(body: dict[str, Any]) -> int:
            async with turns:
                return await _post(http, chance.choice((here.bot, other)), body)

        answers = Counter(await asyncio.gather(*map(deliver, bodies)))
        await here.quiet()
    assert answers == {200: DELIVERIES}
    assert await _count(here, audit.c.id, audit.c.act == "comment") == 1
    taken = await _count(here, comments.c.id)
    hinted = await _count(here, outbox.c.id, outbox.c.kind == "hint")
    copies = (await at_the_desk(here)).count("Only once, please.")
    assert (taken, copies, hinted) == ((1, 1, 0) if who == "U0ANA" else (0, 0, 1))
    assert len(await here.people.of(who).hints(world.LAKESIDE)) == hinted


async def _crowd(here: Town, role: str, *, district: str, channel: str) -> list[Person]:
    """Fifty more people of one role, in the channel from the beginning."""
    slack, lines = here.sandbox.slack, [",".join(PEOPLE_COLUMNS)]
    for number in range(CROWD):
        user = f"U0{role.upper()}{number}"
        accounts.add(slack, world.TEAM, user.lower(), user_id=user, quietly=True)
        slack.channel(channel).members.append(user)
        lines.append(f"{district},{role},{user},{user}@crowd.example,{world.TEAM},{user},,,")
    found = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join(lines),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not found.wrong
    return [here.people.of(f"U0{role.upper()}{number}") for number in range(CROWD)]


async def _hinted(crowd: Iterable[Person], channel: str, words: str) -> list[str]:
    """Who of them was told so."""
    return [it.id for it in crowd if any(words in seen.words for seen in await it.hints(channel))]


async def test_of_fifty_agents_who_take_a_case_at_once_one_has_it_and_the_others_are_told(here: Town) -> None:
    agents = await _crowd(here, "agent", district="-", channel=world.DESK)
    await open_case(here)
    card = await desk_card(here)
    pressed = await asyncio.gather(*(it.clicks("case.take", channel=world.DESK, on=card) for it in agents))
    await here.quiet()
    assert all(it.acked for it in pressed)
    told = await _hinted(agents, world.DESK, "somebody was faster")
    assert len(told) == CROWD - 1
    (winner,) = {it.id for it in agents} - {*told}
    assert f"Owner\n@{winner}" in (await here.card(here.person("alex"), world.DESK)).words
    assert (await at_the_desk(here)).count("was taken by") == 1
    asked = (audit.c.act == "take-case",)
    assert await _count(here, audit.c.id, *asked) == CROWD
    assert await _count(here, audit.c.id, *asked, audit.c.allowed) == 1


async def test_of_fifty_contacts_one_closes_the_case_and_no_reply_is_lost(here: Town) -> None:
    contacts = await _crowd(here, "support", district="lakeside", channel=world.LAKESIDE)
    lakeside_card, alex = await open_case(here), here.person("alex")
    await alex.clicks("case.resolve", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words="Clear the cache.")
    await here.quiet()
    closing, replying = contacts[::2], contacts[1::2]
    await asyncio.gather(
        *(it.clicks("case.solved", channel=world.LAKESIDE, on=lakeside_card) for it in closing),
        *(it.says(f"It is {it.id}.", channel=world.LAKESIDE, thread=lakeside_card) for it in replying),
    )
    await here.quiet()
    assert "Closed (Resolved)" in (await here.card(alex, world.DESK)).words
    assert len(await _hinted(closing, world.LAKESIDE, "has moved on")) == len(closing) - 1
    desk = await at_the_desk(here)
    refused = await _hinted(replying, world.LAKESIDE, "is closed")
    assert [it.id for it in replying if f"It is {it.id}." in desk] == [
        it.id for it in replying if it.id not in refused
    ]
    assert await _count(here, comments.c.id, comments.c.kind == "reply") == len(replying) - len(refused)
    assert desk.count("Case 1 was closed as solved") == 1
