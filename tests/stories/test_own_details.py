"""A contact sees what the list has of them, and changes their own number."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, outbox, people, roster


async def test_a_contact_changes_their_own_number_and_nobody_is_told(here: Town) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    async with here.bot.store.read() as tx:
        before = (await tx.execute(sa.select(sa.func.count()).select_from(outbox))).scalar_one()
    await ana.clicks_at_home("person.details")
    shown = await ana.reads_window()
    for words in ("Ana Torres", "ana.torres@lakeside.example", "Lakeside Unified", "training done", "last active on"):
        assert words in shown
    assert (await ana.typed())["phone"] == "555-0101"
    assert "such as 555-0101" in (await ana.submits(phone="call me")).errors["phone"]
    assert not (await ana.submits(phone=" 555-9999 ext. 7 ")).errors
    assert "555-9999 ext. 7 is your number" in await ana.reads_window()
    await ana.closes(everything=True)
    await here.person("sam").types("/case", "contacts", channel=world.TOWN)
    assert "555-9999 ext. 7" in (await here.person("sam").hints(world.TOWN))[-1].words
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit).where(audit.c.act == "change-details"))).all()
        assert (await tx.execute(sa.select(sa.func.count()).select_from(outbox))).scalar_one() == before
    assert [(line.allowed, line.about_id == line.person_id) for line in lines] == [(True, True)] * 2


async def test_a_button_that_is_left_from_before_changes_nothing_for_whoever_is_no_contact(here: Town) -> None:
    ben = here.person("ben")
    await ben.opens_home()
    async with here.bot.store.begin() as tx:
        whose = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(standing="removed"))
    await ben.clicks_at_home("person.details")
    assert "authorized contacts" in await ben.reads_window()
