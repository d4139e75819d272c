"""Who at the desk has a case: taken, given to somebody, returned to nobody (POLICY 3)."""

from datetime import date, datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, Status
from bot.domain.days import is_far, local_day
from bot.domain.ids import PersonId, SlackUser
from bot.domain.policy import Matter
from bot.domain.refusals import NotAvailable, NotReadable
from bot.services import accounts, reaching
from bot.services.changing import change, tell_each
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from bot.services.reaching import Choice
from storage import owing, people, people_facts
from storage.store import Store


async def take_case(store: Store, ask: CaseAsk) -> None:
    """Raises Refusal: AlreadyThere names who was faster."""
    async with case_deed(store, ask, Act.TAKE_CASE) as (this, case):
        taken = case.taken(by=this.by, at=ask.now)
        places = await change(this, taken)
        this.owe(*owing.lines(taken, places, what="taken", by=this.by, now=ask.now))


async def agents_for(store: Store, ask: CaseAsk) -> tuple[Case, list[Choice]]:
    """Asked before the form is drawn: the case, and to whom it can be given. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        case.assigned(to=this.by, at=ask.now)  # refused where it can be given to nobody
        return case, await _choices(this, await people.holding(this.tx, policy.AGENT_ROLES, district=None))


async def _choices(this: Deed, found: list[people.Holder]) -> list[Choice]:
    sheets = await people.sheets(this.tx, [person for person, _, _ in found])
    return await reaching.choices(this.tx, sorted(sheets.values(), key=lambda sheet: sheet.name), now=this.now)


async def give(store: Store, ask: CaseAsk, *, to: PersonId) -> None:
    """The owner hands over, a lead assigns. A New case, which is nobody's, is given by a lead alone."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        if case.status is Status.NEW and to != this.by:
            this.may(Act.ASSIGN_CASE, Matter(district=case.district, asked=str(case.number), owner=case.owner))
        await _must_be_agent(this, case, to)
        given = case.assigned(to=to, at=ask.now)
        places = await change(this, given)
        what = "taken" if to == this.by else "given"
        this.owe(*owing.lines(given, places, what=what, by=this.by, now=ask.now, to=to))
        this.owe(*await tell_each(this, given, [to], what="case-given"))


async def _must_be_agent(this: Deed, case: Case, person: PersonId) -> None:
    found = await people.by_id(this.tx, person)
    if found is None or not policy.is_agent(found):
        raise NotAvailable(number=case.number)


async def give_back(store: Store, ask: CaseAsk) -> None:
    """Returned to New, for anybody at the desk to take."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        await change(this, case.returned(at=ask.now))


def _must_be_to_come(day: date, today: date) -> None:
    if day < today:
        raise NotReadable(field="day", reason="past")
    if is_far(day, today):
        raise NotReadable(field="day", reason="far")


async def set_away(store: Store, *, who: SlackUser, until: date | None, now: datetime) -> None:
    """An agent, marked as away to the end of that day, where a case's owner is named; None: back again.

    Raises Refusal; NotReadable for a day that is over where the agent lives.
    """
    async with deed(store, who=who, now=now) as this:
        this.may(Act.SET_AWAY, Matter())
        if until is not None and this.person is not None:
            _must_be_to_come(until, local_day(now, this.person.zone))
        await accounts.asks_for_zone(this)
        await people_facts.set_away(this.tx, this.by, until=until)
