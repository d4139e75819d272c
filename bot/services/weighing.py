"""How much a case presses: impact assessment, escalation, and the phone calls about it (POLICY 3)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, Priority
from bot.domain.ids import DistrictId, PersonId
from bot.domain.refusals import CaseIsClosed, EscalatedToday, NotAvailable
from bot.domain.sheets import CommentKind, PersonSheet
from bot.services.changing import tell_each
from bot.services.commenting import must_say_why, write_comment
from bot.services.deeds import CaseAsk, Deed, case_deed
from storage import calendars, comments, contacts, people
from storage.store import Store


async def may_assess(store: Store, ask: CaseAsk) -> Case:
    """Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (_, case):
        return case.assessed(priority=case.priority, at=ask.now)


async def assess(store: Store, ask: CaseAsk, *, priority: Priority, reason: str) -> None:
    """Another priority, with a reason that the contact sees."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        await must_say_why(this, reason)
        await write_comment(
            this, case.assessed(priority=priority, at=ask.now), kind=CommentKind.ASSESSMENT, words=reason
        )


async def escalate(store: Store, ask: CaseAsk, *, reason: str) -> None:
    """A lead is told. The priority does not change by itself. Once a business day per case."""
    async with case_deed(store, ask, Act.ESCALATE) as (this, case):
        await must_say_why(this, reason)
        await _must_be_due(this, case)
        after = case.touched(at=ask.now)
        await write_comment(this, after, kind=CommentKind.ESCALATION, words=reason)
        leads = await people.holding(this.tx, policy.LEAD_ROLES, district=None)
        this.owe(*await tell_each(this, after, [lead for lead, _, _ in leads], what="case-escalated"))


async def may_escalate(store: Store, ask: CaseAsk) -> Case:
    """Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.ESCALATE) as (this, case):
        await _must_be_due(this, case)
        return case


def _must_be_open(case: Case) -> None:
    if not case.is_open:
        raise CaseIsClosed(number=case.number)


async def _must_be_due(this: Deed, case: Case) -> None:
    _must_be_open(case)
    last = await comments.last_of_kind(this.tx, case.number, CommentKind.ESCALATION)
    again = await _again_from(this, case.district, last) if last is not None else None
    if again is not None and this.now < again:
        raise EscalatedToday(number=case.number, until=again)


async def _again_from(this: Deed, district: DistrictId, last: datetime) -> datetime | None:
    """When a business day of the district's begins on which it may be escalated again; None: it may be at once."""
    days = (await calendars.rules(this.tx)).limits.escalation_days
    calendar = await calendars.where_it_is(this.tx, district)
    day = calendar.business_day_after(calendar.local_day(last), days)
    return None if days == 0 or day <= calendar.local_day(this.now) else calendar.begin_of(day)


async def who_may_have_called(store: Store, ask: CaseAsk) -> list[PersonSheet]:
    """The district's contacts. Asked before the form is drawn."""
    async with case_deed(store, ask, Act.REPLY_TO_DISTRICT) as (this, case):
        _must_be_open(case)
        return [contact.person for contact in await people.contacts_of(this.tx, case.district)]


async def log_call(store: Store, ask: CaseAsk, *, contact: PersonId, words: str) -> None:
    """A comment of kind Call. It counts as the contact's activity (POLICY 7), and as a comment of the desk's."""
    async with case_deed(store, ask, Act.REPLY_TO_DISTRICT) as (this, case):
        _must_be_open(case)
        caller = await people.by_id(this.tx, contact)
        if caller is None or not policy.is_contact_of(caller, case.district):
            raise NotAvailable(number=case.number)
        await contacts.touch(this.tx, contact, ask.now)
        after = case.touched(at=ask.now)
        await write_comment(this, after, kind=CommentKind.CALL, words=words, with_whom=contact)
