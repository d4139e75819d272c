"""What happens around the cases: channels close and change, people leave, and the app is taken out."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.app import Bot
from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from demo import world
from demo.town import Town
from sandbox.deeds import accounts, apps, channels
from storage import workspaces
from storage.tables import audit, outbox, people
from storage.tables import channels as channels_table
from storage.tables import workspaces as workspaces_table
from tests.postbag import holding, postbag
from tests.town_cases import at_the_desk, open_case


@pytest.fixture
def transport() -> str:
    return "http"


async def _rows(here: Town, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    async with here.bot.store.read() as tx:
        return (await tx.execute(query)).all()


async def _installation(here: Town) -> tuple[str, bool]:
    """The workspace's status, and whether its token is kept."""
    (row,) = await _rows(here, sa.select(workspaces_table))
    return row.status, row.token_sealed is not None


async def test_uninstalled_the_queue_stops_and_the_token_is_forgotten(here: Town) -> None:
    with holding(here) as bag:
        apps.uninstall(here.sandbox.slack, world.APP, world.TEAM)
    assert [event["type"] for _, event in bag.held[:2]] == ["tokens_revoked", "app_uninstalled"]
    calls = len(here.sandbox.slack.log)
    await bag.deliver(1, 0, 1)
    assert await _installation(here) == ("revoked", False)
    await here.clock.turn(timedelta(days=1))
    assert (await here.bot.tick())["channels-checked"]
    await here.bot.courier.deliver_due()
    waiting = await _rows(here, sa.select(outbox.c.id).where(outbox.c.done_at.is_(None)))
    assert waiting
    assert len(here.sandbox.slack.log) == calls


async def test_an_uninstalling_told_after_the_app_is_back_changes_nothing(here: Town) -> None:
    with holding(here) as bag:
        apps.revoke(here.sandbox.slack, world.APP, world.TEAM)
    installation, event = bag.held[0]
    await bag.hand_over(installation, {**event, "tokens": {"oauth": ["U0ANA"], "bot": []}})
    assert await _installation(here) == ("installed", True)
    await bag.deliver(0)
    assert await _installation(here) == ("revoked", False)
    await here.clock.turn(timedelta(hours=1))
    await _install_again(here)
    await bag.deliver(0)
    assert await _installation(here) == ("installed", True)


async def _install_again(here: Town, sealed: bytes = b"another") -> None:
    async with here.bot.store.begin() as tx:
        found = workspaces.Workspace(
            team=here.bot.team,
            enterprise="",
            name="",
            app_id=world.APP,
            bot_id="B0",
            bot_user_id="U0BOT",
            token_sealed=sealed,
            scopes="",
        )
        await workspaces.remember(tx, found, at=here.clock.now())


async def _another_process_installs(here: Town) -> None:
    """Slack takes a new token alone, and the database has it; this bot was told nothing."""
    slack, token = here.sandbox.slack, "xoxb-a-new-one"
    before = slack.installation(world.APP, world.TEAM)
    apps.install(slack, world.APP, world.TEAM, before.scopes, bot_token=token)
    await _install_again(here, Fernet(here.settings.token_key.get_secret_value()).encrypt(token.encode()))


async def test_a_token_that_another_process_stored_is_taken_up_and_nothing_stops(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await _another_process_installs(here)
    await ana.says("Also in Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert await _installation(here) == ("installed", True)
    assert (await at_the_desk(here)).count("Also in Firefox.") == 1
    with holding(here):
        apps.revoke(here.sandbox.slack, world.APP, world.TEAM)
    await ana.says("And in Safari.", channel=world.LAKESIDE, thread=card)
    await here.people.settle()
    await here.bot.courier.deliver_due()
    assert await _installation(here) == ("revoked", True)


async def test_windows_open_with_a_token_that_another_process_stored_a_minute_later(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    await ana.closes()
    await _another_process_installs(here)
    asked = sum(call.method == "auth.test" for call in here.sandbox.slack.log)
    await here.clock.turn(timedelta(minutes=1))
    await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    assert not (await ana.submits(module="Grades", description="Gone.")).errors
    assert sum(call.method == "auth.test" for call in here.sandbox.slack.log) == asked


async def test_in_an_archived_channel_nothing_is_posted_and_contacts_get_their_cases_by_dm(here: Town) -> None:
    await open_case(here)
    slack, ana = here.sandbox.slack, here.person("ana")
    assert await _case_by_dm(here) == []
    channels.archive(slack, world.LAKESIDE, "U0DANA")
    await here.quiet()
    (card,) = await _case_by_dm(here)
    await ana.says("Here, then.", channel=await ana.direct_channel(), thread=card)
    await here.quiet()
    assert "Here, then." in await at_the_desk(here)
    channels.unarchive(slack, world.LAKESIDE, "U0DANA")
    await here.quiet()
    await open_case(here, subject="Payroll export fails")
    assert len(await _case_by_dm(here)) == 1


async def _case_by_dm(here: Town) -> list[str]:
    return [seen.ts for seen in await here.person("ana").direct_messages() if "Grades vanish on save" in seen.words]


async def test_a_deleted_channel_and_one_the_bot_was_put_out_of_are_no_case_channels(here: Town) -> None:
    await open_case(here)
    channels.remove(here.sandbox.slack, world.LAKESIDE, "U0DANA")
    channels.leave(here.sandbox.slack, world.DESK, "U0BOT")
    await here.quiet()
    assert len(await _case_by_dm(here)) == 1
    assert any("Grades vanish on save" in seen.words for seen in await here.person("alex").direct_messages())


async def test_a_channel_with_another_id_is_the_same_channel(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    ts = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    channels.change_id(here.sandbox.slack, world.LAKESIDE, "C0NEW")
    await here.quiet()
    await ana.edits(ts, "In Safari.", channel="C0NEW")
    await ana.says("And in Chrome.", channel="C0NEW", thread=card)
    await here.quiet()
    desk = await at_the_desk(here)
    assert ("In Safari." in desk, "In Firefox." in desk) == (True, False)
    assert "And in Chrome." in desk
    await ana.types("/case", "Payroll export fails", channel=world.TOWN)
    await ana.submits(module="Other", description="Since this morning.")
    await here.quiet()
    assert "Payroll export fails" in (await here.card(ana, "C0NEW", number=2)).words


async def test_who_left_acts_no_more_and_who_came_back_does(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        accounts.change(slack, "U0BEN", tz="America/Denver")
        await here.clock.turn(timedelta(seconds=2))
        accounts.deactivate(slack, "U0BEN")
        await here.clock.turn(timedelta(seconds=2))
        accounts.reactivate(slack, "U0BEN")
    moved, left, back = 0, 1, 2
    await bag.deliver(moved)
    assert await _known(here, "U0BEN") == ("America/Denver", "member")
    await bag.deliver(left, moved)
    assert await _known(here, "U0BEN") == ("America/Denver", "gone")
    await here.quiet()
    assert not await _taken_in(here, "I am gone.", card)
    for name in ("ana", "dana", "kim"):
        assert await _told_of_ben(here, name) == 1
    await bag.deliver(back, left)
    await here.quiet()
    assert await _taken_in(here, "I am back.", card)
    accounts.change(slack, "U0BEN", is_restricted=True)
    await here.quiet()
    assert await _known(here, "U0BEN") == ("America/Denver", "guest")
    assert await _told_of_ben(here, "dana") == 1


async def _told_of_ben(here: Town, name: str) -> int:
    told = [seen.words for seen in await here.person(name).direct_messages()]
    return sum("Ben Okafor, an authorized contact of Lakeside Unified, has no active" in words for words in told)


async def _taken_in(here: Town, words: str, card: str) -> bool:
    await here.person("ben").says(words, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    return words in await at_the_desk(here)


async def _known(here: Town, user: str) -> tuple[str, str]:
    (row,) = await _rows(here, sa.select(people.c.zone, people.c.membership).where(people.c.user_id == user))
    return row.zone, row.membership


async def test_who_is_deactivated_by_the_clock_is_a_stranger_in_the_channel_at_once(
    here: Town,
) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    for name in ("ben", "tess"):
        await here.person(name).types("/case", "list", channel=world.TOWN)
    assert await _words_go(here)
    await here.pass_days(20)
    assert not await _words_go(here)
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert any("neither contacts nor agents: @Ana Torres" in words for words in told)
    looks = sa.select(outbox.c.id).where(outbox.c.key.like(f"check:%:{world.LAKESIDE}:deactivated:%"))
    assert len(await _rows(here, looks)) == 1  # and not only by the nightly look


async def test_a_new_agent_in_a_case_channel_is_welcome_once_the_list_names_them(here: Town) -> None:
    sam = "lakeside,staff,Sam Rivera,,T0LIAISON,U0SAM,,,"
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    assert not await _words_go(here)
    await _import(here, sam)
    await here.quiet()
    assert not await _words_go(here)
    await _import(here, "-,agent,Sam Rivera,,T0LIAISON,U0SAM,,,")
    await here.quiet()
    assert await _words_go(here)


async def _import(here: Town, line: str) -> None:
    await here.clock.turn(timedelta(minutes=1))
    found = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join([",".join(PEOPLE_COLUMNS), line]),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not found.wrong


async def _words_go(here: Town) -> bool:
    """To Lakeside's channel."""
    (row,) = await _rows(
        here, sa.select(channels_table.c.words_ok).where(channels_table.c.channel_id == world.LAKESIDE)
    )
    return bool(row.words_ok)


async def test_of_people_nobody_knows_and_of_their_status_nothing_is_written(here: Town) -> None:
    slack = here.sandbox.slack
    before = await _rows(here, sa.select(people))
    accounts.change(slack, world.STRANGER, tz="Europe/Berlin")
    accounts.change(slack, "U0ANA", title="On holiday")
    await here.quiet()
    assert await _rows(here, sa.select(people)) == before
    installation = slack.installation(world.APP, world.TEAM)
    event = {"type": "team_join", "user": {"id": "U0FRESH", "team_id": world.TEAM}}
    await postbag(here).hand_over(installation, event)
    assert await _rows(here, sa.select(people)) == before


async def test_an_event_under_two_ids_is_one_event_and_an_odd_time_does_no_harm(here: Town) -> None:
    with holding(here) as bag:
        await here.person("sam").joins(world.LAKESIDE)
        await here.person("ana").opens_home()
    await here.clock.turn(timedelta(hours=1))
    await bag.deliver(*range(len(bag.held)), *range(len(bag.held)))
    installation, opened = bag.held[-1]
    await bag.hand_over(installation, {**opened, "event_ts": "1515449522000016"})
    await here.quiet()
    looks = sa.select(outbox.c.id).where(outbox.c.key.like("check:%:event:member_joined_channel:%"))
    assert len(await _rows(here, looks)) == 1
    seen = await _rows(here, sa.select(audit.c.act).where(audit.c.act == "list-cases"))
    assert len(seen) == 2  # the one told twice, and the one of another time


async def test_who_joined_while_the_bot_was_away_is_seen_at_its_next_start_on_the_same_day(here: Town) -> None:
    assert await _words_go(here)
    with holding(here):
        await here.person("sam").joins(world.LAKESIDE)
    assert not (await here.bot.tick()).get("channels-checked")
    await here.quiet()
    assert await _words_go(here)
    again = here.settings.model_copy(update={"port": 0})
    async with Bot.running(again, clock=here.clock, hooks=here.bot.hooks):
        await here.quiet()
    assert not await _words_go(here)
