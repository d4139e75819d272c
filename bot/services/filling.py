"""A form while it is filled in: where it begins, what is kept of it, and which cases are like it.

What somebody typed is theirs, and no deed on a case: it is kept without asking the policy, so that it outlives a
right that ended meanwhile. Slack tells of a form that is sent, and of fields that are heard; of one that is closed
it tells nothing that was typed.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.environments import Kept as Known
from bot.domain.ids import CaseNumber, DistrictId, SlackUser, TeamId
from bot.domain.notifications import Notification
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.sheets import ContactSheet
from bot.services.deeds import Repeated, deed
from storage import cases, districts, drafts, environments, inbound, naming, notifications, people, similar
from storage.districts import District
from storage.drafts import Kept
from storage.store import Store, Tx, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a form is drawn from. `contacts`: of the one district, for an agent who opens for one of them.

    `incidents`: the open ones of all modules.
    """

    zone: str
    districts: list[District] = field(default_factory=list)
    contacts: list[ContactSheet] = field(default_factory=list)
    kept: Kept | None = None
    incidents: list[Notification] = field(default_factory=list)
    environments: dict[DistrictId, list[Known]] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        return self.kept.fields if self.kept else {}


async def sheet(
    store: Store, *, who: SlackUser, form: str, whose: DistrictId | None, now: datetime, newest: bool = False
) -> Sheet:
    """`form`: which of their forms; `newest`: the latest whose name begins so. `whose`: of an agent's form."""
    async with store.read() as tx:
        person = await people.by_slack(tx, who)
        if person is None:
            return Sheet(zone="UTC")
        if newest:
            found = await drafts.newest(tx, person.id, begins=form, now=now)
            return await _drawn_from(tx, person, whose, found if _is_theirs_still(found, person) else None)
        return await _drawn_from(tx, person, whose, await drafts.of_form(tx, person.id, form, now=now))


def _is_theirs_still(kept: Kept | None, person: Person) -> bool:
    """What was written for one district is not offered for another, should the right at that one have ended."""
    return kept is None or kept.district is None or kept.district in policy.districts_of_contact(person)


async def _drawn_from(tx: Tx, person: Person, whose: DistrictId | None, kept: Kept | None) -> Sheet:
    known = await notifications.all_open(tx)
    if whose is not None and policy.is_agent(person):
        its, named = await districts.some(tx, (whose,)), await people.contacts_of(tx, whose)
        run = await environments.of_districts(tx, (whose,))
        return Sheet(zone=person.zone, districts=its, contacts=named, kept=kept, incidents=known, environments=run)
    own = await _last_first(tx, person, await districts.some(tx, policy.districts_of_contact(person)))
    run = await environments.of_districts(tx, [it.id for it in own])
    return Sheet(zone=person.zone, districts=own, kept=kept, incidents=known, environments=run)


async def _last_first(tx: Tx, person: Person, own: list[District]) -> list[District]:
    """Who stands for several districts is asked which, with the one of their last case first (POLICY 1)."""
    last = await cases.last_district(tx, person.id) if len(own) > 1 else None
    return sorted(own, key=lambda district: district.id != last)


async def as_named(store: Store, *, team: TeamId, words: str) -> str:
    """A message's words with people by name, as they are to stand in a form."""
    return await naming.named(store.glances, team, words)


async def keep(
    store: Store,
    *,
    who: SlackUser,
    form: str,
    fields: dict[str, str],
    now: datetime,
    district: DistrictId | None = None,
) -> None:
    """What stands in the form now. Fields that it does not show at the moment stay as they were."""
    async with store.begin(prompt=True) as tx:
        person = await people.by_slack(tx, who)
        if person is None:
            return
        before = await drafts.of_form(tx, person.id, form, now=now)
        together = {**(before.fields if before else {}), **fields}
        await drafts.keep(tx, person.id, form, district=district, fields=together, now=now)


async def forget(store: Store, *, who: SlackUser, form: str) -> None:
    """Its author begins afresh."""
    async with store.begin(prompt=True) as tx:
        person = await people.by_slack(tx, who)
        if person is not None:
            await drafts.erase(tx, person.id, form)


@asynccontextmanager
async def never_lost(
    store: Store,
    *,
    who: SlackUser,
    form: str,
    fields: dict[str, str],
    now: datetime,
    district: DistrictId | None = None,
) -> AsyncIterator[None]:
    """Whatever is refused or breaks within: what stood in the form is kept, where the database lets it be."""
    try:
        yield
    except Repeated:
        raise
    except Exception:
        with suppress(*faults()):
            await keep(store, who=who, form=form, fields=fields, now=now, district=district)
        raise


async def similar_cases(
    store: Store, *, who: SlackUser, district: DistrictId, subject: str, module: str, now: datetime
) -> list[tuple[CaseNumber, str]]:
    """Up to three cases of that district. Seeing some is a look at a list, with its line. Raises Refusal."""
    async with store.read() as tx:
        person = await people.by_slack(tx, who)
        if person is None or not policy.decide(person, Act.LIST_CASES, Matter(district=district)).allowed:
            return []
        found = await similar.of_district(tx, district, subject=subject, module=module)
    if found:
        async with deed(store, who=who, now=now) as this:
            this.may(Act.LIST_CASES, Matter(district=district))
    return found


async def must_be_new(store: Store, once: str) -> None:
    """Sent again, its answer was lost: a case that was opened is not said to be like itself. Raises Repeated."""
    if await inbound.is_known(store.glances, once):
        raise Repeated
