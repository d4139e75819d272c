"""A case that contains student data: once it is marked, nothing of its words shows on any lock screen (POLICY 10)."""

import json

import pytest
import sqlalchemy as sa

from bot.domain.ids import CaseNumber
from bot.services import student_data
from bot.services.deeds import CaseAsk
from demo import world
from demo.town import Town
from storage.tables import audit, cases
from tests.emergency_cases import answers, decides, reports, who
from tests.lock_screens import SECRET, calls, everything_is_said, secret
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, send

CARD = "Contains student data"


async def _opens(here: Town, *, ticked: bool) -> str:
    ana = here.person("ana")
    assert (await ana.types("/case", f"Grades of {SECRET} vanish", channel=world.TOWN)).acked
    box = {"has_student_data": ["yes"]} if ticked else {}
    await send(ana, module="Grades", description=f"{SECRET} has no grades.", **box)  # type: ignore[arg-type]  # a box
    await ana.closes(everything=True)
    await here.quiet()
    return (await here.card(ana, world.LAKESIDE)).ts


async def _presses(here: Town, name: str, action: str) -> bool:
    """On the card of their side. Whether the case is marked then."""
    person = here.person(name)
    channel = world.DESK if name == "alex" else world.LAKESIDE
    card = await here.card(person, channel)
    await person.clicks(action, channel=channel, on=card.ts)
    await here.quiet()
    async with here.bot.store.read() as tx:
        return bool((await tx.execute(sa.select(cases.c.has_student_data))).scalar_one())


async def _cards(here: Town) -> list[str]:
    """As both sides read them."""
    found = [await here.card(here.person("ana"), world.LAKESIDE), await here.card(here.person("alex"), world.DESK)]
    return [card.words for card in found]


async def _lines(here: Town) -> list[tuple[str, bool]]:
    query = sa.select(audit.c.act, audit.c.allowed).where(audit.c.act.like("%mark-student-data")).order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [(row.act, row.allowed) for row in (await tx.execute(query)).all()]


@pytest.mark.parametrize("ticked", [True, False])
async def test_nothing_of_a_marked_case_shows_on_a_lock_screen_and_of_another_it_does(
    here: Town,
    ticked: bool,  # noqa: FBT001  # what the story is told with
) -> None:
    card = await _opens(here, ticked=ticked)
    await everything_is_said(here, card)
    assert bool(secret(here)) is not ticked
    for read in (await at_lakeside(here), await at_the_desk(here)):
        assert f"{SECRET} was moved." in read
        assert f"{SECRET} is in room 4." in read
    assert all((CARD in card) is ticked for card in await _cards(here))
    named = [file for seen in await here.person("alex").sees(world.DESK) for file in seen.files]
    assert named == (["case-1-file-1.png"] if ticked else [f"{SECRET}.png"])


async def test_from_the_moment_it_is_marked_by_a_contact_its_messages_show_no_words(here: Town) -> None:
    card = await _opens(here, ticked=False)
    assert secret(here)
    assert await _presses(here, "ben", "case.mark-student-data")
    assert all(CARD in card for card in await _cards(here))
    for read in (await at_lakeside(here), await at_the_desk(here)):
        assert "Ben Okafor marked case 1: it contains student data." in read
    marked = calls(here)
    await everything_is_said(here, card)
    assert secret(here, since=marked) == []
    assert await _lines(here) == [("mark-student-data", True)]


async def test_an_agent_marks_it_too_and_takes_the_mark_away_again_after_a_confirmation(here: Town) -> None:
    await _opens(here, ticked=False)
    assert await _presses(here, "alex", "case.mark-student-data")
    card = await here.card(here.person("alex"), world.DESK)
    (button,) = [
        it for block in card.blocks for it in block.get("elements", ()) if "unmark" in it.get("action_id", "")
    ]
    assert "will show words of case 1 again" in json.dumps(button["confirm"])
    marked = calls(here)
    assert not await _presses(here, "alex", "case.unmark-student-data")
    assert "took the mark from case 1" in await at_lakeside(here)
    assert CARD + "*" not in json.dumps((await here.card(here.person("alex"), world.DESK)).blocks)
    assert secret(here, since=marked)
    assert await _lines(here) == [("mark-student-data", True), ("unmark-student-data", True)]


async def test_who_presses_second_changes_nothing_and_says_nothing(here: Town) -> None:
    await _opens(here, ticked=False)
    assert await _presses(here, "ben", "case.mark-student-data")
    said = await at_lakeside(here)
    ask = CaseAsk(who=who(here, "ana"), number=CaseNumber(1), now=here.clock.now())
    await student_data.mark(here.bot.store, ask)
    await here.quiet()
    assert await at_lakeside(here) == said
    assert await _lines(here) == [("mark-student-data", True)] * 2


async def test_whoever_is_no_contact_marks_nothing(here: Town) -> None:
    card = await _opens(here, ticked=False)
    sam = here.person("sam")
    await sam.joins(world.LAKESIDE)
    await sam.clicks("case.mark-student-data", channel=world.LAKESIDE, on=card, value="1")
    await here.quiet()
    assert await _lines(here) == [("mark-student-data", False)]
    async with here.bot.store.read() as tx:
        assert not (await tx.execute(sa.select(cases.c.has_student_data))).scalar_one()


async def test_of_a_marked_case_no_list_reads_out_its_subject_and_of_another_it_does(here: Town) -> None:
    await _opens(here, ticked=True)
    await open_case(here, subject="Attendance is slow")
    ana = here.person("ana")
    for words in ("list", "view 1", "find status:open"):
        await ana.types("/case", words, channel=world.TOWN)
        said = (await ana.hints(world.TOWN))[-1]
        assert SECRET not in said.text
        assert SECRET in said.words
        assert ("Attendance is slow" in said.text) is (words != "view 1")


async def test_a_marked_emergency_shows_nobody_what_is_said_to_its_reporter_or_a_guest(here: Town) -> None:
    await reports(here)
    assert not (await decides(here, "alex", "accept", module="Attendance", subject=f"{SECRET} locked out")).errors
    card = await desk_card(here)
    await here.person("alex").clicks("case.mark-student-data", channel=world.DESK, on=card)
    await here.quiet()
    marked = calls(here)
    await answers(here, f"It is {SECRET}.")
    await everything_of_a_session(here)
    assert secret(here, since=marked) == []
    assert SECRET in await at_the_desk(here)


async def everything_of_a_session(here: Town) -> None:
    """Ana claims the case and brings Sam in."""
    ana = here.person("ana")
    card = await here.card(ana, world.LAKESIDE)
    await ana.clicks("emergency.claim", channel=world.LAKESIDE, on=card.ts)
    await here.quiet()
    await chooses(ana, "session.invite", channel=world.LAKESIDE, on=card.ts)
    assert not (await ana.submits(guest="U0CODY")).errors
    await ana.closes(everything=True)
    await here.quiet()
    await ana.says(f"Look at {SECRET}.", channel=world.LAKESIDE, thread=card.ts)
    await here.quiet()
    assert f"Look at {SECRET}." in "\n".join(seen.words for seen in await here.person("cody").direct_messages())
