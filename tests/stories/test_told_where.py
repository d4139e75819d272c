"""Where somebody is told: in the copy that they read, in their own thread, or by direct message; never twice."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage.tables import channel_members, outbox, people, workspaces
from tests.postbag import holding
from tests.told import ASKED, asks, chose, mentions, told
from tests.town_cases import chooses, desk_card, open_case


@pytest.mark.parametrize("way", ["mention", "dm"])
async def test_who_reads_the_case_in_a_direct_message_gets_no_other_for_the_same_words(here: Town, way: str) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    await chose(here, "ana", way)
    await asks(here)
    found = [seen for seen in await here.person("ana").direct_messages() if ASKED in seen.words]
    assert ["for @Ana Torres" in seen.words for seen in found] == [True]
    assert [seen for seen in await told(here, "ana") if "asks something" in seen.words] == []
    bens = [seen.words for seen in await here.person("ben").direct_messages() if ASKED in seen.words]
    assert ["for @Ana Torres" in words for words in bens] == [False]


async def _anas_copies(here: Town) -> list[bool]:
    """Of the question in her direct messages: whether each is for her."""
    found = [seen for seen in await here.person("ana").direct_messages() if ASKED in seen.words]
    return ["for @Ana Torres" in seen.words for seen in found]


async def test_who_was_mentioned_in_the_channel_is_not_again_where_the_case_goes_on_by_dm(here: Town) -> None:
    await open_case(here)
    await asks(here)
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    assert await _anas_copies(here) == [False]
    assert len(await mentions(here, "ana", world.LAKESIDE)) == 1
    assert [seen for seen in await told(here, "ana") if "asks something" in seen.words] == []


async def test_who_could_not_be_mentioned_in_the_channel_any_more_is_in_their_own_thread(here: Town) -> None:
    """The pace of posting holds the question back until somebody joined who may not read it."""
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    with holding(here) as bag:
        await here.person("sam").joins(world.LAKESIDE)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.bot.courier.deliver_due()
    await alex.clicks("case.ask-input", channel=world.DESK, on=card)
    await alex.submits(words=ASKED)
    await bag.deliver(*range(len(bag.held)))
    await here.bot.courier.deliver_due()
    await here.quiet()
    assert await mentions(here, "ana", world.LAKESIDE) == []
    assert await _anas_copies(here) == [True]


async def test_who_is_not_in_the_channel_is_written_to_instead(here: Town) -> None:
    await open_case(here)
    await here.person("ana").leaves(world.LAKESIDE)
    await here.quiet()
    await asks(here)
    assert ["asks something in case 1" in seen.words for seen in await told(here, "ana")] == [True]


async def test_what_an_agent_types_in_the_districts_own_thread_is_told_by_direct_message(here: Town) -> None:
    """No copy of it stands there, in which somebody could be mentioned."""
    card, alex = await open_case(here), here.person("alex")
    await alex.joins(world.LAKESIDE)
    await here.quiet()
    await alex.says("Is it still so?", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert ["wrote in case 1" in seen.words for seen in await told(here, "ana")] == [True]
    assert await told(here, "ben") == []


async def test_of_a_call_the_contact_who_was_in_it_is_not_told(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "dm")
    for name, count in (("Ana Torres", 0), ("Ben Okafor", 1)):
        await chooses(here.person("alex"), "case.call", channel=world.DESK, on=await desk_card(here))
        view = await here.person("alex").window() or {"blocks": []}
        elements = [block.get("element") or {} for block in view["blocks"]]
        offered = {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}
        errors = (await here.person("alex").submits(person=offered[name], words="It happens in Firefox.")).errors
        assert not errors
        await here.quiet()
        assert len(await told(here, "ana")) == count


async def lives_elsewhere(here: Town, *, installed: bool) -> None:
    """Ana is of another workspace, and a member of the shared channel. `installed`: so are we."""
    async with here.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0ANA").values(team_id="T0FAR"))
        there = channel_members.c.user_id == "U0ANA"
        await tx.execute(channel_members.update().where(there).values(member_team_id="T0FAR"))
        if installed:
            facts = {"status": "installed", "token_sealed": b"sealed", "installed_at": here.clock.now()}
            await tx.execute(workspaces.insert(), {"team_id": "T0FAR", **facts})


async def _bens_copy(here: Town) -> Seen:
    """Of the question, once it stands. The town would not come to rest: her workspace takes nothing."""
    for _ in range(30):
        await here.people.settle()
        await here.bot.courier.deliver_due()
        for seen in await here.thread(here.person("ben"), world.LAKESIDE):
            if ASKED in seen.words:
                return seen
        await here.clock.turn(timedelta(seconds=1))
    raise LookupError(ASKED)


@pytest.mark.parametrize("installed", [True, False])
async def test_somebody_of_another_workspace_is_named_or_written_to_and_never_mentioned(
    here: Town, *, installed: bool
) -> None:
    await open_case(here)
    await lives_elsewhere(here, installed=installed)
    alex = here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words=ASKED)
    copy = await _bens_copy(here)
    assert "<@U0ANA>" not in json.dumps(copy.blocks)
    assert ("for Ana Torres" in copy.words) is not installed
    async with here.bot.store.read() as tx:
        found = (await tx.execute(sa.select(outbox.c.team_id).where(outbox.c.kind == "tell"))).scalars().all()
    assert found == (["T0FAR"] if installed else [])
