"""The clock of POLICY 7: contacts who fall silent are warned, flagged and, at last, deactivated.

Each contact is a transaction of its own: one that fails is logged and counted, and the round goes on.
Run twice, or by two processes at once, it does nothing new: what is due is claimed under the district's
lock, and every message has a key.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser
from bot.domain.inactivity import (
    LOOK_AGAIN,
    Deactivate,
    Flag,
    Limits,
    Protect,
    Verdict,
    Wait,
    Warn,
    is_last_to_stay,
    verdict,
)
from bot.domain.record import ByClock
from bot.services import leaving, telling_of_silence
from bot.services.deeds import deed
from storage import audit, calendars, contacts, outbox
from storage.contacts import ContactLine
from storage.owing import Spot, hint
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def nothing(_: str) -> None:
    """No hook."""


async def sweep(store: Store, *, now: datetime, at: Callable[[str], None] = nothing) -> Counter[str]:
    """Does for every contact what is due now, and says how often what was done."""
    done: Counter[str] = Counter()
    looked: set[LineId] = set()
    limits = await _limits(store)
    while lines := [line for line in await _due(store, now) if line not in looked]:
        for line in lines:
            looked.add(line)
            done[await _look_or_log(store, line, now, limits)] += 1
            at("sweeping")
    return done


async def _limits(store: Store) -> Limits:
    async with store.read() as tx:
        return (await calendars.rules(tx)).inactivity


async def _due(store: Store, now: datetime) -> list[LineId]:
    async with store.read() as tx:
        return await contacts.due(tx, now=now, most=BATCH)


async def _look_or_log(store: Store, line: LineId, now: datetime, limits: Limits) -> str:
    try:
        return await look_at(store, line, now, limits)
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


async def look_at(store: Store, line: LineId, now: datetime, limits: Limits) -> str:
    """One line under the sweep's eyes. Returns what was done."""
    async with store.begin() as tx:
        found = await contacts.held(tx, line, limits)
        if found is None:
            await contacts.look_again(tx, line, at=now + DAY)
            return "gone"
        ruled = await _ruled(tx, found, now, limits)
        await _do(tx, found, ruled, now, limits)
        return type(ruled).__name__.lower()


async def _ruled(tx: Tx, found: ContactLine, now: datetime, limits: Limits) -> Verdict:
    """The district's others are asked for only where one of them has to stay."""
    ruled = verdict(found.silence, now, limits)
    if not isinstance(ruled, Deactivate):
        return ruled
    others = [other.silence for other in await contacts.others_of(tx, found, limits)]
    return Protect() if is_last_to_stay(found.silence, others, now, limits) else ruled


async def _do(tx: Tx, found: ContactLine, ruled: Verdict, now: datetime, limits: Limits) -> None:
    match ruled:
        case Wait():
            await contacts.look_again(tx, found.id, at=ruled.until)
        case Warn():
            await _warn(tx, found, ruled.day, now, limits)
        case Flag():
            await _flag(tx, found, now)
        case Deactivate() if await deactivate(tx, found, now=now):
            await _note(tx, found, ByClock.DEACTIVATED, now)
        case Deactivate():  # they act in this moment
            return
        case Protect():
            await _protect(tx, found, now)


async def _note(tx: Tx, found: ContactLine, rule: ByClock, now: datetime) -> None:
    await audit.by_clock(tx, at=now, rule=rule, district=found.district, about=found.person)


async def _warn(tx: Tx, found: ContactLine, day: int, now: datetime, limits: Limits) -> None:
    key = contacts.warning_key(found.id, found.silence.since, day)
    warning = telling_of_silence.told(found, "inactivity-warning", key=key, now=now, day=day)
    rows = [replace(warning, lane=f"silence:{found.id}")]  # it may wait for the morning, and nothing else for it
    if day >= limits.others_told_from:
        rows += await telling_of_silence.near(tx, found, now=now, limits=limits)
    await contacts.look_again(tx, found.id, at=now + LOOK_AGAIN)
    await outbox.owe(tx, rows, now=now)
    await _note(tx, found, ByClock.WARNED, now)


async def _flag(tx: Tx, found: ContactLine, now: datetime) -> None:
    key = contacts.flag_key(found.id, found.silence.since)
    if not await contacts.flag(tx, found, at=now, look=now + LOOK_AGAIN):
        return
    rows = [telling_of_silence.told(found, "inactivity-flagged", key=key, now=now)]
    rows += await telling_of_silence.others(tx, found, "inactivity-others-flagged", now=now)
    await outbox.owe(tx, rows, now=now)
    await _note(tx, found, ByClock.FLAGGED, now)


async def deactivate(tx: Tx, found: ContactLine, *, now: datetime, by: PersonId | None = None) -> bool:
    """Of a line that is held, and not the last: by the clock, or by a support administrator before it.

    False: they acted in this very moment, and nothing was done.
    """
    if not await contacts.deactivate(tx, found, at=now):
        return False
    ended = f"inactivity:{found.id}:{found.silence.since.isoformat()}:ended"
    rows = [telling_of_silence.told(found, "inactivity-ended", key=ended, now=now)]
    rows += await telling_of_silence.others(tx, found, "inactivity-deactivated", now=now, but=by)
    await outbox.owe(tx, rows, now=now)
    why = f"deactivated:{found.id}:{found.silence.since.isoformat()}"
    await leaving.left(tx, found.person, found.district, why=why, now=now)
    return True


async def _protect(tx: Tx, found: ContactLine, now: datetime) -> None:
    """Those who can act are told on each business day of the district, when it begins, until somebody does."""
    calendar = await calendars.where_it_is(tx, found.district)
    today = calendar.local_day(now)
    begun = calendar.is_business_day(today) and now >= calendar.begin_of(today)
    await contacts.look_again(
        tx, found.id, at=calendar.begin_of(calendar.on_or_after(today + DAY if begun else today))
    )
    if not begun:
        return
    await outbox.owe(tx, await telling_of_silence.keepers(tx, found, today, now=now), now=now)
    await _note(tx, found, ByClock.PROTECTED, now)


async def forecast(store: Store, *, at: datetime) -> Counter[str]:
    """What the sweep would do at that time; changes nothing."""
    found: Counter[str] = Counter()
    limits = await _limits(store)
    async with store.read() as tx:
        for line_id in await contacts.due(tx, now=at, most=100_000):
            line = await contacts.get(tx, line_id, limits)
            if line is not None:
                found[type(await _ruled(tx, line, at, limits)).__name__.lower()] += 1
    return found


async def keep_access(
    store: Store, *, who: SlackUser, now: datetime, spot: Spot | None, warned: DistrictId | None = None
) -> None:
    """The button below a warning: as good as opening the Home. Raises Refusal.

    `warned`: the district that the warning names; None for one of an earlier version.
    """
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = policy.districts_of_contact(this.person) if this.person else ()
        this.may_in_each(Act.KEEP_ACCESS, own)
        if spot is not None:
            facts: dict[str, int | str] = {"stays": ",".join(map(str, own))}
            if warned is not None and warned not in own:
                facts["ended"] = warned
            this.owe(hint(who, spot, what="access-kept", now=now, facts=facts))
