"""The environments of a district: shown to its contacts and to support, kept by support administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.environments import Kept
from bot.domain.ids import DistrictId, SlackUser
from bot.domain.policy import Matter
from bot.services.deeds import deed
from storage import directory, districts, environments
from storage.inbound import FormKey
from storage.owing import Spot
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`rows`: of each district its id, its name and what is known; none: `known`, key and name of each there is."""

    rows: Sequence[tuple[DistrictId, str, Sequence[Kept]]] = ()
    known: Sequence[tuple[str, str]] = ()
    may_change: bool = False


async def own(store: Store, *, who: SlackUser, now: datetime) -> Shown:
    """Of each district of a contact. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        its = policy.districts_of_contact(this.person) if this.person else ()
        this.may_in_each(Act.SEE_ENVIRONMENTS, its)
        found = await environments.of_districts(this.tx, its)
        rows = [(it.id, it.name, found.get(it.id, [])) for it in await districts.some(this.tx, its)]
        return Shown(rows=rows)


async def at(store: Store, *, who: SlackUser, key: str, now: datetime) -> Shown:
    """For the vendor's people: of one district, by its key. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        known = await directory.standing_by_key(this.tx)
        row = {name.casefold(): row for name, row in known.items()}.get(key.casefold())
        district = DistrictId(row.id) if row else None
        person = this.may(Act.SEE_ENVIRONMENTS, Matter(district=district))
        may_change = policy.is_support_administrator(person)
        if row is None or district is None:
            return Shown(known=sorted((row.key, row.name) for row in known.values()), may_change=may_change)
        found = await environments.of_districts(this.tx, (district,))
        return Shown(rows=[(district, row.name, found.get(district, []))], may_change=may_change)


async def about_to_change(
    store: Store, *, who: SlackUser, district: DistrictId, now: datetime, spot: Spot | None
) -> tuple[str, Sequence[Kept]]:
    """The district's name, and what is known. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.CHANGE_SETTINGS, Matter(district=district))
        found = await environments.of_districts(this.tx, (district,))
        return (await districts.get(this.tx, district)).name, found.get(district, [])


async def change(
    store: Store, *, who: SlackUser, district: DistrictId, kept: Sequence[Kept], now: datetime, once: FormKey
) -> str:
    """All that is known from now on; the district's name. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.CHANGE_SETTINGS, Matter(district=district))
        this.ref = "environments"
        await environments.keep(this.tx, district, kept, by=this.by, at=now)
        return (await districts.get(this.tx, district)).name
