"""Who reported or asked something at a district and is staff of another one by now (POLICY 2)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import outbox
from tests import told as telling
from tests.emergency_cases import answers, claims, decides, direct, is_accepted, last_direct, line, moves, reports
from tests.stories.test_questions import asks, ends, got, presses
from tests.town_cases import at_lakeside, at_the_desk, reply_to_district, send

LAKESIDES = "555-0101"
"""The phone of a contact there."""


async def test_the_reporter_of_an_emergency_is_neither_told_its_words_any_more_nor_heard(here: Town) -> None:
    await is_accepted(here)
    await reply_to_district(here, "He may read this.")
    await answers(here, "Of Lakeside.")
    await moves(here)
    await reply_to_district(here, "And not this.")
    await answers(here, "Of another district.")
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "Of Lakeside." in told
        assert "Of another district." not in told
    assert "He may read this." in await direct(here, "sam")
    assert "And not this." not in await direct(here, "sam")
    assert "was not taken in" in await direct(here, "sam")
    assert LAKESIDES not in await direct(here, "sam")


async def test_who_is_no_longer_staff_by_a_file_is_heard_no_more_and_reads_no_words_and_phones(here: Town) -> None:
    """Of no other district either: they are in the workspace still, and on no list (POLICY 6)."""
    await is_accepted(here)
    await asks(here, building="None of these")
    await line(here, "sam", standing="removed")
    await reply_to_district(here, "Not for him.")
    await answers(here, "Of no district.")
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert "Of no district." not in told
    for _ in range(7):
        await here.pass_days(1)
    told = await direct(here, "sam")
    assert "Nobody answered your question in time" in told
    assert "Not for him." not in told
    assert LAKESIDES not in told


async def test_a_case_whose_reporter_moved_is_claimed_like_any(here: Town) -> None:
    await is_accepted(here)
    await moves(here)
    await claims(here, "ben")
    await reply_to_district(here, "Between us.")
    assert "Between us." in await at_lakeside(here)
    assert "Between us." not in await direct(here, "sam")


async def test_who_stands_for_it_and_its_status_are_not_told_to_a_reporter_who_moved(here: Town) -> None:
    await is_accepted(here)
    await moves(here)
    await claims(here, "ben")
    await telling.asks(here)
    told = await direct(here, "sam")
    assert "A contact goes on with it" in told
    assert "You are no longer staff of its district" in told
    for never in ("Ben Okafor", "stands for case 1", "Pending Customer Input"):
        assert never not in told


async def test_a_reporter_who_moved_is_not_told_which_contact_took_their_report(here: Town) -> None:
    await reports(here)
    await moves(here)
    tess = here.person("tess")
    asked = await last_direct(here, "tess", "reported an emergency")
    await tess.clicks("emergency.take", channel=await tess.direct_channel(), on=asked.ts)
    await send(tess, subject="No attendance at North", module="Attendance")
    await here.quiet()
    told = await direct(here, "sam")
    assert "A contact has taken on your report: it is case 1 with Support now." in told
    assert "Tess" not in told


async def test_what_is_said_to_a_reporter_who_moved_before_it_was_accepted_is_no_dead_letter(here: Town) -> None:
    await reports(here)
    await moves(here)
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors
    await reply_to_district(here, "Not for him.")
    await claims(here, "ben")
    await here.pass_days(2)
    async with here.bot.store.read() as tx:
        query = sa.select(outbox.c.key).where(outbox.c.state.in_(["dead", "waiting"]), outbox.c.key.startswith("c"))
        assert [*(await tx.execute(query)).scalars()] == []


@pytest.mark.parametrize("accepted", [False, True])
async def test_who_moved_while_their_report_waits_reports_at_their_own_district(
    here: Town, *, accepted: bool
) -> None:
    await (is_accepted if accepted else reports)(here)
    await moves(here)
    assert "Your emergency" not in await here.person("sam").opens_home()
    assert "Your report is with Support's agents and with your district's contacts" in await reports(here)
    assert "of Pine Ridge Schools could be reached" in await direct(here, "pia")
    assert "Your emergency" in await here.person("sam").opens_home()
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    assert "You reported an emergency already" in (await sam.hints(world.TOWN))[-1].words


async def test_a_reporter_whose_report_is_declined_reads_no_phones_of_the_district_they_left(here: Town) -> None:
    await reports(here)
    await moves(here)
    await decides(here, "alex", "decline")
    told = await direct(here, "sam")
    assert "Support does not open a case for your report" in told
    assert "You are no longer staff of Lakeside Unified" in told
    assert LAKESIDES not in told


async def test_whose_question_nobody_answered_reads_no_phones_of_the_district_they_left(here: Town) -> None:
    await asks(here, building="None of these")
    assert "555-0101" not in await direct(here, "sam")
    await moves(here)
    for _ in range(7):
        await here.pass_days(1)
    told = await direct(here, "sam")
    assert "Nobody answered your question in time. Please say if it is an emergency." in told
    assert "You are no longer staff of Lakeside Unified" in told
    assert LAKESIDES not in told


async def test_who_asked_and_moved_is_not_told_how_the_case_from_their_question_ended(here: Town) -> None:
    await asks(here, building="None of these")
    ana = await presses(here, "ana", "question.open-case")
    await send(ana, subject="Gradebook shows old classes", module="Grades")
    await ana.closes(everything=True)
    await here.quiet()
    await moves(here)
    await ends(here)
    assert await got(here, "sam", "is closed: ") == []
