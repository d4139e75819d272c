"""A new contact is welcomed, and whoever has a training to take is reminded until it is done."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, SlackUser, TeamId, UserId
from bot.domain.refusals import ContactsOnly, NotAContact
from bot.domain.training import Training
from bot.services import rounds, training, welcoming
from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage import outbox
from storage.tables import audit, people, roster
from tests.told import passes

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)


async def written(here: Town, name: str, words: str) -> list[Seen]:
    """Direct messages that hold these words."""
    return [seen for seen in await here.person(name).direct_messages() if words in seen.words]


async def line(here: Town, user: str) -> sa.Row[tuple[object, ...]]:
    query = sa.select(roster, people.c.id.label("whose")).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        return (await tx.execute(query.where(people.c.user_id == user))).one()


async def welcomed(here: Town, user: str, *, by: str, district: DistrictId = LAKESIDE) -> None:
    who, whose = await line(here, user), await line(here, by)
    async with here.bot.store.begin() as tx:
        now = here.clock.now()
        rows = await welcoming.welcome(tx, who.whose, district, by=whose.whose, now=now)
        await outbox.owe(tx, rows, now=now)
    await here.quiet()


async def test_a_new_contact_learns_who_made_them_one_what_is_asked_of_them_and_what_to_take(here: Town) -> None:
    await welcomed(here, "U0TESS", by="U0KIM")
    await welcomed(here, "U0TESS", by="U0KIM")
    (said,) = await written(here, "tess", "Welcome!")
    for words in (
        "made you an Authorized Technical Contact of Lakeside Unified",
        "Troubleshoot with your end users",
        "knowledge base and the release notes",
        "training your end users need",
        "Qualify the issue",
        "phone Support",
        "Answer on open cases",
        "Never share your login, and never send others to Support alone",
        "Introduction to Support. Yours: in progress.",
        "Infinite Campus Fundamentals is highly recommended",
        "/case anywhere opens a case",
    ):
        assert words in said.words
    assert said.buttons == ("case.open", "training.done")
    assert "[Mark training as done]" in said.words
    await here.person("tess").clicks("case.open", channel=await here.person("tess").direct_channel(), on=said.ts)
    assert "Subject" in await here.person("tess").reads_window()


async def test_who_is_a_contact_no_longer_when_it_is_delivered_is_not_welcomed(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        paul = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0PAUL"))).scalar_one()
        rows = await welcoming.welcome(tx, paul, PINE_RIDGE, by=None, now=here.clock.now())
        await outbox.owe(tx, rows, now=here.clock.now())
        await tx.execute(roster.update().where(roster.c.person_id == paul).values(standing="removed"))
    await here.quiet()
    assert await written(here, "paul", "Welcome") == []


async def test_it_is_reminded_once_a_month_by_day_until_it_is_done_and_blocks_nothing(here: Town) -> None:
    await here.pass_days(29)
    assert await written(here, "paul", "is not done yet") == []
    await passes(here, "2026-12-24T18:00:00")
    (first,) = await written(here, "paul", "is not done yet")
    assert "as a contact of Pine Ridge Schools" in first.words
    assert "you can work on cases all the same" in first.words
    assert len(await written(here, "tess", "is not done yet")) == 1
    await here.pass_days(29)
    assert len(await written(here, "paul", "is not done yet")) == 1
    await here.pass_days(80)
    assert len(await written(here, "paul", "is not done yet")) == 2  # of what was missed, one
    paul = here.person("paul")
    assert first.buttons == ("training.in-progress", "training.done")
    await paul.clicks("training.in-progress", channel=await paul.direct_channel(), on=first.ts)
    await here.quiet()
    assert "noted as in progress" in (await paul.hints(await paul.direct_channel()))[-1].words
    assert "in progress" in await paul.opens_home()
    await paul.clicks_at_home("training.done#0", "2")
    assert "noted as done" in await paul.reads_window()
    await paul.closes(everything=True)
    found = await line(here, "U0PAUL")
    assert (found.training, found.training_at, found.training_due_at) == ("done", here.clock.now(), None)
    assert "Training at" not in await paul.opens_home()
    await here.pass_days(40)
    assert len(await written(here, "paul", "is not done yet")) == 2
    async with here.bot.store.read() as tx:
        rows = (await tx.execute(sa.select(audit).where(audit.c.about_id == found.whose))).all()
    kinds = [(row.act, row.rule) for row in rows]
    assert kinds.count(("clock", "training-reminded")) == 2
    assert kinds.count(("mark-training", "contact-of-the-district")) == 2


async def test_at_night_a_reminder_waits_for_their_morning(here: Town) -> None:
    await passes(here, "2026-12-25T08:00:00")
    assert await written(here, "paul", "is not done yet") == []
    await passes(here, "2026-12-25T15:59:00")
    assert await written(here, "paul", "is not done yet") == []
    await passes(here, "2026-12-25T16:00:00")
    assert len(await written(here, "paul", "is not done yet")) == 1


async def test_many_rounds_at_once_remind_once_and_whoever_is_no_contact_is_left_alone(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        tess = sa.select(people.c.id).where(people.c.user_id == "U0TESS").scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == tess).values(standing="deactivated"))
    await passes(here, "2026-12-24T17:59:00")
    await here.clock.turn(here.clock.now().resolution)
    later = here.clock.now().replace(hour=18, minute=30)
    done = await asyncio.gather(*(rounds.run(here.bot.store, now=later, at=lambda _: None) for _ in range(3)))
    assert sum(found["training-reminded"] for found in done) == 1
    await here.clock.turn(later - here.clock.now())
    await here.quiet()
    assert len(await written(here, "paul", "is not done yet")) == 1
    assert await written(here, "tess", "is not done yet") == []


async def test_only_their_own_is_marked_and_only_by_a_contact(here: Town) -> None:
    for name, district in (("sam", LAKESIDE), ("dana", LAKESIDE), ("ana", PINE_RIDGE), ("ana", DistrictId(99))):
        who = SlackUser(team=TeamId(world.TEAM), user=UserId(here.person(name).id))
        with pytest.raises(NotAContact if name == "ana" else ContactsOnly):
            await training.mark(
                here.bot.store,
                who=who,
                district=district,
                as_=Training.DONE,
                now=here.clock.now(),
                once=f"click:{name}{district}",
                spot=None,
            )
    assert (await line(here, "U0PAUL")).training == "needed"
