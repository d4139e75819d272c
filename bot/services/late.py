"""A response that was typed before the clock closed a case, and told after it: the closing never was (POLICY 4)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case
from bot.domain.refusals import CaseIsClosed
from bot.services.deeds import Deed
from storage import clocks, owing, threads


async def undone(this: Deed, case: Case, *, said_at: datetime) -> Case:
    """The case as it was before its automatic closing, to be moved on by the response. Raises CaseIsClosed.

    Its clock still stands where the clock closed it, and there alone.
    """
    clock = (await clocks.of_case(this.tx, case.number)).pending
    by_contact = this.person is not None and policy.is_contact_of(this.person, case.district)
    if clock is None or case.closed_at is None or not by_contact or not clock.began_at < said_at < case.closed_at:
        raise CaseIsClosed(number=case.number)
    places = await threads.of_case(this.tx, case.number, said_at=this.now)
    again = case.close_undone(back_to=clock.status)
    this.owe(*owing.lines(again, places, what="undone", by=this.by, now=this.now))
    return again
