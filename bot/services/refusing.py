"""What is owed when a reply in a thread is not taken in (POLICY 2): a hint, a DM once, and a report."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId, KeptId, PersonId, SlackUser, TeamId
from bot.domain.refusal_facts import told
from bot.domain.refusals import (
    CaseIsClosed,
    CaseIsDuplicate,
    NoDistrict,
    NotFound,
    NotKnownYet,
    Refusal,
    SessionPaused,
)
from bot.domain.sheets import Seat, Side
from bot.services.deeds import Deed
from bot.services.own_districts import pointed
from storage import calendars, hinting, inbound, outbox, people, sessions, threads
from storage.outbox import Owed
from storage.owing import Spot, hint, look_up, reply_not_taken, tell, write_to
from storage.owing_sessions import said
from storage.store import Store
from storage.threads import Place


async def hints(this: Deed, refusal: Refusal, place: Place, spot: Spot, *, kept: KeptId | None) -> list[Owed]:
    """At most one hint an hour per person and thread; as it can be lost, once by DM per case too.

    `kept`: what was written waits for a decision.
    """
    if isinstance(refusal, NotFound) and this.person is not None and not policy.districts_of(this.person):
        refusal = NoDistrict()  # they are of no other district: nobody knows of which
    facts = {**told(await pointed(this.tx, this.person, refusal)), "case": place.case}
    if isinstance(refusal, NotKnownYet):
        return [hint(this.who, spot, what="reply-not-taken", now=this.now, facts=facts), _look_up(this, place, kept)]
    if isinstance(refusal, CaseIsClosed):
        return [] if kept is None else [_about_closed(this, spot, facts, kept)]
    if isinstance(refusal, SessionPaused):
        return await _about_held(this, refusal, spot)
    if isinstance(refusal, CaseIsDuplicate):
        return [hint(this.who, spot, what="reply-not-taken", now=this.now, facts=facts)]
    owed: list[Owed] = []
    limits = (await calendars.rules(this.tx)).limits
    if kept is not None:
        facts["asks"] = kept
    if await hinting.may_hint(this.tx, place.id, this.who, now=this.now, every=limits.hint_every):
        owed.append(hint(this.who, spot, what="reply-not-taken", now=this.now, facts=facts))
        owed.append(_dm(this, place, facts))
    owed += await _reports(this, place, spot)
    return owed


async def tell_not_read(store: Store, *, who: SlackUser, team: TeamId, once: str, now: datetime) -> None:
    """Somebody wrote to us directly, where no case is: nobody reads it, which they are told once an hour."""
    async with store.begin() as tx:
        if not await inbound.is_new(tx, once, now=now):
            return
        key = f"not-read-here:{who.team}:{who.user}:{now:%Y-%m-%dT%H}"
        await outbox.owe(tx, [write_to(who, what="not-read-here", key=key, now=now, via=team)], now=now)


async def _about_held(this: Deed, refusal: SessionPaused, spot: Spot) -> list[Owed]:
    """To the guest; and once in a pause to the contacts, who can let it in."""
    found = await sessions.get(this.tx, refusal.session)
    if found is None:
        return []
    occasion = found.present_until.isoformat() if found.present_until else "begun"
    places = [it for it in await threads.of_case(this.tx, found.case) if it.seat is Seat.SIDE]
    district = [it for it in places if it.side is Side.DISTRICT]
    told = hint(this.who, spot, what="session-held", now=this.now, facts={"case": found.case})
    return [told, *said(found, district, what="session-held", occasion=occasion, now=this.now)]


def _look_up(this: Deed, place: Place, kept: KeptId | None) -> Owed:
    """Once Slack has said who they are, they are told why their reply is not taken in, and whom to turn to."""
    act = this.act or ""
    facts: dict[str, int | str] = {"case": place.case, "thread": place.id, "act": act}
    if kept is not None:
        facts["asks"] = kept
    return look_up(this.who, now=this.now, via=place.team, then="reply", facts=facts)


def _about_closed(this: Deed, spot: Spot, facts: dict[str, int | str], kept: KeptId) -> Owed:
    """With what can be done with the words; an agent cannot reopen (POLICY 3)."""
    whose = {} if this.person is None or not policy.is_agent(this.person) else {"agent": 1}
    return hint(this.who, spot, what="reply-not-taken", now=this.now, facts={**facts, **whose, "kept": kept})


def _dm(this: Deed, place: Place, facts: dict[str, int | str]) -> Owed:
    return reply_not_taken(this.who, place.case, what="reply-not-taken", now=this.now, via=place.team, facts=facts)


async def _reports(this: Deed, place: Place, spot: Spot) -> list[Owed]:
    """Somebody of another district in a case channel is reported, even where it is accepted as mixed."""
    if this.person is None or this.district is None or place.reader is not None or place.side is Side.DESK:
        return []
    homes = policy.districts_of(this.person)
    if not homes or this.district in homes or policy.works_for_vendor(this.person):
        return []
    return await _outsider_reports(this, this.district, spot, outsider=this.person.id)


async def _outsider_reports(this: Deed, district: DistrictId, spot: Spot, *, outsider: PersonId) -> list[Owed]:
    """To the district's administrators and the support administrators, once a day for each outsider.

    Named by our id alone, in the key too: erasing them leaves the row, by which the message is drawn again.
    """
    readers = [
        *await people.holding(this.tx, policy.ADMINISTRATOR_ROLES, district=district),
        *await people.holding(this.tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None),
    ]
    facts: dict[str, int | str] = {"district": district, "person_reported": outsider, "channel": spot.channel}
    return [
        tell(
            person,
            team,
            key=f"outsider:{spot.channel}:{outsider}:{this.now.date()}:{person}",
            what="outsider-in-channel",
            now=this.now,
            facts=facts,
        )
        for person, team, _ in readers
    ]
