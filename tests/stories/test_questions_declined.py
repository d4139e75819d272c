"""Why a question was declined stays the reason of whoever gave it, and is theirs to take back (POLICY 10)."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.erasures import Kind
from demo.town import Town
from sandbox.people import Seen
from storage.tables import audit, people, question_words, roster
from tests.services.erasing_helpers import begin, to_the_end
from tests.stories.test_questions import ASKED, asks, got, presses

NOTHING, REGISTRAR = "I know nothing of grades.", "Please ask the registrar."
DECLINED = "could not help with your question"


async def _declines(here: Town, name: str, why: str) -> None:
    person = await presses(here, name, "question.decline")
    assert not (await person.submits(words=why)).errors
    await person.closes(everything=True)
    await here.quiet()


async def _redacts(here: Town, name: str) -> None:
    """At the question that they were sent."""
    person, seen = here.person(name), (await got(here, name, "asks for your help"))[-1]
    channel = await person.direct_channel()
    assert (await person.uses_shortcut("shortcut.redact", channel=channel, on=seen.ts)).acked
    await person.submits()
    await person.closes(everything=True)
    await here.quiet()


async def _tess_is_a_coach_too(here: Town) -> None:
    tess = sa.select(people.c.id).where(people.c.user_id == "U0TESS").scalar_subquery()
    async with here.bot.store.begin() as tx:
        its = {"role": "coach", "building": "North Elementary"}
        await tx.execute(roster.update().where(roster.c.person_id == tess).values(**its))


async def _is_erased(here: Town, user: str) -> None:
    async with here.bot.store.read() as tx:
        person = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == user))).scalar_one()
    erasure = await begin(here.bot.store, Kind.PERSON, now=here.clock.now(), person=person, with_words=True)
    for _ in range(5):
        await to_the_end(here.bot.store, erasure, now=here.clock.now())
        await here.quiet()
        await here.clock.turn(timedelta(minutes=2))


async def _told_of(here: Town, name: str) -> Seen:
    """What Sam reads of this one who could not help."""
    (seen,) = [it for it in await got(here, "sam", DECLINED) if name in it.words]
    return seen


async def test_nobodys_reason_stands_under_the_name_of_a_coach_who_was_erased(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _declines(here, "cody", NOTHING)
    await _declines(here, "ana", REGISTRAR)
    assert NOTHING in (await _told_of(here, "Cody Marsh")).words
    await _is_erased(here, "U0CODY")
    words = (await _told_of(here, "Erased person")).words
    assert "These words were erased" in words
    assert REGISTRAR not in words
    assert len(await got(here, "sam", REGISTRAR)) == 1


async def test_of_two_coaches_who_decline_each_keeps_a_reason(here: Town) -> None:
    await _tess_is_a_coach_too(here)
    await asks(here, building="North Elementary")
    await _declines(here, "tess", REGISTRAR)
    await _declines(here, "cody", NOTHING)
    await _redacts(here, "cody")
    assert REGISTRAR in (await _told_of(here, "Tess")).words
    assert "These words were erased" in (await _told_of(here, "Cody Marsh")).words


async def test_a_coach_redacts_the_reason_that_they_gave_and_nothing_of_others(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _redacts(here, "cody")
    assert await got(here, "ana", ASKED) == []
    await _declines(here, "cody", NOTHING)
    await _redacts(here, "cody")
    assert "These words were erased" in (await _told_of(here, "Cody Marsh")).words
    assert len(await got(here, "ana", ASKED)) == 1
    query = sa.select(audit.c.allowed).where(audit.c.act == "redact").order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        assert [*(await tx.execute(query)).scalars()] == [False, True]


async def test_the_reason_of_a_coach_whose_account_ended_is_redacted_with_the_question(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _declines(here, "cody", NOTHING)
    async with here.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0CODY").values(membership="gone"))
    await _redacts(here, "ana")
    assert "These words were erased" in (await _told_of(here, "Cody Marsh")).words


async def test_what_an_earlier_version_kept_of_a_coachs_reason_stays_theirs_when_a_contact_declines(
    here: Town,
) -> None:
    await asks(here, building="North Elementary")
    await _declines(here, "cody", NOTHING)
    async with here.bot.store.begin() as tx:
        its = question_words.c.words == NOTHING
        await tx.execute(question_words.update().where(its).values(kind="reason"))
    await _declines(here, "ana", REGISTRAR)
    async with here.bot.store.read() as tx:
        kept = {*(await tx.execute(sa.select(question_words.c.words))).scalars()}
    assert kept == {ASKED, NOTHING, REGISTRAR}
    await _is_erased(here, "U0ANA")
    assert NOTHING in (await _told_of(here, "Cody Marsh")).words


async def test_what_a_coach_redacted_of_a_question_is_no_bar_to_redacting_all_of_it(here: Town) -> None:
    await asks(here, building="North Elementary")
    await _declines(here, "cody", NOTHING)
    await _redacts(here, "cody")
    await _redacts(here, "ana")
    for name in ("ana", "ben", "cody"):
        assert not await got(here, name, ASKED), name
    assert ASKED not in await here.person("sam").opens_home()
