"""After a day of words, names and phones, the audit log has our own ids, rules and instants alone (POLICY 10)."""

import re

import sqlalchemy as sa

from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId
from bot.services import holding
from demo import world
from demo.town import Town
from storage.tables import audit, people
from tests.emergency_cases import decides, reports
from tests.redactions import redacts
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.town_cases import desk_card, open_case, reply_to_district

NAMED = re.compile(r"[A-Za-z][A-Za-z-]*")
"""An act, or a rule: words of ours, in letters and hyphens."""
REF = re.compile(r"|[a-z-]+:\d+(:\d+)?")
SAID = ("Zebulonia", "Quixotica", "Xylophonia", "555-", "@lakeside", "Matter")


async def _a_day(here: Town) -> None:
    card, ana, alex = await open_case(here, subject="Zebulonia vanishes"), here.person("ana"), here.person("alex")
    ts = await ana.says(
        "It is Quixotica.", channel=world.LAKESIDE, thread=card, files=[("Zebulonia.png", b"\x89PNG")]
    )
    await here.quiet()
    await alex.says("Perhaps Xylophonia.", channel=world.DESK, thread=await desk_card(here))
    await reply_to_district(here, "Please wait for Quixotica.")
    await ana.types("/case", "find Zebulonia", channel=world.TOWN)
    await ana.types("/case", "view Quixotica", channel=world.TOWN)
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    await here.person("sam").joins(world.LAKESIDE)
    await here.person("sam").says("Me too, Zebulonia!", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await reports(here)
    assert not (await decides(here, "alex", "accept", module="Attendance", subject="Zebulonia locked out")).errors
    store, now = here.bot.store, here.clock.now()
    await holding.put_outside(store, DistrictId(1), reason="Matter 17", now=now)
    await holding.lift_outside(store, DistrictId(1), now=now)


async def test_the_audit_log_holds_ids_rules_and_instants_and_nothing_that_anybody_wrote_or_is_called(
    here: Town,
) -> None:
    await _a_day(here)
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()
        known = (await tx.execute(sa.select(people.c.name, people.c.email, people.c.user_id))).all()
    assert len(lines) > 12
    assert {line.act for line in lines} >= {"open-case", "comment", "redact", "set-hold", "lift-hold"}
    assert [line for line in lines if not NAMED.fullmatch(line.act)] == []
    assert [line for line in lines if line.rule and not NAMED.fullmatch(line.rule)] == []
    assert [line.ref for line in lines if not REF.fullmatch(line.ref)] == []
    words = {it for row in known for it in row if it} | set(SAID) | {world.TEAM, world.LAKESIDE, world.DESK}
    found = await found_in(here.bot.store, *words)
    assert len(found) > 10, "they are there to be found"
    assert {column for column in found if column.startswith(("audit.", "seals."))} == set()
    erasure = await begin(here.bot.store, Kind.DISTRICT, now=here.clock.now(), district=1)
    await to_the_end(here.bot.store, erasure, now=here.clock.now())
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()[: len(lines)] == lines
