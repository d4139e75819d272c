"""Somebody of another workspace, in a channel that both share: chosen in our form, acting by their own (POLICY 1)."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts, channels
from sandbox.people import Person
from storage.tables import people, roster
from tests.town_cases import at_the_desk, open_case

FAR = "T0FAR"
FAY = {"user": "U0FAY", "name": "Fay Wong", "email": "fay@far.example", "reason": "She runs our servers."}


@pytest.fixture
def transport() -> str:
    return "http"


async def _fay(here: Town) -> Person:
    """She comes into the district's case channel, which is shared with her workspace."""
    slack = here.sandbox.slack
    slack.workspaces[FAR] = replace(slack.workspace(world.TEAM), team_id=FAR, domain="far")
    channels.share(slack, world.LAKESIDE, FAR)
    accounts.add(slack, FAR, "fay", user_id="U0FAY", real_name="Fay Wong", tz="America/Chicago")
    fay = here.people.of("U0FAY")
    await fay.joins(world.LAKESIDE)
    await here.quiet()
    return fay


async def _asks(here: Town, button: str, value: str, **filled: object) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("list.manage")
    await ana.clicks_in_window(button, value)
    assert not (await ana.submits(**filled)).errors
    await ana.closes(everything=True)
    await here.quiet()


async def _approves(here: Town) -> None:
    kim = here.person("kim")
    asked = [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons][-1]
    await kim.clicks("list.approve", channel=await kim.direct_channel(), on=asked.ts)
    assert not (await kim.submits(reason="LLA 2026-17")).errors
    await kim.closes(everything=True)
    await here.quiet()


async def _rows(here: Town, query: sa.Select[Any]) -> list[Any]:
    async with here.bot.store.read() as tx:
        return [tuple(row) for row in (await tx.execute(query)).all()]


@pytest.mark.parametrize("acts_first", [True, False])
async def test_asked_for_and_approved_they_act_by_their_own_workspace(here: Town, *, acts_first: bool) -> None:
    card, fay = await open_case(here), await _fay(here)
    if acts_first:
        await fay.says("Before.", channel=world.LAKESIDE, thread=card)
        await here.quiet()
    await _asks(here, "list.request#third", "1:0:third-party", **FAY)
    await fay.says("Not yet.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await _approves(here)
    await fay.says("Still not.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    role = {"role": "Authorized Technical Contact", "training": "Done", "licensed": ["yes"], "phone": "555-0190"}
    await _asks(here, "list.request#add", "1:0:add", **FAY, **role)
    await _approves(here)
    await fay.says("The disk is full.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    desk = await at_the_desk(here)
    assert "The disk is full." in desk
    for refused in ("Before.", "Not yet.", "Still not."):
        assert refused not in desk
    assert await _rows(here, sa.select(people.c.team_id, people.c.seen_in).where(people.c.user_id == "U0FAY")) == [
        (FAR, world.TEAM)
    ]
    hers = sa.select(roster.c.person_id).join(people).where(people.c.user_id == "U0FAY", roster.c.role == "technical")
    assert len(await _rows(here, hers)) == 1
    assert any("made you an Authorized Technical" in seen.words for seen in await fay.direct_messages())
