"""Step 5: the clock. A contact who goes quiet is warned with the date, flagged, and can keep their access."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import ChannelId, SlackUser, TeamId, UserId
from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage import outbox
from storage.owing import Spot, hint
from storage.tables import closures, districts, people, roster
from tests.emergency_cases import line
from tests.postbag import holding
from tests.town_cases import at_the_desk, is_contact_of_pine_ridge_too, open_case

WARNING = "You have not been active"


async def _warnings(here: Town, name: str) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if WARNING in seen.words]


async def _standing(here: Town, name: str) -> str:
    query = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        found = (await tx.execute(query.where(people.c.user_id == here.person(name).id))).scalar_one()
    return str(found)


@pytest.mark.every_way
async def test_a_silent_contact_is_warned_four_times_with_the_date_then_flagged(here: Town) -> None:
    await here.pass_days(149)
    assert await _warnings(here, "ana") == []
    for day, count in ((150, 1), (166, 2), (173, 3), (179, 4)):
        await here.pass_days(day - (here.clock.now() - here.began).days)
        assert len(await _warnings(here, "ana")) == count
    first, *_, last = await _warnings(here, "ana")
    assert "On Sunday, 23 May 2027, in 30 days" in first.words
    assert "On Sunday, 23 May 2027, in 1 day" in last.words
    assert first.buttons == ("contact.keep-access",)
    await here.pass_days(2)
    assert await _standing(here, "ana") == "flagged"
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert [it for it in told if "are flagged for deactivation" in it and "Ana Torres" in it], told
    assert any("flagged" in seen.words for seen in await here.person("kim").direct_messages())


@pytest.mark.every_way
async def test_run_twice_it_tells_nobody_anything_new(here: Town) -> None:
    await here.pass_days(150)
    await here.bot.tick()
    await here.bot.tick()
    await here.quiet()
    assert len(await _warnings(here, "ana")) == 1


@pytest.mark.every_way
async def test_after_a_month_of_being_off_only_the_latest_warning_comes(here: Town) -> None:
    await here.pass_days(179.1)
    (only,) = await _warnings(here, "ana")
    assert "in 1 day" in only.words


async def test_after_a_year_of_being_off_the_warning_names_a_day_to_come(here: Town) -> None:
    await here.pass_days(400)
    (only,) = await _warnings(here, "ana")
    assert "On Thursday, 30 December 2027, in 1 day" in only.words
    assert await _standing(here, "ana") == "active"
    await here.pass_days(1.1)
    assert await _standing(here, "ana") == "flagged"
    told = "\n".join(seen.words for seen in await here.person("ana").direct_messages())
    assert "Otherwise it ends on Thursday, 13 January 2028, in 14 days." in told


@pytest.mark.every_way
async def test_with_slack_down_over_three_warnings_only_the_latest_comes(here: Town) -> None:
    await here.people.do("fault", api={"trouble": "server_error", "method": "chat.postMessage", "times": None})
    for day in (150, 16, 7):
        await here.clock.turn(timedelta(days=day))
        await here.bot.tick()
        await here.bot.courier.deliver_due()
    if flying := here.bot.courier._flying:  # what the courier itself took up meanwhile fails as well
        await asyncio.wait(flying)
    await here.people.do("fault", clear=True)
    await here.pass_days(1)
    (only,) = await _warnings(here, "ana")
    assert "On Sunday, 23 May 2027, in 6 days" in only.words


@pytest.mark.every_way
async def test_the_button_and_any_act_keep_the_access(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    ana, ben = here.person("ana"), here.person("ben")
    assert await _standing(here, "ana") == await _standing(here, "ben") == "flagged"
    flagged = next(seen for seen in reversed(await ana.direct_messages()) if seen.buttons)
    await ana.clicks("contact.keep-access", channel=await ana.direct_channel(), on=flagged.ts)
    await ben.types("/case", "list", channel=world.TOWN)
    await here.quiet()
    assert await _standing(here, "ana") == await _standing(here, "ben") == "active"
    assert await _standing(here, "tess") == "flagged"
    await here.pass_days(20)
    assert await _standing(here, "tess") == "deactivated"
    assert "has ended" in (await here.person("tess").direct_messages())[-1].words
    told = "\n".join(seen.words for seen in await ana.direct_messages())
    assert "Tess Lindqvist has been deactivated" in told
    assert await _standing(here, "ana") == "active"


async def test_a_contact_whose_line_breaks_the_sweep_is_put_off_and_hides_nobody(here: Town) -> None:
    await _breaks(here)
    await here.clock.turn(timedelta(days=150))
    done = await here.bot.tick()
    assert done["failed"] == 1
    assert done["warn"] == 5
    assert (await here.bot.tick())["failed"] == 0
    await here.quiet()
    await _breaks(here)  # once more: the nightly look at people has mended it
    await here.clock.turn(timedelta(hours=1))
    assert (await here.bot.tick())["failed"] == 1


async def _breaks(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0ANA").values(zone="Nowhere/At all"))


async def test_opening_the_home_is_signing_in(here: Town) -> None:
    await here.pass_days(100)
    assert "Cases of Lakeside Unified" in await here.person("ana").opens_home()
    await here.pass_days(51)
    assert await _warnings(here, "ana") == []
    assert len(await _warnings(here, "ben")) == 1


async def test_a_deactivated_contact_is_pointed_to_the_others_and_refused_as_staff_are(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.person("ben").types("/case", "list", channel=world.TOWN)
    await here.pass_days(20)
    ana = here.person("ana")
    await ana.types("/case", "Grades vanish", channel=world.TOWN)
    (hint,) = await ana.hints(world.TOWN)
    assert "@Ben Okafor" in hint.words
    assert "@Ana Torres" not in hint.words


async def test_an_act_typed_before_the_clock_ended_the_access_and_told_after_it_undoes_that(here: Town) -> None:
    card = await open_case(here, by="ben")
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.person("ben").types("/case", "list", channel=world.TOWN)
    await here.pass_days(13.5)
    assert await _standing(here, "ana") == "flagged"
    with holding(here) as bag:
        await here.person("ana").says("I was on leave.", channel=world.LAKESIDE, thread=card)
    await here.pass_days(2)
    assert await _standing(here, "ana") == "deactivated"
    late = await here.person("ana").says("Can you hear me?", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert late
    assert await _standing(here, "ana") == "deactivated"
    await bag.deliver(0)
    await here.quiet()
    assert await _standing(here, "ana") == "active"
    for name, who in (("dana", "Ana Torres is"), ("ben", "Ana Torres is"), ("ana", "You are")):
        told = "\n".join(seen.words for seen in await here.person(name).direct_messages())
        assert f"{who} an authorized contact of Lakeside Unified again" in told
    desk = await at_the_desk(here)
    assert ("I was on leave." in desk, "Can you hear me?" in desk) == (True, False)


async def test_a_dm_thread_that_ended_goes_on_where_the_end_is_undone(here: Town) -> None:
    await here.person("sam").joins(world.LAKESIDE)  # so that words go by direct message
    await here.quiet()
    await open_case(here)
    ana = here.person("ana")
    card = next(seen for seen in await ana.direct_messages() if "Case 1 ·" in seen.words)
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.person("ben").types("/case", "list", channel=world.TOWN)
    await here.pass_days(13.5)
    with holding(here) as bag:
        await ana.says("I was on leave.", channel=await ana.direct_channel(), thread=card.ts)
    await here.pass_days(2)
    assert "this thread of case 1 ends here" in "\n".join(seen.words for seen in await ana.direct_messages())
    await bag.deliver(0)
    await here.quiet()
    assert "I was on leave." in await at_the_desk(here)
    below = [seen.words for seen in await ana.direct_messages() if seen.thread_ts == card.ts]
    assert "this thread of case 1 goes on" in below[-1]


async def test_a_warning_that_could_not_go_out_by_day_waits_for_the_next_morning(here: Town) -> None:
    """And nothing else waits for it."""
    await here.clock.turn(timedelta(days=150))
    await here.people.do("fault", api={"trouble": "server_error", "method": "chat.postMessage", "times": None})
    await here.bot.tick()
    await here.bot.courier.deliver_due()
    await here.clock.turn(timedelta(hours=9))
    await here.people.do("fault", clear=True)
    await here.quiet()
    assert await _warnings(here, "ana") == []
    await here.clock.turn(timedelta(hours=10))
    await here.quiet()
    assert await _warnings(here, "ana") == []
    await here.clock.turn(timedelta(hours=1, minutes=5))
    await here.quiet()
    (only,) = await _warnings(here, "ana")
    assert "On Sunday, 23 May 2027, in 30 days" in only.words


async def test_the_last_contact_is_told_of_on_business_days_of_the_district_alone(here: Town) -> None:
    await here.pass_days(181)
    await here.pass_days(1.1)
    await here.pass_days(40)
    async with here.bot.store.begin() as tx:
        lakeside = (await tx.execute(sa.select(districts.c.id).where(districts.c.key == "lakeside"))).scalar_one()
        today = here.clock.now().date()
        closed = {
            "district_id": lakeside,
            "first_day": today,
            "last_day": today + timedelta(days=13),
            "name": "Break",
        }
        await tx.execute(closures.insert(), closed)
    before = await _told_of_the_last(here)
    for _ in range(14):
        await here.pass_days(1)
    assert await _told_of_the_last(here) == before
    for _ in range(7):
        await here.pass_days(1)
    assert await _told_of_the_last(here) == before + 5


async def _told_of_the_last(here: Town) -> int:
    told = await here.person("dana").direct_messages()
    return len([seen for seen in told if "last" in seen.words])


async def test_the_last_contact_is_never_deactivated_by_the_clock(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.pass_days(40)
    standings = [await _standing(here, name) for name in ("ana", "ben", "tess")]
    assert sorted(standings) == ["deactivated", "deactivated", "flagged"]
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert not any("is the last authorized contact" in words for words in told)
    await here.pass_days(2)  # a Sunday was over, and Monday is Independence Day observed
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert not any("is the last authorized contact" in words for words in told)
    await here.pass_days(1)
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    (last,) = [words for words in told if "is the last authorized contact" in words]
    assert any("is the last authorized contact" in seen.words for seen in await here.person("kim").direct_messages())
    assert sum(name in last for name in ("Ana Torres", "Ben Okafor", "Tess Lindqvist")) == 1


async def _keeps(here: Town, of: str) -> str:
    """Ana, by the warning that names this district. Returns what she reads then."""
    ana = here.person("ana")
    (asked,) = [seen for seen in await _warnings(here, "ana") if of in seen.words]
    await ana.clicks("contact.keep-access", channel=await ana.direct_channel(), on=asked.ts)
    await here.quiet()
    await here.clock.turn(timedelta(minutes=1))
    return (await ana.hints(await ana.direct_channel()))[-1].words


async def test_the_button_says_where_the_access_stays_and_that_it_ended_at_the_district_of_the_warning(
    here: Town,
) -> None:
    await is_contact_of_pine_ridge_too(here)
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(due_at=here.began))
    await here.pass_days(150.1)
    both = "Thank you: your access as an authorized contact of Lakeside Unified and Pine Ridge Schools stays"
    assert both in await _keeps(here, "Lakeside")
    lakeside = sa.select(districts.c.id).where(districts.c.key == "lakeside").scalar_subquery()
    where = roster.c.person_id == ana, roster.c.district_id == lakeside
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(*where).values(standing="deactivated", due_at=None))
    ended = await _keeps(here, "Lakeside")
    assert "Your access as an authorized contact of Lakeside Unified has ended" in ended
    assert "Another contact there, or the administrator, can ask for it again" in ended
    assert "Your access as an authorized contact of Pine Ridge Schools stays, and the 180 days" in ended
    stays = await _keeps(here, "Pine Ridge")
    assert "Thank you: your access as an authorized contact of Pine Ridge Schools stays" in stays
    assert "Lakeside" not in stays


async def test_a_button_of_an_earlier_version_says_where_the_access_stays(here: Town) -> None:
    """It names no district."""
    await here.pass_days(150.1)
    ana = here.person("ana")
    (asked,) = await _warnings(here, "ana")
    stands = here.sandbox.slack.channels[await ana.direct_channel()].messages[asked.ts]
    stands.blocks[-1]["elements"][0]["value"] = "keep"
    assert "your access as an authorized contact of Lakeside Unified stays" in await _keeps(here, "Lakeside")


async def _owed_by_an_earlier_version(here: Town) -> str:
    """An answer that names no district. Returns what Ana reads."""
    ana = here.person("ana")
    who = SlackUser(team=TeamId(world.TEAM), user=UserId(ana.id))
    spot = Spot(team=who.team, channel=ChannelId(await ana.direct_channel()))
    async with here.bot.store.begin() as tx:
        now = here.clock.now()
        await outbox.owe(tx, [hint(who, spot, what="access-kept", now=now)], now=now)
    await here.quiet()
    return (await ana.hints(await ana.direct_channel()))[-1].words


async def test_an_answer_to_the_button_that_an_earlier_version_owed_says_where_the_access_stays(here: Town) -> None:
    await here.pass_days(150.1)
    assert "your access as an authorized contact of Lakeside Unified stays" in await _owed_by_an_earlier_version(here)


async def test_such_an_answer_says_nothing_of_an_access_that_has_ended_since(here: Town) -> None:
    await here.pass_days(150.1)
    await line(here, "ana", standing="removed")
    said = await _owed_by_an_earlier_version(here)
    assert "Your access as an authorized contact has ended" in said
    assert "stays" not in said
