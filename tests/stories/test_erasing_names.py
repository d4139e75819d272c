"""Whoever was erased is named nowhere in Slack where a message of ours stands: it is drawn again (POLICY 10)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.services import erasing
from demo import world
from demo.town import Town
from storage.tables import people, roster
from tests.emergency_cases import claims, decides, is_accepted, reports
from tests.services.erasing_helpers import begin
from tests.stories.test_questions import asks as asks_a_contact
from tests.stories.test_questions import presses
from tests.told import ASKED, asks
from tests.town_cases import chooses, desk_card, open_case

BEN, ALEX = "Ben Okafor", "Alex Kim"

each_mode = pytest.mark.parametrize("with_words", [False, True], ids=["without words", "with words"])


async def _ours(here: Town) -> list[str]:
    """Every post of ours in the town's workspace, with its blocks, but in direct messages with whoever is erased."""
    slack = here.sandbox.slack
    found = []
    for channel in (world.LAKESIDE, world.DESK):
        posts = slack.channel(channel).messages.values()
        found += [f"{it.text}\n{it.blocks}" for it in posts if it.bot_id]
    return found


async def _naming(here: Town, name: str) -> list[str]:
    return [post for post in await _ours(here) if name in post]


async def _erased(here: Town, user: str, *, with_words: bool) -> str:
    """To the end, and until Slack has it. Returns what they are called from then on."""
    async with here.bot.store.begin() as tx:
        person = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == user))).scalar_one()
        ended = {"standing": "removed", "due_at": None}
        await tx.execute(roster.update().where(roster.c.person_id == person).values(**ended))
    await begin(here.bot.store, Kind.PERSON, now=here.clock.now(), person=person, with_words=with_words)
    for _ in range(5):
        await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
    return f"Erased person {person}"


async def _ben_works_a_case(here: Town) -> None:
    """His own; he says something in it, takes another over, and withdraws his."""
    card, ben = await open_case(here, by="ben", subject="Zebulonia is lost"), here.person("ben")
    await ben.says("In Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await chooses(ben, "session.invite", channel=world.LAKESIDE, on=card)
    assert not (await ben.submits(guest="U0SAM")).errors
    await ben.closes(everything=True)
    await here.quiet()
    await chooses(ben, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ben.submits()
    await here.quiet()


@each_mode
async def test_the_lines_comments_and_cards_of_a_contact_say_that_whoever_it_was_is_erased(
    here: Town, *, with_words: bool
) -> None:
    await _ben_works_a_case(here)
    named = await _naming(here, BEN)
    for said in ("Case 1 was withdrawn by", "comment by", "Joint session in case 1", "Contact Ben Okafor"):
        assert any(said in post for post in named), said
    called = await _erased(here, "U0BEN", with_words=with_words)
    assert await _naming(here, BEN) == []
    said = "\n".join(await _naming(here, called))
    assert f"Case 1 was withdrawn by {called}." in said
    assert f"Contact {called}" in said
    assert f"comment by {called}" in said
    assert f"{called} brought in Sam Rivera" in said


@each_mode
async def test_so_do_those_of_an_agent_and_what_the_clock_said_to_them(here: Town, *, with_words: bool) -> None:
    await open_case(here)
    alex = here.person("alex")
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    for _ in range(8):
        await here.pass_days(0.5)
    assert [post for post in await _naming(here, ALEX) if post.startswith(f"{ALEX} (Support): Case 1")]
    await chooses(alex, "case.owner", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(person=await _number(here, "U0GITA"))).errors
    await here.quiet()
    assert [post for post in await _naming(here, ALEX) if "given to Gita" in post]
    called = await _erased(here, "U0ALEX", with_words=with_words)
    assert [post for post in await _ours(here) if ALEX in post or "<@U0ALEX>" in post] == []
    said = "\n".join(await _naming(here, called))
    assert f"Case 1 was taken by {called}" in said
    assert f"by {called}" in "\n".join(post for post in await _ours(here) if "given to Gita" in post)


async def _number(here: Town, user: str) -> str:
    async with here.bot.store.read() as tx:
        return str((await tx.execute(sa.select(people.c.id).where(people.c.user_id == user))).scalar_one())


@each_mode
@pytest.mark.parametrize("over", [False, True], ids=["waits still", "is over"])
async def test_a_follow_up_that_was_to_them_speaks_to_others_or_says_no_more(
    here: Town, *, over: bool, with_words: bool
) -> None:
    card = await open_case(here, by="ben")
    await asks(here)
    for _ in range(4):
        await here.pass_days(2)
    waits = "waits for your answer to Support's question"
    assert [post for post in await _ours(here) if waits in post and "<@U0BEN>" in post]
    if over:
        await here.person("ana").says("It is Firefox.", channel=world.LAKESIDE, thread=card)
        await here.quiet()
    await _erased(here, "U0BEN", with_words=with_words)
    posts = await _ours(here)
    assert [post for post in posts if BEN in post or "<@U0BEN>" in post] == []
    stub = "what stood here named somebody who was erased"
    assert (any(waits in post for post in posts), any(stub in post for post in posts)) == (not over, over)


@each_mode
async def test_calls_at_the_desk_say_that_whoever_decided_or_claimed_it_is_erased(
    here: Town, *, with_words: bool
) -> None:
    await is_accepted(here)
    await claims(here, "ben")
    assert await _naming(here, BEN)
    called = await _erased(here, "U0BEN", with_words=with_words)
    assert await _naming(here, BEN) == []
    assert [post for post in await _naming(here, called) if f"{called} stands for it: case 1." in post]


@each_mode
async def test_and_so_they_do_of_one_that_was_declined(here: Town, *, with_words: bool) -> None:
    await reports(here)
    await decides(here, "alex", "decline")
    called = await _erased(here, "U0ALEX", with_words=with_words)
    assert await _naming(here, ALEX) == []
    assert [post for post in await _naming(here, called) if f"Declined by {called}" in post]


async def _told(here: Town, *names: str) -> list[str]:
    return [seen.words for name in names for seen in await here.person(name).direct_messages()]


@each_mode
async def test_direct_messages_to_others_name_them_no_more_and_keep_what_others_wrote(
    here: Town, *, with_words: bool
) -> None:
    card, ben = await open_case(here, by="ben"), here.person("ben")
    await chooses(ben, "case.hand-over", channel=world.LAKESIDE, on=card)
    assert not (await ben.submits(person=await _number(here, "U0TESS"))).errors
    await here.quiet()
    await asks_a_contact(here, "The gradebook is empty.", building="None of these")
    await presses(here, "ben", "question.answer", "The gradebook is empty.")
    assert not (await ben.submits(words="Choose the new year.")).errors
    await ben.closes(everything=True)
    await here.quiet()
    for name, said in (("tess", "handed you case 1"), ("sam", "answers your question"), ("ana", "gradebook")):
        assert [words for words in await _told(here, name) if BEN in words and said in words], name
    called = await _erased(here, "U0BEN", with_words=with_words)
    told = await _told(here, "tess", "sam", "ana", "alex")
    assert [words for words in told if BEN in words] == []
    assert [words for words in told if f"{called} answers your question" in words]
    assert any("The gradebook is empty." in words for words in await _told(here, "ana"))
    assert any("Choose the new year." in words for words in await _told(here, "sam")) is not with_words


@each_mode
async def test_so_do_those_about_an_emergency_that_they_took_or_reported(here: Town, *, with_words: bool) -> None:
    await is_accepted(here)
    await claims(here, "ben")
    assert [words for words in await _told(here, "ana", "tess", "sam") if BEN in words]
    called = await _erased(here, "U0BEN", with_words=with_words)
    told = await _told(here, "ana", "tess", "sam")
    assert [words for words in told if BEN in words] == []
    assert [words for words in told if f"{called} goes on with it" in words]
    assert [words for words in told if f"has a contact now. {called} stands for it." in words]
    await _erased(here, "U0SAM", with_words=with_words)
    assert [words for words in await _told(here, "ana", "tess", "alex") if "Sam Rivera" in words] == []


async def test_who_is_asked_to_claim_an_emergency_can_still_when_whoever_accepted_it_is_erased(here: Town) -> None:
    await reports(here)
    await decides(here, "gita", "accept", module="Attendance")
    await _erased(here, "U0GITA", with_words=False)
    (asked,) = [it for it in await here.person("ana").direct_messages() if "Who of you claims it?" in it.words]
    assert "emergency.claim" in asked.buttons


@each_mode
async def test_whoever_a_comment_mentioned_long_ago_is_mentioned_in_its_copies_no_more(
    here: Town, *, with_words: bool
) -> None:
    await open_case(here, by="ben")
    await asks(here)
    assert [post for post in await _ours(here) if ASKED in post and "<@U0BEN>" in post]
    for _ in range(8):
        await here.pass_days(5)
    await _erased(here, "U0BEN", with_words=with_words)
    assert [post for post in await _ours(here) if ASKED in post]
    assert [post for post in await _ours(here) if BEN in post or "<@U0BEN>" in post] == []
