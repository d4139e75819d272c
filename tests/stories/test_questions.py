"""Ask a contact: a question finds somebody who can help, and whoever asked hears what becomes of it (POLICY 2)."""

from datetime import datetime

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Person, Seen
from storage.tables import audit, cases, comments, people, questions, roster
from tests.town_cases import at_the_desk, chooses, is_contact_of_pine_ridge_too, open_case, send

ASKED = "The gradebook shows last year's classes."


async def _redirected(sam: Person) -> Seen:
    assert (await sam.types("/case", channel=world.TOWN)).acked
    return (await sam.hints(world.TOWN))[-1]


async def asks(here: Town, words: str = ASKED, *, by: str = "sam", **filled: str) -> str:
    """By the button below the redirect. Returns what is read in place of the form."""
    person = here.person(by)
    hint = await _redirected(person)
    assert (await person.clicks("question.ask", channel=world.TOWN, on=hint.ts)).acked
    assert not (await person.submits(words=words, **filled)).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()
    return said


async def got(here: Town, name: str, words: str) -> list[Seen]:
    """Direct messages in which these words are."""
    return [seen for seen in await here.person(name).direct_messages() if words in seen.words]


async def presses(here: Town, name: str, action: str, words: str = ASKED) -> Person:
    """A button below the newest message with these words."""
    person = here.person(name)
    seen = (await got(here, name, words))[-1]
    assert (await person.clicks(action, channel=await person.direct_channel(), on=seen.ts)).acked
    return person


async def _replies(here: Town, name: str, action: str, **filled: str) -> str:
    person = await presses(here, name, action)
    assert not (await person.submits(**filled)).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()
    return said


async def _reporters(here: Town) -> list[str]:
    query = sa.select(people.c.name).join(cases, cases.c.reporter_id == people.c.id).order_by(cases.c.number)
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(query)).scalars()]


async def _refs(here: Town) -> list[tuple[str, str]]:
    query = sa.select(audit.c.act, audit.c.ref).where(audit.c.ref == "question:1", audit.c.allowed)
    async with here.bot.store.read() as tx:
        return [(row.act, row.ref) for row in (await tx.execute(query.order_by(audit.c.id))).all()]


async def test_the_buildings_coach_is_asked_first_answers_and_is_thanked(here: Town) -> None:
    assert "your building's coach" in await asks(here, building="North Elementary")
    assert ASKED in await here.person("sam").opens_home()
    (seen,) = await got(here, "cody", ASKED)
    assert "Sam Rivera" in seen.words
    assert "question.open-case" not in str(seen.buttons)
    assert not await got(here, "ana", ASKED)
    assert "on its way" in await _replies(here, "cody", "question.answer", words="Choose the new year above.")
    (told,) = await got(here, "sam", "Choose the new year above.")
    assert "Cody Marsh answers your question" in told.words
    await presses(here, "sam", "question.thanks", "Choose the new year above.")
    await presses(here, "sam", "question.thanks", "Choose the new year above.")
    await here.quiet()
    assert len(await got(here, "cody", "says thanks")) == 1
    assert "Answered" in await here.person("sam").opens_home()
    acts = ["ask-contact", "answer-question", "answer-question", "ask-contact", "ask-contact"]
    assert [act for act, _ in await _refs(here)] == acts


async def test_a_coach_who_is_silent_for_a_business_day_and_a_case_whose_end_is_told(here: Town) -> None:
    await asks(here, building="North Elementary")
    assert not await got(here, "ana", ASKED)
    await here.pass_days(1.1)
    for name in ("ana", "ben", "tess"):
        assert len(await got(here, name, ASKED)) == 1, name
    ana = await presses(here, "ana", "question.open-case")
    assert ASKED in await ana.reads_window()
    await send(ana, subject="Gradebook shows old classes", module="Grades")
    await ana.closes(everything=True)
    await here.quiet()
    assert await _reporters(here) == ["Sam Rivera"]
    assert len(await got(here, "sam", "Ana Torres opened a support case")) == 1
    assert "A support case was opened from it" in await here.person("sam").opens_home()
    assert "Ana Torres has opened a case from it" in (await got(here, "ben", ASKED))[0].words
    assert not (await got(here, "ben", ASKED))[0].buttons
    await ends(here)
    (told,) = await got(here, "sam", "is closed: ")
    assert "Withdrawn" in told.words
    assert "Gradebook shows old classes" not in told.words


async def ends(here: Town) -> None:
    ana = here.person("ana")
    card = await here.card(ana, world.LAKESIDE)
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card.ts)
    await ana.submits()
    await here.quiet()


async def test_of_two_who_help_the_first_wins_and_the_second_is_told(here: Town) -> None:
    await asks(here, building="None of these")
    ana, ben = await presses(here, "ana", "question.answer"), await presses(here, "ben", "question.decline")
    assert not (await ana.submits(words="Choose the new year above.")).errors
    await ben.submits(words="Not mine.")
    assert "has been answered already" in await ben.reads_window()
    await here.quiet()
    assert len(await got(here, "sam", "Choose the new year above.")) == 1
    assert not await got(here, "sam", "Not mine.")


async def test_a_question_is_passed_on_declined_with_a_reason_and_asked_again(here: Town) -> None:
    await asks(here, building="North Elementary")
    assert "Ben Okafor" in await _replies(here, "cody", "question.pass-on", to="Ben Okafor")
    assert len(await got(here, "sam", "Cody Marsh passed your question on to Ben Okafor")) == 1
    (seen,) = await got(here, "ben", ASKED)
    assert "Cody Marsh passes a question" in seen.words
    await _replies(here, "ben", "question.decline", words="Please ask the registrar.")
    assert len(await got(here, "sam", "Please ask the registrar.")) == 1
    sam = await presses(here, "sam", "question.ask-again", "Please ask the registrar.")
    assert not (await sam.submits(words="The registrar is away.")).errors
    await here.quiet()
    assert len(await got(here, "ana", "The registrar is away.")) == 1
    assert not await got(here, "cody", "The registrar is away.")


async def test_whoever_is_passed_a_question_a_second_time_is_told_again_and_reads_what_becomes_of_it(
    here: Town,
) -> None:
    await asks(here, building="None of these")
    ana, ben = "Ana Torres", "Ben Okafor"
    for by, to in (("ana", ben), ("ben", ana), ("ana", ben)):
        assert to in await _replies(here, by, "question.pass-on", to=to)
    assert len(await got(here, "ben", "Ana Torres passes a question")) == 2
    assert len(await got(here, "sam", "Ana Torres passed your question on to Ben Okafor")) == 2
    await _replies(here, "ben", "question.answer", words="Choose the new year above.")
    seen = await got(here, "ben", "Ben Okafor has answered it")
    assert len(seen) == 3
    assert not any(it.buttons for it in seen)


async def test_passing_a_question_to_and_fro_puts_the_others_off_once(here: Town) -> None:
    await asks(here, building="North Elementary")
    await here.pass_days(0.9)
    await _replies(here, "cody", "question.pass-on", to="Ben Okafor")
    due = await _due(here)
    await here.pass_days(0.9)
    await _replies(here, "ben", "question.pass-on", to="Cody Marsh")
    await _replies(here, "cody", "question.pass-on", to="Ben Okafor")
    assert await _due(here) == due
    assert not await got(here, "ana", ASKED)
    await here.pass_days(1.2)  # the day between is Thanksgiving
    assert len(await got(here, "ana", ASKED)) == 1


async def test_an_answer_and_a_refusal_to_help_have_words(here: Town) -> None:
    await asks(here, building="None of these")
    for name, action in (("ana", "question.answer"), ("ben", "question.decline")):
        person = await presses(here, name, action)
        assert set((await person.submits(words="\u200b")).errors) == {"words"}
    assert await here.person("sam").direct_messages() == []
    assert not (await here.person("ben").submits(words="Please ask the registrar.")).errors
    await here.quiet()
    assert len(await got(here, "sam", "Please ask the registrar.")) == 1


async def test_a_coach_who_declines_leaves_it_to_the_contacts(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _replies(here, "cody", "question.decline", words="I know nothing of grades.")
    (told,) = await got(here, "sam", "I know nothing of grades.")
    assert "contacts are asked" in told.words
    assert len(await got(here, "ana", ASKED)) == 1


async def _due(here: Town) -> datetime | None:
    async with here.bot.store.read() as tx:
        found: datetime | None = (await tx.execute(sa.select(questions.c.due_at))).scalar_one()
    return found


async def test_a_coach_declines_a_question_once_and_puts_its_end_off_no_more(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _replies(here, "cody", "question.decline", words="I know nothing of grades.")
    due = await _due(here)
    await here.pass_days(0.3)
    said = await presses(here, "cody", "question.decline")
    await here.quiet()
    assert "You have declined that question already" in (await said.hints(await said.direct_channel()))[-1].words
    assert await _due(here) == due
    assert len(await got(here, "sam", "could not help with your question")) == 1
    assert "on its way" in await _replies(here, "cody", "question.answer", words="Choose the new year above.")


async def test_a_coach_who_declines_what_the_contacts_have_by_now_puts_nothing_off(here: Town) -> None:
    await asks(here, building="North Elementary")
    await here.pass_days(1.1)
    due = await _due(here)
    await here.pass_days(0.2)
    said = await _replies(here, "cody", "question.decline", words="I know nothing of grades.")
    assert "your district's contacts are asked" in said
    assert await _due(here) == due
    assert len(await got(here, "sam", "I know nothing of grades.")) == 1
    assert len(await got(here, "ana", ASKED)) == 1


async def test_one_click_hands_a_reply_that_was_not_taken_in_to_those_who_can_help(here: Town) -> None:
    card = await open_case(here)
    sam = here.person("sam")
    await sam.joins(world.LAKESIDE)
    await sam.says("I see the same.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    hint = (await sam.hints(world.LAKESIDE))[-1]
    assert "was not taken in" in hint.words
    for _ in range(2):
        await sam.clicks("question.hand-text", channel=world.LAKESIDE, on=hint.ts)
        await here.quiet()
    assert len(await got(here, "cody", "I see the same.")) == 1
    assert any("Your text is with your building's coach" in seen.words for seen in await sam.hints(world.LAKESIDE))
    assert "That text is not here any more" in (await sam.hints(world.LAKESIDE))[-1].words
    assert "I see the same." not in await at_the_desk(here)
    async with here.bot.store.read() as tx:
        assert not (await tx.execute(sa.select(comments.c.id))).all()


async def test_all_that_was_not_taken_in_goes_along_with_what_its_files_are(here: Town) -> None:
    card = await open_case(here)
    sam = here.person("sam")
    await sam.joins(world.LAKESIDE)
    await sam.says("I see the same.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await sam.says("", channel=world.LAKESIDE, thread=card, files=[("screen.png", b"seen")])
    await sam.says("On both floors.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (hint,) = await sam.hints(world.LAKESIDE)
    await sam.clicks("question.ask", channel=world.LAKESIDE, on=hint.ts)
    assert (await sam.typed())["words"].startswith("I see the same.\n\nscreen.png: ")
    await sam.says("Later.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert not (await sam.submits()).errors
    await sam.closes(everything=True)
    await here.quiet()
    (seen,) = await got(here, "cody", "On both floors.")
    assert "screen.png" in seen.words
    assert "Later." not in seen.words


async def test_a_reply_that_its_author_deletes_is_handed_to_nobody(here: Town) -> None:
    card, sam = await open_case(here), here.person("sam")
    await sam.joins(world.LAKESIDE)
    said = await sam.says("I see the same.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    hint = (await sam.hints(world.LAKESIDE))[-1]
    await sam.deletes(said, channel=world.LAKESIDE)
    await sam.clicks("question.hand-text", channel=world.LAKESIDE, on=hint.ts)
    await here.quiet()
    assert "That text is not here any more" in (await sam.hints(world.LAKESIDE))[-1].words
    assert not await got(here, "cody", "I see the same.")


async def test_a_redacted_question_is_gone_wherever_it_was_sent(here: Town) -> None:
    await asks(here, building="None of these")
    await here.pass_days(1.1)
    assert len(await got(here, "ben", ASKED)) == 2
    await _replies(here, "ana", "question.answer", words="Ask Jane Doe of 4b.")
    (told,) = await got(here, "sam", "Ask Jane Doe of 4b.")
    ana = here.person("ana")
    seen = (await got(here, "ana", ASKED))[-1]
    assert (await ana.uses_shortcut("shortcut.redact", channel=await ana.direct_channel(), on=seen.ts)).acked
    assert not (await ana.submits()).errors
    await here.quiet()
    for name in ("ana", "ben", "tess"):
        assert not await got(here, name, ASKED), name
    assert not await got(here, "sam", "Jane Doe")
    assert ASKED not in await here.person("sam").opens_home()
    assert told.ts in [it.ts for it in await got(here, "sam", "These words were erased")]


async def _offered(person: Person) -> list[str]:
    """The districts that can be chosen in the window, from top to bottom."""
    view = await person.window() or {"blocks": []}
    found = [block["element"]["options"] for block in view["blocks"] if block.get("block_id") == "district"]
    return [option["text"]["text"] for options in found for option in options]


async def test_whoever_is_of_several_districts_is_asked_which_with_the_last_one_first(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    ana, lakeside, pine_ridge = here.person("ana"), "Lakeside Unified", "Pine Ridge Schools"
    said = await here.person("sam").says(ASKED, channel=world.TOWN)
    for first, chosen in ((lakeside, pine_ridge), (pine_ridge, lakeside)):
        await ana.uses_shortcut("shortcut.ask-contact", channel=world.TOWN, on=said)
        assert (await _offered(ana))[0] == first
        assert not (await ana.submits(district=chosen, building="None of these")).errors
        await ana.closes(everything=True)
        await ana.types("/case", "Grades vanish", channel=world.TOWN)
        assert (await _offered(ana))[0] == first
        await ana.fills(district=chosen)
        await send(ana, module="Grades", description="They do.")
        await ana.closes(everything=True)
    await here.quiet()
    assert len(await got(here, "pia", ASKED)) == len(await got(here, "ben", ASKED)) == 1
    assert not await got(here, "ana", ASKED)


async def test_any_message_can_be_made_a_question_and_one_that_is_withdrawn_cannot_be_answered(here: Town) -> None:
    sam = here.person("sam")
    said = await sam.says(ASKED, channel=world.TOWN)
    assert (await sam.uses_shortcut("shortcut.ask-contact", channel=world.TOWN, on=said)).acked
    assert (await sam.typed())["words"] == ASKED
    assert not (await sam.submits(building="None of these")).errors
    await here.quiet()
    ana = await presses(here, "ana", "question.answer")
    await sam.opens_home()
    assert (await sam.clicks_at_home("question.withdraw#0")).acked
    await here.quiet()
    await ana.submits(words="Too late.")
    assert "was withdrawn" in await ana.reads_window()
    assert "it was withdrawn" in (await got(here, "ben", ASKED))[0].words


async def test_nobody_answers_all_are_reminded_so_often_and_then_it_is_said(here: Town) -> None:
    await asks(here, building="None of these")
    for _ in range(6):
        await here.pass_days(1)
    assert len(await got(here, "ana", "Nobody has answered")) == 3
    assert not await got(here, "sam", "Nobody answered")
    await here.pass_days(1)
    assert not await got(here, "ana", "Nobody has answered")
    assert len(await got(here, "ana", "nobody answered in time")) == 4
    (told,) = await got(here, "sam", "Nobody answered your question in time")
    assert "555-0101" in told.words
    assert "emergency.report" in str(told.buttons)


async def _no_contact_is_left(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(
            roster.update().where(roster.c.role.in_(("support", "technical"))).values(standing="removed")
        )


async def test_whose_question_nobody_answered_is_told_to_phone_nobody_where_no_contact_is_left(here: Town) -> None:
    await asks(here, building="None of these")
    await _no_contact_is_left(here)
    for _ in range(7):
        await here.pass_days(1)
    (told,) = await got(here, "sam", "Nobody answered your question in time")
    assert "Please say if it is an emergency. " in told.text
    assert "has no authorized contact" in told.words
    assert "phone one of them" not in told.words


async def test_where_there_is_nobody_to_ask_it_is_said_and_those_who_can_help_it_are_told(here: Town) -> None:
    sam = here.person("sam")
    hint = await _redirected(sam)
    assert (await sam.clicks("question.ask", channel=world.TOWN, on=hint.ts)).acked
    await _no_contact_is_left(here)
    await sam.submits(words=ASKED, building="None of these")
    assert "no authorized contact" in await sam.reads_window()
    await here.quiet()
    assert len(await got(here, "dana", "Until one is named")) == 1
