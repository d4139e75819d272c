"""What stands in the audit log after each thing that somebody does: one line, or none (POLICY 2)."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, people
from tests.postbag import holding
from tests.town_cases import FILLED, desk_card, open_case


class Log:
    """What people did since it was last read: who, what, allowed or not. What nobody asked for is left out."""

    def __init__(self, here: Town) -> None:
        self._here = here
        self._last = 0

    async def new(self) -> list[tuple[str, str, bool]]:
        query = sa.select(audit.c.id, people.c.user_id, audit.c.act, audit.c.allowed).join(
            people, people.c.id == audit.c.person_id
        )
        async with self._here.bot.store.read() as tx:
            rows = (await tx.execute(query.where(audit.c.id > self._last).order_by(audit.c.id))).all()
        self._last = rows[-1].id if rows else self._last
        return [(str(row.user_id), row.act, row.allowed) for row in rows]


async def test_one_view_of_a_case_or_a_list_leaves_one_line_and_what_is_drawn_leaves_none(here: Town) -> None:
    log, card = Log(here), await open_case(here)
    assert [line for line in await log.new() if line[1] != "open-case"] == []
    await here.bot.tick()
    await here.quiet()
    await log.new()
    for name, text, act, allowed in (
        ("ana", "view 1", "view-case", True),
        ("ana", "list", "list-cases", True),
        ("alex", "view 1", "view-case", True),
        ("sam", "view 1", "view-case", False),
        ("sam", "list", "list-cases", False),
        ("pia", "view 1", "view-case", False),
        ("sam", "contacts", "see-contacts", True),
    ):
        await here.person(name).types("/case", text, channel=world.TOWN)
        await here.quiet()
        assert await log.new() == [(here.person(name).id, act, allowed)], (name, text)
    await here.person("ana").opens_home()
    assert await log.new() == [("U0ANA", "list-cases", True)]
    await here.person("ben").says("Still so.", channel=world.LAKESIDE, thread=card)
    await here.quiet()  # cards are drawn again, with the buttons that fit each reader
    assert await log.new() == [("U0BEN", "comment", True)]


async def test_what_is_told_twice_leaves_one_line(here: Town) -> None:
    log, card = Log(here), await open_case(here)
    await log.new()
    for name, allowed in (("ben", True), ("pia", False)):
        await here.person(name).joins(world.LAKESIDE)
        await here.quiet()
        await log.new()
        with holding(here) as bag:
            await here.person(name).says("Still so.", channel=world.LAKESIDE, thread=card)
        await bag.deliver(0, 0)
        await here.quiet()
        assert await log.new() == [(here.person(name).id, "comment", allowed)]


async def test_a_click_that_is_refused_leaves_one_line_as_one_that_is_not_does(here: Town) -> None:
    await open_case(here)
    desk, log = await desk_card(here), Log(here)
    await here.person("sam").joins(world.DESK)
    await here.quiet()
    await log.new()
    for name, allowed in (("sam", False), ("alex", True)):
        await here.person(name).clicks("case.take", channel=world.DESK, on=desk)
        await here.quiet()
        assert await log.new() == [(here.person(name).id, "take-case", allowed)]


async def test_what_is_done_for_somebody_is_done_by_who_did_it(here: Town) -> None:
    """There is no acting as somebody else (POLICY 1)."""
    log, alex = Log(here), here.person("alex")
    await log.new()
    await alex.types("/case", "for lakeside", channel=world.DESK)
    assert not (await alex.submits(**FILLED, contact="Ana Torres", subject="Grades vanish")).errors
    await here.quiet()
    done = await log.new()
    assert {(who, allowed) for who, _, allowed in done} == {("U0ALEX", True)}
    assert done[-1][1] == "open-for-contact"
    await here.person("ana").types("/case", "for lakeside", channel=world.TOWN)  # a subject, and her own case
    assert "A case for Lakeside Unified" in await here.person("ana").reads_window()
    assert await log.new() == [("U0ANA", "open-case", True)]
