"""Support administrators set and lift legal holds from their Home (POLICY 10)."""

import sqlalchemy as sa

from bot.services import holding
from demo import world
from demo.town import Town
from storage import holds
from storage.tables import audit
from tests.services.erasing_helpers import found_in
from tests.services.list_keeping import LAKESIDE

WHY = "Matter 2026-17, asked by counsel."


async def _opens(here: Town) -> str:
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("holds.show")
    return await kim.reads_window()


async def _lines(here: Town) -> list[tuple[str, str, int | None]]:
    query = sa.select(audit.c.act, audit.c.rule, audit.c.district_id).where(audit.c.act.like("%-hold"))
    async with here.bot.store.read() as tx:
        return [tuple(row) for row in (await tx.execute(query.order_by(audit.c.id))).all()]


async def test_a_hold_is_set_with_a_reason_seen_and_lifted_and_each_leaves_a_line(here: Town) -> None:
    kim = here.person("kim")
    assert "No legal hold stands, and none ever did." in await _opens(here)
    await kim.clicks_in_window("holds.set")
    assert "at least 10" in (await kim.submits(key="lakeside", words="Because")).errors["words"]
    assert "no district of that key" in (await kim.submits(key="nowhere", words=WHY)).errors["key"]
    assert not (await kim.submits(key="Lakeside", words=WHY)).errors
    window = await kim.reads_window()
    assert ("The hold stands." in window, WHY in window, "Lakeside Unified" in window) == (True, True, True)
    await kim.closes(everything=True)
    assert WHY in await _opens(here)
    await kim.clicks_in_window("holds.lift#0")
    window = await kim.reads_window()
    assert ("The hold is lifted." in window, "Lifted" in window) == (True, True)
    assert await _lines(here) == [("set-hold", "support-administrator", 1), ("lift-hold", "support-administrator", 1)]
    assert set(await found_in(here.bot.store, WHY)) == {"holds.reason"}


async def test_who_comes_second_is_told_and_nothing_is_set_twice(here: Town) -> None:
    kim = here.person("kim")
    for _ in range(2):
        await _opens(here)
        await kim.clicks_in_window("holds.set")
        sent = await kim.submits(key="lakeside", words=WHY)
        window = await kim.reads_window()
        await kim.closes(everything=True)
    assert "Somebody was faster" in window + str(sent.errors)
    assert [rule for _, rule, _ in await _lines(here)] == ["support-administrator", "HoldChanged"]


async def test_a_hold_that_was_set_after_the_one_they_read_of_is_not_lifted_for_it(here: Town) -> None:
    """Whoever looks after the bot lifts it and sets another while Kim's window stands open."""
    await holding.put_outside(here.bot.store, LAKESIDE, reason=WHY, now=here.clock.now())
    kim = here.person("kim")
    assert WHY in await _opens(here)
    await holding.lift_outside(here.bot.store, LAKESIDE, now=here.clock.now())
    await holding.put_outside(here.bot.store, LAKESIDE, reason="Matter 2026-18.", now=here.clock.now())
    await kim.clicks_in_window("holds.lift#0")
    assert "Somebody was faster" in await kim.reads_window()
    await kim.closes(everything=True)
    async with here.bot.store.read() as tx:
        assert await holds.stands(tx, LAKESIDE)
    assert "Matter 2026-18." in await _opens(here)
    await kim.clicks_in_window("holds.lift#0")
    async with here.bot.store.read() as tx:
        assert not await holds.stands(tx, LAKESIDE)


async def test_nobody_else_has_them_on_their_home(here: Town) -> None:
    for name in ("ana", "sam", "alex"):
        assert "Legal holds" not in await here.person(name).opens_home()
    assert "Legal holds" in await here.person("kim").opens_home()


async def test_the_districts_administrator_sees_for_how_long_words_are_kept(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "manage", channel=world.TOWN)
    assert "kept for 3 years after closing, then erased" in await ana.reads_window()
