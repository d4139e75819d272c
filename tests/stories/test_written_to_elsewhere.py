"""Whom one of our workspaces sees in a shared channel is written to by that one, whatever it is about (POLICY 1)."""

import pytest

from bot.domain.ids import DistrictId
from bot.domain.record import Question
from bot.domain.refusals import ListChanged
from bot.domain.telling import Way
from bot.services import audit_questions, choosing, confirming
from bot.services.audit_questions import Typed
from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.inbound import FormKey
from tests.emergency_cases import ANSWER, REPORT, decides
from tests.far import FAY, comes, is_listed, owed, written
from tests.stories.test_away import goes_away
from tests.stories.test_pending import until
from tests.told import ASKED, asks
from tests.town_cases import FILLED, open_case


@pytest.fixture
def transport() -> str:
    return "http"


async def _reports(here: Town) -> Person:
    """Fay, who is staff, by the button below a reply of hers that was not taken in."""
    await is_listed(here, "staff")
    fay = await comes(here)
    card = await open_case(here)
    await fay.says("Nobody can take attendance.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    hint = (await fay.hints(world.LAKESIDE))[-1]
    await fay.clicks("emergency.report", channel=world.LAKESIDE, on=hint.ts)
    assert not (await fay.submits(**REPORT)).errors
    await fay.closes(everything=True)
    await here.quiet()
    return fay


async def test_who_reported_an_emergency_has_its_thread_and_is_asked_in_it(here: Town) -> None:
    fay = await _reports(here)
    assert "Your report is with Support's agents" in await written(fay)
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors
    (card,) = [seen for seen in await fay.direct_messages() if seen.words.startswith("Case 2 ·")]
    desk = await here.card(here.person("alex"), world.DESK, number=2)
    await here.person("alex").clicks("case.ask-input", channel=world.DESK, on=desk.ts)
    assert not (await here.person("alex").submits(words=ASKED)).errors
    await here.quiet()
    assert ASKED in await written(fay)
    await fay.says(ANSWER, channel=await fay.direct_channel(), thread=card.ts)
    await here.quiet()
    thread = await here.thread(here.person("alex"), world.DESK, number=2)
    assert ANSWER in "\n".join(seen.words for seen in thread)
    assert await owed(here) == []


async def test_who_takes_their_report_back_is_told_so(here: Town) -> None:
    fay = await _reports(here)
    told = [seen for seen in await fay.direct_messages() if "emergency.withdraw" in seen.buttons][-1]
    await fay.clicks("emergency.withdraw", channel=await fay.direct_channel(), on=told.ts)
    await here.quiet()
    assert "Your report is taken back." in await written(fay)
    assert await owed(here) == []


async def _phones(here: Town) -> Person:
    """Fay, a contact, who has a case by that."""
    await is_listed(here)
    fay, alex = await comes(here), here.person("alex")
    await alex.types("/case", "for lakeside", channel=world.DESK)
    assert not (await alex.submits(**FILLED, contact="Fay Wong", subject="Grades vanish")).errors
    await alex.closes(everything=True)
    await here.quiet()
    return fay


async def _chooses(here: Town, way: Way) -> None:
    now = here.clock.now()
    await choosing.choose(here.bot.store, who=FAY, way=way, quiet=None, now=now, once=FormKey(f"fay:{way}"))


async def test_a_contact_is_told_of_their_case_and_of_its_news_and_asked_once_more(here: Town) -> None:
    fay = await _phones(here)
    assert "@Alex Kim opened case 1 in your name" in await written(fay)
    await _chooses(here, Way.DM)
    await asks(here)
    assert "asks" in (await fay.direct_messages())[-1].words
    await until(here, "2026-11-30T08:00")
    assert "waits for your answer to Support's question" in await written(fay)
    assert await owed(here) == []


async def test_a_contact_has_the_days_digest(here: Town) -> None:
    fay = await _phones(here)
    await _chooses(here, Way.DIGEST)
    await asks(here)
    before = len(await fay.direct_messages())
    await here.pass_days(1)
    assert "case 1" in "\n".join(seen.words for seen in (await fay.direct_messages())[before:]).lower()
    assert await owed(here) == []


async def test_a_deputy_hears_that_they_stand_in(here: Town) -> None:
    await is_listed(here)
    fay = await comes(here)
    await goes_away(here, "ana", "2026-12-01", "Fay Wong")
    assert "Ana Torres is away to the end of 1 December 2026 and named you as deputy" in await written(fay)
    assert await owed(here) == []


async def test_an_administrator_has_the_audit_log_as_a_file_and_the_list_anew(here: Town) -> None:
    await is_listed(here, "administrator")
    fay, now, lakeside = await comes(here), here.clock.now(), DistrictId(1)
    typed = Typed(question=Question.WHY, district=lakeside)
    await audit_questions.send_csv(here.bot.store, who=FAY, typed=typed, now=now, once="fay")
    await here.quiet()
    assert [seen.files for seen in await fay.direct_messages() if seen.files]
    with pytest.raises(ListChanged):
        await confirming.confirm(
            here.bot.store, who=FAY, district=lakeside, saw="another", now=now, once="confirm", spot=None
        )
    await here.bot.tick()
    await here.quiet()
    assert "Ana Torres · Authorized Support Contact" in await written(fay)
    assert await owed(here) == []
