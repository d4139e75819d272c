"""Cases that wait for their district: three follow-ups in ten business days, then the closing (POLICY 4)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import pending
from bot.domain.business import Calendar
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber
from bot.domain.pending import Close, FollowUp, Rest, TellOwner, Verdict, Wait, Waiting
from bot.domain.rules import Rules
from bot.domain.telling import News
from bot.services import following_up, telling_owner
from bot.services.changing import moved
from storage import audit, calendars, cases, clocks, outbox, owing, threads
from storage.clocks import PendingClock
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One case under the round's eyes."""

    case: Case
    clock: PendingClock
    waiting: Waiting
    calendar: Calendar
    rules: Rules

    def ruled(self, now: datetime) -> Verdict:
        return pending.verdict(self.waiting, self.calendar, self.rules, now)


@dataclass(frozen=True, slots=True)
class Pending:
    """Due at the next follow-up, at the closing, and hourly while a delivery is waited for."""

    name: str = "pending"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
        return await clocks.pending_due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: CaseNumber, until: datetime) -> None:
        await clocks.put_off_pending(tx, number, until=until)

    async def look(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        found = await _found(tx, await cases.locked(tx, number))
        if found is None:
            await clocks.put_off_pending(tx, number, until=None)
            return "gone"
        if found.case.contact is None:  # an emergency, whose contacts are asked to claim it: that begins the count
            await clocks.put_off_pending(tx, number, until=now + pending.LOOK_AGAIN)
            return "unclaimed"
        ruled = found.ruled(now)
        await _do(tx, found, ruled, now)
        await audit.by_round(tx, at=now, clock=self.name, did=_said(ruled), case=number)
        return _said(ruled)

    async def would(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        found = await _found(tx, await cases.get(tx, number))
        if found is not None and found.case.contact is None:
            return "unclaimed"
        return "gone" if found is None else _said(found.ruled(now))


def _said(ruled: Verdict) -> str:
    match ruled:
        case FollowUp():
            return f"follow-up-{ruled.number}"
        case TellOwner():
            return "owner-told"
        case Wait() | Close() | Rest():
            return type(ruled).__name__.lower()


async def _found(tx: Tx, case: Case | None) -> Found | None:
    """None when it waits no more."""
    clock = (await clocks.of_case(tx, case.number)).pending if case is not None else None
    if case is None or clock is None or case.status is not clock.status:
        return None
    rules = await calendars.rules(tx)
    return Found(
        case=case,
        clock=clock,
        waiting=await clocks.waiting(tx, clock, case.priority),
        calendar=await calendars.of_district(tx, case.district, rules),
        rules=rules,
    )


async def _do(tx: Tx, found: Found, ruled: Verdict, now: datetime) -> None:
    match ruled:
        case Wait():
            await _show(tx, found, ruled.until, now)
        case Rest():
            await clocks.put_off_pending(tx, found.case.number, until=None)
        case FollowUp():
            await _follow_up(tx, found, ruled.number, now)
        case TellOwner() if ruled.undelivered and await _owed_elsewhere(tx, found, now):
            await clocks.put_off_pending(tx, found.case.number, until=now + pending.LOOK_AGAIN)
        case TellOwner():
            await _tell_owner(tx, found, now, undelivered=ruled.undelivered)
        case Close():
            await _close(tx, found, now)


async def _tell_owner(tx: Tx, found: Found, now: datetime, *, undelivered: bool) -> None:
    """A Critical case's card at the desk has a button from now on."""
    what = News.FOLLOW_UP_LOST if undelivered else News.UNANSWERED
    about = found.clock.began_at.isoformat()
    await telling_owner.tell(tx, found.case, what, key=about, now=now)
    await telling_owner.redraw_desk(tx, found.case, why=f"{what}:{about}", now=now)
    await clocks.put_pending(tx, replace(found.clock, owner_told=True, due_at=now + pending.LOOK_AGAIN))


async def _show(tx: Tx, found: Found, until: datetime, now: datetime) -> None:
    """The end that cards name moves on with a last follow-up that came late, or with the calendar."""
    ends = pending.closes_at(found.waiting, found.calendar, found.rules, told_at=found.waiting.told_at)
    await clocks.put_pending(tx, replace(found.clock, closes_at=ends, due_at=until))
    if ends != found.clock.closes_at:
        places = await threads.of_case(tx, found.case.number)
        await outbox.owe(tx, owing.redrawn(places, why=f"closes:{ends.isoformat()}", now=now), now=now)


async def _follow_up(tx: Tx, found: Found, number: int, now: datetime) -> None:
    await _owe_follow_up(tx, found, number, now)
    after = replace(found.waiting, owed=number, told_at=None, lost=False)
    ruled = pending.verdict(after, found.calendar, found.rules, now)
    await clocks.put_pending(tx, replace(found.clock, owed=number, due_at=pending.next_look(ruled, now)))


async def _owed_elsewhere(tx: Tx, found: Found, now: datetime) -> bool:
    """The last follow-up again, to threads that were opened since: where a channel is gone, direct messages."""
    await _owe_follow_up(tx, found, found.clock.owed, now)
    return not (await clocks.waiting(tx, found.clock, found.case.priority)).lost


async def _owe_follow_up(tx: Tx, found: Found, number: int, now: datetime) -> None:
    key = clocks.follow_up_key(found.case.number, found.clock.began_at, number)
    last = number == len(found.rules.follow_up_on)
    await following_up.owe(tx, found.case, key=key, number=number, last=last, now=now)


async def _close(tx: Tx, found: Found, now: datetime) -> None:
    """Its clock stays where it stands: a response that was typed before this undoes it."""
    closed = found.case.unanswered(at=now)
    places, rows = await moved(tx, closed, at=now, now=now)
    rows += owing.by_clock(places, what="closed", key=f"v{closed.version}", now=now)
    await clocks.put_off_pending(tx, closed.number, until=None)
    await outbox.owe(tx, rows, now=now)
