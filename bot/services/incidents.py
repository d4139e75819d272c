"""A case is linked to an open incident, whose closing reaches it (POLICY 8)."""

from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import NotificationId
from bot.domain.notifications import Notification, matching
from bot.domain.refusals import CaseIsClosed, IncidentClosed
from bot.services.changing import change
from bot.services.deeds import CaseAsk, case_deed
from storage import notifications
from storage.store import Store


async def linkable(store: Store, ask: CaseAsk) -> tuple[Case, list[Notification]]:
    """The case, and the open incidents that affect its module. Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        if not case.is_open:
            raise CaseIsClosed(number=case.number)
        known = [it for it in await notifications.all_open(this.tx) if it.is_incident]
        return case, matching(known, case.module, now=ask.now, districts=(case.district,))


def _fits(found: Notification, case: Case, ask: CaseAsk) -> bool:
    return bool(matching([found], case.module, now=ask.now, districts=(case.district,)))


async def link(store: Store, ask: CaseAsk, *, to: NotificationId) -> None:
    """The case is one more of that incident, in place of another it was linked to. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        found = await notifications.held_open(this.tx, to)
        if found is None or not found.is_incident or not _fits(found, case, ask):
            raise IncidentClosed(incident=to)
        await notifications.no_longer_due(this.tx, case.number)
        await change(this, case.linked(to=to, at=ask.now))
