"""Whom a notification concerns is told, each by themself; maintenance that is over is closed (POLICY 8).

What made them due is gone with the same commit: nobody is told twice.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.ids import PersonId
from bot.domain.notifications import Notification
from bot.domain.people import CONTACT_ROLES, Membership
from bot.domain.telling import waits_until
from storage import noise, notification_news, notifications, outbox, owing, people
from storage.notification_news import Due, What
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Notifications:
    """Due when it is opened, or two weeks before; of a reader, after their quiet hours or with their digest."""

    name: str = "notification"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[int]:
        return await notification_news.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: int, until: datetime) -> None:
        await notification_news.put_off(tx, number, until=until)

    async def look(self, tx: Tx, number: int, now: datetime) -> str:
        due = await notification_news.locked(tx, number)
        found = await notifications.get(tx, due.notification) if due is not None else None
        if due is None or found is None:
            return "gone"
        until = await _waits(tx, due, now)
        if until is not None and until > now:
            await notification_news.put_off(tx, number, until=until)
            return "wait"
        did = await _done(tx, found, due, now) if _holds(found, due) else "gone"
        await notification_news.done(tx, number)
        return did

    async def would(self, tx: Tx, number: int, now: datetime) -> str:  # noqa: ARG002  # as every look is asked
        due = await notification_news.seen(tx, number)
        found = await notifications.get(tx, due.notification) if due is not None else None
        if due is None or found is None or not _holds(found, due):
            return "gone"
        if due.what is What.ENDS:
            return "over"
        return "for-each" if due.person is None else "announced"


def _holds(found: Notification, due: Due) -> bool:
    return found.is_open or due.what is What.CALLED_OFF


async def _waits(tx: Tx, due: Due, now: datetime) -> datetime | None:
    return None if due.person is None else waits_until(await noise.choice_of(tx, due.person), due.since, now)


async def _done(tx: Tx, found: Notification, due: Due, now: datetime) -> str:
    if due.what is What.ENDS:
        return await _over(tx, found, now)
    if due.person is None:
        return await _for_each(tx, found, due, now)
    return await _told(tx, found, due, due.person, now)


async def _over(tx: Tx, found: Notification, now: datetime) -> str:
    """As it was planned; whoever moved it made another row."""
    if await notifications.locked_open(tx, found.id) is None or found.ends_at is None or found.ends_at > now:
        return "gone"
    await notifications.close(tx, found.id, words="", by=None, at=now)
    return "over"


async def _for_each(tx: Tx, found: Notification, due: Due, now: datetime) -> str:
    """An update is for those whose open case is linked; the rest can read it."""
    linked = due.what is What.UPDATED
    districts = found.affected.districts
    count = await notification_news.each(tx, due, CONTACT_ROLES, districts, now=now, linked=linked)
    return "for-each" if count else "gone"


async def _told(tx: Tx, found: Notification, due: Due, reader: PersonId, now: datetime) -> str:
    person = await people.by_id(tx, reader)
    if person is None or person.membership is Membership.GONE:
        return "gone"
    own = policy.districts_of_contact(person)
    if not own or not found.concerns(own):
        return "gone"
    facts: dict[str, int | str] = {"notification": found.id, "about": due.what, "fact": due.fact}
    key = f"notification:{due.fact}:{person.id}"
    told = owing.tell(person.id, person.reached, key=key, what="notification", now=now, facts=facts)
    await outbox.owe(tx, [told], now=now)
    return "announced"
