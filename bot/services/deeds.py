"""A deed: one transaction that finds, asks the policy, changes, writes and owes (DESIGN, invariants 1 and 2).

A service gets at a case only through `Deed.case`, which asks the policy first. What a deed owes is
gathered and written at its end. When it is refused, the transaction keeps the event's key, the audit line
and the hint owed, and nothing of the deed: a service refuses before it writes.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from structlog.contextvars import bind_contextvars

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import Actor, CaseNumber, Channel, DistrictId, Operator, PersonId, SlackUser, TeamId
from bot.domain.meanwhile import Was
from bot.domain.people import Membership, Person, as_of
from bot.domain.policy import Matter
from bot.domain.record import DETAILS_CHANGED, ByClock
from bot.domain.refusal_facts import told
from bot.domain.refusals import (
    AlreadyTheContact,
    AlreadyThere,
    ChangedMeanwhile,
    ContactsOnly,
    ImpossibleMove,
    NoDistrict,
    NotFound,
    NotKnownYet,
    NotSetUp,
    Refusal,
    SessionPaused,
    SupportOnly,
    ThirdParty,
    TooLateToUndo,
    points_to,
)
from bot.domain.sessions import State
from bot.services import no_contact, sitting, telling_of_silence
from bot.services.own_districts import pointed
from storage import (
    audit,
    cases,
    contacts,
    inbound,
    operators,
    outbox,
    owing,
    people,
    places,
    sessions,
    threads,
    workspaces,
)
from storage.belonging import at_home
from storage.inbound import FormKey
from storage.outbox import Owed
from storage.owing import Spot, check, hint, look_up
from storage.store import Store, Tx

MOVED_ON = (AlreadyTheContact, AlreadyThere, ChangedMeanwhile, ImpossibleMove, TooLateToUndo)
"""The case is not as its card said to whoever pressed."""


OF_NO_CASE = (ContactsOnly, NoDistrict, ThirdParty)
"""Said of any number, whose case it may be."""


class Repeated(Exception):  # a fact about the delivery, not an error
    """This came in before: its effect stands, and nothing is to be done or said again."""


@dataclass(slots=True, kw_only=True)
class Deed:
    """A transaction under way, and what the audit log will say of it.

    `at`: when the person acted, which can be a day before `now` and is never after it.
    """

    tx: Tx
    now: datetime
    at: datetime
    who: SlackUser
    person: Person | None
    act: Act | None = None
    rule: str = ""
    district: DistrictId | None = None
    number: CaseNumber | None = None
    about: PersonId | None = None
    """Whom it is done to."""
    ref: str = ""
    """What else of ours it is about, for the audit line: `request:17`."""
    also_at: list[tuple[DistrictId, PersonId]] = field(default_factory=list)
    """Other districts whose list it changed, and what that says of whom: each has a line of its own."""
    owed: list[Owed] = field(default_factory=list)
    owed_last: list[Owed] = field(default_factory=list)
    """Cards drawn again: what was said goes first."""
    owed_if_refused: list[Owed] = field(default_factory=list)

    @property
    def by(self) -> PersonId:
        """Who acts. Raises NotKnownYet for somebody we never saw."""
        if self.person is None:
            raise NotKnownYet
        return self.person.id

    @property
    def reached(self) -> TeamId:
        """By which workspace of ours they are written to. Raises NotKnownYet for somebody we never saw."""
        if self.person is None:
            raise NotKnownYet
        return self.person.reached

    async def case(
        self, number: CaseNumber, act: Act, *, asked: str | None = None, author: PersonId | None = None
    ) -> Case:
        """The case, locked, if this person may do this to it.

        `asked`: what they typed for its number. `author`: who wrote the words of it that the act is about.
        """
        self.act = act
        case = await cases.locked(self.tx, number)
        words = asked if asked is not None else str(number)
        if case is None:
            raise self._nowhere(act, words)
        self.number = number
        bind_contextvars(case=number)
        matter = Matter(
            district=case.district,
            asked=words,
            owner=case.owner,
            author=author or case.reporter,
            reporter_until_claimed=case.reporter if case.contact is None else None,
        )
        try:
            self.may(act, await self._as_guest(case, act, matter))
        except NotFound as refusal:
            raise self._nowhere(act, words) from refusal
        except ContactsOnly as refusal:
            if act not in policy.BY_NUMBER:
                raise
            raise self._nowhere(act, words) from refusal  # where they are staff they learn no number
        return case

    async def _as_guest(self, case: Case, act: Act, matter: Matter) -> Matter:
        """Whose words come in by a joint session alone: it is open, its contact there, and they are staff still.

        Raises SessionPaused.
        """
        person = self.person
        if act is not Act.COMMENT or person is None or policy.decide(person, act, matter).allowed:
            return matter
        if not policy.may_be_guest(person, case.district):
            return matter
        found = await sessions.of_guest(self.tx, case.number, person.id)
        if found is None or found.state is not State.OPEN or not case.is_open:
            return matter
        host = await people.by_id(self.tx, found.host)
        if host is None or not policy.is_contact_of(host, case.district):
            return matter
        self.ref = f"session:{found.id}"
        if (await sitting.as_kept(self.tx, found)).is_present(self.at):
            return replace(matter, guest_present=person.id)
        self.act, self.district = act, case.district
        raise SessionPaused(number=case.number, session=found.id)

    def _nowhere(self, act: Act, asked: str) -> Refusal:
        """Who may do that to no case is told so, be the number a case of their district's, another's, or none."""
        if self.person is None:
            return NotKnownYet()
        if self.person.membership is Membership.GONE:
            return NotFound(asked=asked)
        refusal = policy.why_nowhere(self.person, act)
        said = (*OF_NO_CASE, SupportOnly) if act in policy.BY_NUMBER else OF_NO_CASE
        return refusal if isinstance(refusal, said) else NotFound(asked=asked)

    def may(self, act: Act, matter: Matter) -> Person:
        """The person, if they may. Raises the policy's refusal."""
        self.act, self.district = act, matter.district
        if self.person is None:
            raise NotKnownYet
        if self.person.membership is Membership.GONE:
            raise NotFound(asked=matter.asked) if matter.asked else NoDistrict()
        ruling = policy.decide(self.person, act, matter)
        self.rule = ruling.rule
        if ruling.refusal is not None:
            raise ruling.refusal
        return self.person

    def may_in_each(self, act: Act, own: Sequence[DistrictId]) -> Person:
        """Asked for each of these. Of none of them, to say why not: by each district that they belong to.

        The line of what is of several districts is of none, so that each of them finds it.
        """
        if not own:
            return self._nowhere_in(act)
        for district in own:
            person = self.may(act, Matter(district=district))
        self.district = own[0] if len(own) == 1 else None
        return person

    def _nowhere_in(self, act: Act) -> Person:
        its = policy.districts_of(self.person) if self.person else ()
        try:
            return self.may(act, Matter())
        finally:
            self.district = its[0] if len(its) == 1 else None

    def owe(self, *rows: Owed) -> None:
        self.owed.extend(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAsk:
    """Somebody asks something of one case, by a button, a form or a command.

    `once`: the key of the click or the form. `spot`: where a refusal is told, where no reply of Slack's carries it.
    `was`: what the button or form was drawn from, where the second would undo what the first did.
    """

    who: SlackUser
    number: CaseNumber
    now: datetime
    once: str | None = None
    spot: Spot | None = None
    asked: str | None = None
    was: Was | None = None


@asynccontextmanager
async def case_deed(store: Store, ask: CaseAsk, act: Act) -> AsyncIterator[tuple[Deed, Case]]:
    """A deed about one case, which this person may do, and which is as they saw it. Raises Refusal, Repeated."""
    async with deed(store, who=ask.who, now=ask.now, once=ask.once, spot=ask.spot) as this:
        yield this, await case_of(this, ask, act)


async def case_of(this: Deed, ask: CaseAsk, act: Act) -> Case:
    """The case, held, as they saw it. Raises Refusal."""
    case = await this.case(ask.number, act, asked=ask.asked)
    if ask.was is not None:
        ask.was.must_stand(case)
    return case


@asynccontextmanager
async def deed(
    store: Store,
    *,
    who: Actor,
    now: datetime,
    at: datetime | None = None,
    once: str | None = None,
    spot: Spot | None = None,
    via: TeamId | None = None,
    where: Channel | None = None,
) -> AsyncIterator[Deed]:
    """Opens a deed by `who`.

    `at`: when they acted, as Slack says, where an event tells of it and can be late.
    `once`: the key by which a second delivery is known; raises Repeated for it, having written nothing. A form
    that was refused may be sent again.
    `via`: our workspace where they were seen, should they be of another one.
    `where`: the channel in which they act, if there is a spot this one's: it can say where they belong (POLICY 1).
    `spot`: where a refusal is told when no reply of Slack's can carry it. Raises Refusal after the commit.
    """
    refused: Refusal | None = None
    async with store.begin(prompt=True) as tx:
        if once is not None and not await inbound.is_new(tx, once, now=now):
            raise Repeated
        acted = now if at is None else min(at, now)
        asks, found = await _whoever(tx, who)
        here = where or (spot.place if spot else None)
        person = await at_home(tx, found, here) if found is not None else None
        this = Deed(tx=tx, now=now, at=acted, who=asks, person=as_of(person, acted) if person else None)
        try:
            yield this
        except Refusal as refusal:
            refused = await _told_of_their_workspace(tx, await pointed(tx, this.person, refusal), this.who)
            this.owed, this.owed_last = [*this.owed_if_refused, *_hints(this, refused, spot)], []
            this.owe(*await _redrawn(this, refused, spot))
            this.owe(*await _nobody_there(this, refused))
            if isinstance(once, FormKey):
                await inbound.forget(tx, once)
        await _close(this, refused, via, here)
    if refused is not None:
        raise refused


async def _whoever(tx: Tx, who: Actor) -> tuple[SlackUser, Person | None]:
    """The command line's account has no user in Slack."""
    if isinstance(who, Operator):
        account = await operators.operator(tx)
        return account.slack, account
    return who, await people.by_slack(tx, who)


async def _told_of_their_workspace(tx: Tx, refusal: Refusal, who: SlackUser) -> Refusal:
    """Nobody's district is known where the whole workspace is nobody's yet: that is what they are told."""
    is_of_none = isinstance(refusal, NoDistrict) and await workspaces.is_nobodys(tx, who.team)
    return NotSetUp() if is_of_none else refusal


async def _close(this: Deed, refused: Refusal | None, via: TeamId | None, where: Channel | None) -> None:
    if this.person is None:
        then = "redirect" if isinstance(refused, NotKnownYet) else ""
        facts: dict[str, int | str] = {"channel": where.id} if where is not None else {}
        this.owe(look_up(this.who, now=this.now, via=via, then=then, facts=facts))
    elif refused is None and this.act is not None and policy.districts_of_contact(this.person):
        await contacts.touch(this.tx, this.person.id, this.at)
        this.owe(*await _back_again(this, this.person))
    if this.act is not None:
        await audit.write(
            this.tx,
            at=this.now,
            person=this.person.id if this.person else None,
            act=this.act,
            rule=type(refused).__name__ if refused else this.rule,
            allowed=refused is None,
            district=this.district,
            case=this.number,
            about=this.about,
            ref=this.ref,
        )
        if refused is None:
            await _also(this, this.act)
    await outbox.owe(this.tx, [*this.owed, *this.owed_last], now=this.now)


async def _also(this: Deed, act: Act) -> None:
    for district, about in this.also_at:
        await audit.write(
            this.tx,
            at=this.now,
            person=this.by,
            act=act,
            rule=DETAILS_CHANGED,
            allowed=True,
            district=district,
            case=None,
            about=about,
        )


async def _back_again(this: Deed, person: Person) -> list[Owed]:
    """What was ended for silence is undone: who was told so is told, and threads and channels have a contact more."""
    owed: list[Owed] = []
    for line in person.lines:
        if line.district is None or line.deactivated_at is None or line.deactivated_at <= this.at:
            continue
        await audit.by_clock(this.tx, at=this.now, rule=ByClock.UNDONE, district=line.district, about=person.id)
        key = f"{line.id}:{line.deactivated_at.isoformat()}"
        owed += await telling_of_silence.back(this.tx, person, line.district, key=key, now=this.now)
        their = await threads.read_by(this.tx, person.id, line.district)
        owed += owing.by_clock(their, what="thread-goes-on", key=key, now=this.now)
        for channel in await places.of_district(this.tx, line.district):
            owed.append(check(channel, now=this.now, why=f"back-again:{person.id}:{this.now.isoformat()}"))
    return owed


async def _nobody_there(this: Deed, refusal: Refusal) -> list[Owed]:
    """Somebody is pointed to contacts whom their district has not."""
    its = points_to(refusal)
    return [row for district in its for row in await no_contact.told(this.tx, district, now=this.now)]


def _hints(this: Deed, refusal: Refusal, spot: Spot | None) -> list[Owed]:
    if spot is None:
        return []
    return [hint(this.who, spot, what="refused", now=this.now, facts=told(refusal))]


async def _redrawn(this: Deed, refusal: Refusal, spot: Spot | None) -> list[Owed]:
    """Who was too late saw a card that has not changed yet, or never will: it is drawn again."""
    if this.number is None or not isinstance(refusal, MOVED_ON):
        return []
    places = [place for place in await threads.of_case(this.tx, this.number) if place.ts is not None]
    here = [place for place in places if spot is None or place.channel == spot.channel]
    return [owing.looked_at(place, why=f"too-late:{this.now.isoformat()}", now=this.now) for place in here]
