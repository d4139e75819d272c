"""Why a question was declined stays the reason of whoever gave it."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.erasures import Kind
from demo.town import Town
from sandbox.people import Seen
from storage.tables import people
from tests.services.erasing_helpers import begin, to_the_end
from tests.stories.test_questions import asks, got, presses

NOTHING, REGISTRAR = "I know nothing of grades.", "Please ask the registrar."
DECLINED = "could not help with your question"


async def _declines(here: Town, name: str, why: str) -> None:
    person = await presses(here, name, "question.decline")
    assert not (await person.submits(words=why)).errors
    await person.closes(everything=True)
    await here.quiet()


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
