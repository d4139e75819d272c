"""Incidents and maintenance as whoever they concern sees them: what is open, and one with its updates (POLICY 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, DistrictId, NotificationId, SlackUser
from bot.domain.notifications import Notification
from bot.domain.policy import Matter
from bot.domain.refusals import IncidentClosed
from bot.services.deeds import Deed, deed
from storage import districts, notifications
from storage.notifications import Linked, Update
from storage.owing import Spot
from storage.store import Store

UPDATES, CASES, NAMED = 12, 10, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The open ones, each with its open cases, which support alone is told. `may_publish`: for drawing."""

    rows: Sequence[tuple[Notification, Linked | None]]
    may_publish: bool
    at_desk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`linked`: how many open cases, for support alone; `cases`: of the reader's districts, for a contact."""

    notification: Notification
    updates: Sequence[Update]
    may_publish: bool
    linked: Linked | None = None
    cases: Sequence[CaseNumber] = ()
    districts: Sequence[str] = ()
    """For support: the names of those it concerns, where that is not all."""


async def listed(store: Store, *, who: SlackUser, now: datetime) -> Listed:
    """Support sees planned maintenance before it is told of. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        own = whose(this)
        found = [it for it in await notifications.all_open(this.tx) if _shows(it, own, now)]
        counted = [await notifications.linked(this.tx, it.id) if own is None else None for it in found]
        rows = [*zip(found, counted, strict=True)]
        return Listed(rows=rows, may_publish=_may_publish(this), at_desk=own is None)


def whose(this: Deed) -> tuple[DistrictId, ...] | None:
    """The districts for which they ask; None: support's own, whom all concern. Raises Refusal."""
    if this.person is not None and policy.works_for_vendor(this.person):
        this.may(Act.SEE_NOTIFICATIONS, Matter())
        return None
    own = policy.districts_of(this.person) if this.person else ()
    this.may_in_each(Act.SEE_NOTIFICATIONS, own)
    return own


def _shows(it: Notification, own: tuple[DistrictId, ...] | None, now: datetime) -> bool:
    return own is None or (it.stands(now) and it.concerns(own))


def _may_publish(this: Deed) -> bool:
    return this.person is not None and policy.may_publish(this.person)


async def opened(
    store: Store, *, who: SlackUser, notification: NotificationId, now: datetime, spot: Spot | None = None
) -> Opened:
    """Also one that is closed, to whom it concerned. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = whose(this)
        found = await notifications.get(this.tx, notification)
        if found is None or not found.concerns(own) or (own is not None and now < found.told_from):
            raise IncidentClosed(incident=notification)
        return await shown_of(this, found, own)


async def shown_of(this: Deed, found: Notification, own: tuple[DistrictId, ...] | None) -> Opened:
    """As its window shows it."""
    contact_of = policy.districts_of_contact(this.person) if this.person and own is not None else ()
    named = await districts.some(this.tx, found.affected.districts[:NAMED]) if own is None else []
    return Opened(
        notification=found,
        updates=await notifications.updates(this.tx, found.id, most=UPDATES),
        may_publish=_may_publish(this),
        linked=await notifications.linked(this.tx, found.id) if own is None else None,
        cases=await notifications.linked_cases(this.tx, found.id, contact_of, most=CASES) if contact_of else [],
        districts=[it.name for it in named],
    )


async def standing(this: Deed, own: tuple[DistrictId, ...] | None) -> list[Notification]:
    """At the top of their Home."""
    return [it for it in await notifications.all_open(this.tx) if it.stands(this.now) and it.concerns(own)]
