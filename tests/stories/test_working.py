"""Step 4: the desk works on a case, the district answers, and it is closed and reopened."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town, town
from sandbox.state import PATIENCE_S
from storage.tables import note_versions
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, reply_to_district

pytestmark = pytest.mark.every_way


async def test_an_internal_note_stays_at_the_desk_and_a_reply_reaches_the_district(here: Town) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.says("They broke it again.", channel=world.DESK, thread=card)
    await reply_to_district(here, "We are looking into it.")
    lakeside = await at_lakeside(here)
    assert "They broke it again." not in lakeside
    assert "We are looking into it." in lakeside
    assert "comment by Alex Kim (Support)" in lakeside
    assert "They broke it again." not in (await here.person("ana").sees(world.LAKESIDE))[0].words


async def test_staff_cannot_press_the_desks_buttons_and_agents_can(here: Town) -> None:
    await open_case(here)
    card = await desk_card(here)
    sam, alex = here.person("sam"), here.person("alex")
    await sam.joins(world.DESK)
    await here.quiet()
    await sam.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    assert "done by the support team" in (await sam.hints(world.DESK))[-1].words
    assert "New" in (await here.card(alex, world.DESK)).words
    await sam.leaves(world.DESK)
    await here.quiet()
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    assert "Assigned" in (await here.card(alex, world.DESK)).words


async def test_from_taken_to_solved_to_reopened(here: Town) -> None:
    lakeside_card = await open_case(here)
    ana, alex, card = here.person("ana"), here.person("alex"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    assert "Case 1 was taken by Alex Kim (Support)." in await at_lakeside(here)
    await alex.clicks("case.ask-input", channel=world.DESK, on=card)
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    assert "Pending Customer Input, your district's turn" in (await here.card(ana, world.LAKESIDE)).words
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=lakeside_card)
    await here.quiet()
    assert "Assigned, Support's turn" in (await here.card(ana, world.LAKESIDE)).words
    await alex.clicks("case.resolve", channel=world.DESK, on=card)
    await alex.submits(words="Fixed in tonight's release.")
    await here.quiet()
    await ana.says("thanks", channel=world.LAKESIDE, thread=lakeside_card)
    await here.quiet()
    assert "Pending Customer Verification" in (await here.card(ana, world.LAKESIDE)).words
    (hint,) = await ana.hints(world.LAKESIDE)
    assert hint.buttons == ("case.solved", "case.not-solved")
    await ana.clicks("case.solved", channel=world.LAKESIDE, on=hint.ts)
    await here.quiet()
    closed = (await here.card(ana, world.LAKESIDE)).words
    assert "Closed (Resolved)" in closed
    assert "Can be reopened until Saturday, 23 January 2027" in closed
    await ana.types("/case", "reopen 1 It vanishes again since the release", channel=world.TOWN)
    await here.quiet()
    assert "Assigned, Support's turn" in (await here.card(ana, world.LAKESIDE)).words
    assert "It vanishes again since the release" in await at_the_desk(here)


async def test_not_solved_goes_back_to_the_desk_with_what_is_left(here: Town) -> None:
    lakeside_card = await open_case(here)
    ana, alex, card = here.person("ana"), here.person("alex"), await desk_card(here)
    await alex.clicks("case.resolve", channel=world.DESK, on=card)
    await alex.submits(words="Clear the cache.")
    await here.quiet()
    await alex.joins(world.LAKESIDE)
    await here.quiet()
    await alex.clicks("case.not-solved", channel=world.LAKESIDE, on=lakeside_card)
    await here.quiet()
    assert await alex.window() is None
    assert "for a district's own people" in (await alex.hints(world.LAKESIDE))[-1].words
    await ana.clicks("case.not-solved", channel=world.LAKESIDE, on=lakeside_card)
    await ana.submits(words="Two schools still see it.")
    await here.quiet()
    assert "Two schools still see it." in await at_the_desk(here)
    assert "Assigned, our turn" in (await here.card(alex, world.DESK)).words


async def test_whoever_is_second_on_a_button_is_told_and_nothing_changes(here: Town) -> None:
    await open_case(here)
    alex, gita, card = here.person("alex"), here.person("gita"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await gita.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    assert "somebody was faster" in (await gita.hints(world.DESK))[-1].words
    assert "Owner\n@Alex Kim" in (await here.card(gita, world.DESK)).words


async def test_a_case_is_not_reopened_without_a_reason_nor_after_sixty_days(here: Town) -> None:
    card = await open_case(here)
    ana = here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await ana.types("/case", "reopen 1 why", channel=world.TOWN)
    assert "at least 10 characters" in (await ana.hints(world.TOWN))[-1].words
    await here.pass_days(61)
    await ana.types("/case", "reopen 1 it is back again", channel=world.TOWN)
    assert "could be reopened until" in (await ana.hints(world.TOWN))[-1].words
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words


async def test_list_view_contacts_and_help_answer_by_role(here: Town) -> None:
    await open_case(here)
    ana, sam, alex = here.person("ana"), here.person("sam"), here.person("alex")

    async def ask(who: object, words: str) -> str:
        person = here.person(str(who))
        await person.types("/case", words, channel=world.TOWN)
        return (await person.hints(world.TOWN))[-1].words

    assert "Grades vanish on save" in await ask("ana", "list")
    assert "Open cases of all districts" in await ask("alex", "list")
    assert "Grades vanish on save" not in await ask("sam", "list")
    assert "They are gone after a reload." in await ask("ana", "view 1")
    assert "555-0101" in await ask("sam", "contacts")
    assert "reopen 17" in await ask("ana", "help")
    assert "reopen 17" not in await ask("sam", "help")
    assert "internal note" in await ask("alex", "help")
    assert {ana.id, sam.id, alex.id} == {"U0ANA", "U0SAM", "U0ALEX"}


async def test_another_districts_number_and_none_get_the_same_words(here: Town) -> None:
    await open_case(here)
    pia, ana = here.person("pia"), here.person("ana")
    for number in ("1", "999"):
        await pia.types("/case", f"view {number}", channel=world.TOWN)
    others, nobodys = (await pia.hints(world.TOWN))[-2:]
    assert others.words == nobodys.words
    assert "I found no such case" in others.words
    sam = here.person("sam")  # staff of the case's own district
    for number in ("1", "999"):
        await sam.types("/case", f"view {number}", channel=world.TOWN)
    theirs, nobodys = (await sam.hints(world.TOWN))[-2:]
    assert theirs.words == nobodys.words
    assert "authorized contacts" in theirs.words
    await ana.types("/case", "view 1", channel=world.TOWN)
    assert "Grades vanish on save" in (await ana.hints(world.TOWN))[-1].words


async def test_a_redacted_text_is_gone_on_both_sides_and_a_stub_stays(here: Town) -> None:
    card = await open_case(here)
    ana, ben = here.person("ana"), here.person("ben")
    ts = await ana.says("The student is Jane Doe.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Jane Doe" in await at_the_desk(here)
    await ben.uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=ts)
    assert "cannot be undone" in await ben.reads_window()
    await ben.submits()
    await here.quiet()
    assert "Jane Doe" not in await at_the_desk(here)
    assert "This text was redacted." in await at_the_desk(here)


async def test_nothing_in_a_text_can_mention_anybody_on_the_other_side(here: Town) -> None:
    card = await open_case(here)
    hostile = "<!channel> <@U0KIM> *bold* `code` <https://evil.example|bank> & </case> مرحبا 👩‍🏫"
    await here.person("ana").says(hostile, channel=world.LAKESIDE, thread=card)
    await here.quiet()
    copy = (await here.thread(here.person("alex"), world.DESK))[-1]
    assert "<!channel>" not in copy.text
    assert "<@U0KIM>" not in copy.text
    assert copy.blocks[-1]["elements"][0]["elements"][0]["type"] == "text"


async def test_the_words_a_case_was_opened_with_can_be_redacted_too(here: Town) -> None:
    card = await open_case(here)
    await here.person("ana").uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=card)
    await here.person("ana").submits()
    await here.quiet()
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        words = "\n".join(seen.words + seen.text for seen in await here.person(name).sees(channel))
        assert "They are gone after a reload." not in words
        assert "Grades vanish on save" not in words
        assert "Redacted" in words
        assert "no longer here" in words


async def test_a_note_is_redacted_by_its_author_and_by_no_contact(here: Town) -> None:
    await open_case(here)
    alex, gita = here.person("alex"), here.person("gita")
    ts = await alex.says("Student 12, Jane Doe.", channel=world.DESK, thread=await desk_card(here))
    await gita.uses_shortcut("shortcut.redact", channel=world.DESK, on=ts)
    await gita.submits()
    assert "redacted by its author" in await gita.reads_window()
    await alex.uses_shortcut("shortcut.redact", channel=world.DESK, on=ts)
    await alex.submits()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(note_versions.c.words))).all() == []


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("case.reply-to-district", "  \n "),
        ("case.ask-input", " "),
        ("case.resolve", "\t"),
    ],
)
async def test_a_form_of_the_desk_without_words_comes_back_and_nothing_is_sent(
    here: Town, button: str, typed: str
) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    await alex.clicks(button, channel=world.DESK, on=card)
    before = await at_lakeside(here)
    assert (await alex.submits(words=typed)).errors == {"words": "Please fill this in."}
    await here.quiet()
    assert await at_lakeside(here) == before
    assert not (await alex.submits(words="Which browser is it?")).errors
    if button == "case.reply-to-district":
        assert not (await alex.submits()).errors  # looked at once more
    await here.quiet()
    assert "Which browser is it?" in await at_lakeside(here)


async def test_a_reason_that_is_too_short_is_said_at_its_field_and_can_be_mended(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await ana.clicks("case.reopen", channel=world.LAKESIDE, on=card)
    assert (await ana.submits(words="Short")).errors == {"words": "Please write at least 10 characters."}
    assert not (await ana.submits(words="It vanishes again on Tuesdays.")).errors
    await here.quiet()
    assert "It vanishes again on Tuesdays." in await at_the_desk(here)


@pytest.fixture
async def hurried(database_url: str, transport: str) -> AsyncIterator[Town]:
    """Where everybody waits as long as in earnest, and no longer."""
    async with town(database_url, transport=transport, filled=True, patience=PATIENCE_S) as found:
        yield found


async def test_a_window_that_slack_does_not_open_in_time_is_said_where_it_was_asked_for(hurried: Town) -> None:
    here = hurried
    await open_case(here)
    alex, ana, card = here.person("alex"), here.person("ana"), await desk_card(here)
    await here.people.do("fault", api={"trouble": "delay", "method": "views.open", "seconds": 2.5, "times": None})
    assert (await ana.types("/case", "Grades", channel=world.TOWN)).acked
    assert "did not open the window in time" in (await ana.hints(world.TOWN))[-1].words
    assert (await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)).acked
    await here.people.do("fault", clear=True)
    await here.quiet()
    assert "did not open the window in time" in (await alex.hints(world.DESK))[-1].words
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    assert "Reply" in await alex.reads_window()


async def test_after_sixty_days_a_closed_case_offers_no_reopening(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await ana.types("/case", "view 1", channel=world.TOWN)
    assert "[Reopen]" in (await ana.hints(world.TOWN))[-1].words
    await here.pass_days(62)
    await ana.types("/case", "view 1", channel=world.TOWN)
    told = (await ana.hints(world.TOWN))[-1].words
    assert "Could be reopened until" in told
    assert "[Reopen]" not in told
