"""Legal holds: set and lifted by support administrators, or where the bot runs; and for how long words are kept."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.ids import DistrictId, HoldId, SlackUser
from bot.domain.policy import Matter
from bot.domain.record import COMMAND_LINE
from bot.domain.refusals import HoldChanged
from bot.services.deeds import deed
from storage import audit, directory, erasing_cases, holds
from storage.holds import Hold
from storage.owing import Spot
from storage.store import Store, Tx

PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Holds as a window shows them, those that stand first. `more`: there are more than it shows."""

    holds: list[Hold]
    more: bool


async def look(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> Page:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.SEE_HOLDS, Matter())
        found = await holds.all_of_them(this.tx, most=PAGE + 1)
        return Page(holds=found[:PAGE], more=len(found) > PAGE)


async def put(store: Store, *, who: SlackUser, district: DistrictId, reason: str, now: datetime, once: str) -> None:
    """From now on nothing of the district is erased but what people redact. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.SET_HOLD, Matter(district=district))
        await holds.hold_district(this.tx, district)
        if await holds.stands(this.tx, district):
            raise HoldChanged
        await holds.put(this.tx, district, reason=reason, by=this.by, at=now)


async def lift(
    store: Store, *, who: SlackUser, district: DistrictId, now: datetime, once: str, saw: HoldId | None = None
) -> None:
    """What was due meanwhile is erased from the next minute on. Raises Refusal, Repeated.

    `saw`: which one they read of. Another that stands by now has another reason.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.LIFT_HOLD, Matter(district=district))
        await holds.hold_district(this.tx, district)
        stands = await holds.standing(this.tx, district)
        if stands is None or saw not in (None, stands):
            raise HoldChanged
        await holds.lift(this.tx, district, by=this.by, at=now)


async def put_outside(store: Store, district: DistrictId, *, reason: str, now: datetime) -> bool:
    """At the command line. False: one stands already."""
    async with store.begin() as tx:
        await holds.hold_district(tx, district)
        done = await holds.put(tx, district, reason=reason, by=None, at=now)
        await _logged(tx, Act.SET_HOLD, district, done=done, now=now)
        return done


async def lift_outside(store: Store, district: DistrictId, *, now: datetime) -> bool:
    """At the command line. False: none stood."""
    async with store.begin() as tx:
        await holds.hold_district(tx, district)
        done = await holds.lift(tx, district, by=None, at=now)
        await _logged(tx, Act.LIFT_HOLD, district, done=done, now=now)
        return done


async def keep_for(store: Store, district: DistrictId, years: int | None, *, now: datetime) -> None:
    """At the command line: for how many years words are kept; None: as many as the settings say."""
    async with store.begin() as tx:
        await erasing_cases.keep_for(tx, district, years)
        await _logged(tx, Act.CHANGE_SETTINGS, district, done=True, now=now)


async def _logged(tx: Tx, act: Act, district: DistrictId, *, done: bool, now: datetime) -> None:
    if done:
        await audit.write(
            tx, at=now, person=None, act=act, rule=COMMAND_LINE, allowed=True, district=district, case=None
        )


async def district_by_key(store: Store, key: str) -> DistrictId | None:
    """For a form that asks for it: one look, no line."""
    async with store.read() as tx:
        known = await directory.districts_by_key(tx)
    row = {name.casefold(): row for name, row in known.items()}.get(key.strip().casefold())
    return None if row is None else DistrictId(row.id)
