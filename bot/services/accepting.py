"""An agent decides on an emergency: accepts it, which opens a case without a contact, or declines it (POLICY 2)."""

from dataclasses import replace
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, Draft
from bot.domain.emergencies import Emergency, Move
from bot.domain.ids import CaseNumber, EmergencyId, PersonId, SlackUser
from bot.domain.refusals import ChangedMeanwhile, NotAvailable
from bot.domain.sheets import EmergencySheet
from bot.services import opening, reaching
from bot.services.claiming import due_after
from bot.services.commenting import must_say_why
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from bot.services.emergencies import contacts, held, keepers, redrawn
from bot.services.reaching import Choice
from storage import absences, emergencies, people, sheets
from storage.inbound import FormKey
from storage.owing import Spot
from storage.owing_emergencies import tell
from storage.store import Store


async def to_decide(
    store: Store, *, who: SlackUser, emergency: EmergencyId, move: Move, now: datetime, spot: Spot | None
) -> EmergencySheet:
    """The report, as an agent reads it before they decide; the form's sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await held(this, emergency, Act.DECIDE_EMERGENCY)
        found.must_allow(move)
        return await sheets.of_emergency(this.tx, found)


async def accept(
    store: Store, *, who: SlackUser, emergency: EmergencyId, draft: Draft, reason: str, now: datetime, once: FormKey
) -> CaseNumber:
    """`draft`: type, module, subject and priority as the agent has them; its words are the report's.

    The case has no contact until one claims it. Raises Refusal: of two agents the second is told.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        found = await held(this, emergency, Act.DECIDE_EMERGENCY)
        found.must_allow(Move.ACCEPT)
        await must_say_why(this, reason)
        case = await opening.open_excepted(this, await _worded(this, found, draft), reporter=found.person)
        after = found.accepted(by=this.by, case=case.number, at=now)
        await emergencies.save(this.tx, after.due(await due_after(this.tx, after, now=now)))
        await emergencies.give_reason(this.tx, emergency, reason)
        this.owe(*await redrawn(this.tx, after, now=now))
        await _asked_to_claim(this, after)
        return case.number


async def _worded(this: Deed, found: Emergency, draft: Draft) -> Draft:
    """Without the phone to call back, which is read from the report while it is held."""
    said = (await emergencies.words(this.tx, found.id)).report
    told = f"{said.broken}\n\nWhy no contact was reached: {said.unreachable}"
    return replace(draft, district=found.district, description=told, impact=said.affected)


async def _asked_to_claim(this: Deed, emergency: Emergency) -> None:
    """At once; then by the clock."""
    found = await contacts(this.tx, emergency, now=this.now)
    this.owe(*tell(emergency, found, what="emergency-claim", now=this.now, occasion="accepted"))
    if not found:
        readers = await keepers(this.tx, emergency.district)
        this.owe(*tell(emergency, readers, what="emergency-unclaimed", now=this.now, occasion="accepted"))


async def decline(
    store: Store, *, who: SlackUser, emergency: EmergencyId, reason: str, now: datetime, once: FormKey
) -> None:
    """The person is told why, and pointed to their contacts. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await held(this, emergency, Act.DECIDE_EMERGENCY)
        after = found.declined(by=this.by, at=now)
        await must_say_why(this, reason)
        await emergencies.save(this.tx, after)
        await emergencies.give_reason(this.tx, emergency, reason)
        teams = await people.teams_of(this.tx, (found.person,))
        readers = [(person, team, None) for person, team in teams]
        this.owe(*tell(after, readers, what="emergency-declined", now=now))
        this.owe(*await redrawn(this.tx, after, now=now))


async def who_could_claim(store: Store, ask: CaseAsk) -> tuple[Case, list[Choice]]:
    """The case, and the contacts to whom it can be handed. Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.DECIDE_EMERGENCY) as (this, case):
        _must_wait(case)
        found = [contact.person for contact in await people.contacts_of(this.tx, case.district)]
        return case, await reaching.choices(this.tx, found, now=ask.now)


async def offer(store: Store, ask: CaseAsk, *, to: PersonId) -> None:
    """Handed to a contact, who accepts by claiming it, or to who stands in for them; any other may until then.

    Raises Refusal, Repeated.
    """
    async with case_deed(store, ask, Act.DECIDE_EMERGENCY) as (this, case):
        _must_wait(case)
        chosen = await people.by_id(this.tx, to)
        if chosen is None or not policy.is_contact_of(chosen, case.district):
            raise NotAvailable(number=case.number)
        found = await emergencies.locked_of_case(this.tx, case.number)
        if found is None:
            raise LookupError(case.number)
        await emergencies.save(this.tx, found.offered(to=to))
        this.about = to
        told = await absences.told_for(this.tx, to, case.district, now=ask.now)
        readers = [(person, team, None) for person, team in await people.teams_of(this.tx, [told])]
        occasion, absent = ask.once or "", None if told == to else to
        this.owe(*tell(found, readers, what="emergency-offered", now=ask.now, occasion=occasion, absent=absent))


def _must_wait(case: Case) -> None:
    if case.contact is not None:
        raise ChangedMeanwhile(number=case.number, fact="contact")
