"""A case that waits for its district: three follow-ups in ten business days, over Thanksgiving (POLICY 4)."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.services import rounds
from demo import world
from demo.town import Town
from sandbox.faults import Fault, Trouble
from sandbox.people import Seen
from storage.tables import cases, pending_clocks
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, desk_card, open_case

CHICAGO = ZoneInfo("America/Chicago")
PICTURE = ("screen.png", b"\x89PNG\r\n\x1a\n")


async def until(here: Town, local: str) -> None:
    """Time passes to an hour at Lakeside; the clock's work is done once, and delivered."""
    then = datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC)
    await here.clock.turn(then - here.clock.now())
    await here.bot.tick()
    await here.quiet()


async def waiting_case(here: Town, *, resolution: bool = False) -> str:
    """A case that Alex has put a question on, or a resolution, on Tuesday noon. Returns its card at Lakeside."""
    card = await open_case(here)
    await waits(here, resolution=resolution)
    return card


async def waits(here: Town, *, resolution: bool = False) -> None:
    alex, desk = here.person("alex"), await desk_card(here)
    await alex.clicks("case.resolve" if resolution else "case.ask-input", channel=world.DESK, on=desk)
    await alex.submits(words="Which browser is it?")
    await here.quiet()


async def follow_ups(here: Town) -> list[Seen]:
    thread = await here.thread(here.person("ana"), world.LAKESIDE)
    return [seen for seen in thread if "case.more-time" in seen.buttons]


async def lakeside_card(here: Town) -> str:
    return (await here.card(here.person("ana"), world.LAKESIDE)).words


async def priority(here: Town, level: str) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(cases.update().values(priority=level))


async def test_three_follow_ups_over_thanksgiving_then_it_closes_and_says_until_when_it_can_be_reopened(
    here: Town,
) -> None:
    await waiting_case(here)
    assert "Closes without a response on Wednesday, 9 December 2026" in await lakeside_card(here)
    await until(here, "2026-11-27T12:00")  # business day 2: Thursday is Thanksgiving
    assert await follow_ups(here) == []
    for day, count in (("11-30", 1), ("12-03", 2), ("12-08", 3)):
        await until(here, f"2026-{day}T07:59")
        assert len(await follow_ups(here)) == count - 1
        await until(here, f"2026-{day}T08:00")
        assert len(await follow_ups(here)) == count
    first, second, third = await follow_ups(here)
    everybody = ("@Ana Torres", "@Ben Okafor", "@Tess Lindqvist")
    assert [[name in sent.words for name in everybody] for sent in (first, second, third)] == [
        [True, False, False],
        [True, True, True],
        [True, True, True],
    ]
    assert "it closes on Wednesday, 9 December 2026 at 17:00" in third.words
    await until(here, "2026-12-09T16:59")
    assert "Pending Customer Input" in await lakeside_card(here)
    await until(here, "2026-12-09T17:00")
    assert "Closed (No response)" in await lakeside_card(here)
    assert "Any contact can reopen it until Sunday, 7 February 2027" in await at_lakeside(here)
    desk = await at_the_desk(here)
    assert ("no response came in time" in desk, "[Reopen]" in desk) == (True, False)
    assert "[Reopen]" in await at_lakeside(here)
    await here.bot.tick()
    await here.quiet()
    assert (await at_lakeside(here)).count("was closed") == 1


async def test_run_twice_it_tells_nobody_anything_new(here: Town) -> None:
    await waiting_case(here)
    await until(here, "2026-11-30T09:00")
    await until(here, "2026-11-30T09:30")
    await until(here, "2026-12-01T09:00")
    assert len(await follow_ups(here)) == 1


async def test_after_downtime_one_follow_up_is_sent_and_a_business_day_is_left_to_answer(here: Town) -> None:
    await waiting_case(here)
    await until(here, "2026-12-16T23:00")
    assert await follow_ups(here) == []
    await until(here, "2026-12-17T08:00")
    (only,) = await follow_ups(here)
    assert "it closes on Friday, 18 December 2026 at 17:00" in only.words
    await until(here, "2026-12-17T17:00")
    assert "Closes without a response on Friday, 18 December 2026" in await lakeside_card(here)
    await until(here, "2026-12-18T17:00")
    assert "Closed (No response)" in await lakeside_card(here)


async def test_it_does_not_close_while_slack_takes_no_follow_up(here: Town) -> None:
    await waiting_case(here)
    await hold(here)
    for day in ("2026-11-30", "2026-12-03", "2026-12-08", "2026-12-09", "2026-12-14"):
        then = datetime.fromisoformat(f"{day}T17:00").replace(tzinfo=CHICAGO)
        await here.clock.turn(then - here.clock.now())
        await here.bot.tick()
        await here.bot.courier.deliver_due()
    assert await _status(here) == "pending-customer-input"


async def _status(here: Town) -> str:
    async with here.bot.store.read() as tx:
        return str((await tx.execute(sa.select(cases.c.status))).scalar_one())


async def test_a_last_follow_up_that_is_a_dead_letter_closes_nothing_and_the_owner_is_told(here: Town) -> None:
    await waiting_case(here)
    await until(here, "2026-12-03T08:00")
    here.sandbox.slack.faults.add(
        Fault(
            trouble=Trouble.ERROR, method="chat.postMessage", channel=world.LAKESIDE, error="no_permission", times=2
        )
    )
    await until(here, "2026-12-08T08:00")
    await until(here, "2026-12-14T17:30")
    assert len(await follow_ups(here)) == 1
    assert await _status(here) == "pending-customer-input"
    told = [seen.words for seen in await here.person("alex").direct_messages()]
    assert sum("could not be delivered to any contact" in words for words in told) == 1


async def test_where_words_may_not_go_to_the_channel_each_contact_gets_the_last_follow_up_by_direct_message(
    here: Town,
) -> None:
    await waiting_case(here)
    await until(here, "2026-12-03T08:00")
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    await until(here, "2026-12-08T08:00")
    assert len(await follow_ups(here)) == 1
    for name in ("ana", "ben"):
        told = [seen.words for seen in await here.person(name).direct_messages()]
        assert sum("it closes on Wednesday, 9 December 2026" in words for words in told) == 1
    await until(here, "2026-12-09T17:00")
    assert await _status(here) == "closed"


async def test_a_response_that_leaves_it_pending_begins_the_count_anew(here: Town) -> None:
    card = await waiting_case(here, resolution=True)
    await until(here, "2026-12-03T08:00")
    await here.person("ben").says("We are still trying.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Pending Customer Verification" in await lakeside_card(here)
    assert "Closes without a response on Thursday, 17 December 2026" in await lakeside_card(here)
    count = len(await follow_ups(here))
    await until(here, "2026-12-07T12:00")
    assert len(await follow_ups(here)) == count
    await until(here, "2026-12-08T08:00")
    follow_up = (await follow_ups(here))[-1]
    assert follow_up.buttons == ("case.solved", "case.not-solved", "case.more-time")
    assert ("@Ana Torres" in follow_up.words, "@Ben Okafor" in follow_up.words) == (True, False)


async def test_an_answer_ends_the_wait_and_what_an_agent_says_is_none(here: Town) -> None:
    card = await waiting_case(here)
    alex = here.person("alex")
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words="Take your time.")
    await alex.submits()  # the preview
    await until(here, "2026-11-30T08:00")
    assert len(await follow_ups(here)) == 1
    await here.person("ana").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await until(here, "2027-02-01T08:00")
    assert len(await follow_ups(here)) == 1
    assert "Assigned, Support's turn" in await lakeside_card(here)


@pytest.mark.parametrize("resolution", [False, True], ids=["question", "resolution"])
async def test_an_attachment_without_a_word_is_a_response(here: Town, resolution: bool) -> None:  # noqa: FBT001  # as above
    card = await waiting_case(here, resolution=resolution)
    await until(here, "2026-12-03T08:00")
    await here.person("ben").says("", channel=world.LAKESIDE, thread=card, files=[PICTURE])
    await here.quiet()
    stands = "Closes without a response on Thursday, 17 December 2026" if resolution else "Assigned, Support's turn"
    assert stands in await lakeside_card(here)
    await until(here, "2026-12-08T07:59")
    assert len(await follow_ups(here)) == 1
    await until(here, "2026-12-08T08:00")
    assert len(await follow_ups(here)) == 1 + resolution


async def test_a_critical_case_is_closed_by_its_owner_and_only_after_the_last_day(here: Town) -> None:
    await waiting_case(here)
    await priority(here, "critical")
    alex, gita, desk = here.person("alex"), here.person("gita"), await desk_card(here)
    for day in ("2026-11-30", "2026-12-03", "2026-12-08"):
        await until(here, f"{day}T08:00")
    assert "Support may close it" in (await follow_ups(here))[-1].words
    await until(here, "2026-12-09T17:00")
    await until(here, "2026-12-10T17:00")
    assert await _status(here) == "pending-customer-input"
    told = [seen.words for seen in await alex.direct_messages()]
    assert sum("is Critical, so I do not close it" in words for words in told) == 1
    assert "case.close-unanswered" in (await here.card(alex, world.DESK)).buttons
    await gita.clicks("case.close-unanswered", channel=world.DESK, on=desk)
    await here.quiet()
    assert "The case has an owner" in (await gita.hints(world.DESK))[-1].words
    await alex.clicks("case.close-unanswered", channel=world.DESK, on=desk)
    await here.quiet()
    assert "Closed (No response)" in await lakeside_card(here)
    assert "closed for want of a response by Alex Kim (Support)" in await at_lakeside(here)


async def test_the_desk_does_not_close_before_the_clock_would(here: Town) -> None:
    await waiting_case(here)
    await priority(here, "critical")
    await until(here, "2026-11-30T08:00")
    async with here.bot.store.begin() as tx:
        shown = here.clock.now() - timedelta(hours=1)
        await tx.execute(pending_clocks.update().values(closes_at=shown, due_at=None))
    alex, desk = here.person("alex"), await desk_card(here)
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=desk)
    await alex.submits(words="Are you there?")
    await alex.submits()  # the preview
    await here.quiet()
    async with here.bot.store.begin() as tx:
        await tx.execute(pending_clocks.update().values(closes_at=here.clock.now() + timedelta(days=3)))
    await alex.clicks("case.close-unanswered", channel=world.DESK, on=desk)
    await here.quiet()
    assert "only after its last day" in (await alex.hints(world.DESK))[-1].words
    assert await _status(here) == "pending-customer-input"


@pytest.mark.parametrize("resolution", [False, True], ids=["question", "resolution"])
@pytest.mark.parametrize("words", ["Still the same.", ""], ids=["words", "a picture alone"])
@pytest.mark.parametrize("way", ["told late", "read again"])
async def test_a_response_before_the_closing_that_comes_in_after_it_undoes_it(
    here: Town,
    resolution: bool,  # noqa: FBT001  # a parameter of the test
    words: str,
    way: str,
) -> None:
    card = await waiting_case(here, resolution=resolution)
    for day in ("2026-11-30T08:00", "2026-12-03T08:00", "2026-12-08T08:00", "2026-12-09T16:00"):
        await until(here, day)
    with holding(here) as bag:
        files = [] if words else [PICTURE]
        await here.person("ana").says(words, channel=world.LAKESIDE, thread=card, files=files)
    await until(here, "2026-12-09T17:00")
    assert "Closed (No response)" in await lakeside_card(here)
    await here.person("ben").says("And me?", channel=world.LAKESIDE, thread=card, files=[("me.png", b"x")])
    await here.quiet()
    assert "Closed (No response)" in await lakeside_card(here)
    if way == "told late":
        await bag.deliver(0)
    else:
        await here.person("alex").types("/case", "resync 1", channel=world.TOWN)
    await here.quiet()
    expected = "Pending Customer Verification" if resolution else "Assigned, Support's turn"
    assert expected in await lakeside_card(here)
    assert "opened again by Ana Torres" in await at_lakeside(here)
    thread = await here.thread(here.person("alex"), world.DESK)
    carried = [file for seen in thread for file in seen.files]
    desk = "\n".join(seen.words for seen in thread)
    assert (carried, words in desk, "And me?" in desk) == ([file for file, _ in files], True, False)
    await until(here, "2026-12-10T12:00")
    assert expected in await lakeside_card(here)


async def test_what_was_typed_before_the_question_and_told_after_the_closing_undoes_nothing(here: Town) -> None:
    card = await open_case(here)
    with holding(here) as bag:
        await here.person("ana").says("It began today.", channel=world.LAKESIDE, thread=card)
    await here.clock.turn(timedelta(minutes=1))
    await waits(here)
    for day in ("2026-11-30T08:00", "2026-12-03T08:00", "2026-12-08T08:00", "2026-12-09T17:00"):
        await until(here, day)
    await bag.deliver(0)
    await here.quiet()
    assert "Closed (No response)" in await lakeside_card(here)
    assert "opened again" not in await at_lakeside(here)


async def test_what_an_agent_typed_before_the_closing_undoes_nothing(here: Town) -> None:
    card = await waiting_case(here)
    alex = here.person("alex")
    await alex.joins(world.LAKESIDE)
    await here.quiet()
    for day in ("2026-11-30T08:00", "2026-12-03T08:00", "2026-12-08T08:00", "2026-12-09T16:00"):
        await until(here, day)
    with holding(here) as bag:
        await alex.says("Anybody?", channel=world.LAKESIDE, thread=card)
    await until(here, "2026-12-09T17:00")
    await bag.deliver(0)
    await here.quiet()
    assert "Closed (No response)" in await lakeside_card(here)


async def test_views_and_non_contacts_are_no_response(here: Town) -> None:
    card = await waiting_case(here)
    await until(here, "2026-11-30T08:00")
    ana, sam = here.person("ana"), here.person("sam")
    await ana.types("/case", "view 1", channel=world.TOWN)
    await ana.opens_home()
    await sam.joins(world.LAKESIDE)
    await sam.says("Firefox.", channel=world.LAKESIDE, thread=card)
    await sam.leaves(world.LAKESIDE)
    await here.quiet()
    assert "Closes without a response on Wednesday, 9 December 2026" in await lakeside_card(here)


async def test_a_follow_up_that_was_answered_before_it_was_delivered_is_not_sent(here: Town) -> None:
    card = await waiting_case(here)
    then = datetime.fromisoformat("2026-11-30T08:00").replace(tzinfo=CHICAGO)
    await here.clock.turn(then - here.clock.now())
    await hold(here)
    assert (await here.bot.tick())["pending-follow-up-1"] == 1
    await refused(here)
    await here.person("ana").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.people.settle()
    await here.people.do("fault", clear=True)
    await here.clock.turn(timedelta(minutes=5))
    await here.quiet()
    assert await follow_ups(here) == []


async def hold(here: Town) -> None:
    """Slack takes no post."""
    await here.people.do("fault", api={"trouble": "server_error", "method": "chat.postMessage", "times": None})


async def refused(here: Town) -> None:
    """Until a post was on its way, and Slack did not take it."""
    for _ in range(200):
        await here.bot.courier.deliver_due()
        if any(call.method == "chat.postMessage" and not call.ok for call in here.sandbox.slack.log):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was posted")


async def test_two_processes_at_once_do_nothing_twice(here: Town) -> None:
    await waiting_case(here)
    then = datetime.fromisoformat("2026-11-30T08:00").replace(tzinfo=CHICAGO)
    await here.clock.turn(then - here.clock.now())
    looks = [rounds.run(here.bot.store, now=here.clock.now(), at=lambda _: None) for _ in range(4)]
    done = sum(await asyncio.gather(*looks), Counter[str]())
    assert done["pending-follow-up-1"] == 1
    await here.quiet()
    assert len(await follow_ups(here)) == 1


async def test_a_case_whose_look_fails_is_put_off_and_hides_no_other(here: Town) -> None:
    await waiting_case(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(pending_clocks.update().values(status="nowhere", due_at=here.clock.now()))
    assert (await here.bot.tick())["pending-failed"] == 1
    assert (await here.bot.tick())["pending-failed"] == 0
    async with here.bot.store.begin() as tx:
        day_zero = date(2026, 11, 24)
        await tx.execute(pending_clocks.update().values(status="pending-customer-input", day_zero=day_zero))
    await until(here, "2026-11-30T08:00")
    assert len(await follow_ups(here)) == 1
