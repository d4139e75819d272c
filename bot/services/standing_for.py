"""Which contact stands for a case: taken over, handed to another, offered when one leaves (POLICY 3)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES
from bot.domain.refusals import NoContactYet, NotAvailable
from bot.services import reaching
from bot.services.changing import change, tell_each
from bot.services.claiming import claimed
from bot.services.deeds import CaseAsk, case_deed
from bot.services.reaching import Choice
from storage import absences, cases, owing, people
from storage.outbox import Owed
from storage.store import Store, Tx


async def take_over(store: Store, ask: CaseAsk) -> None:
    async with case_deed(store, ask, Act.TAKE_OVER) as (this, case):
        if case.contact is None:
            await claimed(this, case, by=this.by)
            return
        places = await change(this, case.taken_over(by=this.by, at=ask.now))
        this.owe(*owing.lines(case, places, what="taken-over", by=this.by, now=ask.now))


async def others_for(store: Store, ask: CaseAsk) -> tuple[Case, list[Choice]]:
    """The case, and to whom it can be handed. Asked before the form is drawn."""
    async with case_deed(store, ask, Act.TAKE_OVER) as (this, case):
        _must_be_somebodys(case)
        found = await people.contacts_of(this.tx, case.district)
        others = [contact.person for contact in found if contact.person.id != case.contact]
        return case, await reaching.choices(this.tx, others, now=ask.now)


async def hand_over(store: Store, ask: CaseAsk, *, to: PersonId) -> None:
    """To another contact of the district, who is told; or who stands in for them."""
    async with case_deed(store, ask, Act.TAKE_OVER) as (this, case):
        _must_be_somebodys(case)
        found = await people.by_id(this.tx, to)
        if found is None or not policy.is_contact_of(found, case.district):
            raise NotAvailable(number=case.number)
        given = case.taken_over(by=to, at=ask.now)
        places = await change(this, given)
        this.owe(*owing.lines(given, places, what="handed-over", by=this.by, now=ask.now, to=to))
        told = await absences.told_for(this.tx, to, case.district, now=ask.now)
        this.owe(*await tell_each(this, given, [told], what="case-handed"))


def _must_be_somebodys(case: Case) -> None:
    """An emergency is claimed by whoever stands for it: nobody is given it unasked."""
    if case.contact is None:
        raise NoContactYet(number=case.number)


async def offered(tx: Tx, gone: PersonId, district: DistrictId, *, now: datetime) -> list[Owed]:
    """A contact is one no longer: their open cases are offered to the others at once, in one message each."""
    if not await cases.open_of_contact(tx, gone, district, most=1):
        return []
    readers = await people.holding(tx, CONTACT_ROLES, district=district)
    return _offers(readers, gone, now, district=district)


async def owners_cases_offered(tx: Tx, gone: PersonId, *, now: datetime) -> list[Owed]:
    """An owner is no agent any longer: the leads are told which cases wait for another."""
    if not await cases.open_of_owner(tx, gone, most=1):
        return []
    return _offers(await people.holding(tx, policy.LEAD_ROLES, district=None), gone, now, district=0)


def _offers(readers: list[people.Holder], gone: PersonId, now: datetime, *, district: int) -> list[Owed]:
    facts: dict[str, int | str] = {"gone": gone, "district": district}
    return [
        owing.tell(
            person,
            team,
            key=f"offered:{gone}:{district}:{now.isoformat()}:{person}",
            what="cases-offered",
            now=now,
            facts=facts,
        )
        for person, team, _ in readers
        if person != gone
    ]
