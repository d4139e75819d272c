"""A member's confirmed e-mail address proposes whose a line without a Slack user is (POLICY 1).

The address comes from a look at Slack, is compared and forgotten. Until an administrator confirms, nobody gets
anything.
"""

from datetime import datetime

from bot.domain import list_requests as rules
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import PersonId, ProposalId, SlackUser
from bot.domain.list_requests import Kind
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.proposals import WAITS, Proposal, State, after_look
from bot.domain.record import ByAccount
from bot.domain.refusals import ProposalOver
from bot.services import list_requests, redrawing
from bot.services.deeds import Deed, deed
from bot.services.list_deeds import hold
from bot.services.list_requests import Wish
from storage import audit, contacts, outbox, owing, people, people_facts, proposals
from storage.outbox import Owed
from storage.owing import Spot
from storage.store import Store, Tx

ASKED = "binding-asked"


async def looked(store: Store, who: SlackUser, *, address: str, now: datetime) -> None:
    """`address`: the confirmed one of a member of their own workspace; '' of everybody else."""
    lines = await proposals.lines_with(store.glances, address, who.team) if address else []
    person = await people.by_slack(store.glances, who)
    waiting = await proposals.waiting_of(store.glances, person.id) if person is not None else []
    for spot in dict.fromkeys([*lines, *waiting]):
        async with store.begin() as tx:
            await contacts.hold(tx, spot[0])
            await _look(tx, await _met(tx, who), spot, address, now)


async def _met(tx: Tx, who: SlackUser) -> Person:
    await people_facts.met(tx, who)
    found = await people.by_slack(tx, who)
    if found is None:
        raise LookupError(who.user)
    return found


async def _look(tx: Tx, member: Person, spot: proposals.Spot, address: str, now: datetime) -> None:
    known = await proposals.of_line(tx, spot)
    own = next((it for it in known if it.member == member.id), None)
    rivals = [it for it in known if it.member != member.id and it.state in WAITS]
    fits = policy.contact_line(member, spot[0]) is None and not policy.works_for_vendor(member)
    has_it = bool(address) and fits and spot in await proposals.lines_with(tx, address, member.slack.team)
    becomes = after_look(own.state if own else None, has_it=has_it, rivals=len(rivals))
    if becomes is None:
        return
    after = await _written(tx, own, spot, member.id, becomes)
    rule, ref = ByAccount(f"binding-{becomes}"), f"proposal:{after.id}"
    await audit.by_account(tx, at=now, rule=rule, district=after.district, about=member.id, ref=ref)
    rows = await _drawn_again(tx, after, now)
    if becomes is State.UNCLEAR:
        rows += await _also_unclear(tx, rivals, now)
    if becomes in WAITS:
        rows += await _told(tx, after, now)
    if rows:
        await outbox.owe(tx, rows, now=now)


async def _written(tx: Tx, own: Proposal | None, spot: proposals.Spot, member: PersonId, state: State) -> Proposal:
    if own is None:
        return await proposals.add(tx, spot, member, state)
    after = own.seen_again(state)
    await proposals.save(tx, after)
    return after


async def _also_unclear(tx: Tx, rivals: list[Proposal], now: datetime) -> list[Owed]:
    """What was asked of another member cannot be pressed any more."""
    rows: list[Owed] = []
    for rival in (it for it in rivals if it.state is State.ASKED):
        after = rival.seen_again(State.UNCLEAR)
        await proposals.save(tx, after)
        rows += await _drawn_again(tx, after, now)
    return rows


async def _told(tx: Tx, proposal: Proposal, now: datetime) -> list[Owed]:
    """The district's administrators and the support administrators; not whom it is about."""
    readers = [
        *await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=proposal.district),
        *await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None),
    ]
    teams = {person: team for person, team, _ in readers if person != proposal.member}
    facts: dict[str, int | str] = {"proposal": proposal.id}
    return [
        owing.tell(person, team, key=_key(proposal, proposal.round, person), what=ASKED, now=now, facts=facts)
        for person, team in teams.items()
    ]


def _key(proposal: Proposal, round_: int, reader: PersonId) -> str:
    return f"{ASKED}:{proposal.id}:{round_}:{reader}"


async def _drawn_again(tx: Tx, proposal: Proposal, now: datetime) -> list[Owed]:
    readers = [
        *await people.ever_holding(tx, policy.ADMINISTRATOR_ROLES, district=proposal.district),
        *await people.ever_holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None),
    ]
    rounds = range(1, proposal.round + 1)
    keys = [_key(proposal, round_, reader) for round_ in rounds for reader in dict.fromkeys(readers)]
    return await redrawing.redrawn(tx, keys, why=f"{proposal.state}:{proposal.round}", now=now)


async def confirm(
    store: Store, *, who: SlackUser, proposal: ProposalId, now: datetime, once: str, spot: Spot | None
) -> None:
    """The line is that member's, as if an administrator had bound it from the list. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await _held(this, proposal)
        after = found.decided(State.CONFIRMED, by=this.by, at=now)
        rules.must_be_another(found.member, this.by)
        member = await people.by_id(this.tx, found.member)
        if member is None or not await proposals.is_unbound(this.tx, (found.district, found.line_of)):
            raise ProposalOver(state=State.LAPSED)
        wish = Wish(district=found.district, kind=Kind.BIND, person=found.line_of, replacement=member.slack)
        await list_requests.asked_in(this, wish)
        await _save(this, after)


async def decline(
    store: Store, *, who: SlackUser, proposal: ProposalId, now: datetime, once: str, spot: Spot | None
) -> None:
    """*Not them*: this member is not proposed for this line again. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await _held(this, proposal)
        await _save(this, found.decided(State.DECLINED, by=this.by, at=now))


async def _held(this: Deed, proposal: ProposalId) -> Proposal:
    """Its district held, and asked whether they may. Raises Refusal."""
    this.act, this.ref = Act.BIND_LINE, f"proposal:{proposal}"
    first = await proposals.get(this.tx, proposal)
    if first is None:
        this.may(Act.BIND_LINE, Matter())
        raise ProposalOver(state=State.LAPSED)
    await hold(this, first.district)
    this.about = first.member
    this.may(Act.BIND_LINE, Matter(district=first.district))
    return await proposals.get(this.tx, proposal) or first


async def _save(this: Deed, after: Proposal) -> None:
    await proposals.save(this.tx, after)
    this.owe(*await _drawn_again(this.tx, after, this.now))
