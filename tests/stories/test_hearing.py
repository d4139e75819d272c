"""Messages as Slack delivers them: out of order, twice, by bots, with nothing changed (SLACK 2.3 and 2.5)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery.reconciling import metadata
from bot.domain.ids import PersonId, TeamId
from demo import world
from demo.town import Town
from sandbox import control
from sandbox.deeds import accounts, apps, channels, messages
from sandbox.state import Slack
from storage import outbox as outbox_of
from storage.owing import tell
from storage.tables import audit, comment_versions, comments, hints, outbox, people, roster, seen
from tests.postbag import holding
from tests.town_cases import at_the_desk, chooses, desk_card, open_case

Counts = tuple[int, ...]


@pytest.fixture
def transport() -> str:
    """What is said is the same over either; how it is carried is tested next door."""
    return "http"


async def _all(here: Town, query: sa.Select[Any]) -> list[Any]:
    async with here.bot.store.read() as tx:
        return list((await tx.execute(query)).scalars().all())


async def _counts(here: Town) -> Counts:
    """How much stands in every table that hearing something writes to."""
    async with here.bot.store.read() as tx:
        tables = (seen, audit, comments, comment_versions, hints, outbox)
        return tuple([(await tx.execute(sa.select(sa.func.count()).select_from(it))).scalar_one() for it in tables])


def _ana_says(slack: Slack, card: str, text: str) -> str:
    return messages.say(slack, world.LAKESIDE, "U0ANA", text, thread_ts=card).ts


def _ana_edits(slack: Slack, ts: str, text: str) -> None:
    messages.edit(slack, world.LAKESIDE, ts, "U0ANA", text)


async def test_whatever_comes_first_the_latest_edit_stands(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        ts = _ana_says(slack, card, "In Firefox.")
        _ana_edits(slack, ts, "In Safari.")
        _ana_edits(slack, ts, "In Chrome.")
    original, older, newer = 0, 1, 2
    await bag.deliver(newer)
    await here.quiet()
    assert "In Chrome." in await at_the_desk(here)
    await bag.deliver(original, older, newer, original)
    await here.quiet()
    desk = await at_the_desk(here)
    assert ("In Chrome." in desk, "In Safari." in desk, "In Firefox." in desk) == (True, False, False)
    assert desk.count("comment by") == 1
    (said_at,) = await _all(here, sa.select(comments.c.at))
    assert f"{said_at.timestamp():.6f}" == ts
    versions = sa.select(comment_versions.c.words).order_by(comment_versions.c.edited_ts)
    assert await _all(here, versions) == ["In Firefox.", "In Safari.", "In Chrome."]


async def test_an_edit_that_names_another_author_is_no_version_of_the_comment(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    ts = _ana_says(slack, card, "In Firefox.")
    await here.quiet()
    with holding(here) as bag:
        _ana_edits(slack, ts, "In Safari.")
        _ana_edits(slack, ts, "In Chrome.")
    installation, edited = bag.held[0]
    await bag.hand_over(installation, {**edited, "message": {**edited["message"], "user": "U0BEN"}})
    await here.quiet()
    assert await _all(here, sa.select(comment_versions.c.words)) == ["In Firefox."]
    assert "In Safari." not in await at_the_desk(here)
    await bag.deliver(1)
    await here.quiet()
    assert "In Chrome." in await at_the_desk(here)


async def test_what_was_deleted_before_it_came_does_not_come_back(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        ts = _ana_says(slack, card, "Never mind.")
        _ana_edits(slack, ts, "Never mind me.")
        messages.delete(slack, world.LAKESIDE, ts, "U0ANA")
        note = messages.say(slack, world.DESK, "U0ALEX", "Hm.", thread_ts=await desk_card(here)).ts
        messages.delete(slack, world.DESK, note, "U0ALEX")
    await bag.deliver(2, 0, 1, 0, 2, 4, 3)
    await here.quiet()
    assert "Never mind" not in await at_the_desk(here)
    assert len(await _all(here, sa.select(comments.c.deleted_at).where(comments.c.deleted_at.is_not(None)))) == 1
    ana = here.person("ana")
    await ana.types("/case", "view 1", channel=world.TOWN)
    assert "Never mind" not in (await ana.hints(world.TOWN))[-1].words
    await ana.says("Do mind.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Do mind." in await at_the_desk(here)


async def test_a_refused_reply_stays_out_when_it_is_edited_and_leaves_no_stub_when_deleted(here: Town) -> None:
    card = await open_case(here)
    ana = here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    ts = await ana.says("One more thing", channel=world.LAKESIDE, thread=card)
    await ana.edits(ts, "One last thing", channel=world.LAKESIDE)
    await here.quiet()
    assert await _all(here, sa.select(comments.c.id)) == []
    before = await _counts(here)
    await ana.deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    (keys, *rest), (keys_now, *rest_now) = before, await _counts(here)
    assert rest_now == rest
    assert keys_now == keys + 1


async def test_a_broadcast_reply_is_a_comment_and_a_link_preview_is_none(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    said = messages.say(slack, world.LAKESIDE, "U0ANA", "See https://example.org", thread_ts=card, broadcast=True)
    await here.quiet()
    assert (await at_the_desk(here)).count("See https://example.org") == 1
    before = await _counts(here)
    messages.add_preview(slack, world.LAKESIDE, said.ts, {"title": "Example", "from_url": "https://example.org"})
    await here.quiet()
    assert await _counts(here) == before
    _ana_edits(slack, said.ts, "See https://example.com")
    await here.quiet()
    assert "See https://example.com" in await at_the_desk(here)


async def test_activity_counts_from_slacks_time_of_it_however_late_it_comes(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        _ana_says(slack, card, "First.")
        await here.clock.turn(timedelta(hours=6))
        second = _ana_says(slack, card, "Second.")
    await here.clock.turn(timedelta(hours=6))
    for number in (1, 0):
        await bag.deliver(number)
        assert f"{(await _silent_since(here)).timestamp():.6f}" == second
    installation, event = bag.held[0]
    ahead = here.clock.now() + timedelta(days=1)
    await bag.hand_over(installation, {**event, "ts": f"{ahead.timestamp():.6f}"})
    assert await _silent_since(here) == here.clock.now()


async def _silent_since(here: Town) -> datetime:
    query = sa.select(roster.c.silent_since).join(people, people.c.id == roster.c.person_id)
    (found,) = await _all(here, query.where(people.c.user_id == "U0ANA"))
    assert isinstance(found, datetime)
    return found


OTHERS: dict[str, dict[str, Any]] = {
    "another app": {"user": "U0WEATHER", "bot_id": "B0WEATHER", "app_id": "A0WEATHER"},
    "an app with a person's token": {"user": "U0ANA", "bot_id": "B0WEATHER", "app_id": "A0WEATHER"},
    "an old integration": {"user": None, "bot_id": "B0OLD", "subtype": "bot_message", "username": "old"},
    "a workflow": {"user": None, "bot_id": "B0FLOW", "app_id": "A0FLOW", "subtype": "bot_message"},
    "our own app elsewhere": {"user": "U0BOTELSEWHERE", "bot_id": "B0ELSEWHERE", "app_id": world.APP},
    "our own app elsewhere, its profile alone": {"user": "U0ANA", "bot_profile": {"app_id": world.APP}},
    "Slack itself": {"user": "USLACKBOT", "subtype": "bot_message"},
    "a reminder": {"user": "U0ANA", "subtype": "reminder_add"},
    "a new topic": {"user": "U0ANA", "subtype": "group_topic"},
    "who joined": {"user": "U0ANA", "subtype": "group_join"},
}


async def test_what_no_person_said_is_ignored_whatever_it_looks_like(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        ts = _ana_says(slack, card, "Beep.")
        _ana_edits(slack, ts, "Beep, beep.")
        messages.delete(slack, world.LAKESIDE, ts, "U0ANA")
    (installation, said), (_, edited), (_, deleted) = bag.held
    before = await _counts(here)
    for facts in OTHERS.values():
        edit = {**edited, "message": {**edited["message"], **facts}}
        gone = {**deleted, "previous_message": {**deleted["previous_message"], **facts}}
        for event in ({**said, **facts}, edit, gone):
            await bag.hand_over(installation, event)
    await here.quiet()
    assert await _counts(here) == before
    await bag.deliver(0)
    await here.quiet()
    assert "Beep." in await at_the_desk(here)


async def test_our_own_bot_of_another_workspace_is_ignored_in_a_shared_channel(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    shared = slack.channel(world.LAKESIDE)
    slack.workspaces["T0OTHER"] = replace(slack.workspace(world.TEAM), team_id="T0OTHER", domain="other")
    other = apps.install(slack, world.APP, "T0OTHER", ())  # without scopes it hears nothing: Slack tells us
    channels.share(slack, shared.id, "T0OTHER")
    shared.members.append(other.bot_user_id)
    row = await _row_that_waits(here)
    await here.quiet()
    before = await _counts(here)
    posted = messages.post(slack, other, shared, text="A copy of a comment.", thread_ts=card)
    messages.post(slack, other, shared, text="Another.", thread_ts=card, metadata=metadata(row))
    messages.change(slack, shared, posted, by=other.bot_user_id, text="A better copy.")
    messages.delete(slack, shared.id, posted.ts, other.bot_user_id)
    await here.quiet()
    assert await _counts(here) == before
    assert "A copy of a comment." not in await at_the_desk(here)
    async with here.bot.store.read() as tx:
        assert await outbox_of.get(tx, row.id) is not None


async def _row_that_waits(here: Town) -> outbox_of.Claimed:
    """Something owed in a year, in nobody's way."""
    now = here.clock.now()
    told = tell(PersonId(999), TeamId(world.TEAM), key="later", what="none", now=now)
    owed = replace(told, due_at=now + timedelta(days=365))
    async with here.bot.store.begin() as tx:
        await outbox_of.owe(tx, [owed], now=now)
        row = (await tx.execute(sa.select(outbox.c.id).where(outbox.c.key == "later"))).scalar_one()
        found = await outbox_of.get(tx, row)
    assert found is not None
    return found


async def test_a_reply_below_a_card_that_we_have_not_marked_yet_is_told_again(here: Town) -> None:
    """Slack took the card, its answer was lost, and Ana was faster than the echo."""
    ana, slack = here.person("ana"), here.sandbox.slack
    lost = {"trouble": "drop_after", "method": "chat.postMessage", "channel": world.LAKESIDE}
    with holding(here) as bag:
        await here.people.do("fault", api=lost)
        await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
        await ana.submits(module="Grades", description="They are gone after a reload.")
        while not slack.channel(world.LAKESIDE).messages:  # the courier may have it in hand already
            await here.bot.courier.deliver_due()
            await asyncio.sleep(0.01)
        (card,) = slack.channel(world.LAKESIDE).messages.values()
        await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card.ts)
    installation, said = bag.held[-1]
    events = here.sandbox.app[control.CONTROL].events
    assert not (await events.redeliver(installation, events.envelope(installation, said))).acked
    await here.quiet()
    await bag.deliver(len(bag.held) - 1)
    await here.quiet()
    assert "In Firefox." in await at_the_desk(here)


async def test_links_and_people_are_read_as_words_on_the_other_side(here: Town) -> None:
    card = await open_case(here)
    text = (
        "See <https://x.org/a?b=1&amp;c|the docs>, <https://x.org|x.org>, <mailto:a@x.org|a@x.org>, "
        "<@U0BEN>, <@U0NEW>, <@U0BOT>, <!here>, <#C0TOWN|town> &lt;b&gt;"
    )
    messages.say(here.sandbox.slack, world.LAKESIDE, "U0ANA", text, thread_ts=card)
    await here.quiet()
    told = "See the docs (https://x.org/a?b=1&c), https://x.org, a@x.org, @Ben Okafor, @somebody, "
    told += "@Liaison, @here, #town <b>"
    assert told in await at_the_desk(here)


async def test_somebody_of_another_company_is_looked_up_where_they_were_seen(
    here: Town,
) -> None:
    """Slack Connect: their own workspace has no app of ours to ask."""
    card, slack = await open_case(here), here.sandbox.slack
    slack.workspaces["T0OTHER"] = replace(slack.workspace(world.TEAM), team_id="T0OTHER", domain="other")
    accounts.add(slack, "T0OTHER", "olga", user_id="U0OLGA", real_name="Olga Stone")
    channels.share(slack, world.LAKESIDE, "T0OTHER")
    slack.channel(world.LAKESIDE).members.append("U0OLGA")
    messages.say(slack, world.LAKESIDE, "U0OLGA", "May I?", thread_ts=card)
    await here.quiet()
    query = sa.select(people.c.team_id, people.c.name, people.c.membership).where(people.c.user_id == "U0OLGA")
    async with here.bot.store.read() as tx:
        assert (await tx.execute(query)).one() == ("T0OTHER", "Olga Stone", "external")
        assert await outbox_of.dead_letters(tx) == []
    assert "May I?" not in await at_the_desk(here)
