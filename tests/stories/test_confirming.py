"""Each quarter the district's administrator confirms its list, or is reminded, or support is told."""

import sqlalchemy as sa

from demo.town import Town
from sandbox.people import Seen
from storage.tables import audit, confirmations, people, roster
from tests.told import passes

ASKED = "still right?"


async def asked(here: Town, name: str, words: str = ASKED) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if words in seen.words]


async def presses(here: Town, name: str, on: Seen) -> str:
    """*It is right*. Returns what they alone are told."""
    person = here.person(name)
    channel = await person.direct_channel()
    await person.clicks("list.is-right", channel=channel, on=on.ts)
    await here.quiet()
    return (await person.hints(channel))[-1].words


async def _keep_awake(here: Town) -> None:
    """The months pass, and nobody is warned for silence."""
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().values(silent_since=here.clock.now(), due_at=None))


async def test_after_a_quarter_the_administrator_is_asked_by_day_and_confirms_what_they_see(here: Town) -> None:
    await _keep_awake(here)
    await passes(here, "2027-02-24T17:59:00")
    assert await asked(here, "dana") == []
    await passes(here, "2027-02-24T18:00:00")
    (first,) = await asked(here, "dana")
    for words in (
        "authorized contacts of Lakeside Unified",
        "I ask every 3 months",
        "Ana Torres · Authorized Support Contact · 555-0101 · training done",
        "Tess Lindqvist · Authorized Technical Contact · 555-0103 · training in progress",
    ):
        assert words in first.words
    assert "Pia" not in first.words
    assert len(await asked(here, "drew")) == 1
    assert await asked(here, "ana") == []
    assert await asked(here, "kim") == []
    said = await presses(here, "dana", first)
    assert "was confirmed on Wednesday, 24 February 2027" in said
    assert "I ask again on Monday, 24 May 2027" in said
    await here.pass_days(30)
    assert len(await asked(here, "dana")) == 1
    assert len(await asked(here, "drew")) == 2  # of what was missed meanwhile, one
    async with here.bot.store.read() as tx:
        dana = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0DANA"))).scalar_one()
        row = (await tx.execute(sa.select(confirmations).where(confirmations.c.district_id == 1))).one()
        lines = (await tx.execute(sa.select(audit).where(audit.c.act == "confirm-list"))).all()
    assert (row.confirmed_by, row.asked_at, row.reminded) == (dana, None, 0)
    assert [(line.person_id, line.district_id, line.allowed) for line in lines] == [(dana, 1, True)]


async def test_a_list_that_changed_is_shown_again_instead_of_confirmed(here: Town) -> None:
    await _keep_awake(here)
    await passes(here, "2027-02-24T18:00:00")
    (first,) = await asked(here, "dana")
    ben = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ben).values(standing="removed"))
    assert "nothing was confirmed" in await presses(here, "dana", first)
    again = (await asked(here, "dana"))[-1]
    assert again.ts != first.ts
    assert "Ben Okafor" not in again.words
    assert "was confirmed on" in await presses(here, "dana", again)


async def test_unanswered_it_is_reminded_three_times_and_then_support_is_told_until_the_next_quarter(
    here: Town,
) -> None:
    await _keep_awake(here)
    counts = []
    await passes(here, "2027-02-24T18:00:00")
    for days in (13.9, 0.1, 7, 7, 7, 7, 7):
        await here.pass_days(days)
        counts.append((len(await asked(here, "drew")), len(await asked(here, "kim", "is not confirmed"))))
    colorado_has_a_holiday = (4, 1)
    assert counts == [(1, 0), (2, 0), (3, 0), (4, 0), colorado_has_a_holiday, (4, 2), (4, 2)]
    assert "its administrator did not answer" in (await asked(here, "kim", "is not confirmed"))[0].words
    await passes(here, "2027-05-24T18:00:00")
    assert len(await asked(here, "drew")) == 5


async def test_where_nobody_keeps_the_list_the_support_administrators_are_asked_and_may_answer(here: Town) -> None:
    await _keep_awake(here)
    drew = sa.select(people.c.id).where(people.c.user_id == "U0DREW").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.delete().where(roster.c.person_id == drew))
    await passes(here, "2027-02-24T18:00:00")
    (first,) = await asked(here, "kim")
    assert "Pine Ridge Schools" in first.words
    assert "was confirmed on" in await presses(here, "kim", first)


async def test_on_a_holiday_and_outside_of_business_hours_it_waits(here: Town) -> None:
    """A district that was begun on a Friday evening is asked on the Monday after."""
    await _keep_awake(here)
    async with here.bot.store.begin() as tx:
        friday = here.clock.now().replace(year=2026, month=12, day=24, hour=15)
        await tx.execute(confirmations.update().values(due_at=friday))
    await passes(here, "2026-12-28T18:00:00")
    assert await asked(here, "dana") == []  # its winter break
    await passes(here, "2027-01-04T13:59:00")
    assert await asked(here, "dana") == []
    await passes(here, "2027-01-04T14:00:00")
    assert len(await asked(here, "dana")) == 1
