"""What the clock does about emergencies: pages the desk again, and asks the contacts to claim (POLICY 2).

After downtime one page and one reminder go out, the latest; what was decided meanwhile is not asked about again.
A report on which nobody decides for days ends, as a question does that nobody answers.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Priority
from bot.domain.emergencies import Emergency, State, next_page
from bot.domain.ids import EmergencyId
from bot.services.claiming import due_after
from bot.services.emergencies import contacts, keepers, pages, redrawn, ref
from storage import audit, calendars, emergencies, outbox, people
from storage.owing_emergencies import tell
from storage.store import Tx

PAGED, LEFT, GIVEN_UP = "paged", "left-to-leads", "give-up"
"""What is done about a report that nobody decided on."""


@dataclass(frozen=True, slots=True)
class Emergencies:
    """Due some minutes after nobody decided, for so many times, and every business hour while nobody claims."""

    name: str = "emergency"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[EmergencyId]:
        return await emergencies.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: EmergencyId, until: datetime) -> None:
        await emergencies.put_off(tx, number, until=until)

    async def look(self, tx: Tx, number: EmergencyId, now: datetime) -> str:
        found = await emergencies.locked(tx, number)
        if found is None or not found.is_open:
            await emergencies.put_off(tx, number, until=None)
            return "gone"
        if found.due_at is None or found.due_at > now:  # another process was faster
            return "wait"
        said = await (_call_again if found.state is State.ASKED else _remind)(tx, found, now)
        rule = f"emergency-{said}"
        await audit.by_clock(
            tx, at=now, rule=rule, district=found.district, about=found.person, case=found.case, ref=ref(found.id)
        )
        return said

    async def would(self, tx: Tx, number: EmergencyId, now: datetime) -> str:  # noqa: ARG002  # as every look is asked
        found = await emergencies.get(tx, number)
        if found is None or not found.is_open:
            return "gone"
        if found.state is not State.ASKED:
            return "reminded"
        return await _step(tx, found)


async def _step(tx: Tx, found: Emergency) -> str:
    """One at a time, however long nobody looked: the leads are asked before it ends."""
    limits = (await calendars.rules(tx)).limits
    if found.pages < limits.emergency_pages:
        return PAGED
    return LEFT if found.reminded < limits.emergency_left_days else GIVEN_UP


async def _call_again(tx: Tx, found: Emergency, now: datetime) -> str:
    step = await _step(tx, found)
    await {PAGED: _page_again, LEFT: _leave_to_leads, GIVEN_UP: _give_up}[step](tx, found, now)
    return step


async def _leave_to_leads(tx: Tx, found: Emergency, now: datetime) -> None:
    """The channel was called often enough: the leads are asked, each business day of the vendor's."""
    calendar = calendars.of_vendor(await calendars.rules(tx), Priority.MEDIUM)
    today = calendar.local_day(now)
    after = found.asked_of_leads().due(calendar.begin_of(calendar.business_day_after(today)))
    await emergencies.save(tx, after)
    leads = await people.holding(tx, policy.LEAD_ROLES, district=None)
    readers = leads or await people.holding(tx, policy.AGENT_ROLES, district=None)
    rows = tell(found, readers, what="emergency-left", now=now, occasion=now.isoformat())
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _give_up(tx: Tx, found: Emergency, now: datetime) -> None:
    """Its reporter is told, and whom to turn to; who was asked has no buttons any more."""
    after = found.left_undecided(at=now)
    await emergencies.save(tx, after)
    readers = [(person, team, None) for person, team in await people.teams_of(tx, [found.person])]
    told = tell(after, readers, what="emergency-undecided", now=now)
    await outbox.owe(tx, [*told, *await redrawn(tx, after, now=now)], now=now)


async def _page_again(tx: Tx, found: Emergency, now: datetime) -> None:
    """In the channel, and to the leads by direct message."""
    every = (await calendars.rules(tx)).limits.page_every
    after = found.paged_again().due(next_page(found.asked_at, now, every=every))
    await emergencies.save(tx, after)
    leads = await people.holding(tx, policy.LEAD_ROLES, district=None)
    told = tell(after, leads, what="emergency-waiting", now=now, occasion=str(after.pages))
    await outbox.owe(tx, [*await pages(tx, after, now=now), *told], now=now)


async def _remind(tx: Tx, found: Emergency, now: datetime) -> str:
    """All contacts, or who stands in for them; where there is none, those who can name one."""
    await emergencies.save(tx, found.due(await due_after(tx, found, now=now)))
    occasion = found.due_at.isoformat() if found.due_at else ""
    readers = await contacts(tx, found, now=now)
    if readers:
        rows = tell(found, readers, what="emergency-claim", now=now, occasion=occasion)
    else:
        rows = tell(found, await keepers(tx, found.district), what="emergency-unclaimed", now=now, occasion=occasion)
    await outbox.owe(tx, rows, now=now)
    return "reminded"
