"""Who is told of what, how, and when: by what each chose, once of each fact, and never of their own act."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import channel_members, news, outbox, people, workspaces
from tests.postbag import holding
from tests.stories.noise import ASKED, asks, chose, loses_the_right, mentions, passes, told
from tests.town_cases import at_lakeside, chooses, desk_card, open_case, reply_to_district


async def test_a_question_mentions_who_stands_for_the_case_and_nobody_else(here: Town) -> None:
    await here.person("alex").joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await asks(here)
    (copy,) = await mentions(here, "ana", world.LAKESIDE)
    assert f"question by Alex Kim (Support), for @Ana Torres\n{ASKED}" in copy.words
    for name in ("ben", "alex"):
        assert await mentions(here, name, world.LAKESIDE) == []
    assert [await told(here, name) for name in ("ana", "ben", "alex")] == [[], [], []]


async def test_opening_a_case_rings_for_nobody(here: Town) -> None:
    await open_case(here)
    posted = [call for call in here.sandbox.slack.log if call.method == "chat.postMessage"]
    assert len(posted) >= 4
    assert "<@" not in json.dumps([call.arguments for call in posted], default=str)
    assert f"<@{here.person('ana').id}>" not in json.dumps(
        (await here.card(here.person("ana"), world.LAKESIDE)).blocks
    )


async def test_the_owner_is_told_what_the_district_says_and_the_district_nothing_of_its_own_words(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await asks(here)
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (copy,) = await mentions(here, "alex", world.DESK)
    assert "Firefox." in copy.words
    assert len(await mentions(here, "ana", world.LAKESIDE)) == 1
    assert [await told(here, name) for name in ("ana", "alex", "gita")] == [[], [], []]


async def test_a_direct_message_says_who_wrote_and_has_no_words(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "dm")
    await asks(here)
    assert await mentions(here, "ana", world.LAKESIDE) == []
    assert ASKED in await at_lakeside(here)
    ana = here.person("ana")
    (message,) = await told(here, "ana")
    assert "asks something in case 1" in message.words
    assert ASKED not in message.words + message.text
    await ana.clicks("case.view", channel=await ana.direct_channel(), on=message.ts)
    assert ASKED in await ana.reads_window()


async def test_one_fact_is_told_once_for_however_many_reasons(here: Town) -> None:
    """Lee owns the case and is the lead who is told of escalations."""
    card, ana, lee = await open_case(here), here.person("ana"), here.person("lee")
    await lee.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    await ana.submits(words="Report cards are due on Friday.")
    await here.quiet()
    (message,) = await told(here, "lee")
    assert "escalated case 1" in message.words
    assert await mentions(here, "lee", world.DESK) == []


async def test_who_is_given_a_case_is_told_at_once_and_once_whatever_they_chose(here: Town) -> None:
    await open_case(here)
    await chose(here, "gita", "digest")
    lee = here.person("lee")
    await chooses(lee, "case.owner", channel=world.DESK, on=await desk_card(here))
    view = await lee.window() or {"blocks": []}
    elements = [block.get("element") or {} for block in view["blocks"]]
    offered = {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}
    await lee.submits(person=offered["Gita Rao"])
    await here.quiet()
    assert ["gave you case 1" in seen.words for seen in await told(here, "gita")] == [True]
    assert await mentions(here, "gita", world.DESK) == []
    assert await mentions(here, "lee", world.DESK) == []


async def test_nobody_who_lost_the_right_meanwhile_is_told(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too", by="ben")
    await chose(here, "ana", "digest")
    await chose(here, "ben", "digest")
    await asks(here)
    await reply_to_district(here, "We are looking into it.", number=2)
    await loses_the_right(here, "ana")
    await passes(here, "2026-11-25T14:00")
    assert [len(await told(here, name)) for name in ("ana", "ben")] == [0, 1]


async def test_a_question_that_was_answered_meanwhile_is_no_news(here: Town) -> None:
    card = await open_case(here)
    await chose(here, "ana", "digest")
    await asks(here)
    await here.person("ben").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []


async def test_who_wrote_in_the_case_meanwhile_knows_what_stood_there(here: Town) -> None:
    card = await open_case(here)
    await chose(here, "ana", "digest")
    await reply_to_district(here, "We are looking into it.")
    await here.person("ana").says("Thank you.", channel=world.LAKESIDE, thread=card)
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []
    await reply_to_district(here, "Found it.")
    await passes(here, "2026-11-26T14:00")
    assert len(await told(here, "ana")) == 1


async def test_what_was_redacted_meanwhile_is_no_news(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await reply_to_district(here, "The student is Jane Doe.")
    copy = (await here.thread(here.person("ben"), world.LAKESIDE))[-1]
    await here.person("ben").uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=copy.ts)
    assert not (await here.person("ben").submits()).errors
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []


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


@pytest.mark.parametrize("installed", [True, False])
async def test_somebody_of_another_workspace_is_named_or_written_to_and_never_mentioned(
    here: Town, *, installed: bool
) -> None:
    await open_case(here)
    await lives_elsewhere(here, installed=installed)
    alex = here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words=ASKED)
    await here.bot.courier.deliver_due()
    await here.clock.turn(timedelta(seconds=2))
    await here.bot.courier.deliver_due()
    copy = next(seen for seen in await here.thread(here.person("ben"), world.LAKESIDE) if ASKED in seen.words)
    assert "<@U0ANA>" not in json.dumps(copy.blocks)
    assert ("for Ana Torres" in copy.words) is not installed
    async with here.bot.store.read() as tx:
        found = (await tx.execute(sa.select(outbox.c.team_id).where(outbox.c.kind == "tell"))).scalars().all()
    assert found == (["T0FAR"] if installed else [])


async def test_notifications_are_the_contacts_and_the_agents_to_choose(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    await sam.types("/case", "notify", channel=world.TOWN)
    assert "authorized contacts" in (await sam.hints(world.TOWN))[-1].words
    assert await sam.window() is None
    await ana.opens_home()
    await ana.clicks_at_home("person.notifications")
    shown = await ana.reads_window()
    assert "America/Chicago" in shown
    assert "always come through" in shown
    same = {"begins": "22:00", "ends": "22:00"}
    wrong = (await ana.submits(way="digest", quiet="weekends-too", **same)).errors
    assert wrong == {"ends": "Please choose another time than the one they begin at."}
    assert not (await ana.submits(begins="21:30")).errors
    saved = await ana.reads_window()
    assert "One digest, at 8:00 on business days" in saved
    assert "from 21:30 until 22:00" in saved
    await ana.closes()
    await ana.types("/case", "notify", channel=world.TOWN)
    assert (await ana.typed())["quiet"] == "weekends-too"
    alex = here.person("alex")
    await alex.opens_home()
    await alex.clicks_at_home("person.notifications")
    assert "How shall I tell you?" in await alex.reads_window()
    assert "notify" in await _help(here, "alex")
    assert "notify" not in await _help(here, "sam")


async def _help(here: Town, name: str) -> str:
    person = here.person(name)
    await person.types("/case", "help", channel=world.TOWN)
    return (await person.hints(world.TOWN))[-1].words


async def test_of_what_was_told_long_ago_nothing_is_kept(here: Town) -> None:
    await open_case(here)
    await asks(here)
    count = sa.select(sa.func.count()).select_from(news)

    async def kept() -> int:
        async with here.bot.store.read() as tx:
            return int((await tx.execute(count)).scalar_one())

    await here.pass_days(29)
    assert await kept() == 1
    await here.pass_days(2)
    assert await kept() == 0
