"""What people do with a case that waits: a contact asks for more time, the desk closes a Critical one (POLICY 4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import pending
from bot.domain.acts import Act
from bot.domain.business import Calendar
from bot.domain.cases import Case, Priority
from bot.domain.refusals import ChangedMeanwhile, DateOutOfReach, ImpossibleMove, NoMoreTime, NotYetUnanswered
from bot.domain.rules import Rules
from bot.services import clocking
from bot.services.changing import change
from bot.services.deeds import CaseAsk, Deed, case_deed
from storage import calendars, clocks, owing
from storage.clocks import PendingClock
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The dates that can be picked. `given`: what was picked before and stands; '': nothing."""

    first: date
    last: date
    given: str = ""


async def may_ask_more_time(store: Store, ask: CaseAsk) -> Reach:
    """Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.MORE_TIME) as (this, case):
        return (await _asked(this, case)).reach


async def more_time(store: Store, ask: CaseAsk, *, until: date, saw: str | None = None) -> None:
    """From that date on, or the business day after it, the clock and the count begin afresh. Raises Refusal.

    `saw`: what was picked before when the form was drawn; what somebody picked meanwhile stands.
    """
    async with case_deed(store, ask, Act.MORE_TIME) as (this, case):
        asked = await _asked(this, case)
        if saw is not None and asked.reach.given not in ("", saw):
            raise ChangedMeanwhile(number=case.number, fact="wait")
        if not asked.reach.first <= until <= asked.reach.last:
            raise DateOutOfReach(number=case.number, until=_local(asked.reach.last, asked.calendar))
        after = case.given_more_time(at=ask.now)
        places = await change(this, after)
        times = asked.clock.more_times + 1
        await clocking.wait_anew(this.tx, after, asked.rules, began_at=ask.now, from_day=until, more_times=times)
        this.owe(*owing.lines(after, places, what="more-time", by=this.by, now=ask.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    clock: PendingClock
    rules: Rules
    calendar: Calendar
    reach: Reach


async def _asked(this: Deed, case: Case) -> _Asked:
    """Raises Refusal: it does not wait, or was given more time as often as it can be in a row."""
    case.given_more_time(at=this.now)
    clock = await _clock(this, case)
    rules = await calendars.rules(this.tx)
    if clock.more_times >= rules.more_time_in_a_row:
        raise NoMoreTime(number=case.number)
    calendar = await calendars.of_district(this.tx, case.district, rules)
    first = calendar.local_day(this.now) + timedelta(days=1)
    given = f"{clock.more_times}:{clock.day_zero.isoformat()}" if clock.more_times else ""
    reach = Reach(first=first, last=max(first, pending.latest_pick(calendar, rules, this.now)), given=given)
    return _Asked(clock=clock, rules=rules, calendar=calendar, reach=reach)


async def _clock(this: Deed, case: Case) -> PendingClock:
    clock = (await clocks.of_case(this.tx, case.number)).pending
    if clock is None or clock.status is not case.status:
        raise ImpossibleMove(number=case.number, move="more-time", status=case.status)
    return clock


def _local(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(calendar.zone))


async def close_unanswered(store: Store, ask: CaseAsk) -> None:
    """A Critical case is closed by its owner or a lead, after day 10. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        closed = case.unanswered(at=ask.now)
        clock = await _clock(this, case)
        if case.priority is not Priority.CRITICAL or ask.now < clock.closes_at:
            raise NotYetUnanswered(number=case.number, until=clock.closes_at)
        places = await change(this, closed)
        await clocks.stop_pending(this.tx, case.number)  # somebody decided: no late response undoes that
        this.owe(*owing.lines(closed, places, what="unanswered", by=this.by, now=ask.now))
