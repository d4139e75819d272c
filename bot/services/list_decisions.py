"""Deciding on requests about a district's list: approved, declined, confirmed, undone (POLICY 6)."""

from dataclasses import replace
from datetime import datetime

from bot.domain import list_requests as rules
from bot.domain.acts import Act
from bot.domain.ids import Actor, RequestId
from bot.domain.list_requests import Kind, Move, Request, Waits
from bot.domain.policy import Matter
from bot.domain.refusals import CannotBeListed, LastContact
from bot.services import list_changes, list_telling
from bot.services.deeds import Deed, deed
from bot.services.list_deeds import held_request, is_last, limits_of, somebody, target_of
from bot.services.list_elsewhere import told_elsewhere
from storage import list_requests
from storage.owing import Spot
from storage.store import Store


async def _to_decide(this: Deed, number: RequestId) -> Request:
    """The request, if this person may decide it: whom it waits for says who that is. Raises Refusal."""
    found = await held_request(this, number, Act.APPROVE_LIST_CHANGE)
    act = Act.APPROVE_REMOVAL if found.waits_for is Waits.DISTRICT else Act.APPROVE_LIST_CHANGE
    this.may(act, Matter(district=found.district))
    found.must_not_be_late(this.now, lives_for=(await limits_of(this.tx)).request_lives_for)
    return found


async def may_decide(
    store: Store, *, who: Actor, request: RequestId, move: Move, now: datetime, spot: Spot | None
) -> Request:
    """Asked before the form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _to_decide(this, request)
        found.moved(move, by=this.by, at=now)
        return found


async def approve(store: Store, *, who: Actor, request: RequestId, answer: str, now: datetime, once: str) -> Request:
    """It takes effect, if the person is still what it takes them for. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _to_decide(this, request)
        rules.must_be_another(found.comes, this.by)
        after = await _from_now_on(this, found.moved(Move.APPROVE, by=this.by, at=now))
        await _must_fit_still(this, found)
        words = await list_requests.words_of(this.tx, request)
        this.ref = after.ref
        await list_requests.change(this.tx, after, answer=answer)
        whom = (after.person, after.comes)
        async with told_elsewhere(this, whom, asker=after.asked_by, district=after.district, occasion=after.ref):
            await list_changes.apply(this.tx, after, words, now=now)
        this.owe(*await list_telling.changed(this.tx, after, by=this.by, now=now))
        this.owe(*await list_telling.settled(this.tx, after, now=now))
        return after


async def _from_now_on(this: Deed, after: Request) -> Request:
    """The day in which a removal can be undone begins when it takes effect; of a right that ended before, none."""
    if after.undo_until is None:
        return after
    if not (await target_of(this.tx, await somebody(this.tx, after.person), after.district)).is_contact:
        return replace(after, undo_until=None)
    return replace(after, undo_until=this.now + (await limits_of(this.tx)).removal_undone_within)


async def _must_fit_still(this: Deed, found: Request) -> None:
    person, comes = await somebody(this.tx, found.person), await somebody(this.tx, found.replacement)
    if person is None:
        raise CannotBeListed(reason="no-contact")
    target = await target_of(this.tx, person, found.district)
    rules.must_fit(found.kind, target, role=found.role, deciding=True)
    if found.kind is not Kind.REMOVE:
        return
    if comes is not None:
        rules.must_fit(Kind.ADD, await target_of(this.tx, comes, found.district), deciding=True)
    elif await is_last(this.tx, person, found.district):
        raise LastContact(district=found.district)


async def decline(store: Store, *, who: Actor, request: RequestId, answer: str, now: datetime, once: str) -> Request:
    """With the reason, which whoever asked is told. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _to_decide(this, request)
        after = found.moved(Move.DECLINE, by=this.by, at=now)
        this.ref = after.ref
        await list_requests.change(this.tx, after, answer=answer)
        this.owe(*await list_telling.decided(this.tx, after, by=this.by, now=now))
        this.owe(*await list_telling.settled(this.tx, after, now=now))
        return after


async def confirm(
    store: Store, *, who: Actor, request: RequestId, now: datetime, once: str, spot: Spot | None
) -> Request:
    """A removal that took effect at once was seen, and is right. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await held_request(this, request, Act.APPROVE_LIST_CHANGE)
        this.may(Act.APPROVE_LIST_CHANGE, Matter(district=found.district))
        after = replace(found.moved(Move.CONFIRM, by=this.by, at=now), decided_at=found.decided_at)
        this.ref = after.ref
        await list_requests.change(this.tx, after)
        this.owe(*await list_telling.settled(this.tx, after, now=now))
        return after


async def undo(
    store: Store, *, who: Actor, request: RequestId, now: datetime, once: str, spot: Spot | None
) -> Request:
    """By the removed person, the district's administrator or a support administrator. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await held_request(this, request, Act.UNDO_REMOVAL)
        this.may(Act.UNDO_REMOVAL, Matter(district=found.district, author=found.person))
        after = found.moved(Move.UNDO, by=this.by, at=now)
        target = await target_of(this.tx, await somebody(this.tx, found.person), found.district)
        rules.must_fit(Kind.REACTIVATE, target, deciding=True)
        this.ref = after.ref
        await list_requests.change(this.tx, after)
        await list_changes.put_back(this.tx, after, now=now)
        this.owe(*await list_telling.changed(this.tx, after, by=this.by, now=now))
        this.owe(*await list_telling.settled(this.tx, after, now=now))
        return after
