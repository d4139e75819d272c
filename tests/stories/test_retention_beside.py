"""What was asked and reported and became no case is erased as old cases are: years after it ended (POLICY 10)."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from bot.services import erasing, holding, retention
from demo.town import Town
from storage import erasures
from storage.tables import audit, districts, emergencies, question_words, questions
from tests.emergency_cases import REPORT, WHY, decides, direct, pages, reports
from tests.services.erasing_helpers import found_in
from tests.stories.test_questions import asks, got, presses

ASKED, ANSWER, REASON = "Zebulonia is empty.", "Look for Quixotica.", "Ask at Xylophonia."
REPORTED = (*REPORT.values(), WHY)


async def _replies(here: Town, name: str, action: str, words: str) -> None:
    person = await presses(here, name, action, ASKED)
    assert not (await person.submits(words=words)).errors
    await person.closes(everything=True)
    await here.quiet()


async def _answered(here: Town) -> None:
    await asks(here, ASKED, building="None of these")
    await _replies(here, "ana", "question.answer", ANSWER)


async def _declined(here: Town) -> None:
    await reports(here)
    assert not (await decides(here, "alex", "decline")).errors


async def _days_pass(here: Town, days: int) -> None:
    """And a night, in which what is over its time is erased."""
    await here.clock.turn(timedelta(days=days))
    await here.quiet()
    await retention.begin(here.bot.store, now=here.clock.now())
    await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
    await here.quiet()


async def _kept(here: Town, *words: str) -> set[str]:
    return set().union(*(await found_in(here.bot.store, *words)).values())


async def _erased(here: Town) -> list[tuple[str, str, int | None, int | None]]:
    query = sa.select(audit.c.act, audit.c.ref, audit.c.district_id, audit.c.person_id)
    async with here.bot.store.read() as tx:
        rows = (await tx.execute(query.where(audit.c.rule == "words-erased").order_by(audit.c.id))).all()
    return [(row.act, row.ref, row.district_id, row.person_id) for row in rows]


async def test_an_answered_question_goes_at_the_end_of_the_third_year_with_every_copy(here: Town) -> None:
    await _answered(here)
    await _days_pass(here, 3 * 365 + 1)  # to the same day, one of the years a leap year
    assert await _kept(here, ASKED, ANSWER) == {ASKED, ANSWER}
    await _days_pass(here, 1)
    assert await _kept(here, ASKED, ANSWER) == set()
    for name in ("ana", "ben", "tess", "sam"):
        assert "Zebulonia" not in await direct(here, name), name
        assert "Quixotica" not in await direct(here, name), name
    assert await got(here, "ben", "erased"), "the message stays, and says why it is empty"
    assert await _erased(here) == [("clock", "question:1", 1, None)]
    await _days_pass(here, 1)
    assert len(await _erased(here)) == 1, "a second night finds nothing to do"


async def test_so_do_one_that_was_declined_and_one_that_was_withdrawn_and_their_rows_stay(here: Town) -> None:
    await asks(here, ASKED, building="None of these")
    await _replies(here, "ana", "question.decline", REASON)
    await asks(here, ASKED, building="None of these")
    sam = here.person("sam")
    await sam.opens_home()
    await sam.clicks_at_home("question.withdraw#0")
    await here.quiet()
    assert "Xylophonia" in await direct(here, "sam")
    await _days_pass(here, 3 * 365 + 2)
    assert await _kept(here, ASKED, REASON) == set()
    assert "Xylophonia" not in await direct(here, "sam")
    async with here.bot.store.read() as tx:
        states = [*(await tx.execute(sa.select(questions.c.state).order_by(questions.c.id))).scalars()]
        (done,) = await erasures.lines(tx, most=5)
    assert states == ["declined", "withdrawn"]
    assert done.erasure.counts == {"questions": 2}


async def test_one_that_waits_is_kept_however_long(here: Town) -> None:
    """Nobody's clock is set for it here: that a question ends is another story."""
    await asks(here, ASKED, building="None of these")
    async with here.bot.store.begin() as tx:
        await tx.execute(questions.update().values(due_at=None))
    await _days_pass(here, 4 * 365)
    assert await _kept(here, ASKED) == {ASKED}


async def test_a_declined_report_goes_with_its_phone_and_with_the_calls_and_messages_about_it(here: Town) -> None:
    await _declined(here)
    await _days_pass(here, 3 * 365 + 1)
    assert await _kept(here, *REPORTED) == set(REPORTED)
    await _days_pass(here, 1)
    assert await _kept(here, *REPORTED) == set()
    told = [await direct(here, name) for name in ("ana", "ben", "tess", "sam", "alex")]
    for words in (*told, *(page.words for page in await pages(here))):
        assert [said for said in REPORTED if said in words] == []
    assert await _erased(here) == [("clock", "emergency:1", 1, None)]
    async with here.bot.store.read() as tx:
        (done,) = await erasures.lines(tx, most=5)
        assert (await tx.execute(sa.select(emergencies.c.state))).scalar_one() == "declined"
    assert done.erasure.counts == {"emergencies": 1}
    await _days_pass(here, 1)
    assert len(await _erased(here)) == 1


async def test_a_report_on_which_nobody_decided_goes_as_one_that_was_declined(here: Town) -> None:
    await reports(here)
    async with here.bot.store.begin() as tx:
        asked = {"pages": 99, "reminded": 99, "due_at": here.clock.now()}
        await tx.execute(emergencies.update().values(**asked))
    await here.bot.tick()
    await here.quiet()
    await _days_pass(here, 3 * 365 + 1)
    assert await _kept(here, *REPORTED[:-1]) == set(REPORTED[:-1])
    await _days_pass(here, 1)
    assert await _kept(here, *REPORTED[:-1]) == set()
    told = [await direct(here, name) for name in ("ana", "sam")]
    for words in (*told, *(page.words for page in await pages(here))):
        assert [said for said in REPORTED if said in words] == []
    assert await _erased(here) == [("clock", "emergency:1", 1, None)]


async def test_a_district_keeps_them_for_as_many_years_as_its_cases(here: Town) -> None:
    await _answered(here)
    await _declined(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.update().where(districts.c.key == "lakeside").values(retention_years=1))
    await _days_pass(here, 366)
    assert await _kept(here, ASKED, ANSWER, *REPORTED) == set()
    assert [ref for _, ref, _, _ in await _erased(here)] == ["question:1", "emergency:1"]


async def test_a_legal_hold_stops_it_until_it_is_lifted(here: Town) -> None:
    await _answered(here)
    await _declined(here)
    store, lakeside = here.bot.store, DistrictId(1)
    await holding.put_outside(store, lakeside, reason="Matter 17", now=here.clock.now())
    await _days_pass(here, 3 * 365 + 2)
    assert await _kept(here, ASKED, ANSWER, *REPORTED) == {ASKED, ANSWER, *REPORTED}
    await holding.lift_outside(store, lakeside, now=here.clock.now())
    await _days_pass(here, 0)
    assert await _kept(here, ASKED, ANSWER, *REPORTED) == set()


async def test_what_was_redacted_already_is_not_erased_again(here: Town) -> None:
    await _answered(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(question_words.delete())
    await _days_pass(here, 3 * 365 + 2)
    assert await _erased(here) == []
