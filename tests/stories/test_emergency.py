"""An emergency that an end user reports: who hears of it, who decides, and who stands for it then (POLICY 2)."""

import pytest
import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber
from bot.domain.refusals import ChangedMeanwhile, Refusal
from bot.services.deeds import deed
from demo import world
from demo.town import Town
from sandbox.faults import Fault, Trouble
from tests.emergency_cases import (
    ANSWER,
    REPORT,
    STAFFS,
    WHY,
    answers,
    card_of,
    claims,
    decides,
    direct,
    is_accepted,
    last_direct,
    line,
    lines,
    pages,
    presses_claim,
    reports,
    state,
    who,
)
from tests.told import asks, passes
from tests.town_cases import at_lakeside, at_the_desk, desk_card, reply_to_district, send

OF_REQUESTS = (Act.UNDO_REMOVAL, Act.WITHDRAW_REQUEST)
"""Asked of a request about the list alone, whose author is somebody; never of a case."""


async def test_it_pages_the_desk_and_tells_every_contact_of_that_district_and_nobody_else(here: Town) -> None:
    said = await reports(here)
    assert "555-0199" in said
    assert "I write to you by direct message as soon as somebody decides" in said
    assert "555-0199" in await direct(here, "sam")
    assert "I write to you here as soon as somebody decides" in await direct(here, "sam")
    (page,) = await pages(here)
    for told in (page.words, await direct(here, "ana"), await direct(here, "ben"), await direct(here, "tess")):
        for said in ("Sam Rivera", *REPORT.values()):
            assert said in told
    for name in ("pia", "dana", "drew", "cody", "rosa", "kim", "alex"):
        assert "attendance" not in await direct(here, name), name
    assert await lines(here, "report-emergency") == [
        ("staff-of-the-district", True, ""),
        ("staff-of-the-district", True, "emergency:1"),
    ]


async def test_an_empty_field_and_a_number_are_asked_for_and_nothing_is_sent(here: Town) -> None:
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    for field in REPORT:
        assert set((await sam.submits(**{**REPORT, field: " "})).errors) == {field}
    assert "call you back" in (await sam.submits(**{**REPORT, "phone": "abc"})).errors["phone"]
    await here.quiet()
    assert await pages(here) == []


async def test_who_reports_a_second_one_while_the_first_is_open_is_led_to_it(here: Town) -> None:
    await reports(here)
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    assert "You reported an emergency already" in (await sam.hints(world.TOWN))[-1].words
    assert (await lines(here, "report-emergency"))[-1] == ("EmergencyOpen", False, "emergency:1")
    await decides(here, "alex", "decline")
    assert "555-0199" in await reports(here)


@pytest.mark.parametrize(("name", "told"), [("nora", "which district"), ("alex", "That is for a district's own")])
async def test_who_is_of_no_district_reports_none(here: Town, name: str, told: str) -> None:
    person = here.person(name)
    await person.opens_home()
    await here.quiet()
    await person.types("/case", "emergency", channel=world.TOWN)
    await here.quiet()
    assert told in "\n".join(seen.words for seen in await person.hints(world.TOWN)) + await direct(here, name)
    assert await pages(here) == []


async def test_an_accepted_one_is_a_case_without_a_contact_and_the_desk_and_the_district_see_so(here: Town) -> None:
    await is_accepted(here)
    assert "Accepted by Alex Kim (Support): case 1" in (await pages(here))[0].words
    district = await here.card(here.person("ana"), world.LAKESIDE)
    for told in ("nobody yet", "Sam Rivera", "Attendance", "no contact has claimed"):
        assert told in district.words
    assert district.buttons == ("emergency.claim", "case.mark-student-data")
    assert "emergency.offer" in (await here.card(here.person("alex"), world.DESK)).buttons
    assert "Who of you claims it?" in await direct(here, "ben")
    card = await card_of(here.person("sam"))
    assert "Support has accepted your emergency" in card.words
    assert card.buttons == ()
    assert await lines(here, "decide-emergency") == 2 * [("support-agent", True, "emergency:1")]


async def test_its_reporter_answers_questions_marked_as_theirs_and_does_nothing_else(here: Town) -> None:
    await is_accepted(here)
    alex = here.person("alex")
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    await asks(here, "Which browser is it?")
    asked = await last_direct(here, "sam", "Which browser")
    assert asked.buttons == ()
    await answers(here)
    for told in (await at_the_desk(here), await at_lakeside(here)):
        assert "comment by Sam Rivera (reporter, not a contact)" in told
        assert ANSWER in told
    assert "Assigned, our turn" in (await here.card(alex, world.DESK)).words
    for act in set(Act) - {Act.COMMENT, Act.TAKE_BACK, *STAFFS, *OF_REQUESTS}:
        with pytest.raises(Refusal):
            async with deed(here.bot.store, who=who(here, "sam"), now=here.clock.now()) as this:
                await this.case(CaseNumber(1), act)


async def test_its_reporter_reports_no_second_one_while_nobody_has_claimed_it(here: Town) -> None:
    await is_accepted(here)
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    assert "You reported an emergency already" in (await sam.hints(world.TOWN))[-1].words
    assert await sam.window() is None
    await claims(here, "ana")
    assert "555-0199" in await reports(here)


async def test_from_the_claim_on_its_reporter_reads_the_status_and_no_word(here: Town) -> None:
    await is_accepted(here)
    await claims(here, "ana")
    with pytest.raises(ChangedMeanwhile):
        await presses_claim(here, "ben")
    assert "Ana Torres claimed case 1" in await at_lakeside(here)
    assert "Ana Torres claimed case 1" in await at_the_desk(here)
    assert "Ana Torres stands for case 1 from now on" in await direct(here, "sam")
    assert REPORT["broken"] not in (await card_of(here.person("sam"))).words
    alex, before = here.person("alex"), len(await here.person("sam").direct_messages())
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    await reply_to_district(here, "Please look at the logs.")
    assert "Case 1 is Assigned now." in await direct(here, "sam")
    assert "logs" not in await direct(here, "sam")
    assert len(await here.person("sam").direct_messages()) == before + 1
    await answers(here, "But I know more.")
    assert "But I know more." not in await at_the_desk(here)
    assert "was not taken in" in await direct(here, "sam")
    assert [allowed for _, allowed, _ in await lines(here, "claim-emergency")] == [True, False]
    assert await state(here) == "claimed"


async def test_a_declined_one_tells_why_and_whom_to_turn_to(here: Town) -> None:
    await reports(here)
    await decides(here, "alex", "decline")
    said = await direct(here, "sam")
    assert WHY in said
    assert "Please turn to one of Lakeside" in said
    assert "Declined by Alex Kim" in (await pages(here))[0].words
    assert (await pages(here))[0].buttons == ()
    assert await state(here) == "declined"


@pytest.mark.parametrize("how", ["accept", "decline"])
async def test_nobody_decides_without_a_reason(here: Town, how: str) -> None:
    await reports(here)
    alex, (page,) = here.person("alex"), await pages(here)
    await alex.clicks(f"emergency.{how}", channel=world.DESK, on=page.ts)
    needed = {"module": "Attendance"} if how == "accept" else {}
    assert set((await alex.submits(words="Because.", **needed)).errors) == {"words"}
    assert await state(here) == "asked"
    assert not (await alex.submits(words=WHY)).errors
    await here.quiet()
    assert await state(here) == ("accepted" if how == "accept" else "declined")


async def test_of_two_agents_at_once_the_second_is_told(here: Town) -> None:
    await reports(here)
    (page,) = await pages(here)
    for name in ("alex", "gita"):
        await here.person(name).clicks("emergency.accept", channel=world.DESK, on=page.ts)
    for name in ("alex", "gita"):
        await here.person(name).submits(module="Attendance", words=WHY)
    await here.quiet()
    assert "Case 1 is open" in await here.person("alex").reads_window()
    assert "was accepted already" in await here.person("gita").reads_window()
    assert [allowed for _, allowed, _ in await lines(here, "decide-emergency")] == [True, True, True, False]


async def test_its_reporter_takes_it_back_and_then_nobody_accepts_it(here: Town) -> None:
    await reports(here)
    sam = here.person("sam")
    told = await last_direct(here, "sam", "Your report is with")
    await sam.clicks("emergency.withdraw", channel=await sam.direct_channel(), on=told.ts)
    await here.quiet()
    assert "taken back" in await direct(here, "sam")
    (page,) = await pages(here)
    assert "Taken back" in page.words
    assert page.buttons == ()
    assert await state(here) == "withdrawn"
    for name in ("ana", "ben", "tess"):
        asked = await last_direct(here, name, "Emergency 1, which Sam Rivera of Lakeside Unified reported")
        assert "Taken back by who reported it." in asked.words
        assert REPORT["broken"] in asked.words
        assert asked.buttons == ()


async def test_who_was_asked_reads_in_its_place_what_became_of_it_and_has_no_button_any_more(here: Town) -> None:
    await reports(here)
    assert "emergency.take" in (await last_direct(here, "ben", "reported an emergency")).buttons
    await line(here, "ben", standing="removed")
    await decides(here, "alex", "decline")
    asked = await last_direct(here, "ana", "Emergency 1, which")
    assert ("Declined by Alex Kim (Support)." in asked.words, asked.buttons) == (True, ())
    gone = await last_direct(here, "ben", "emergency")
    assert ("It is decided on." in gone.words, gone.buttons) == (True, ())
    assert "Sam Rivera" not in gone.words


async def _owns(here: Town) -> tuple[str, tuple[str, ...]]:
    """What stands in place of what the reporter was sent first, and its buttons."""
    sent = [seen for seen in await here.person("sam").direct_messages() if REPORT["broken"] in seen.words]
    seen = [seen for seen in sent if not seen.words.startswith("Case 1")][-1]  # nor what stands in the case's thread
    return seen.words, seen.buttons


async def test_a_report_that_was_declined_or_taken_back_cannot_be_taken_back_any_more(here: Town) -> None:
    await reports(here)
    assert (await _owns(here))[1] == ("emergency.withdraw",)
    await decides(here, "alex", "decline")
    said, buttons = await _owns(here)
    assert ("Support opened no case for your report" in said, buttons) == (True, ())
    await reports(here)
    sam = here.person("sam")
    told = await last_direct(here, "sam", "Your report is with")
    await sam.clicks("emergency.withdraw", channel=await sam.direct_channel(), on=told.ts)
    await here.quiet()
    said, buttons = await _owns(here)
    assert ("You took your report back" in said, buttons) == (True, ())


async def test_one_that_was_accepted_says_its_case_and_then_who_goes_on_with_it(here: Town) -> None:
    await is_accepted(here)
    said, buttons = await _owns(here)
    assert ("Support accepted your report: it is case 1." in said, buttons) == (True, ())
    await claims(here, "ana")
    said, buttons = await _owns(here)
    assert ("Ana Torres goes on with it: it is case 1 with Support." in said, buttons) == (True, ())


async def test_leads_who_were_called_read_what_became_of_it(here: Town) -> None:
    await reports(here)
    await here.pass_days(0.02)
    assert "emergency.accept" in (await last_direct(here, "lee", "Nobody has decided")).buttons
    await decides(here, "alex", "decline")
    called = await last_direct(here, "lee", "Emergency 1")
    assert ("Declined by Alex Kim (Support)." in called.words, called.buttons) == (True, ())


async def test_a_contact_makes_a_case_of_their_own_of_it(here: Town) -> None:
    await reports(here)
    ana = here.person("ana")
    told = await last_direct(here, "ana", "reported an emergency")
    await ana.clicks("emergency.take", channel=await ana.direct_channel(), on=told.ts)
    assert REPORT["broken"] in (await ana.typed())["description"]
    await send(ana, subject="No attendance at North", module="Attendance")
    await ana.closes(everything=True)
    await here.quiet()
    card = await here.card(ana, world.LAKESIDE)
    assert "Sam Rivera" in card.words
    assert "emergency.claim" not in card.buttons
    assert "Ana Torres has taken on your report" in await direct(here, "sam")
    assert "Ana Torres stands for it: case 1" in (await pages(here))[0].words
    assert await state(here) == "claimed"
    assert "Ana Torres stands for it: case 1" in (await last_direct(here, "ben", "Emergency 1, which")).words
    with pytest.raises(ChangedMeanwhile):
        await presses_claim(here, "ben")
    assert (await lines(here, "claim-emergency"))[-1][1] is False


async def test_a_reporter_who_is_made_a_contact_later_was_told_that_they_would_be_read(here: Town) -> None:
    await is_accepted(here)
    await claims(here, "ana")
    await answers(here)
    assert ANSWER not in await at_the_desk(here)
    assert "replies are not read, unless you become a contact" in await direct(here, "sam")
    await line(here, "sam", role="support")
    await answers(here)
    assert ANSWER in await at_the_desk(here)


async def test_an_agent_hands_it_to_a_contact_who_accepts_by_claiming(here: Town) -> None:
    await is_accepted(here)
    alex = here.person("alex")
    await alex.clicks("emergency.offer", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(person="Tess Lindqvist")).errors
    await here.quiet()
    assert await state(here) == "accepted"
    tess, offered = here.person("tess"), await last_direct(here, "tess", "Support asks you")
    await tess.clicks("emergency.claim", channel=await tess.direct_channel(), on=offered.ts)
    await here.quiet()
    assert "Tess Lindqvist claimed case 1" in await at_the_desk(here)


async def test_a_reporter_who_is_made_a_contact_meanwhile_can_claim_it(here: Town) -> None:
    await is_accepted(here)
    await line(here, "sam", role="support")
    await presses_claim(here, "sam")
    assert "Sam Rivera claimed case 1" in await at_the_desk(here)


async def test_where_the_desks_channel_is_not_clean_its_call_has_no_words_and_each_agent_reads_them(
    here: Town,
) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("UPDATE channels SET is_private = false, words_ok = false WHERE kind = 'desk'"))
    await reports(here)
    (page,) = await pages(here)
    assert REPORT["broken"] not in page.words
    assert "emergency.accept" in page.buttons
    for name in ("alex", "gita", "lee"):
        assert REPORT["broken"] in await direct(here, name)
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors
    assert await state(here) == "accepted"


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize("error", ["is_archived", "restricted_action", "not_authorized"])
async def test_where_nothing_can_be_posted_at_the_desk_each_agent_is_called_at_once_by_message(
    here: Town, error: str, *, clean: bool
) -> None:
    if not clean:
        async with here.bot.store.begin() as tx:
            await tx.execute(sa.text("UPDATE channels SET words_ok = false WHERE kind = 'desk'"))
    fault = Fault(trouble=Trouble.ERROR, method="chat.postMessage", channel=world.DESK, times=None, error=error)
    here.sandbox.slack.faults.add(fault)
    await reports(here)
    assert await pages(here) == []
    for name in ("alex", "gita", "lee"):
        called = [seen for seen in await here.person(name).direct_messages() if REPORT["broken"] in seen.words]
        assert [seen.buttons[:1] for seen in called] == [("emergency.accept",)], name
    assert REPORT["broken"] not in await direct(here, "kim")
    await passes(here, "2026-11-24T18:20")
    assert (await direct(here, "alex")).count(REPORT["broken"]) == 2
    alex, last = here.person("alex"), await last_direct(here, "alex", REPORT["broken"])
    await alex.clicks("emergency.decline", channel=await alex.direct_channel(), on=last.ts)
    assert not (await alex.submits(words=WHY)).errors
    await here.quiet()
    assert await state(here) == "declined"
    assert not any(seen.buttons for seen in await here.person("gita").direct_messages() if "Declined" in seen.words)


async def test_who_is_a_contact_from_after_on_and_who_only_reads_the_card_have_nothing_from_before(
    here: Town,
) -> None:
    """What the reporter reads begins with their case, and holds no note."""
    await is_accepted(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.says("Between us: it is the cache.", channel=world.DESK, thread=card)
    await here.quiet()
    await reply_to_district(here, "We are on it.")
    said = await direct(here, "sam")
    assert "We are on it." in said
    assert "cache" not in said


async def test_a_redacted_report_is_nowhere_any_more(here: Town) -> None:
    await is_accepted(here)
    ana, card = here.person("ana"), await here.card(here.person("ana"), world.LAKESIDE)
    await ana.uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=card.ts)
    assert not (await ana.submits()).errors
    await here.quiet()
    everywhere = [await direct(here, name) for name in ("sam", "ana", "ben", "tess", "alex")]
    everywhere += [await at_lakeside(here), await at_the_desk(here), *(page.words for page in await pages(here))]
    for words in REPORT.values():
        assert words not in "\n".join(everywhere)
