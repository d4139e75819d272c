"""A workspace without the app: when what is held of it is erased, and that it is not, should the app come back."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Priority
from bot.domain.erasures import Kind
from bot.domain.ids import DistrictId, TeamId
from bot.domain.record import ByErasure
from bot.domain.retention import uninstalled_goes_at
from storage import audit, calendars, erasures, telling
from storage.outbox import Owed
from storage.store import Tx
from storage.tables import districts


async def schedule(tx: Tx, team: TeamId, *, ended_at: datetime, now: datetime) -> list[Owed]:
    """Its districts and the workspace itself, each once, at the date; the vendor's own workspace never.

    `ended_at`: when the app was uninstalled, from which the days count. Returns what support administrators are told.
    """
    if await erasures.is_the_desks(tx, team):
        return []
    rules = await calendars.rules(tx)
    calendar = calendars.of_vendor(rules, Priority.LOW)
    due_at = uninstalled_goes_at(ended_at, calendar, days=rules.limits.uninstall_days)
    whole = await erasures.begin(tx, Kind.UNINSTALLED, now=now, due_at=due_at, team=team)
    for district in await _districts_of(tx, team):
        begun = await erasures.begin(tx, Kind.UNINSTALLED, now=now, due_at=due_at, district=district)
        if begun is not None:
            await audit.by_erasure(tx, at=now, rule=ByErasure.SCHEDULED, district=district, erasure=begun)
    if whole is None:
        return []
    await audit.by_erasure(tx, at=now, rule=ByErasure.SCHEDULED, erasure=whole)
    facts: dict[str, int | str] = {"about": team, "erasure": whole}
    return await telling.support_administrators(tx, what="erasure-scheduled", about=str(whole), now=now, facts=facts)


async def _districts_of(tx: Tx, team: TeamId) -> list[DistrictId]:
    query = sa.select(districts.c.id).where(districts.c.team_id == team, districts.c.erased_at.is_(None))
    return [DistrictId(it) for it in (await tx.execute(query.order_by(districts.c.id))).scalars()]


async def call_off(tx: Tx, team: TeamId, *, now: datetime) -> list[Owed]:
    """The app is there again: nothing that waits for its date is erased."""
    found = await erasures.cancel(tx, team, now=now)
    for it in found:
        await audit.by_erasure(tx, at=now, rule=ByErasure.CANCELLED, district=it.district, erasure=it.id)
    if not found:
        return []
    about = f"{found[0].id}"
    return await telling.support_administrators(
        tx, what="erasure-called-off", about=about, now=now, facts={"about": team}
    )
