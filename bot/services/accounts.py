"""A person's Slack account: what we keep of it follows what Slack tells. It gives no right, and can end all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain import policy
from bot.domain.ids import PersonId, SlackUser, TeamId
from bot.domain.people import CONTACT_ROLES, Membership, Person
from bot.domain.record import ByAccount
from bot.services import leaving, standing_for
from bot.services.deeds import Deed
from storage import audit, flags, outbox, owing, people, people_facts, places, proposals, threads, workspaces
from storage.outbox import Owed
from storage.store import Store, Tx

BATCH = 500


class Those(Protocol):
    """Whom a night looks at: by their ids, a batch at a time."""

    async def __call__(self, tx: Tx, *, after: PersonId, most: int) -> list[tuple[PersonId, SlackUser]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What Slack tells of an account. `seen_from`: by whose workspace. `zone` is '' of somebody who is gone."""

    who: SlackUser
    seen_from: TeamId
    zone: str
    gone: bool
    guest: bool
    at: datetime

    def membership(self, known: Membership) -> Membership:
        """Their own workspace says what they are there; another one only whether they are gone."""
        if self.gone:
            return Membership.GONE
        if self.seen_from != self.who.team:
            return Membership.EXTERNAL if known is Membership.GONE else known
        return Membership.GUEST if self.guest else Membership.MEMBER


async def changed(store: Store, account: Account, *, now: datetime, why: str) -> None:
    """Of somebody unknown, and of what we do not keep, nothing is written."""
    person = await people.by_slack(store.glances, account.who)
    if person is None or _is_known(person, account):
        return
    async with store.begin() as tx:
        membership = account.membership(person.membership)
        zone = account.zone or person.zone
        if not await people_facts.changed(tx, account.who, zone=zone, membership=membership, at=account.at):
            return
        if membership is person.membership:
            return
        await _logged(tx, person, membership, now)
        rows = [owing.check(channel, now=now, why=why) for channel in await places.with_member(tx, account.who)]
        if person.membership is Membership.GONE:
            await flags.tell_again(tx, person.id, now=now)
            await threads.open_late(tx, person.id, now=now)
        if membership is Membership.GONE:
            rows += await _reports(tx, person, at=account.at, now=now)
            rows += await _offers(tx, person, now=now)
        if rows:
            await outbox.owe(tx, rows, now=now)


async def _logged(tx: Tx, person: Person, membership: Membership, now: datetime) -> None:
    """A line for each district that the account gives or takes a right at; none of whoever has no roster line."""
    rule = ByAccount(f"account-{membership}")
    for district in dict.fromkeys(line.district for line in person.lines):
        await audit.by_account(tx, at=now, rule=rule, district=district, about=person.id)


async def joined(store: Store, who: SlackUser, *, now: datetime) -> None:
    """Somebody new: looked up before they ask for anything, so that their first question has an answer."""
    async with store.begin() as tx:
        await outbox.owe(tx, [owing.look_up(who, now=now)], now=now)


async def look_again(store: Store, *, now: datetime) -> int:
    """Once a night at everybody who has a right: what Slack told while the bot was away was missed.

    And at members who have none, where some line of the list has an address and no Slack user.
    The look itself is paced, as Slack wants it. Returns at how many.
    """
    return sum([await _each(store, those, now) for those in (people.with_rights, proposals.to_look_at)])


async def _each(store: Store, those: Those, now: datetime) -> int:
    last, count = PersonId(0), 0
    while True:
        async with store.begin() as tx:
            found = await those(tx, after=last, most=BATCH)
            await outbox.owe(tx, [owing.nightly_look(who, now=now) for _, who in found], now=now)
        count += len(found)
        if len(found) < BATCH:
            return count
        last = found[-1][0]


async def asks_for_zone(this: Deed) -> None:
    """Where their hours begin to matter, Slack is asked for their zone; until then it is their district's.

    Once a day is enough: later changes Slack tells by itself.
    """
    if await workspaces.get(this.tx, this.who.team) is not None:
        this.owe(owing.look_up(this.who, now=this.now))


async def _reports(tx: Tx, gone: Person, *, at: datetime, now: datetime) -> list[Owed]:
    """A contact's right ends with the account; those who can name another are told (POLICY 6)."""
    owed: list[Owed] = []
    for district in policy.districts_of_contact(gone):
        readers = [
            *await people.holding(tx, CONTACT_ROLES, district=district),
            *await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district),
            *await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None),
        ]
        facts: dict[str, int | str] = {"district": district, "person_gone": gone.id}
        owed += [
            owing.tell(
                reader,
                team,
                key=f"account-gone:{gone.id}:{at.isoformat()}:{district}:{reader}",
                what="contact-gone",
                now=now,
                facts=facts,
            )
            for reader, team, _ in readers
        ]
    return owed


async def _offers(tx: Tx, gone: Person, *, now: datetime) -> list[Owed]:
    """Their open cases, to those who can take them."""
    owed = await standing_for.owners_cases_offered(tx, gone.id, now=now)
    for district in policy.districts_of_contact(gone):
        why = f"account-gone:{gone.id}:{now.isoformat()}"
        owed += await leaving.account_gone(tx, gone.id, district, why=why, now=now)
    return owed


def _is_known(person: Person, account: Account) -> bool:
    same_zone = account.zone in {"", person.zone}
    return same_zone and account.membership(person.membership) is person.membership
