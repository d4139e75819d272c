"""A contact brings somebody of the staff into a case: what each of them reads, and what is taken in (POLICY 2)."""

from datetime import timedelta

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import messages
from sandbox.people import Person, Seen
from storage.tables import people, roster
from tests.emergency_cases import line, moves
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, reply_to_district

LEFT = "Who wrote it is no longer staff of the district: nothing of it is let in."
MARKED = "comment by Sam Rivera (guest, not a contact)"


async def _invites(here: Town, card: str, **filled: object) -> str:
    """Ana, by the menu of the case's card. Returns what she reads then."""
    ana = here.person("ana")
    await chooses(ana, "session.invite", channel=world.LAKESIDE, on=card)
    assert not (await ana.submits(guest="U0SAM", **filled)).errors
    said = await ana.reads_window()
    await ana.closes(everything=True)
    await here.quiet()
    return said


async def _sams(here: Town) -> list[Seen]:
    return await here.person("sam").direct_messages()


async def _sam_reads(here: Town) -> str:
    return "\n".join(seen.words for seen in await _sams(here))


async def _sam_says(here: Town, words: str) -> str:
    """Returns the message's ts."""
    sam = here.person("sam")
    card = next(seen for seen in await _sams(here) if seen.words.startswith("Case 1 ·"))
    said = await sam.says(words, channel=await sam.direct_channel(), thread=card.ts)
    await here.quiet()
    return said


async def _reads_held(here: Town, name: str = "tess") -> Person:
    """By the newest line that says that something is held."""
    person = here.person(name)
    held = [seen for seen in await person.sees(world.LAKESIDE) if "session.let-in" in seen.buttons][-1]
    await person.clicks("session.let-in", channel=world.LAKESIDE, on=held.ts)
    return person


async def _lets_in(here: Town) -> None:
    tess = await _reads_held(here)
    assert not (await tess.submits()).errors
    await here.quiet()


async def _passes(here: Town, minutes: int) -> None:
    await here.pass_days(minutes / (24 * 60))


async def _presses(here: Town, name: str, action: str) -> None:
    """A button of the newest direct message that has it."""
    person = here.person(name)
    found = [seen for seen in await person.direct_messages() if action in seen.buttons][-1]
    await person.clicks(action, channel=await person.direct_channel(), on=found.ts)
    await here.quiet()


async def test_a_guest_reads_what_is_said_while_a_contact_is_there_and_their_words_are_marked(here: Town) -> None:
    card = await open_case(here)
    await reply_to_district(here, "Before he came.")
    assert "The joint session with Sam Rivera is open" in await _invites(here, card)
    await here.person("alex").says("Between us.", channel=world.DESK, thread=await desk_card(here))
    await reply_to_district(here, "What do you see?")
    await _sam_says(here, "A red box.")
    await _passes(here, 6)
    await reply_to_district(here, "While nobody was there.")
    await here.person("ana").says("I am back.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await _passes(here, 60)
    await reply_to_district(here, "After the end.")
    said = await _sam_reads(here)
    for there in ("What do you see?", "I am back.", "rests: no contact is there", "goes on", "has ended: its time"):
        assert there in said
    for never in ("Before he came", "Between us", "While nobody", "After the end", "Grades vanish", "gone after"):
        assert never not in said
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert f"{MARKED}" in told
        assert "A red box." in told
        for words in ("Ana Torres brought in Sam Rivera", "rests", "goes on", "has ended: its time is over"):
            assert words in told
    await _sam_says(here, "One thing more.")
    assert "One thing more." not in await at_the_desk(here)
    assert "was not taken in" in await _sam_reads(here)


async def test_what_a_guest_sends_while_nobody_is_there_waits_until_any_contact_lets_it_in(here: Town) -> None:
    await _invites(here, await open_case(here))
    await _passes(here, 6)
    for words in ("First.", "Second."):
        await _sam_says(here, words)
    assert "First." not in await at_lakeside(here) + await at_the_desk(here)
    assert "held until a contact" in await _sam_reads(here)
    tess = here.person("tess")
    (held,) = [seen for seen in await tess.sees(world.LAKESIDE) if "session.let-in" in seen.buttons]
    await tess.clicks("session.let-in", channel=world.LAKESIDE, on=held.ts)
    window = await tess.reads_window()
    assert window.index("First.") < window.index("Second.")
    assert "First." not in await at_lakeside(here) + await at_the_desk(here)
    assert not (await tess.submits()).errors
    await here.quiet()
    await tess.clicks("session.let-in", channel=world.LAKESIDE, on=held.ts)
    assert "Nothing is held any more" in await tess.reads_window()
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert told.count(MARKED) == 2
        assert told.index("First.") < told.index("Second.")
    assert "What you wrote meanwhile is in the case now." in await _sam_reads(here)


async def test_what_a_guest_changes_while_nobody_is_there_waits_too_and_changes_what_is_there(here: Town) -> None:
    await _invites(here, await open_case(here))
    sam = here.person("sam")
    said, gone = await _sam_says(here, "A red box."), await _sam_says(here, "Of Jane.")
    await _passes(here, 6)
    await sam.edits(said, "A blue box.", channel=await sam.direct_channel())
    await sam.edits(gone, "Of Jane Doe.", channel=await sam.direct_channel())
    await sam.deletes(gone, channel=await sam.direct_channel())
    await _sam_says(here, "And a green one.")
    assert "A red box." in await at_the_desk(here)
    await _lets_in(here)
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "A red box." not in told
        assert "Jane Doe" not in told
        assert told.index("A blue box.") < told.index("And a green one.")
        assert told.count(MARKED) == 3


async def test_what_a_guest_changes_after_a_contact_read_it_is_let_in_by_nobody_before_it_is_read(here: Town) -> None:
    await _invites(here, await open_case(here))
    await _passes(here, 6)
    sam = here.person("sam")
    said, gone = await _sam_says(here, "A red box."), await _sam_says(here, "Of Jane.")
    tess = await _reads_held(here)
    await sam.edits(said, "A blue box.", channel=await sam.direct_channel())
    await here.quiet()
    assert not (await tess.submits()).errors
    window = await tess.reads_window()
    for words in ("Sam Rivera changed it after you opened this", "A blue box.", "Of Jane."):
        assert words in window
    await sam.deletes(gone, channel=await sam.direct_channel())
    await here.quiet()
    for never in ("A red box.", "A blue box.", "Of Jane."):
        assert never not in await at_lakeside(here) + await at_the_desk(here)
    assert not (await tess.submits()).errors
    await here.quiet()
    assert await tess.window() is None
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "A blue box." in told
        assert "Of Jane." not in told


async def test_what_was_written_while_nobody_was_there_and_told_late_can_be_let_in_too(here: Town) -> None:
    card = await open_case(here)
    await _invites(here, card)
    await _passes(here, 6)
    thread = next(seen for seen in await _sams(here) if seen.words.startswith("Case 1 ·"))
    channel = await here.person("sam").direct_channel()
    with holding(here) as bag:
        messages.say(here.sandbox.slack, channel, "U0SAM", "Hello?", thread_ts=thread.ts)
    await _passes(here, 1)
    await here.person("ana").says("I am back.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await bag.deliver(0)
    await here.quiet()
    assert "Hello?" not in await at_the_desk(here)
    await _lets_in(here)
    assert "Hello?" in await at_the_desk(here)


async def test_what_was_changed_again_while_a_contact_is_there_is_not_undone_by_letting_in(here: Town) -> None:
    card = await open_case(here)
    await _invites(here, card)
    sam = here.person("sam")
    said = await _sam_says(here, "A red box.")
    await _passes(here, 6)
    await sam.edits(said, "A blue box.", channel=await sam.direct_channel())
    await here.quiet()
    await here.person("ana").says("I am back.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await sam.edits(said, "A green box.", channel=await sam.direct_channel())
    await here.quiet()
    assert "Nothing is held any more" in await (await _reads_held(here)).reads_window()
    assert "A green box." in await at_the_desk(here)
    assert "A blue box." not in await at_the_desk(here)


async def test_a_planned_one_begins_at_its_time_and_rests_until_its_contact_joins(here: Town) -> None:
    begins = here.clock.now() + timedelta(hours=2)
    said = await _invites(here, await open_case(here), starts=int(begins.timestamp()), minutes="30")
    assert "begins at" in said
    assert "it begins at" in await _sam_reads(here)
    assert "Case 1 ·" not in await _sam_reads(here)
    await _passes(here, 121)
    await _sam_says(here, "Hello?")
    assert "Hello?" not in await at_the_desk(here)
    await _presses(here, "ana", "session.here")
    await _sam_says(here, "Now it is there.")
    assert "Now it is there." in await at_the_desk(here)
    await _passes(here, 30)
    assert "Hello?" not in await at_the_desk(here)
    assert "has ended" in await _sam_reads(here)


async def test_one_that_is_cancelled_is_told_to_all_who_were_to_be_there(here: Town) -> None:
    begins = here.clock.now() + timedelta(hours=2)
    await _invites(here, await open_case(here), starts=int(begins.timestamp()), stand_in="Ben Okafor")
    await _presses(here, "ana", "session.end")
    for name in ("sam", "ana", "ben"):
        told = [seen.words for seen in await here.person(name).direct_messages()]
        assert any("does not take place: its contact ended it" in words for words in told), name


async def test_its_contact_ends_it_at_any_time(here: Town) -> None:
    await _invites(here, await open_case(here))
    await _presses(here, "ana", "session.end")
    await _sam_says(here, "Too late.")
    assert "its contact ended it" in await at_lakeside(here)
    assert "Too late." not in await at_the_desk(here)


async def test_it_ends_when_its_guest_is_made_a_contact_and_says_that_they_are_read_as_that(here: Town) -> None:
    await _invites(here, await open_case(here))
    await line(here, "sam", role="support")
    await _passes(here, 2)
    assert "has ended: its guest is a contact now" in await at_lakeside(here)
    last = (await _sams(here))[-1]
    assert "has ended: you are a contact of the district now" in last.words
    assert "what you write here is taken into the case" in last.words
    assert "not read" not in last.words
    await _sam_says(here, "As a contact.")
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "As a contact." in told
        assert MARKED not in told
    sam = here.person("sam")
    await sam.clicks(last.buttons[0], channel=await sam.direct_channel(), on=last.ts)
    assert "Grades vanish" in await sam.reads_window()


async def test_who_is_made_a_contact_after_it_ended_was_told_that_they_would_be_read(here: Town) -> None:
    await _invites(here, await open_case(here))
    await _presses(here, "ana", "session.end")
    await _sam_says(here, "As a guest.")
    assert "As a guest." not in await at_the_desk(here)
    assert "replies are not read, unless you become a contact of the district" in await _sam_reads(here)
    await line(here, "sam", role="support")
    await _sam_says(here, "As a contact.")
    assert "As a contact." in await at_the_desk(here)


async def test_the_form_says_what_is_wrong_with_it(here: Town) -> None:
    card = await open_case(here)
    ana = here.person("ana")
    await chooses(ana, "session.invite", channel=world.LAKESIDE, on=card)
    far = int((here.clock.now() + timedelta(days=90)).timestamp())
    assert set((await ana.submits(guest="U0SAM", minutes="999")).errors) == {"minutes"}
    past = int((here.clock.now() - timedelta(hours=1)).timestamp())
    for starts in (far, past):
        assert set((await ana.submits(guest="U0SAM", minutes="60", starts=starts)).errors) == {"starts"}
    await ana.submits(guest="U0BEN", starts=None)
    assert "who is no contact" in await ana.reads_window()


async def test_what_is_delivered_after_its_contact_lost_the_right_reaches_no_guest(here: Town) -> None:
    """Said while she counted as there; the clock has not looked yet."""
    await _invites(here, await open_case(here))
    await reply_to_district(here, "He may read this.")
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(standing="removed"))
    await reply_to_district(here, "And not this.")
    assert "He may read this." in await _sam_reads(here)
    assert "And not this." not in await _sam_reads(here)
    await _passes(here, 1)
    assert "its contact is no longer one" in await _sam_reads(here)


async def test_what_is_held_of_a_guest_who_is_no_staff_of_that_district_any_more_is_not_let_in(here: Town) -> None:
    """The clock has not looked yet."""
    await _invites(here, await open_case(here))
    await _passes(here, 6)
    await _sam_says(here, "Held words.")
    tess = await _reads_held(here)
    assert "Held words." in await tess.reads_window()
    await moves(here)
    assert LEFT in await (await _reads_held(here, "ana")).reads_window()
    assert not (await tess.submits()).errors
    assert LEFT in await tess.reads_window()
    await here.quiet()
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "Held words." not in told
        assert "has ended: its guest" in told


async def test_a_guest_who_is_no_staff_of_that_district_any_more_is_neither_heard_nor_told_its_words(
    here: Town,
) -> None:
    """The clock has not looked yet."""
    await _invites(here, await open_case(here))
    await reply_to_district(here, "He may read this.")
    await _sam_says(here, "As a guest.")
    await moves(here)
    await reply_to_district(here, "And not this.")
    await _sam_says(here, "Of another district.")
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "As a guest." in told
        assert "Of another district." not in told
    assert "He may read this." in await _sam_reads(here)
    assert "And not this." not in await _sam_reads(here)
    assert "was not taken in" in await _sam_reads(here)
    await _passes(here, 1)
    assert "has ended: its guest" in await at_lakeside(here)
