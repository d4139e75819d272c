"""What goes wrong between people, Slack and the bot: each has a decent outcome, and is told with what to do."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts, messages
from sandbox.people import Person
from storage import outbox
from storage.tables import audit, cases, comments, note_versions, notes
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, reply_to_district


@pytest.fixture
def transport() -> str:
    return "http"


async def _dead(here: Town) -> list[str]:
    async with here.bot.store.read() as tx:
        return [f"{letter.kind} {letter.error}" for letter in await outbox.dead_letters(tx)]


async def _withdraw(here: Town, who: Person, card: str) -> None:
    await chooses(who, "case.withdraw", channel=world.LAKESIDE, on=card)
    await who.submits()
    await here.quiet()


DESKS = {
    "case.ask-input": {"words": "Which browser is it?"},
    "case.resolve": {"words": "It is mended now."},
    "case.priority": {"words": "All of the school is affected."},
    "case.status": {},
}
"""The desk's forms, by the button that opens each, and what is typed."""


async def _opens(person: Person, action: str, *, channel: str, on: str) -> None:
    """By the button where the card has one, else by its menu."""
    try:
        await person.clicks(action, channel=channel, on=on)
    except Exception:  # noqa: BLE001  # the sandbox says that there is no such button
        await chooses(person, action, channel=channel, on=on)


async def test_a_desks_form_that_is_open_while_the_case_closes_is_refused_with_its_words_kept(here: Town) -> None:
    card, ana, lee = await open_case(here), here.person("ana"), here.person("lee")
    await lee.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    desk = await desk_card(here)
    for action, filled in DESKS.items():
        await _opens(lee, action, channel=world.DESK, on=desk)
        if action == "case.status":
            await lee.clicks_in_window("case.status-chosen", "assist")
        await _withdraw(here, ana, card)
        await lee.submits(**filled)
        told = await lee.reads_window()
        assert "Not sent" in told, action
        assert "Case 1 has moved on: it is Closed" in told or "Case 1 is closed" in told, action
        await lee.closes()
        if filled:
            assert (await lee.typed())["words"] == filled["words"]
        await lee.closes(everything=True)
        await ana.clicks("case.reopen", channel=world.LAKESIDE, on=card)
        await ana.submits(words="It is still not so.")
        await here.quiet()
    assert "Which browser is it?" not in await at_lakeside(here)
    assert await _dead(here) == []


async def test_a_contacts_form_that_is_open_while_the_case_moves_on_is_refused_with_its_words_kept(
    here: Town,
) -> None:
    card, ana, ben = await open_case(here), here.person("ana"), here.person("ben")
    await here.person("alex").clicks("case.resolve", channel=world.DESK, on=await desk_card(here))
    await here.person("alex").submits(words="It is mended now.")
    await here.quiet()
    for action in ("case.not-solved", "case.withdraw"):
        await _opens(ana, action, channel=world.LAKESIDE, on=card)
        await ben.clicks("case.solved", channel=world.LAKESIDE, on=card)
        await here.quiet()
        words = {"words": "Tuesdays are still missing."} if action == "case.not-solved" else {}
        await ana.submits(**words)
        assert "Case 1 has moved on: it is Closed" in await ana.reads_window()
        await ana.closes()
        if words:
            assert (await ana.typed())["words"] == words["words"]
        await ana.closes(everything=True)
        if action == "case.not-solved":
            await ben.clicks("case.reopen", channel=world.LAKESIDE, on=card)
            await ben.submits(words="Not yet solved after all.")
            await here.quiet()
            await here.person("alex").clicks("case.resolve", channel=world.DESK, on=await desk_card(here))
            await here.person("alex").submits(words="Now it is.")
            await here.quiet()
    await ana.clicks("case.reopen", channel=world.LAKESIDE, on=card)
    await ben.clicks("case.reopen", channel=world.LAKESIDE, on=card)
    await ben.submits(words="It vanishes on Fridays.")
    await here.quiet()
    await ana.submits(words="It vanishes on Mondays.")
    assert "is open, with the status" in await ana.reads_window()
    assert "Mondays" not in await at_the_desk(here)


async def test_of_two_contacts_who_close_at_once_one_wins_and_the_other_is_told_and_sees_the_card_as_it_is(
    here: Town,
) -> None:
    card, ana, ben = await open_case(here), here.person("ana"), here.person("ben")
    for person in (ana, ben):
        await chooses(person, "case.withdraw", channel=world.LAKESIDE, on=card)
    await asyncio.gather(ana.submits(), ben.submits())
    told = [await person.reads_window() for person in (ana, ben)]
    assert sorted("Case 1 has moved on: it is Closed" in words for words in told) == [False, True]
    await here.quiet()
    assert "Closed" in (await here.card(ana, world.LAKESIDE)).words
    assert (await at_the_desk(here)).count("was withdrawn by") == 1
    async with here.bot.store.read() as tx:
        asked = await tx.execute(sa.select(audit.c.allowed).where(audit.c.act == "close"))
        assert sorted(asked.scalars().all()) == [False, True, True, True]  # two looked at the form before
        assert (await tx.execute(sa.select(cases.c.close_reason))).scalar_one() == "withdrawn"


async def test_a_button_on_a_card_that_was_not_drawn_again_says_so_and_the_card_is_drawn(here: Town) -> None:
    card, ana, ben = await open_case(here), here.person("ana"), here.person("ben")
    slack = here.sandbox.slack
    await here.person("alex").clicks("case.resolve", channel=world.DESK, on=await desk_card(here))
    await here.person("alex").submits(words="It is mended now.")
    await here.quiet()
    channel = slack.channel(world.LAKESIDE)
    before = channel.messages[card]
    await ana.clicks("case.solved", channel=world.LAKESIDE, on=card)
    await here.quiet()
    channel.messages[card] = before  # as if that drawing had been lost
    await ben.clicks("case.solved", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "Case 1 has moved on: it is Closed" in (await ben.hints(world.LAKESIDE))[-1].words
    assert "case.solved" not in (await here.card(ben, world.LAKESIDE)).buttons


async def test_a_person_who_is_gone_from_slack_gets_nothing_more_and_nobody_is_alarmed(here: Town) -> None:
    """Their cases are offered to the others; what was owed to them is owed no longer."""
    await here.person("sam").joins(world.LAKESIDE)  # words go by direct message
    await here.quiet()
    await open_case(here, by="ben")
    ben, ana = here.person("ben"), here.person("ana")
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    theirs = next(seen for seen in await ana.direct_messages() if "Grades vanish on save" in seen.words)
    await ana.says("In Firefox.", channel=await ana.direct_channel(), thread=theirs.ts)
    accounts.deactivate(here.sandbox.slack, ben.id)
    accounts.deactivate(here.sandbox.slack, "U0ALEX")
    before = len(await ben.direct_messages())
    await here.quiet()
    await reply_to_district(here, "We look at it.", by="gita")
    assert len(await ben.direct_messages()) == before
    told = "\n".join(seen.words for seen in await ana.direct_messages())
    assert "We look at it." in told
    assert "Ben Okafor is no longer an authorized contact" in told
    assert await _dead(here) == []


async def test_what_slack_refuses_because_the_account_ended_alarms_nobody_though_slack_had_not_told_yet(
    here: Town,
) -> None:
    """That the account ended arrives after a reply to them went out; the other contact reads the reply."""
    await here.person("sam").joins(world.LAKESIDE)  # words go by direct message
    await here.quiet()
    await open_case(here, by="ben")
    with holding(here) as bag:
        accounts.deactivate(here.sandbox.slack, here.person("ben").id)
    await reply_to_district(here, "We look at it.", by="alex")
    assert "We look at it." in "\n".join(seen.words for seen in await here.person("ana").direct_messages())
    assert await _dead(here) == []
    await bag.deliver(*range(len(bag.held)))
    await here.quiet()
    assert await _dead(here) == []


async def test_a_case_that_could_not_be_brought_to_an_account_that_ended_alarms_nobody_and_comes_with_the_account(
    here: Town,
) -> None:
    """Slack had not told that it ended when the case was opened; what is said meanwhile waits for nobody."""
    await here.person("sam").joins(world.LAKESIDE)  # words go by direct message
    await here.quiet()
    with holding(here) as bag:
        accounts.deactivate(here.sandbox.slack, here.person("ben").id)
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    await reply_to_district(here, "We look at it.", by="alex")
    await here.pass_days(1)
    await bag.deliver(*range(len(bag.held)))
    await here.quiet()
    await reply_to_district(here, "It is mended.", by="alex")
    await here.pass_days(2)
    assert await _dead(here) == []
    accounts.reactivate(here.sandbox.slack, here.person("ben").id)
    await here.quiet()
    said = "\n".join(seen.words for seen in await here.person("ben").direct_messages())
    for words in ("Grades vanish on save", "They are gone after a reload.", "We look at it.", "It is mended."):
        assert said.count(words) == 1, words


async def test_an_agents_note_that_is_edited_after_it_was_sent_stays_a_note(here: Town) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    ts = await alex.says("They forgot to save.", channel=world.DESK, thread=card)
    await here.quiet()
    await alex.edits(ts, "They forgot to save, I think.", channel=world.DESK)
    await alex.deletes(await alex.says("Hm.", channel=world.DESK, thread=card), channel=world.DESK)
    await here.quiet()
    assert "forgot" not in await at_lakeside(here)
    async with here.bot.store.read() as tx:
        versions = sa.select(note_versions.c.words).order_by(note_versions.c.note_id, note_versions.c.edited_ts)
        assert (await tx.execute(versions)).scalars().all() == [
            "They forgot to save.",
            "They forgot to save, I think.",
            "Hm.",
        ]
        assert len((await tx.execute(sa.select(notes.c.id).where(notes.c.deleted_at.is_not(None)))).all()) == 1
        assert (await tx.execute(sa.select(comments.c.id))).all() == []


@pytest.mark.parametrize("noticed", ["at once", "at the next post"])
async def test_a_card_that_was_deleted_is_posted_anew_and_replies_below_the_old_one_still_count(
    here: Town, noticed: str
) -> None:
    old, ana, slack = await open_case(here), here.person("ana"), here.sandbox.slack
    kept = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=old)
    await here.quiet()
    with holding(here) as bag:
        messages.delete(slack, world.LAKESIDE, old, "U0BOT")
    if noticed == "at once":
        await bag.deliver(0, 0)
        await here.quiet()
    else:
        await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
        await here.quiet()
    new = (await here.card(ana, world.LAKESIDE)).ts
    assert new != old
    await reply_to_district(here, "Which version?")
    below = [seen.words for seen in await ana.sees(world.LAKESIDE) if seen.thread_ts == new]
    assert any("Which version?" in words for words in below)
    await ana.says("Here still.", channel=world.LAKESIDE, thread=old)
    await ana.says("And here.", channel=world.LAKESIDE, thread=new)
    await ana.edits(kept, "In Safari.", channel=world.LAKESIDE)
    await here.quiet()
    desk = await at_the_desk(here)
    assert ("Here still." in desk, "And here." in desk, "In Safari." in desk) == (True, True, True)
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=new)
    await ana.submits()
    await here.quiet()
    assert "Closed" in (await here.card(ana, world.LAKESIDE)).words
    await here.clock.turn(timedelta(hours=1))
    await here.person("alex").types("/case", "resync 1", channel=world.TOWN)
    await here.quiet()
    assert "deletion" not in (await here.person("alex").direct_messages())[-1].words
    assert await _dead(here) == []


async def test_a_thread_that_is_gone_with_all_that_was_in_it_begins_again_with_the_next_reply(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    channel = slack.channel(world.LAKESIDE)
    with holding(here):
        for reply in channel.replies(card):
            channel.drop(reply)
        channel.drop(channel.messages[card])
    await reply_to_district(here, "Which version?")
    assert "Which version?" in await at_lakeside(here)
    assert await _dead(here) == []


async def test_twelve_thousand_characters_of_anything_arrive_whole(here: Town) -> None:
    card, ana, alex = await open_case(here), here.person("ana"), here.person("alex")
    long = " ".join(f"word{number}" for number in range(1_600))
    hebrew = "שלום לכולם, הציונים נעלמים. " * 20
    assert len(long) > 12_000
    said = f"{long}\n{hebrew}\n```\nx = [1]\n```\n<!channel> :tada: <@U0ALEX> *big*"
    messages.say(here.sandbox.slack, world.LAKESIDE, "U0ANA", said, thread_ts=card)
    await here.quiet()
    seen = await here.thread(alex, world.DESK)
    desk = "".join(it.words for it in seen)
    assert all(f"word{number}" in desk for number in range(1_600))
    assert hebrew.strip() in desk
    assert "@channel :tada: @Alex Kim *big*" in desk
    kinds = {part["type"] for it in seen for block in it.blocks for part in block.get("elements", [])}
    assert "rich_text_preformatted" in kinds
    whole = "\n".join(str(it.blocks) for it in seen)
    assert ("'type': 'broadcast'" in whole, "'type': 'user'" in whole) == (False, False)
    note = await alex.says(f"Dear Ana, {long}", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    await alex.uses_shortcut("shortcut.reply-to-district", channel=world.DESK, on=note)
    await alex.submits()
    await alex.submits()
    await here.quiet()
    theirs = "".join(it.words for it in await here.thread(ana, world.LAKESIDE) if it.author == "U0BOT")
    assert all(f"word{number}" in theirs for number in range(1_600))
