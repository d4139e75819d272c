"""The calendars that clocks go by, a district's own and the vendor's; and the rules, as settings gave them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from bot.domain import rules as written
from bot.domain.business import Calendar, always
from bot.domain.cases import Priority
from bot.domain.ids import DistrictId
from bot.domain.rules import Rules, Written
from storage.almanac import Closed
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import clock_rules, closures, districts

_ONE = 1
_FIRST = insert_ignore(clock_rules)
_RULES = sa.select(clock_rules.c.written).where(clock_rules.c.id == _ONE)


async def keep_rules(tx: Tx, rules: Written) -> Rules:
    """At start: the settings' numbers become the ones that every process goes by. Returns those of before."""
    before = await _kept(tx)
    values = written.kept(rules)
    await tx.execute(_FIRST, {"id": _ONE, "written": values})
    await tx.execute(clock_rules.update().where(clock_rules.c.id == _ONE).values(written=values))
    return before


async def rules(tx: Tx) -> Rules:
    """Before the bot ever started: the policy's own."""
    return await _kept(tx)


async def _kept(tx: Tx) -> Rules:
    found = (await tx.execute(_RULES)).scalar_one_or_none()
    return written.read(written.DEFAULT if found is None else written.again(found))


_PLACE = sa.select(districts.c.timezone, districts.c.country, districts.c.state).where(
    districts.c.id == sa.bindparam("district")
)
_BREAKS = (
    sa.select(closures.c.first_day, closures.c.last_day)
    .where(closures.c.district_id == sa.bindparam("district"))
    .order_by(closures.c.first_day)
)


async def of_district(tx: Tx, district: DistrictId, rules: Rules) -> Calendar:
    """Its zone, its state's holidays and its school breaks."""
    place = (await tx.execute(_PLACE, {"district": district})).one()
    breaks = tuple((row.first_day, row.last_day) for row in (await tx.execute(_BREAKS, {"district": district})).all())
    closed = Closed(country=place.country, state=place.state, breaks=breaks)
    return Calendar(zone=place.timezone, week=rules.district_week, closed=closed)


async def of_districts(tx: Tx, its: Collection[DistrictId] | None, rules: Rules) -> dict[DistrictId, Calendar]:
    """Of many, in two statements; None: of all there are."""
    which = sa.true() if its is None else districts.c.id.in_(its)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    query = sa.select(closures).join(districts, districts.c.id == closures.c.district_id).where(which)
    for row in (await tx.execute(query.order_by(closures.c.first_day))).all():
        found[row.district_id].append((row.first_day, row.last_day))
    places = sa.select(districts.c.id, districts.c.timezone, districts.c.country, districts.c.state).where(which)
    return {
        DistrictId(row.id): Calendar(
            zone=row.timezone,
            week=rules.district_week,
            closed=Closed(country=row.country, state=row.state, breaks=tuple(found[row.id])),
        )
        for row in (await tx.execute(places)).all()
    }


async def where_it_is(tx: Tx, district: DistrictId) -> Calendar:
    """The district's, by the rules as they are kept."""
    return await of_district(tx, district, await rules(tx))


def of_vendor(rules: Rules, priority: Priority) -> Calendar:
    """Critical goes round the clock where somebody answers the phone after hours (POLICY 4)."""
    if priority is Priority.CRITICAL and rules.is_round_the_clock:
        return always(rules.vendor_zone)
    closed = Closed(country=rules.vendor_country, state=rules.vendor_state, days=rules.vendor_closed)
    return Calendar(zone=rules.vendor_zone, week=rules.vendor_week, closed=closed)
