"""The clock of POLICY 7: contacts who fall silent are warned, flagged and, at last, deactivated.

Each contact is a transaction of its own: one that fails is logged and counted, and the round goes on.
Run twice, or by two processes at once, it does nothing new: what is due is claimed under the district's
lock, and every message has a key.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.domain import policy
from bot.domain.ids import LineId, PersonId, SlackUser, TeamId
from bot.domain.inactivity import (
    DEFAULT,
    LOOK_AGAIN,
    Deactivate,
    Flag,
    Limits,
    Protect,
    Verdict,
    Wait,
    Warn,
    verdict,
)
from bot.domain.people import CONTACT_ROLES
from bot.domain.policy import Act, Matter
from bot.domain.record import ByClock
from bot.services import channels, standing_for
from bot.services.deeds import deed
from storage import audit, calendars, contacts, outbox, owing, people, threads
from storage.contacts import ContactLine
from storage.outbox import Owed
from storage.owing import Spot, hint
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EFFECTS: dict[type[Verdict], ByClock] = {
    Warn: ByClock.WARNED,
    Flag: ByClock.FLAGGED,
    Deactivate: ByClock.DEACTIVATED,
    Protect: ByClock.PROTECTED,
}
"""What the log has of each."""


def nothing(_: str) -> None:
    """No hook."""


async def sweep(
    store: Store, *, now: datetime, limits: Limits = DEFAULT, at: Callable[[str], None] = nothing
) -> Counter[str]:
    """Does for every contact what is due now, and says how often what was done."""
    done: Counter[str] = Counter()
    looked: set[LineId] = set()
    while lines := [line for line in await _due(store, now) if line not in looked]:
        for line in lines:
            looked.add(line)
            done[await _look_or_log(store, line, now, limits)] += 1
            at("sweeping")
    return done


async def _due(store: Store, now: datetime) -> list[LineId]:
    async with store.read() as tx:
        return await contacts.due(tx, now=now, most=BATCH)


async def _look_or_log(store: Store, line: LineId, now: datetime, limits: Limits) -> str:
    try:
        return await _look(store, line, now, limits)
    except Exception:  # one bad contact must not end the round, nor stand before the others in the next
        log.exception("sweep-failed", line=line)
        await _put_off(store, line, now)
        return "failed"


async def _put_off(store: Store, line: LineId, now: datetime) -> None:
    try:
        async with store.begin() as tx:
            await contacts.look_again(tx, line, at=now + HOUR)
    except Exception:  # the database is away: nothing of this round is lost
        log.exception("sweep-not-put-off", line=line)


async def _look(store: Store, line: LineId, now: datetime, limits: Limits) -> str:
    async with store.begin() as tx:
        found = await contacts.held(tx, line, limits)
        if found is None:
            await contacts.look_again(tx, line, at=now + DAY)
            return "gone"
        ruled = verdict(found.silence, now, limits)
        await _do(tx, found, ruled, now, limits)
        if not isinstance(ruled, Wait):
            rule = EFFECTS[type(ruled)]
            await audit.by_clock(tx, at=now, rule=rule, district=found.district, about=found.person)
        return type(ruled).__name__.lower()


async def _do(tx: Tx, found: ContactLine, ruled: Verdict, now: datetime, limits: Limits) -> None:
    match ruled:
        case Wait():
            await contacts.look_again(tx, found.id, at=ruled.until)
        case Warn():
            await _warn(tx, found, ruled.day, now, limits)
        case Flag():
            await _flag(tx, found, now, limits)
        case Deactivate():
            await contacts.deactivate(tx, found.id, at=now)
            ended = f"inactivity:{found.id}:{found.silence.since.isoformat()}:ended"
            await outbox.owe(tx, [_told(found, ended, "inactivity-ended", now)], now=now)
            await channels.welcome_changed(tx, found.district, now=now, why=f"deactivated:{found.id}:{now.date()}")
            await _tell_others(tx, found, "inactivity-deactivated", now, silent_for=limits.flag_on)
            await _end_threads(tx, found, now)
            await outbox.owe(tx, await standing_for.offered(tx, found.person, found.district, now=now), now=now)
        case Protect():
            await contacts.look_again(tx, found.id, at=now + DAY)
            calendar = await calendars.where_it_is(tx, found.district)
            if calendar.is_business_day(calendar.local_day(now)):
                await _tell_keepers(tx, found, "inactivity-last", now, limits)


async def _end_threads(tx: Tx, found: ContactLine, now: datetime) -> None:
    """A last line in each; from now on they take nothing more (POLICY 3)."""
    their = await threads.read_by(tx, found.person, found.district)
    rows = owing.by_clock(their, what="thread-ends", key=f"{found.id}:{found.silence.since.isoformat()}", now=now)
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _warn(tx: Tx, found: ContactLine, day: int, now: datetime, limits: Limits) -> None:
    key = contacts.warning_key(found.id, found.silence.since, day)
    await outbox.owe(tx, [_told(found, key, "inactivity-warning", now, day=day)], now=now)
    await contacts.look_again(tx, found.id, at=now + LOOK_AGAIN)
    if day >= limits.others_told_from:
        await _tell_others(tx, found, "inactivity-near", now, silent_for=limits.others_told_from)


async def _flag(tx: Tx, found: ContactLine, now: datetime, limits: Limits) -> None:
    key = contacts.flag_key(found.id, found.silence.since)
    await contacts.flag(tx, found.id, at=now, look=now + LOOK_AGAIN)
    await outbox.owe(tx, [_told(found, key, "inactivity-flagged", now)], now=now)
    await _tell_others(tx, found, "inactivity-others-flagged", now, silent_for=limits.flag_on)


def _told(found: ContactLine, key: str, what: str, now: datetime, *, day: int = 0) -> Owed:
    facts: dict[str, int | str] = {
        "line": found.id,
        "district": found.district,
        "since": found.silence.since.isoformat(),
        "day": day,
    }
    return owing.tell(found.person, found.team or TeamId(""), key=key, what=what, now=now, facts=facts)


async def _tell_others(tx: Tx, found: ContactLine, what: str, now: datetime, *, silent_for: int) -> None:
    """The district's other contacts and its administrator; from the flag on, support's administrators too."""
    readers = await people.holding(tx, CONTACT_ROLES, district=found.district)
    readers += await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=found.district)
    if what != "inactivity-near":
        readers += await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    rows = [
        _for_reader(found, (person, team), what, now, silent_for)
        for person, team, _ in readers
        if person != found.person
    ]
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _tell_keepers(tx: Tx, found: ContactLine, what: str, now: datetime, limits: Limits) -> None:
    """Those who can act for a district whose last contact is silent: each business day, until they do."""
    readers = await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=found.district)
    readers += await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    rows = [_for_reader(found, (person, team), what, now, limits.flag_on) for person, team, _ in readers]
    if rows:
        await outbox.owe(tx, rows, now=now)


def _for_reader(
    found: ContactLine, reader: tuple[PersonId, TeamId], what: str, now: datetime, silent_for: int
) -> Owed:
    """One message a day for all names: the key has the reader, the district and the day, not the name."""
    facts: dict[str, int | str] = {
        "district": found.district,
        "silent_before": (now - silent_for * DAY).isoformat(),
    }
    person, team = reader
    key = f"{what}:{found.district}:{now.date()}:{person}"
    return owing.tell(person, team, key=key, what=what, now=now, facts=facts)


async def forecast(store: Store, *, at: datetime, limits: Limits = DEFAULT) -> Counter[str]:
    """What the sweep would do at that time; changes nothing."""
    found: Counter[str] = Counter()
    async with store.read() as tx:
        for line_id in await contacts.due(tx, now=at, most=100_000):
            line = await contacts.get(tx, line_id, limits)
            if line is not None:
                found[type(verdict(line.silence, at, limits)).__name__.lower()] += 1
    return found


async def keep_access(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None) -> None:
    """The button below a warning: as good as opening the Home. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = policy.districts_of_contact(this.person) if this.person else ()
        home = policy.home_of(this.person) if this.person else None
        this.may(Act.KEEP_ACCESS, Matter(district=own[0] if own else home))
        if spot is not None:
            this.owe(hint(who, spot, what="access-kept", now=now))
