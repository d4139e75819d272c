"""A lead opens, updates, moves and closes notifications (POLICY 8).

Whom it concerns is told by `notification_round`, one by one; what the closing of an incident means for each linked
case is done by `incident_round`.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.ids import DistrictId, NotificationId, SlackUser
from bot.domain.notifications import Kind, Notification, told_from
from bot.domain.people import CONTACT_ROLES
from bot.domain.policy import Matter
from bot.domain.refusals import IncidentClosed
from bot.services.deeds import Deed, deed
from bot.services.notifications import Opened, shown_of
from storage import directory, notification_news, notifications
from storage.inbound import FormKey
from storage.notification_news import Audience, Due, What
from storage.notifications import Linked, Plan
from storage.owing import Spot
from storage.store import Store

NAMED = 10
"""Districts, in the list of who will be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    notification: Notification
    linked: Linked


async def known_districts(store: Store, *, who: SlackUser, now: datetime) -> list[tuple[DistrictId, str, str]]:
    """Id, key and name of each, before the form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.PUBLISH, Matter())
        known = await directory.standing_by_key(this.tx)
        return sorted((DistrictId(row.id), row.key, row.name) for row in known.values())


async def about_to_open(store: Store, *, who: SlackUser, plan: Plan, now: datetime) -> Audience:
    """Who would be told. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.PUBLISH, Matter())
        return await notification_news.audience(this.tx, CONTACT_ROLES, plan.affected.districts, shown=NAMED)


async def open_one(store: Store, *, who: SlackUser, plan: Plan, now: datetime, once: FormKey) -> NotificationId:
    """It stands in the form and on the Home from when it is told. Raises Refusal, Repeated.

    The title has no `subject_problem`, and the times no `times_problem`.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.PUBLISH, Matter())
        plan = replace(plan, title=plan.title.strip())
        added = await notifications.add(this.tx, plan, by=this.by, at=now)
        this.ref = f"notification:{added}"
        await _told_at(this, added, told_from(now, plan.starts_at))
        if plan.ends_at is not None:
            await _ends_at(this, added, plan.ends_at)
        return added


async def _told_at(this: Deed, it: NotificationId, at: datetime) -> None:
    due = Due(notification=it, what=What.OPENED, fact=f"{it}:opened", since=max(at, this.now))
    await notification_news.owe(this.tx, due, at=at)


async def _ends_at(this: Deed, it: NotificationId, at: datetime) -> None:
    due = Due(notification=it, what=What.ENDS, fact=f"{it}:ends", since=at)
    await notification_news.owe(this.tx, due, at=at)


async def look(
    store: Store, *, who: SlackUser, notification: NotificationId, now: datetime, spot: Spot | None
) -> tuple[Notification, int]:
    """For a window of a lead's: it is open; and how many contacts an update would be told. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _open(this, notification, held=False)
        return found, await notification_news.count_linked(this.tx, found.id, CONTACT_ROLES)


async def update(
    store: Store, *, who: SlackUser, notification: NotificationId, words: str, now: datetime, once: FormKey
) -> Opened:
    """Contacts whose open case is linked are told; all it concerns can read it. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _open(this, notification)
        said = await notifications.say(this.tx, notification, words, by=this.by, at=now)
        due = Due(notification=notification, what=What.UPDATED, fact=f"{notification}:update:{said}", since=now)
        await notification_news.owe(this.tx, due, at=now)
        return await shown_of(this, found, None)


async def move(
    store: Store,
    *,
    who: SlackUser,
    notification: NotificationId,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    once: FormKey,
) -> Opened:
    """Maintenance, to times without a `times_problem`; who was told of it is told. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _open(this, notification)
        if found.kind is not Kind.MAINTENANCE:
            raise IncidentClosed(incident=notification)
        await notifications.move(this.tx, notification, starts_at=starts_at, ends_at=ends_at)
        await notification_news.forget(this.tx, notification, What.ENDS, What.MOVED)
        await _ends_at(this, notification, ends_at)
        if now < found.told_from:
            await notification_news.forget(this.tx, notification, What.OPENED)
            await _told_at(this, notification, told_from(now, starts_at))
        else:
            due = Due(
                notification=notification,
                what=What.MOVED,
                fact=f"{notification}:moved:{now.isoformat()}",
                since=now,
            )
            await notification_news.owe(this.tx, due, at=now)
        return await shown_of(this, replace(found, starts_at=starts_at, ends_at=ends_at), None)


async def about_to_close(
    store: Store, *, who: SlackUser, notification: NotificationId, now: datetime, spot: Spot | None
) -> Closing:
    """What closing it would do now. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _open(this, notification, held=False)
        return Closing(notification=found, linked=await notifications.linked(this.tx, notification))


async def close(
    store: Store, *, who: SlackUser, notification: NotificationId, words: str, now: datetime, once: FormKey
) -> Closing:
    """An incident's cases are due from this commit on: a crash forgets none of them. Raises Refusal, Repeated.

    Maintenance that was told of is called off: who it concerns is told why, unless it is over by then.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _open(this, notification)
        its = await notifications.linked(this.tx, notification)
        await notifications.close(this.tx, notification, words=words, by=this.by, at=now)
        await notification_news.forget(this.tx, notification, *What)
        if found.ends_at is not None and found.stands(now) and now < found.ends_at:
            due = Due(notification=notification, what=What.CALLED_OFF, fact=f"{notification}:called-off", since=now)
            await notification_news.owe(this.tx, due, at=now)
        return Closing(notification=found, linked=its)


async def _open(this: Deed, notification: NotificationId, *, held: bool = True) -> Notification:
    this.may(Act.PUBLISH, Matter())
    find = notifications.locked_open if held else notifications.get
    found = await find(this.tx, notification)
    if found is None or not found.is_open:
        raise IncidentClosed(incident=notification)
    this.ref = f"notification:{notification}"
    return found
