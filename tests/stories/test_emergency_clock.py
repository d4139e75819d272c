"""What the clock does about an emergency, and what it does not do (POLICY 2)."""

import pytest
import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.cases import Move
from bot.domain.ids import CaseNumber
from bot.domain.refusals import NoContactYet
from bot.services import answering, standing_for
from bot.services.deeds import CaseAsk
from demo import world
from demo.town import Town
from sandbox.people import Seen
from tests.emergency_cases import (
    WHY,
    claims,
    decides,
    direct,
    is_accepted,
    is_left_to_leads,
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
from tests.town_cases import at_lakeside, chooses, desk_card, send


async def test_without_a_contact_nobody_closes_it_and_the_clock_does_not_either(here: Town) -> None:
    await is_accepted(here)
    alex, ana = here.person("alex"), here.person("ana")
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    about = CaseAsk(who=who(here, "ana"), number=CaseNumber(1), now=here.clock.now())
    for refused in (
        answering.may_still(here.bot.store, about, Act.CLOSE, Move.WITHDRAW),
        answering.withdraw(here.bot.store, who=about.who, number=about.number, now=about.now, once="withdraw"),
        standing_for.others_for(here.bot.store, about),
    ):
        with pytest.raises(NoContactYet):
            await refused
    await chooses(alex, "case.status", channel=world.DESK, on=await desk_card(here))
    assert "Refer" not in await alex.reads_window()
    await alex.closes(everything=True)
    await asks(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("UPDATE cases SET priority = 'low'"))
    for _ in range(5):
        await here.pass_days(5)
    assert "Pending Customer Input" in (await here.card(ana, world.LAKESIDE)).words
    assert "closes" not in await at_lakeside(here)
    await claims(here, "ana")
    await here.pass_days(2)
    assert "Pending Customer Input" in (await here.card(ana, world.LAKESIDE)).words
    for _ in range(9):  # over a winter break
        await here.pass_days(5)
    assert "Closed (No response)" in (await here.card(ana, world.LAKESIDE)).words


async def test_nobody_decides_so_the_desk_is_paged_again_and_the_leads_are_told(here: Town) -> None:
    await reports(here)
    await passes(here, "2026-11-24T18:20")
    assert len(await pages(here)) == 2
    assert "Nobody has decided" in await direct(here, "lee")
    await passes(here, "2026-11-24T20:05")  # which is between two calls: delivering takes seconds
    await here.bot.tick()
    await here.quiet()
    assert len(await pages(here)) == 3
    await decides(here, "alex", "decline")
    assert all("Declined" in page.words for page in await pages(here))
    await passes(here, "2026-11-24T23:00")
    assert len(await pages(here)) == 3


async def test_nobody_ever_decides_so_it_ends_and_everybody_who_was_asked_reads_so(here: Town) -> None:
    await reports(here)
    await is_left_to_leads(here)
    assert "I ask you on 5 business days in all" in await direct(here, "lee")
    assert await state(here) == "asked"
    assert "decided on your report" not in await direct(here, "sam")
    await passes(here, "2026-12-03T20:00")
    assert await state(here) == "undecided"
    told = await last_direct(here, "sam", "Nobody at Support decided on your report in time")
    for whom in ("555-0199", "Ana"):
        assert whom in told.words
    assert {"question.ask", "emergency.report"} <= set(told.buttons)
    for page in await pages(here):
        assert "Nobody decided on it in time" in page.words
        assert page.buttons == ()
    for name in ("lee", "ana"):
        ended = [seen for seen in await here.person(name).direct_messages() if "decided on it in time" in seen.words]
        assert ended, name
        assert not any(seen.buttons for seen in ended), name
    assert not any("emergency.withdraw" in seen.buttons for seen in await here.person("sam").direct_messages())
    assert (await lines(here, "clock"))[-1] == ("emergency-give-up", True, "emergency:1")
    await passes(here, "2026-12-09T20:00")
    assert (await direct(here, "sam")).count("and it is closed now") == 1


async def test_who_is_pointed_to_nobody_is_not_told_to_call_a_contact(here: Town) -> None:
    await reports(here)
    for name in ("ana", "ben", "tess"):
        await line(here, name, standing="removed")
    await is_left_to_leads(here)
    await passes(here, "2026-12-03T20:00")
    told = await last_direct(here, "sam", "and it is closed now")
    assert "please call Support: 555-0199, or report it again:" in told.words
    assert "has no authorized contact at the moment" in told.words


@pytest.mark.parametrize("ends", ["declined", "undecided"])
async def test_who_is_a_contact_by_now_is_not_pointed_to_contacts(here: Town, ends: str) -> None:
    await reports(here)
    await line(here, "sam", role="support", standing="active")
    if ends == "declined":
        await decides(here, "alex", "decline")
    else:
        await is_left_to_leads(here)
        await passes(here, "2026-12-03T20:00")
    sam = here.person("sam")
    told = await last_direct(here, "sam", "You are an authorized contact of Lakeside Unified yourself by now")
    assert ("please call Support: 555-0199, or open a case yourself:" in told.words) is (ends == "undecided")
    assert told.buttons == ("case.open",)
    await sam.clicks("case.open", channel=await sam.direct_channel(), on=told.ts)
    assert "Module" in await sam.reads_window()


@pytest.mark.parametrize("is_accepted_first", [True, False])
async def test_who_is_a_contact_by_now_and_goes_on_with_it_themselves_reads_of_nobody_else(
    here: Town, *, is_accepted_first: bool
) -> None:
    await (is_accepted(here) if is_accepted_first else reports(here))
    await line(here, "sam", role="support", standing="active")
    sam = here.person("sam")
    await sam.opens_home()
    if is_accepted_first:
        await sam.clicks_at_home("emergency.claim#1")
    else:
        await sam.clicks_at_home("emergency.take#1")
        await send(sam, module="Attendance", subject="Nobody can take attendance")
    await here.quiet()
    said = await direct(here, "sam")
    assert "You go on with it yourself: it is case 1 with Support." in said
    assert ("You stand for case 1 from now on: it is on my Home page." in said) is is_accepted_first
    for untrue in ("unless you become a contact", "Sam Rivera goes on", "Sam Rivera has taken"):
        assert untrue not in said


async def test_who_takes_it_back_twice_reads_of_nobody_who_was_faster(here: Town) -> None:
    await reports(here)
    sam = here.person("sam")
    await sam.opens_home()
    for _ in range(2):
        await sam.clicks_at_home("emergency.withdraw")
        await here.quiet()
    said = await sam.reads_window()
    assert "Emergency 1 was taken back by who reported it. Please look" in said
    assert (await direct(here, "sam")).count("Good that it is over") == 1


async def test_every_business_hour_the_contacts_are_asked_to_claim_until_one_does(here: Town) -> None:
    async def asked() -> int:
        return (await direct(here, "ana")).count("Who of you claims it?")

    await is_accepted(here)  # at noon in Lakeside
    assert await asked() == 1
    for until, times in (("24T19:30", 2), ("24T20:30", 3), ("24T23:30", 4), ("25T13:00", 4), ("25T15:30", 5)):
        await passes(here, f"2026-11-{until}")
        assert await asked() == times, until
    await claims(here, "ben")
    await passes(here, "2026-11-25T20:00")
    assert await asked() == 0
    assert (await direct(here, "ana")).count("has a contact now. Ben Okafor stands for it.") == 5


async def test_once_it_is_claimed_nobody_who_was_asked_to_claim_it_has_a_button_for_it(here: Town) -> None:
    async def asked(name: str) -> list[Seen]:
        sent = await here.person(name).direct_messages()
        return [seen for seen in sent if seen.words.startswith("Case 1, an emergency that Sam Rivera")]

    await is_accepted(here)
    alex = here.person("alex")
    await alex.clicks("emergency.offer", channel=world.DESK, on=await desk_card(here))
    await alex.submits(person="Tess Lindqvist")
    await passes(here, "2026-11-24T19:30")
    for name, count in (("ana", 2), ("ben", 2), ("tess", 3)):
        assert ["emergency.claim" in seen.buttons for seen in await asked(name)] == count * [True], name
    await claims(here, "ana")
    for name, count in (("ana", 2), ("ben", 2), ("tess", 3)):
        assert [seen.buttons for seen in await asked(name)] == count * [("case.view",)], name
        stands = "You stand for it." if name == "ana" else "Ana Torres stands for it."
        assert all(f"has a contact now. {stands}" in seen.words for seen in await asked(name)), name


@pytest.mark.parametrize("is_accepted_first", [True, False])
async def test_who_reported_it_and_is_the_only_contact_by_now_is_asked_to_claim_it(
    here: Town, *, is_accepted_first: bool
) -> None:
    await (is_accepted(here) if is_accepted_first else reports(here))
    for name in ("ana", "ben", "tess"):
        await line(here, name, standing="removed")
    await line(here, "sam", role="support", standing="active")
    if not is_accepted_first:
        await decides(here, "alex", "accept", module="Attendance")
    before = 0 if is_accepted_first else 1
    for until, times in (("24T19:30", 1), ("24T20:30", 2)):
        await passes(here, f"2026-11-{until}")
        assert (await direct(here, "sam")).count("Who of you claims it?") == before + times, until
    asked, sam = await last_direct(here, "sam", "Who of you claims it?"), here.person("sam")
    await sam.clicks("emergency.claim", channel=await sam.direct_channel(), on=asked.ts)
    await here.quiet()
    assert await state(here) == "claimed"


async def test_a_district_without_contacts_is_asked_for_one_each_business_day(here: Town) -> None:
    for name in ("ana", "ben", "tess"):
        await line(here, name, standing="removed")
    await is_accepted(here)
    for name in ("dana", "lee"):
        assert "Please name one; Support's agents were paged" in await direct(here, name)
    first = (await direct(here, "dana")).count("waits for an authorized contact")
    await passes(here, "2026-11-25T23:00")
    assert (await direct(here, "dana")).count("waits for an authorized contact") == first + 1
    await line(here, "ben", standing="active")
    await presses_claim(here, "ben")
    assert await state(here) == "claimed"


async def test_the_third_use_within_thirty_days_is_told_to_the_districts_administrator_and_so_is_each_after_it(
    here: Town,
) -> None:
    for use in range(1, 5):
        await reports(here)
        (page,) = await pages(here, use)
        await here.person("alex").clicks("emergency.decline", channel=world.DESK, on=page.ts)
        await here.person("alex").submits(words=WHY)
        await here.person("alex").closes(everything=True)
        await here.quiet()
        assert (await direct(here, "dana")).count("more than 2 times in 30 days") == max(use - 2, 0)
    assert "30 days" not in await direct(here, "drew")
