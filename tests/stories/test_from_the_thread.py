"""Everything that can be done to a case can be done from inside its thread, where slash commands do not run."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import CaseNumber, ChannelId, KeptId, SlackUser, TeamId, UserId
from bot.domain.refusals import NotKept
from bot.services import keeping
from bot.services.deeds import CaseAsk
from demo import world
from demo.town import Town
from storage.owing import Spot
from storage.tables import audit, comments, kept_words
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, send

BOT = "<@U0BOT>"


async def test_a_mention_shows_only_the_asker_the_buttons_that_fit(here: Town) -> None:
    card = await open_case(here)
    ana, ben, alex = here.person("ana"), here.person("ben"), here.person("alex")
    await ana.says(f"{BOT} actions", channel=world.LAKESIDE, thread=card)
    await alex.says(BOT, channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    (hint,) = await ana.hints(world.LAKESIDE)
    assert "Withdraw…" in hint.words
    assert "Take]" not in hint.words
    assert "[Take" in (await alex.hints(world.DESK))[-1].words
    assert await ben.hints(world.LAKESIDE) == []
    assert "actions" not in await at_the_desk(here)
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=hint.ts)
    await ana.submits()
    await here.quiet()
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words


async def test_a_mention_with_more_than_a_word_is_a_comment_as_well(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await ana.says(f"{BOT} it happens in Firefox too", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "it happens in Firefox too" in await at_the_desk(here)
    assert len(await ana.hints(world.LAKESIDE)) == 1


async def test_staff_who_mention_the_bot_are_pointed_to_their_contacts(here: Town) -> None:
    card, sam = await open_case(here), here.person("sam")
    await sam.joins(world.LAKESIDE)
    await sam.says(f"{BOT} close", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "authorized contacts" in (await sam.hints(world.LAKESIDE))[-1].words


async def test_the_menu_of_any_message_in_the_thread_opens_the_case_with_its_buttons(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    said = await ana.says("It happens in Firefox too.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.uses_shortcut("shortcut.case-actions", channel=world.LAKESIDE, on=said)
    assert "Grades vanish on save" in await ana.reads_window()
    await ana.clicks_in_window("case.more", "case.withdraw 1")
    assert "will be closed as withdrawn" in await ana.reads_window()
    await ana.submits()
    await here.quiet()
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words
    elsewhere = await ana.says("Good morning", channel=world.TOWN)
    await ana.closes(everything=True)
    await ana.uses_shortcut("shortcut.case-actions", channel=world.TOWN, on=elsewhere)
    assert "not in a case's thread" in await ana.reads_window()


async def test_more_time_is_asked_for_from_the_window_of_the_case(here: Town) -> None:
    card, ana, alex = await open_case(here), here.person("ana"), here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    await ana.uses_shortcut("shortcut.case-actions", channel=world.LAKESIDE, on=card)
    await ana.clicks_in_window("case.more-time")
    assert "When shall I ask again?" in await ana.reads_window()
    await ana.closes()
    assert "Grades vanish on save" in await ana.reads_window()


async def test_the_menu_shows_nothing_of_a_case_to_staff(here: Town) -> None:
    card, sam = await open_case(here), here.person("sam")
    await sam.joins(world.LAKESIDE)
    await sam.uses_shortcut("shortcut.case-actions", channel=world.LAKESIDE, on=card)
    await here.quiet()
    window = await sam.reads_window()  # wherever they use it, be the bot there or not
    assert "authorized contacts" in window
    assert "Grades" not in window
    assert await sam.hints(world.LAKESIDE) == []


async def test_a_note_becomes_a_reply_after_a_look_at_who_will_read_it(here: Town) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    note = await alex.says("It is the browser's cache.", channel=world.DESK, thread=card)
    await here.quiet()
    await alex.uses_shortcut("shortcut.reply-to-district", channel=world.DESK, on=note)
    await alex.submits(words="It is the browser's cache; please clear it.")
    preview = await alex.reads_window()
    assert "It is the browser's cache; please clear it." in preview
    assert "Read by Ana Torres, Ben Okafor and Tess Lindqvist; in the district's case channel." in preview
    assert "cache" not in await at_lakeside(here)
    assert not (await alex.submits()).errors
    await here.quiet()
    assert "please clear it." in await at_lakeside(here)
    assert await count(here, comments) == 1
    assert await count(here, kept_words) == 0


async def test_a_preview_that_is_changed_sends_the_changed_text_alone(here: Town) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    await alex.submits(words="First thought.")
    await alex.closes()
    await alex.submits(words="Second thought.")
    await alex.submits()
    await here.quiet()
    lakeside = await at_lakeside(here)
    assert "Second thought." in lakeside
    assert "First thought." not in lakeside


async def count(here: Town, table: sa.Table) -> int:
    async with here.bot.store.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


async def closed_case(here: Town) -> str:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    return card


async def test_a_reply_to_a_closed_case_reopens_it_with_its_text_by_a_click(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says("It vanishes again on Tuesdays.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (hint,) = await ana.hints(world.LAKESIDE)
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=hint.ts)
    await here.quiet()
    assert "New, Support's turn" in (await here.card(ana, world.LAKESIDE)).words
    assert "It vanishes again on Tuesdays." in await at_the_desk(here)
    assert await count(here, kept_words) == 0


async def test_a_reply_to_a_closed_case_becomes_a_new_one_that_follows_on_it(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says("Now the attendance is gone as well.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.clicks("kept.new-case", channel=world.LAKESIDE, on=(await ana.hints(world.LAKESIDE))[-1].ts)
    await send(ana, subject="Attendance is gone")
    await here.quiet()
    new = (await here.card(ana, world.LAKESIDE, number=2)).words
    assert "Follows on\nCase 1" in new
    told = [seen.words for seen in await here.thread(here.person("alex"), world.DESK, number=2)]
    assert [words for words in told if "Now the attendance is gone as well." in words]
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words


async def _replies_to_a_closed_case(here: Town, words: str) -> str:
    """With a picture. Returns the ts of what is offered."""
    card, ana = await closed_case(here), here.person("ana")
    await ana.says(words, channel=world.LAKESIDE, thread=card, files=[("screen.png", b"\x89PNG")])
    await here.quiet()
    return (await ana.hints(world.LAKESIDE))[-1].ts


async def test_a_long_reply_to_a_closed_case_and_its_files_go_whole_into_the_new_one(here: Town) -> None:
    offer, ana = await _replies_to_a_closed_case(here, "gone " * 1400 + "and so on to the end"), here.person("ana")
    await ana.clicks("kept.new-case", channel=world.LAKESIDE, on=offer)
    window = await ana.reads_window()
    assert "the rest of it goes along" in window
    assert "Files that go along: screen.png" in window
    await send(ana, subject="Attendance is gone")
    await here.quiet()
    thread = await here.thread(here.person("alex"), world.DESK, number=2)
    assert "on to the end" in "".join(seen.words for seen in thread).replace("\n", "")
    assert ("screen.png",) in [seen.files for seen in thread]


async def test_the_files_of_a_reply_to_a_closed_case_reopen_it_with_its_words(here: Town) -> None:
    offer, ana = await _replies_to_a_closed_case(here, "It vanishes again on Tuesdays."), here.person("ana")
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=offer)
    await here.quiet()
    assert ("screen.png",) in [seen.files for seen in await here.thread(here.person("alex"), world.DESK)]


async def test_a_reply_of_files_alone_is_asked_what_is_missing_and_takes_them_along(here: Town) -> None:
    offer, ana = await _replies_to_a_closed_case(here, ""), here.person("ana")
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=offer)
    assert not (await ana.submits(words="The picture shows it again.")).errors
    await here.quiet()
    assert "The picture shows it again." in await at_the_desk(here)
    assert ("screen.png",) in [seen.files for seen in await here.thread(here.person("alex"), world.DESK)]
    assert await count(here, kept_words) == 0


async def test_of_what_somebody_else_wrote_nothing_is_to_be_had_and_the_asking_is_on_the_record(here: Town) -> None:
    await _replies_to_a_closed_case(here, "It vanishes again on Tuesdays.")
    ben, spot = here.person("ben"), Spot(team=TeamId(world.TEAM), channel=ChannelId(world.LAKESIDE))
    who = SlackUser(team=TeamId(world.TEAM), user=UserId(ben.id))
    now = here.clock.now()
    with pytest.raises(NotKept):
        await keeping.reopen_with_reply(
            here.bot.store, who=who, kept_id=KeptId(1), now=now, once="click:ben", spot=spot
        )
    with pytest.raises(NotKept):
        await keeping.just_thanks(here.bot.store, who=who, kept_id=KeptId(1), now=now, spot=spot)
    async with here.bot.store.read() as tx:
        query = sa.select(audit.c.act, audit.c.rule, audit.c.allowed).order_by(audit.c.id.desc()).limit(2)
        lines = (await tx.execute(query)).all()
    assert [tuple(line) for line in lines] == [("comment", "NotKept", False), ("reopen", "NotKept", False)]
    assert await count(here, kept_words) == 1


async def test_a_preview_is_sent_into_the_case_it_was_written_for_alone(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")
    alex = here.person("alex")
    who = SlackUser(team=TeamId(world.TEAM), user=UserId(alex.id))
    first, second = (
        CaseAsk(who=who, number=CaseNumber(number), now=here.clock.now(), once=f"form:{number}") for number in (1, 2)
    )
    preview = await keeping.preview_reply(here.bot.store, replace(first, once=None), words="Please clear the cache.")
    with pytest.raises(NotKept):
        await keeping.send_reply(here.bot.store, second, kept_id=preview.id)
    await keeping.send_reply(here.bot.store, first, kept_id=preview.id)
    await here.quiet()
    assert "Please clear the cache." in await at_lakeside(here)


async def test_too_few_words_ask_for_more_in_a_form_that_begins_with_them(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says("Again!", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=(await ana.hints(world.LAKESIDE))[-1].ts)
    assert "Again!" in await ana.reads_window()
    assert not (await ana.submits(words="Again! Since this morning.")).errors
    await here.quiet()
    assert "Since this morning." in await at_the_desk(here)


async def test_thanks_reopen_nothing_and_are_kept_no_longer(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says("Thank you, that was quick.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.clicks("kept.thanks", channel=world.LAKESIDE, on=(await ana.hints(world.LAKESIDE))[-1].ts)
    await here.quiet()
    assert "You're welcome" in (await ana.hints(world.LAKESIDE))[-1].words
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words
    assert await count(here, kept_words) == 0
    assert await count(here, comments) == 0


async def test_after_a_day_the_text_is_not_kept_any_more(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    await ana.says("It vanishes again on Tuesdays.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    hint = (await ana.hints(world.LAKESIDE))[-1]
    await here.clock.turn(timedelta(hours=25))
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=hint.ts)
    await here.quiet()
    assert "waited too long" in (await ana.hints(world.LAKESIDE))[-1].words
    assert "Closed" in (await here.card(ana, world.LAKESIDE)).words
    await here.bot.tick()
    assert await count(here, kept_words) == 0


async def test_a_reply_that_is_edited_or_deleted_before_its_author_decides(here: Town) -> None:
    card, ana = await closed_case(here), here.person("ana")
    ts = await ana.says("It vanishs again on Tuesdays.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.edits(ts, "It vanishes again on Tuesdays.", channel=world.LAKESIDE)
    await here.quiet()
    assert len(await ana.hints(world.LAKESIDE)) == 1
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(kept_words.c.words))).scalars().all() == ["It vanishes again on Tuesdays."]
    await ana.deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    assert await count(here, kept_words) == 0


async def test_an_agent_who_replies_to_a_closed_case_is_told_who_can_reopen_it_and_notes_are_always_taken(
    here: Town,
) -> None:
    card, alex = await closed_case(here), here.person("alex")
    await alex.joins(world.LAKESIDE)
    await here.quiet()
    await alex.says("Glad that it works.", channel=world.LAKESIDE, thread=card)
    await alex.says("For the record: cache.", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    (hint,) = await alex.hints(world.LAKESIDE)
    assert "A contact of the district can reopen it" in hint.words
    assert hint.buttons == ("kept.thanks",)
    assert await alex.hints(world.DESK) == []
