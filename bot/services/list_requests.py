"""Asking for a change of a district's list: what is done at once, and what waits for approval (POLICY 6)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import list_requests as rules
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import Actor, DistrictId, PersonId, RequestId, SlackUser
from bot.domain.list_requests import Kind, Move, Removal, Request, State, Waits, Words
from bot.domain.people import Membership, Person, Role
from bot.domain.policy import Matter
from bot.domain.refusals import AlreadyAsked, CannotBeListed
from bot.services import list_changes, list_telling
from bot.services.deeds import Deed, deed
from bot.services.list_deeds import held_request, hold, is_last, limits_of, somebody, target_of
from bot.services.list_elsewhere import told_elsewhere
from storage import list_lines, list_requests, owing, people, people_facts, visitors
from storage.inbound import FormKey
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for. `person`: whom it is about, of whom Slack's id alone may be known.

    `replacement`: who comes in place of somebody removed, or is bound to a line without a Slack user. `saw`: what the
    list said of them when the form was drawn, by `details_seen`. `asker`: who of the district asked, where somebody
    else enters it for them.
    """

    district: DistrictId
    kind: Kind
    person: SlackUser | PersonId
    role: Role | None = None
    training: str = ""
    licensed: bool = False
    replacement: SlackUser | None = None
    saw: str = ""
    words: Words = field(default_factory=Words)
    asker: PersonId | None = None


async def ask(store: Store, *, who: Actor, wish: Wish, now: datetime, once: str) -> Request:
    """The request as it stands then: applied, or waiting. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        return await asked_in(this, wish)


async def asked_in(this: Deed, wish: Wish) -> Request:
    """Within a deed that asks for it. Raises Refusal."""
    await hold(this, wish.district)
    wish = await _by_their_own(this, wish)
    act = _act_of(this, wish)
    person = this.may(act, Matter(district=wish.district))
    asker = person if wish.asker is None else await _asker(this, wish)
    overrides = act is Act.OVERRIDE_REMOVAL
    waits = await _must_fit(this, wish, asker, overrides=overrides)
    request = await _add(this, wish, asker, waits, overrides=overrides)
    await _follow(this, request, wish.words)
    return request


async def _by_their_own(this: Deed, wish: Wish) -> Wish:
    """Whoever is chosen, by their own workspace, and held until the deed ends."""
    person, comes = wish.person, wish.replacement
    return replace(
        wish,
        person=await visitors.chosen(this.tx, person) if isinstance(person, SlackUser) else person,
        replacement=await visitors.chosen(this.tx, comes) if comes is not None else None,
    )


def _act_of(this: Deed, wish: Wish) -> Act:
    """A support administrator removes by an override, enters what a district asked for, and asks for nothing else.

    Who comes in somebody's place is asked for by the district alone.
    """
    if wish.asker is not None:
        return Act.ENTER_LIST_CHANGE
    if wish.kind is Kind.BIND:
        return Act.BIND_LINE
    overrides = (
        wish.kind is Kind.REMOVE
        and wish.replacement is None
        and this.person is not None
        and policy.is_support_administrator(this.person)
        and wish.district not in policy.districts_kept(this.person)
    )
    return Act.OVERRIDE_REMOVAL if overrides else Act.REQUEST_LIST_CHANGE


async def _asker(this: Deed, wish: Wish) -> Person:
    """Who asked has to be one who may. Raises CannotBeListed."""
    asker = await somebody(this.tx, wish.asker)
    its = Matter(district=wish.district)
    if asker is None or not policy.decide(asker, Act.REQUEST_LIST_CHANGE, its).allowed:
        raise CannotBeListed(reason="no-asker")
    return asker


async def _must_fit(this: Deed, wish: Wish, asker: Person, *, overrides: bool) -> Waits:
    """For whom it waits. Everything that can be refused is refused here, before anything is written."""
    rules.must_be_a_type(wish.role)
    person = await somebody(this.tx, wish.person)
    if person is None and not isinstance(wish.person, SlackUser):
        raise CannotBeListed(reason="no-contact")
    this.about = person.id if person else None
    comes = await somebody(this.tx, wish.replacement)
    gets = person if wish.kind in rules.COMES else comes
    if gets is not None:
        rules.must_be_another(gets.id, asker.id)
    await _must_be_listable(this, wish, person, comes)
    if wish.saw and person is not None:
        await people_facts.hold(this.tx, person.id)  # another district changes what stands on both lists
    rules.must_be_as_seen(wish.saw, await _details(this, wish, person) if wish.saw else "")
    if wish.kind is Kind.UPDATE:
        await _must_change_something(this, wish, person)
    waits = await _waits(this, wish, person, asker, overrides=overrides)
    if waits is not Waits.NOBODY and person is not None:
        known = await list_requests.open_for(this.tx, wish.district, person.id, wish.kind)
        if known is not None:
            raise AlreadyAsked(request=known)
    return waits


async def _must_be_listable(this: Deed, wish: Wish, person: Person | None, comes: Person | None) -> None:
    target = await target_of(this.tx, person, wish.district)
    if wish.kind is Kind.BIND and not target.is_erased:
        if target.is_bound or not (target.is_contact or target.was_contact):
            raise CannotBeListed(reason="bound")
        target = await target_of(this.tx, comes, wish.district)
    rules.must_fit(wish.kind, target, role=wish.role, deciding=False)
    if wish.kind is Kind.REMOVE and wish.replacement is not None:
        rules.must_fit(Kind.ADD, await target_of(this.tx, comes, wish.district), deciding=False)


async def _must_change_something(this: Deed, wish: Wish, person: Person | None) -> None:
    """Nobody is told of what stays as it was, as a name that is left empty does. Raises CannotBeListed."""
    line = None if person is None else await list_lines.of_person(this.tx, wish.district, person.id)
    if line is None:
        return
    words = wish.words
    wanted = (words.name or line.person.name, words.email, words.phone, wish.training)
    if wanted == (line.person.name, line.email, line.phone, line.training):
        raise CannotBeListed(reason="same-details")


async def _details(this: Deed, wish: Wish, person: Person | None) -> str:
    line = None if person is None else await list_lines.of_person(this.tx, wish.district, person.id)
    return "" if line is None else rules.details_seen(line.person.name, line.email, line.phone, line.training)


async def _waits(this: Deed, wish: Wish, person: Person | None, asker: Person, *, overrides: bool) -> Waits:
    if wish.kind is not Kind.REMOVE or person is None:
        return rules.waits(wish.kind)
    if overrides:
        return Waits.NOBODY
    limits = await limits_of(this.tx)
    return rules.removal_waits(
        await _removal(this, wish, person, asker), district=wish.district, a_day=limits.removals_a_day
    )


async def _removal(this: Deed, wish: Wish, person: Person, asker: Person) -> Removal:
    administrators = await people.holding(this.tx, policy.ADMINISTRATOR_ROLES, district=wish.district)
    return Removal(
        is_last=await is_last(this.tx, person, wish.district),
        has_replacement=wish.replacement is not None,
        by_administrator=policy.is_administrator_of(asker, wish.district),
        of_themselves=person.id == asker.id,
        removed_lately=await list_requests.removed_lately(
            this.tx, asker.id, wish.district, now=this.now, within=rules.A_DAY
        ),
        has_administrator=bool(administrators),
    )


async def _add(this: Deed, wish: Wish, asker: Person, waits: Waits, *, overrides: bool) -> Request:
    request = Request(
        id=RequestId(0),
        district=wish.district,
        kind=wish.kind,
        state=State.ASKED,
        person=await _known(this, wish.person),
        asked_by=asker.id,
        asked_at=this.now,
        waits_for=waits,
        role=wish.role,
        training=wish.training,
        licensed=wish.licensed,
        replacement=None if wish.replacement is None else await _known(this, wish.replacement),
        entered_by=None if asker.id == this.by else this.by,
    )
    request = await _undoable(this, request, asker, overrides=overrides)
    if waits is Waits.NOBODY:
        confirmed = request.kind is not Kind.REMOVE or overrides
        still = Waits.NOBODY if confirmed else Waits.CONFIRMATION
        request = replace(request.moved(Move.APPROVE, by=asker.id, at=this.now), waits_for=still)
    request = replace(request, id=await list_requests.add(this.tx, request, wish.words))
    this.about, this.ref = request.person, request.ref
    if request.kind is Kind.BIND:
        this.about = request.comes
    return request


async def _undoable(this: Deed, request: Request, asker: Person, *, overrides: bool) -> Request:
    """A removal that a contact asked for, of another: until when is settled when it takes effect."""
    by_administrator = policy.is_administrator_of(asker, request.district)
    if request.kind is not Kind.REMOVE or overrides or by_administrator or request.person == asker.id:
        return request
    if not (await target_of(this.tx, await somebody(this.tx, request.person), request.district)).is_contact:
        return request
    return replace(request, undo_until=this.now + (await limits_of(this.tx)).removal_undone_within)


async def _known(this: Deed, who: SlackUser | PersonId) -> PersonId:
    """Somebody we never saw is looked up, and a guest till then."""
    if not isinstance(who, SlackUser):
        return who
    found = await people.by_slack(this.tx, who)
    if found is not None and found.membership is Membership.EXTERNAL:  # from before their own workspace was known
        this.owe(owing.look_up(who, now=this.now, via=this.reached))
    if found is None:
        await people_facts.met(this.tx, who)
        this.owe(owing.look_up(who, now=this.now, via=this.reached))
        found = await people.by_slack(this.tx, who)
    if found is None:
        raise LookupError(who.user)
    return found.id


async def _follow(this: Deed, request: Request, words: Words) -> None:
    """What follows from having asked: the change itself, and who is told."""
    if request.state is State.APPLIED:
        whom = (request.person, request.comes)
        async with told_elsewhere(
            this, whom, asker=request.asked_by, district=request.district, occasion=request.ref
        ):
            await list_changes.apply(this.tx, request, words, now=this.now)
        this.owe(*await list_telling.changed(this.tx, request, by=this.by, now=this.now))
    if request.waits_for is not Waits.NOBODY:
        this.owe(*await list_telling.asked(this.tx, request, by=this.by, now=this.now))


async def withdraw(
    store: Store, *, who: SlackUser, request: RequestId, now: datetime, once: FormKey | str
) -> Request:
    """By whoever asked, or the district's administrator. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await held_request(this, request, Act.WITHDRAW_REQUEST)
        this.may(Act.WITHDRAW_REQUEST, Matter(district=found.district, author=found.asked_by))
        after = found.moved(Move.WITHDRAW, by=this.by, at=now)
        await list_requests.change(this.tx, after)
        this.owe(*await list_telling.decided(this.tx, after, by=this.by, now=now))
        this.ref = after.ref
        this.owe(*await list_telling.settled(this.tx, after, now=now))
        return after
