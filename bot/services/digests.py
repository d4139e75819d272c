"""What waited for somebody's morning, or for the end of their quiet hours: one message for all of it.

Each person is a transaction of their own: one that fails is logged and put off, and the round goes on. Run twice,
or by two processes at once, it does nothing new: what is due is claimed in the transaction that owes the message.
"""

from collections import Counter
from datetime import datetime, timedelta

import structlog

from bot.domain import policy
from bot.domain.days import is_weekday, local_day
from bot.domain.ids import PersonId
from bot.domain.people import Person
from bot.domain.telling import Choice, ends_at, is_day, next_morning
from storage import calendars, noise, outbox, owing, people
from storage.store import Store, Tx

log = structlog.get_logger()

BATCH = 500
HOUR = timedelta(hours=1)
KEPT = timedelta(days=30)
"""That somebody was told of a fact: far longer than the fact could come in again."""


async def send_due(store: Store, *, now: datetime) -> Counter[str]:
    """Says how often what was done."""
    done: Counter[str] = Counter()
    looked: set[PersonId] = set()
    while readers := [reader for reader in await _due(store, now) if reader not in looked]:
        for reader in readers:
            looked.add(reader)
            done[await _send_or_log(store, reader, now)] += 1
    return done


async def _due(store: Store, now: datetime) -> list[PersonId]:
    async with store.read() as tx:
        return await noise.due(tx, now=now, most=BATCH)


async def _send_or_log(store: Store, reader: PersonId, now: datetime) -> str:
    try:
        async with store.begin() as tx:
            return await _send(tx, reader, now)
    except Exception:  # one bad reader must not end the round, nor stand before the others in the next
        log.exception("digest-failed", person=reader)
        await _put_off(store, reader, now)
        return "digest-failed"


async def _put_off(store: Store, reader: PersonId, now: datetime) -> None:
    try:
        async with store.begin() as tx:
            await noise.put_off(tx, reader, now=now, until=now + HOUR, all_of_it=True)
    except Exception:  # the database is away: nothing of this round is lost
        log.exception("digest-not-put-off", person=reader)


async def _send(tx: Tx, reader: PersonId, now: datetime) -> str:
    person, choice = await people.by_id(tx, reader), await noise.choice_of(tx, reader)
    if person is not None:
        await _hold_back(tx, person, choice, now)
    into = f"digest:{reader}:{now.isoformat()}"
    claimed = await noise.claim(tx, reader, now=now, into=into)
    if person is None or not claimed:
        return "digests-put-off"
    row = owing.tell(reader, person.reached, key=into, what="digest", now=now, facts={"round": into})
    await outbox.owe(tx, [row], now=now)
    return "digests"


async def _hold_back(tx: Tx, person: Person, choice: Choice, now: datetime) -> None:
    """What is late, or was due before they chose otherwise: not in quiet hours, and a digest by day alone."""
    quiet_until = ends_at(choice, now)
    if quiet_until is not None:
        await noise.put_off(tx, person.id, now=now, until=quiet_until, all_of_it=True)
    elif not is_day(choice, now) or not await _is_business_day(tx, person, choice, now):
        await noise.put_off(tx, person.id, now=now, until=next_morning(choice, now))


async def _is_business_day(tx: Tx, person: Person, choice: Choice, now: datetime) -> bool:
    """By the days of their districts, one of which is enough; of the desk's people, by the week."""
    today = local_day(now, choice.zone)
    own = policy.districts_of_contact(person)
    if not own:
        return is_weekday(today)
    for district in own:
        if (await calendars.where_it_is(tx, district)).is_business_day(today):
            return True
    return False
