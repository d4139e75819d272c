"""A contact claims an emergency: the case that an agent opened, or else one of their own from it (POLICY 2)."""

from datetime import datetime, timedelta

from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.emergencies import Emergency, Move
from bot.domain.ids import DistrictId, EmergencyId, PersonId, SlackUser
from bot.domain.people import CONTACT_ROLES
from bot.domain.refusals import ChangedMeanwhile, NotFound
from bot.domain.sheets import Seat
from bot.services.changing import change
from bot.services.clocking import Said
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from bot.services.emergencies import held, redrawn, ref
from storage import calendars, emergencies, owing, people, threads
from storage.emergencies import Words
from storage.owing import Spot
from storage.owing_emergencies import tell
from storage.store import Store, Tx


async def claim(store: Store, ask: CaseAsk) -> None:
    """They stand for the case from now on. Raises Refusal: of two the second is told."""
    async with case_deed(store, ask, Act.CLAIM_EMERGENCY) as (this, case):
        if case.contact is not None:
            raise ChangedMeanwhile(number=case.number, fact="contact")
        await claimed(this, case, by=this.by)


async def claimed(this: Deed, case: Case, *, by: PersonId) -> None:
    """The reporter's thread ends; from now on they are told the status alone. A wait begins afresh."""
    ended = await threads.end(this.tx, case.number, Seat.REPORTER, at=this.now)
    after = case.taken_over(by=by, at=this.now)
    places = await change(this, after, said=Said.BY_CONTACT)
    this.owe(*owing.lines(after, places, what="claimed", by=by, now=this.now))
    why = f"v{after.version}"
    this.owe(*owing.by_clock(ended, what="emergency-claimed", key=why, now=this.now))
    this.owe(*owing.redrawn(ended, why=why, now=this.now))
    found = await emergencies.locked_of_case(this.tx, case.number)
    if found is None:
        return
    this.ref, this.about = ref(found.id), found.person
    told = found.claimed(by=by, at=this.now)
    await emergencies.save(this.tx, told, told_status=after.status)
    this.owe(*await redrawn(this.tx, told, now=this.now))


async def to_take(
    store: Store, *, who: SlackUser, emergency: EmergencyId, now: datetime, spot: Spot | None
) -> tuple[Emergency, Words, SlackUser]:
    """For the form of a case that a contact makes of it, with the reporter. Raises Refusal.

    Accepted meanwhile: it has a case, which is theirs to claim; nothing is raised then.
    """
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await held(this, emergency, Act.CLAIM_EMERGENCY)
        if found.case is None:
            found.must_allow(Move.TAKE)
        reporter = await people.by_id(this.tx, found.person)
        if reporter is None:
            raise NotFound(asked=str(emergency))
        return found, await emergencies.words(this.tx, emergency), reporter.slack


async def must_be_free(this: Deed, emergency: EmergencyId, *, district: DistrictId) -> Emergency:
    """Held until the case that is made of it is written. Raises EmergencyOver, NotFound."""
    found = await emergencies.locked(this.tx, emergency)
    if found is None or found.district != district:
        raise NotFound(asked=str(emergency))
    this.ref = ref(emergency)
    found.must_allow(Move.TAKE)
    return found


async def taken(this: Deed, found: Emergency, case: Case) -> None:
    """It became a case of that contact's; who reported it is told who took it."""
    after = found.taken(by=this.by, case=case.number, at=this.now)
    this.about = found.person
    await emergencies.save(this.tx, after)
    readers = [(person, team, None) for person, team in await people.teams_of(this.tx, (found.person,))]
    this.owe(*tell(after, readers, what="emergency-taken", now=this.now))
    this.owe(*await redrawn(this.tx, after, now=this.now))


async def due_after(tx: Tx, emergency: Emergency, *, now: datetime) -> datetime:
    """When its contacts are asked to claim it again; or, the next business day, those who can name one."""
    rules = await calendars.rules(tx)
    calendar = await calendars.of_district(tx, emergency.district, rules)
    if await people.holding(tx, CONTACT_ROLES, district=emergency.district):
        return calendar.add(now, rules.limits.claim_every)
    return max(calendar.add_days(now, 1), now + timedelta(minutes=1))
