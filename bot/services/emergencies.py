"""The emergency exception: reported by an end user, told to the desk and to the district's contacts (POLICY 2).

What becomes of it: `accepting` and `claiming`; what the clock does about it: `emergency_round`.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import homes, policy
from bot.domain.acts import Act
from bot.domain.emergencies import Emergency, Reached, Report, is_often, next_page
from bot.domain.ids import Channel, DistrictId, EmergencyId, SlackUser
from bot.domain.limits import Limits
from bot.domain.policy import Matter
from bot.domain.refusals import EmergencyOpen, NotFound
from bot.services import reaching, redrawing
from bot.services.deeds import Deed, deed
from bot.services.own_districts import to_choose
from storage import calendars, districts, emergencies, owing_emergencies, people, sheets
from storage.inbound import FormKey
from storage.outbox import Owed
from storage.owing import Spot
from storage.owing_emergencies import SENT, tell
from storage.store import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the person is told once it is committed. `phone`: support's, to call as well."""

    emergency: EmergencyId
    reached: Reached
    phone: str


async def may_report(
    store: Store,
    *,
    who: SlackUser,
    now: datetime,
    spot: Spot | None,
    given: DistrictId | None = None,
    where: Channel | None = None,
) -> list[Reached]:
    """Asked before the form is drawn: at which districts they may, and whom it reaches there, the last choice first.

    `given`: the one it is about. `where`: they ask. Raises Refusal.
    """
    async with deed(store, who=who, now=now, spot=spot, where=where) as this:
        person = this.may_in_each(Act.REPORT_EMERGENCY, policy.districts_of(this.person) if this.person else ())
        await _must_be_the_only_one(this)
        own = await to_choose(this.tx, person, given)
        return [await sheets.reached(this.tx, district, by=person.id) for district, _ in own]


async def _must_be_the_only_one(this: Deed) -> None:
    found = await open_one(this)
    if found is not None:
        this.ref, this.district = ref(found.id), found.district  # it is no business of another's administrators
        raise EmergencyOpen(emergency=found.id)


async def open_one(this: Deed) -> Emergency | None:
    """Of theirs, at a district whose staff they are still: of one that they left they are told nothing more."""
    person, found = this.person, await emergencies.open_of(this.tx, this.by)
    return next((it for it in found if person and policy.is_staff_still(person, it.district)), None)


async def report(
    store: Store,
    *,
    who: SlackUser,
    district: DistrictId,
    said: Report,
    now: datetime,
    once: FormKey,
    where: Channel | None = None,
) -> Sent:
    """All of it is said. The desk is paged at once, and every contact is told. `where`: the form was asked for.

    Raises Refusal, Repeated.
    """
    async with deed(store, who=who, now=now, once=once, where=where) as this:
        by = this.may(Act.REPORT_EMERGENCY, Matter(district=district))
        await emergencies.hold_reporter(this.tx, by.id)
        await _must_be_the_only_one(this)
        rules = await calendars.rules(this.tx)
        due_at = next_page(now, now, every=rules.limits.page_every)
        added = await emergencies.add(this.tx, district=district, person=by.id, report=said, at=now, due_at=due_at)
        this.ref = ref(added.id)
        this.owe(*tell(added, [(by.id, by.reached, None)], what=SENT, now=now))
        this.owe(*await pages(this.tx, added, now=now), *await _contacts_told(this, added))
        this.owe(*await _told_if_often(this, added, rules.limits))
        reached = await sheets.reached(this.tx, district, by=by.id)
        return Sent(emergency=added.id, reached=reached, phone=rules.phone)


def ref(emergency: EmergencyId) -> str:
    """How an audit line names it."""
    return f"emergency:{emergency}"


async def pages(tx: Tx, emergency: Emergency, *, now: datetime) -> list[Owed]:
    """In the desk's channel; to each agent where no words may stand there, or there is none."""
    desk = await districts.desk(tx)
    rows = [] if desk is None else [owing_emergencies.page(emergency, desk.channel, now=now)]
    if desk is not None and desk.words_ok:
        return rows
    agents = await people.holding(tx, policy.AGENT_ROLES, district=None)
    return [*rows, *owing_emergencies.to_agents(emergency, agents, now=now)]


async def _contacts_told(this: Deed, emergency: Emergency) -> list[Owed]:
    """Each by direct message; where there is none, those who can name one."""
    others = await contacts(this.tx, emergency, now=this.now)
    if others:
        return tell(emergency, others, what="emergency-asked", now=this.now)
    keep = [keeper for keeper in await keepers(this.tx, emergency.district) if keeper[0] != this.by]
    return tell(emergency, keep, what="emergency-nobody", now=this.now)


async def contacts(tx: Tx, emergency: Emergency, *, now: datetime) -> list[people.Holder]:
    """All of its district who can be asked, in the place of each who is away their deputy (POLICY 6)."""
    found = await reaching.each(tx, emergency.district, but=emergency.not_asked, now=now)
    return [(person, team, None) for person, team in found]


async def keepers(tx: Tx, district: DistrictId) -> list[people.Holder]:
    """Who can see to it that a district has a contact: its administrators, and the support leads."""
    return [
        *await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district),
        *await people.holding(tx, policy.LEAD_ROLES, district=None),
    ]


async def _told_if_often(this: Deed, emergency: Emergency, limits: Limits) -> list[Owed]:
    since = this.now - limits.uses_within
    uses = await emergencies.uses_of(this.tx, emergency.person, emergency.district, since=since)
    if not is_often(uses, most=limits.emergency_uses):
        return []
    readers = await people.holding(this.tx, policy.ADMINISTRATOR_ROLES, district=emergency.district)
    return tell(emergency, readers, what="emergency-often", now=this.now)


async def withdraw(
    store: Store, *, who: SlackUser, emergency: EmergencyId, now: datetime, once: str, spot: Spot | None
) -> None:
    """By its reporter, before anybody decided. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await held(this, emergency, Act.REPORT_EMERGENCY)
        if found.person != this.by:
            raise NotFound(asked=str(emergency))
        after = found.withdrawn(at=now)
        await emergencies.save(this.tx, after)
        this.owe(*tell(after, [(this.by, this.reached, None)], what="emergency-withdrawn", now=now))
        this.owe(*await redrawn(this.tx, after, now=now))


async def held(this: Deed, emergency: EmergencyId, act: Act) -> Emergency:
    """The report, locked, if this person may do this to it. Another district's is not found."""
    found = await emergencies.locked(this.tx, emergency)
    this.act = act
    if found is None:
        raise NotFound(asked=str(emergency))
    this.ref, this.about, this.number = ref(emergency), found.person, found.case
    if this.person is not None and this.person.id == found.person:
        this.person = homes.acting_at(this.person, found.district)
    this.may(act, Matter(district=found.district, asked=str(emergency)))
    return found


async def redrawn(tx: Tx, emergency: Emergency, *, now: datetime, why: str = "") -> list[Owed]:
    """The calls at the desk, who was asked, and who reported it, read what became of it.

    `why`: the occasion, where nothing did.
    """
    desk = await districts.desk(tx)
    calls = [] if desk is None else owing_emergencies.pages_again(emergency, desk.channel, now=now, why=why)
    if why:
        return calls
    sent = await owing_emergencies.with_buttons(tx, emergency.id)
    return [*calls, *await redrawing.redrawn(tx, sent, why=emergency.state, now=now)]
