"""A contact who is away: to which day, and who of their district stands in for them (POLICY 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import absence, policy
from bot.domain.absence import Flaw
from bot.domain.acts import Act
from bot.domain.days import first_daytime, midnight
from bot.domain.ids import DistrictId, PersonId, SlackUser
from bot.domain.refusals import CannotStandIn, NotReadable
from bot.domain.sheets import PersonSheet
from bot.services import accounts
from bot.services.deeds import Deed, deed
from storage import absences, districts, owing, people, people_facts
from storage.absences import Kept
from storage.inbound import FormKey
from storage.outbox import Owed
from storage.owing import Spot
from storage.store import Store, Tx

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDistrict:
    """`able`: who could stand in there. `deputy`: who does now."""

    district: DistrictId
    name: str
    able: list[PersonSheet]
    deputy: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form shows. `until`: they are away already, to the end of that day."""

    until: date | None
    at: list[AtDistrict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was chosen: to the end of which day, and who stands in at each district; None: nobody."""

    until: date
    deputies: Mapping[DistrictId, PersonId | None]


async def choices(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> Choices:
    """Asked before the form is drawn. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = _may_in_each(this)
        await accounts.asks_for_zone(this)
        standing = {kept.district: kept.deputy for kept in await absences.open_of(this.tx, this.by)}
        until = (await people_facts.away(this.tx, [this.by], now=now)).get(this.by)
        at = [
            AtDistrict(
                district=district,
                name=(await districts.get(this.tx, district)).name,
                able=await _able(this, district),
                deputy=standing.get(district),
            )
            for district in own
        ]
        return Choices(until=until, at=at)


def _may_in_each(this: Deed) -> tuple[DistrictId, ...]:
    """The districts of which they are a contact. Of none: refused, where they belong."""
    own = policy.districts_of_contact(this.person) if this.person else ()
    this.may_in_each(Act.SET_AWAY, own)
    return own


async def _able(this: Deed, district: DistrictId) -> list[PersonSheet]:
    """The other contacts who are there: nobody stands in for somebody while they are away themselves."""
    found = [contact.person for contact in await people.contacts_of(this.tx, district)]
    away = await people_facts.away(this.tx, [person.id for person in found], now=this.now)
    return [person for person in found if person.id != this.by and person.id not in away]


async def go_away(store: Store, *, who: SlackUser, plan: Plan, now: datetime, once: FormKey) -> Choices:
    """In place of what was chosen before. Who stands in is told, and who does no longer. Raises Refusal."""
    async with deed(store, who=who, now=now, once=once) as this:
        own = _may_in_each(this)
        await people_facts.hold(this.tx, this.by)
        at = [await _checked(this, district, plan) for district in own]
        before = await absences.open_of(this.tx, this.by)
        await absences.end(this.tx, [kept.id for kept in before], at=now)
        await people_facts.set_away(this.tx, this.by, until=plan.until)
        for chosen in at:
            await _begin(this, chosen, plan.until)
            this.about = this.about or chosen.deputy
        deputies = {(chosen.district, chosen.deputy) for chosen in at}
        gone = [kept for kept in before if (kept.district, kept.deputy) not in deputies]
        this.owe(*await told_over(this.tx, gone, now=now))
        return Choices(until=plan.until, at=at)


async def _checked(this: Deed, district: DistrictId, plan: Plan) -> AtDistrict:
    able, deputy = await _able(this, district), plan.deputies.get(district)
    zone = this.person.zone if this.person else "UTC"
    match absence.flaw(plan.until, zone, deputy, {person.id for person in able}, this.now):
        case None:
            name = (await districts.get(this.tx, district)).name
            return AtDistrict(district=district, name=name, able=able, deputy=deputy)
        case Flaw.DEPUTY:
            raise CannotStandIn(district=district)
        case Flaw.PAST | Flaw.FAR as wrong:
            raise NotReadable(field="day", reason=wrong)


async def _begin(this: Deed, chosen: AtDistrict, until: date) -> None:
    zone = this.person.zone if this.person else "UTC"
    await absences.begin(
        this.tx,
        this.by,
        chosen.district,
        deputy=chosen.deputy,
        until=until,
        ends_at=midnight(until + DAY, zone),
        at=this.now,
    )
    if chosen.deputy is not None:
        rows = await _told(this.tx, chosen.deputy, "standing-in", this.by, chosen.district, now=this.now)
        this.owe(*rows)


async def come_back(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> None:
    """*I'm back*, before the day. Who stood in is told. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may_in_each(this)
        await people_facts.hold(this.tx, this.by)
        over = await absences.open_of(this.tx, this.by)
        await absences.end(this.tx, [kept.id for kept in over], at=now)
        await people_facts.set_away(this.tx, this.by, until=None)
        this.owe(*await told_over(this.tx, over, now=now))


async def told_over(tx: Tx, over: list[Kept], *, now: datetime) -> list[Owed]:
    """To each who stood in: what came to them comes to the contact again."""
    rows: list[Owed] = []
    for kept in over:
        if kept.deputy is not None:
            rows += await _told(tx, kept.deputy, "standing-in-over", kept.person, kept.district, now=now)
    return rows


async def told_contact(tx: Tx, kept: Kept, what: str, *, now: datetime) -> list[Owed]:
    """To the contact, of their own absence."""
    return await _told(tx, kept.person, what, kept.deputy or kept.person, kept.district, now=now)


async def _told(
    tx: Tx, reader: PersonId, what: str, other: PersonId, district: DistrictId, *, now: datetime
) -> list[Owed]:
    """By day: an absence ends at midnight, which is no time to write to anybody."""
    person = await people.by_id(tx, reader)
    if person is None:
        return []
    key = f"{what}:{district}:{other}:{now.isoformat()}:{reader}"
    facts: dict[str, int | str] = {"district": district, "other": other, "since": now.isoformat()}
    row = owing.tell(reader, person.reached, key=key, what=what, now=now, facts=facts)
    if what == "standing-in":
        return [row]
    return [replace(row, due_at=first_daytime(now, person.zone), lane=f"{row.lane}:by-day")]


async def forget_old(store: Store, *, now: datetime) -> None:
    """Absences that were over long ago: nothing is on its way to those deputies any more."""
    async with store.begin() as tx:
        await absences.erase_old(tx, before=now - absences.KEPT)
