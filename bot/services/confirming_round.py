"""Each quarter a district's administrator is asked to confirm its list; unanswered, reminded; then support is told.

By the district's business hours. After downtime one of these, not all that were missed.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import confirming, policy
from bot.domain.confirming import Ask, Question, Remind, Step, TellSupport
from bot.domain.ids import DistrictId
from storage import audit, calendars, confirmations, outbox, owing, people
from storage.confirmations import Asked
from storage.people import Holder
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Due once a quarter, and while nobody answers."""

    name: str = "list"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[DistrictId]:
        return await confirmations.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: DistrictId, until: datetime) -> None:
        await confirmations.look_again(tx, number, at=until)

    async def look(self, tx: Tx, number: DistrictId, now: datetime) -> str:
        found = await confirmations.held(tx, number)
        if found is None or found.due_at > now:  # confirmed meanwhile, or another process was faster
            return "gone"
        calendar = await calendars.where_it_is(tx, number)
        if not calendar.is_open(now):
            await confirmations.look_again(tx, number, at=calendar.opens(now))
            return "waits"
        rhythm = (await calendars.rules(tx)).rhythm
        step = confirming.step(found.question, rhythm)
        question = confirming.taken(found.question, step, now)
        due_at = confirming.after(step, found.question, now, calendar.zone, rhythm)
        await confirmations.put(tx, number, question, due_at=due_at)
        await _tell(tx, found, step, question, now)
        return _said(step)

    async def would(self, tx: Tx, number: DistrictId, now: datetime) -> str:
        found = await confirmations.get(tx, number)
        if found is None or found.due_at > now:
            return "gone"
        if not (await calendars.where_it_is(tx, number)).is_open(now):
            return "waits"
        return _said(confirming.step(found.question, (await calendars.rules(tx)).rhythm))


def _said(step: Step) -> str:
    match step:
        case Ask():
            return "asked"
        case Remind():
            return "reminded"
        case TellSupport():
            return "unanswered"


async def _tell(tx: Tx, found: Asked, step: Step, question: Question, now: datetime) -> None:
    support = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    readers: list[Holder] = await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=found.district)
    what = "confirm-list"
    if isinstance(step, TellSupport):
        readers, what = support, "list-unconfirmed"
    asked_at = question.asked_at or found.question.asked_at or now
    facts: dict[str, int | str] = {"district": found.district, "asked": asked_at.isoformat()}
    rows = [
        owing.tell(
            person,
            team,
            key=f"{what}:{found.district}:{asked_at.isoformat()}:{question.reminded}:{person}",
            what=what,
            now=now,
            facts=facts,
        )
        for person, team, _ in readers or support  # where nobody at the district keeps its list
    ]
    await audit.by_clock(tx, at=now, rule=f"list-{_said(step)}", district=found.district)
    if rows:
        await outbox.owe(tx, rows, now=now)
