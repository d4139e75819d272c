"""A workspace without the app: when what is held of it is erased, and that it is not, should the app come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Priority
from bot.domain.erasures import Erasure, Kind
from bot.domain.ids import DistrictId, TeamId
from bot.domain.record import ByErasure
from bot.domain.retention import uninstalled_goes_at
from storage import audit, calendars, erasures, telling
from storage.erasures import Begun
from storage.outbox import Owed
from storage.store import Tx
from storage.tables import districts, workspaces


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOff:
    """`told`: to support administrators. `too_late`: of some district the erasing had begun."""

    told: list[Owed]
    too_late: bool


async def call_off(tx: Tx, team: TeamId, *, now: datetime) -> CalledOff:
    """The app is there again: nothing that waits for its date is erased. What has begun goes on."""
    whole = await erasures.of_workspace(tx, team)
    begun = await erasures.begun_of(tx, team, asked_at=whole.asked_at if whole else None)
    found = await erasures.cancel(tx, team, now=now)
    for it in found:
        await audit.by_erasure(tx, at=now, rule=ByErasure.CANCELLED, district=it.district, erasure=it.id)
    kept = [it.district for it in found if it.district is not None]
    if begun is not None:
        facts: dict[str, int | str] = {"about": team, "gone": _listed(begun.districts), "kept": _listed(kept)}
        return CalledOff(told=await _told_once(tx, begun, facts, now=now), too_late=True)
    return CalledOff(told=await _told_of(tx, team, found, now=now), too_late=False)


async def _told_once(tx: Tx, begun: Begun, facts: dict[str, int | str], *, now: datetime) -> list[Owed]:
    """Each time the bot starts beside it, it is found again: of one going of the workspace it is told once."""
    what, about = "erasure-too-late", f"{facts['about']}:{begun.asked_at.isoformat()}"
    return await telling.support_administrators(tx, what=what, about=about, now=now, facts=facts, ever=True)


async def _told_of(tx: Tx, team: TeamId, called_off: Sequence[Erasure], *, now: datetime) -> list[Owed]:
    if not called_off:
        return []
    about, facts = str(called_off[0].id), {"about": team, "gone": "", "kept": ""}
    return await telling.support_administrators(tx, what="erasure-called-off", about=about, now=now, facts={**facts})


def _listed(ids: Sequence[DistrictId]) -> str:
    return " ".join(map(str, ids))


async def whose_is_it(tx: Tx, team: TeamId, *, now: datetime) -> list[Owed]:
    """Installed, and nobody's: those who can say whose it is are asked."""
    return await telling.support_administrators(
        tx, what="workspace-to-set-up", about=team, now=now, facts={"about": team}
    )


async def nobodys_now(tx: Tx, district: DistrictId, *, asked_at: datetime, now: datetime) -> list[Owed]:
    """As the district goes: where the app came back meanwhile, its workspace is nobody's from now on."""
    since = sa.and_(workspaces.c.installed_at > asked_at, workspaces.c.status == "installed")
    query = sa.select(districts.c.team_id).join(workspaces, workspaces.c.team_id == districts.c.team_id)
    team = (await tx.execute(query.where(districts.c.id == district, since))).scalar_one_or_none()
    others = sa.exists().where(districts.c.team_id == team, districts.c.id != district)
    if team is None or (await tx.execute(sa.select(others))).scalar_one() or await erasures.is_the_desks(tx, team):
        return []
    return await whose_is_it(tx, TeamId(team), now=now)
