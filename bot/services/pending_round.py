"""Cases that wait for their district: three follow-ups in ten business days, then the closing (POLICY 4)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import pending
from bot.domain.business import Calendar
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber
from bot.domain.pending import Close, FollowUp, Rest, TellOwner, Verdict, Wait, Waiting
from bot.domain.people import Person
from bot.domain.rules import Rules
from bot.domain.sheets import Side
from bot.services import telling_owner
from bot.services.changing import moved
from bot.services.telling_of import who_stands_for
from storage import calendars, cases, clocks, noise, outbox, owing, people, threads, workspaces
from storage.clocks import PendingClock
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place


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
        ruled = found.ruled(now)
        await _do(tx, found, ruled, now)
        return _said(ruled)

    async def would(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        found = await _found(tx, await cases.get(tx, number))
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
    what = "follow-up-lost" if undelivered else "critical-unanswered"
    about = found.clock.began_at.isoformat()
    await telling_owner.tell(tx, found.case, what=what, key=about, now=now)
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
    """To the contact; from the second on to all contacts. Who reads none of its threads is written to."""
    places = [place for place in await threads.of_case(tx, found.case.number) if place.side is Side.DISTRICT]
    key = clocks.follow_up_key(found.case.number, found.clock.began_at, number)
    addressed = await _addressed(tx, found.case, number)
    by_message = [person for person in addressed if not await _is_reached(tx, places, person)]
    to = places if number > 1 else _contacts_own(places, found.case)
    if addressed and len(by_message) == len(addressed):
        to = [place for place in to if place.reader is not None]  # a channel that nobody of them reads reaches nobody
    owed = owing.follow_ups(to, key=key, number=number, now=now)
    owed += [_message(found.case, person, key=key, number=number, now=now) for person in by_message]
    if owed:
        await outbox.owe(tx, owed, now=now)


async def _addressed(tx: Tx, case: Case, number: int) -> list[Person]:
    everybody = [contact.person.id for contact in await people.contacts_of(tx, case.district)]
    ids = everybody if number > 1 else await who_stands_for(tx, case)
    return [person for person in [await people.by_id(tx, it) for it in ids] if person is not None]


async def _is_reached(tx: Tx, places: list[Place], person: Person) -> bool:
    """By a thread that they read, and in which a mention of them rings."""
    place = await noise.listened_to(tx, places, person.slack, person.id)
    if place is None or place.team == person.slack.team:
        return place is not None
    return await workspaces.get(tx, person.slack.team) is None  # named alone, but there is no other way to them


def _message(case: Case, person: Person, *, key: str, number: int, now: datetime) -> Owed:
    facts: dict[str, int | str] = {"case": case.number, "number": number, "about": key}
    return owing.tell(
        person.id,
        person.slack.team,
        key=clocks.to_person(key, person.id),
        what="follow-up",
        now=now,
        facts=facts,
    )


def _contacts_own(places: list[Place], case: Case) -> list[Place]:
    """The channel, and of the direct messages the contact's; everybody's where the contact has none."""
    direct = [place for place in places if place.reader is not None]
    own = [place for place in direct if place.reader == case.contact]
    return [place for place in places if place.reader is None] + (own or direct)


async def _close(tx: Tx, found: Found, now: datetime) -> None:
    """Its clock stays where it stands: a response that was typed before this undoes it."""
    closed = found.case.unanswered(at=now)
    places, rows = await moved(tx, closed, at=now, now=now)
    rows += owing.by_clock(places, what="closed", key=f"v{closed.version}", now=now)
    await clocks.put_off_pending(tx, closed.number, until=None)
    await outbox.owe(tx, rows, now=now)
