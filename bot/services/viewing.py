"""What people look at: a case, a list, their contacts, their Home. One look leaves one audit line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import homes, policy
from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, Channel, DistrictId, SlackUser, Thread
from bot.domain.notifications import Notification
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.refusals import NoDistrict, ThirdParty
from bot.domain.sheets import (
    CaseRow,
    CaseSheet,
    CommentSheet,
    ContactSheet,
    DistrictSheet,
    EmergencySheet,
    HomePage,
)
from bot.domain.silences import Stage
from bot.domain.training import Course, Training
from bot.services import home_cases, no_contact, notifications, own_standing, questions, waiting_questions
from bot.services.deeds import Deed, deed
from bot.services.emergencies import open_one
from bot.services.home_cases import Turned
from bot.services.own_districts import in_order
from bot.services.own_standing import OwnStanding
from bot.services.questions import Progress
from bot.services.waiting_questions import Page
from storage import (
    absences,
    calendars,
    cases,
    directory,
    districts,
    emergencies,
    list_requests,
    owing,
    people,
    people_facts,
    sheets,
    silences,
    threads,
    training,
    workspaces,
)
from storage.owing import Spot
from storage.store import Store

NEWEST = 10
URGENT = 11
"""Of emergencies that wait, one more than a Home names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case to be looked at, and who looks: buttons are drawn by it."""

    sheet: CaseSheet
    comments: list[CommentSheet]
    as_agent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of a list. `districts`: whose; none of them: everybody's. `older`: where the next page begins."""

    rows: list[CaseRow]
    districts: list[DistrictSheet]
    older: tuple[datetime, CaseNumber] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How to reach one district's contacts."""

    id: DistrictId
    district: DistrictSheet
    contacts: list[ContactSheet]
    is_own: bool = False
    """Whoever looks is one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The district that was named; where none was, key and name of each that can be asked for."""

    reach: Reach | None = None
    known: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """Which help somebody gets. Nothing here gives a right."""

    known: bool = False
    contact: bool = False
    agent: bool = False
    lead: bool = False
    administrator: bool = False
    support_administrator: bool = False
    at_vendor: bool = False
    outsider: bool = False
    """A guest, or somebody of another workspace, without a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the Home shows to whoever opens it. `keeps`: whose lists of contacts; `waiting`: requests to decide."""

    hat: Hat
    not_set_up: bool = False
    notified: list[Notification] = field(default_factory=list)
    """Incidents and maintenance that concern them."""
    keeps: list[tuple[DistrictId, str]] = field(default_factory=list)
    waiting: int | None = None
    """For a support administrator: how many requests wait."""
    quiet: dict[Stage, int] | None = None
    """For a support administrator: how many contacts are silent for long."""
    reaches: list[Reach] = field(default_factory=list)
    page: HomePage | None = None
    """Of an agent or a contact: the list of cases."""
    standing: OwnStanding | None = None
    """Of a contact."""
    asked: list[Progress] = field(default_factory=list)
    away_until: date | None = None
    deputies: list[tuple[str, str]] = field(default_factory=list)
    """Of each district where somebody stands in for them, its name and theirs."""
    questions: Page | None = None
    """Those that wait on them; None: nobody asks them anything."""
    urgent: list[EmergencySheet] = field(default_factory=list)
    """For an agent, or a contact of theirs: emergencies in which somebody is waited for."""
    reported: EmergencySheet | None = None
    """Their own, while it waits for somebody."""
    training: list[tuple[DistrictId, str, Training]] = field(default_factory=list)
    course: Course = field(default_factory=lambda: Course(name=""))


async def view_case(
    store: Store, *, who: SlackUser, number: CaseNumber, asked: str, now: datetime, spot: Spot | None = None
) -> Opened:
    """Raises NotFound alike for another district's number and for one that is nobody's (POLICY 2)."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        case = await this.case(number, Act.VIEW_CASE, asked=asked)
        return Opened(
            sheet=await sheets.for_card(this.tx, case, now=now),
            comments=await sheets.comments_of(this.tx, number, newest=NEWEST),
            as_agent=this.person is not None and policy.is_agent(this.person),
        )


async def number_at(store: Store, thread: Thread) -> CaseNumber | None:
    """Which case's thread that is, if any: one look, nothing written."""
    place = await threads.at(store.glances, thread)
    return None if place is None else place.case


async def offer_actions(
    store: Store, *, who: SlackUser, number: CaseNumber, now: datetime, once: str, spot: Spot
) -> None:
    """To whoever mentioned the bot in a case's thread, and to nobody else: the buttons that fit."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        await this.case(number, Act.VIEW_CASE)
        this.owe(owing.hint(who, spot, what="case-actions", now=now, facts={"case": number}))


async def list_cases(
    store: Store,
    *,
    who: SlackUser,
    now: datetime,
    before: tuple[datetime, CaseNumber] | None = None,
    spot: Spot | None = None,
) -> Listed:
    """The cases of all districts of a contact; every district's open ones to an agent."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = policy.districts_of_contact(this.person) if this.person else ()
        if not own and this.person is not None and policy.is_agent(this.person):
            this.may(Act.LIST_CASES, Matter())
            return _listed(await cases.page_for_agents(this.tx, before=before, size=cases.PAGE + 1), [])
        this.may_in_each(Act.LIST_CASES, own)
        rows = await cases.page_of_districts(this.tx, own, before=before, size=cases.PAGE + 1)
        return _listed(rows, [found.sheet for found in await districts.some(this.tx, own)])


def _listed(rows: list[CaseRow], its: list[DistrictSheet]) -> Listed:
    page = rows[: cases.PAGE]
    more = len(rows) > cases.PAGE
    older = (page[-1].case.modified_at, page[-1].case.number) if more else None
    return Listed(rows=page, districts=its, older=older)


async def my_contacts(store: Store, *, who: SlackUser, now: datetime, where: Channel | None = None) -> list[Reach]:
    """Who are my contacts? Any staff member may ask at any time (POLICY 8). `where`: the channel they ask in."""
    async with deed(store, who=who, now=now, where=where) as this:
        own = policy.districts_of(this.person) if this.person else ()
        this.may_in_each(Act.SEE_CONTACTS, own)
        return [await reach(this, district) for district in await in_order(this.tx, this.person, own)]


async def contacts_at(store: Store, *, who: SlackUser, key: str, now: datetime) -> Asked:
    """For the vendor's people, who belong to no district: one district's contacts, by its key."""
    async with deed(store, who=who, now=now) as this:
        known = await directory.standing_by_key(this.tx)
        row = {name.casefold(): row for name, row in known.items()}.get(key.casefold())
        district = DistrictId(row.id) if row else None
        this.may(Act.SEE_CONTACTS, Matter(district=district))
        if district is not None:
            return Asked(reach=await reach(this, district))
        return Asked(known=sorted((row.key, row.name) for row in known.values()))


async def reach(this: Deed, district: DistrictId) -> Reach:
    """Where there is nobody, those who can name somebody are told."""
    found = await districts.get(this.tx, district)
    contacts = await people.contacts_of(this.tx, district)
    if not contacts:
        this.owe(*await no_contact.told(this.tx, district, now=this.now))
    is_own = this.person is not None and policy.is_contact_of(this.person, district)
    return Reach(id=district, district=found.sheet, contacts=contacts, is_own=is_own)


async def reaches_of(store: Store, its: Sequence[DistrictId]) -> list[Reach]:
    """For a refusal's words: the contacts to whom its reader is pointed."""
    tx = store.glances
    return [
        Reach(id=found.id, district=found.sheet, contacts=await people.contacts_of(tx, found.id))
        for found in await districts.in_order(tx, its)
    ]


async def hat_of(store: Store, who: SlackUser) -> Hat:
    """Which help to show: one look, no deed, no line."""
    return _hat(await people.by_slack(store.glances, who))


def _hat(person: Person | None) -> Hat:
    if person is None:
        return Hat()
    return Hat(
        known=True,
        contact=bool(policy.districts_of_contact(person)),
        agent=policy.is_agent(person),
        lead=policy.may_publish(person),
        administrator=policy.is_administrator(person),
        support_administrator=policy.is_support_administrator(person),
        at_vendor=policy.works_for_vendor(person),
        outsider=not homes.belongs(person),
    )


async def open_home(
    store: Store, *, who: SlackUser, at: datetime, now: datetime, once: str | None, turned: Turned | None = None
) -> Door:
    """Opening the Home is signing in (POLICY 7). It is drawn for everybody; nobody is refused.

    `turned`: what its reader chose there; None: what they chose last.
    """
    async with deed(store, who=who, at=at, now=now, once=once) as this:
        hat = _hat(this.person)
        if this.person is None:
            return Door(hat=hat, not_set_up=await workspaces.is_nobodys(this.tx, who.team))
        if hat.agent:
            this.may(Act.LIST_CASES, Matter())
            quiet, waiting = await _quiet(this, hat), await _waiting(this, hat)
            page, urgent = await home_cases.for_agent(this, turned), await _urgent(this, None)
            notified = await notifications.standing(this, None)
            return Door(hat=hat, notified=notified, page=page, quiet=quiet, waiting=waiting, urgent=urgent)
        own = policy.districts_of_contact(this.person)
        if own:
            this.may_in_each(Act.LIST_CASES, own)
            learned = await training.standing_of(this.tx, this.by)
            return Door(
                hat=hat,
                notified=await notifications.standing(this, policy.districts_of(this.person)),
                reaches=[await reach(this, district) for district in await _contacts_first(this, this.person, own)],
                page=await home_cases.for_contact(this, own, turned),
                standing=await own_standing.of(this, this.person, learned),
                away_until=(await people_facts.away(this.tx, [this.by], now=now)).get(this.by),
                deputies=await absences.deputies_of(this.tx, this.by),
                training=learned,
                course=(await calendars.rules(this.tx)).courses.needed,
                keeps=await _keeps(this, this.person),
                questions=await waiting_questions.on_home(this, this.person),
                urgent=await _urgent(this, own),
                reported=await _reported(this),
            )
        if hat.support_administrator:
            this.may(Act.SEE_CONTACTS, Matter())
            notified = await notifications.standing(this, None)
            return Door(hat=hat, notified=notified, quiet=await _quiet(this, hat), waiting=await _waiting(this, hat))
        return await _staff_door(this, this.person, hat)


async def _contacts_first(this: Deed, person: Person, own: tuple[DistrictId, ...]) -> list[DistrictId]:
    """Where they are a contact, and then where they are staff."""
    others = [district for district in policy.districts_of(person) if district not in own]
    return [*own, *await in_order(this.tx, person, others)]


async def _quiet(this: Deed, hat: Hat) -> dict[Stage, int] | None:
    if not hat.support_administrator:
        return None
    return await silences.counts(this.tx, (await calendars.rules(this.tx)).inactivity, now=this.now)


async def _staff_door(this: Deed, person: Person, hat: Hat) -> Door:
    own = policy.districts_of(person)
    try:
        this.may_in_each(Act.SEE_CONTACTS, own)
    except (NoDistrict, ThirdParty):  # the Home says so in its own words; there is nothing to refuse
        this.act = None
        not_set_up = await workspaces.is_nobodys(this.tx, person.slack.team)
        return Door(hat=hat, not_set_up=not_set_up, asked=await questions.progress(this, person.id))
    reaches = [await reach(this, district) for district in await in_order(this.tx, person, own)]
    asked, keeps = await questions.progress(this, person.id), await _keeps(this, person)
    waits = await waiting_questions.on_home(this, person)
    return Door(
        hat=hat,
        notified=await notifications.standing(this, own),
        reaches=reaches,
        asked=asked,
        keeps=keeps,
        questions=waits,
        reported=await _reported(this),
    )


async def _urgent(this: Deed, of: tuple[DistrictId, ...] | None) -> list[EmergencySheet]:
    """`of` None: of all districts."""
    found = await emergencies.waiting(this.tx, most=URGENT, of=of)
    return [await sheets.of_emergency(this.tx, it) for it in found]


async def _reported(this: Deed) -> EmergencySheet | None:
    found = await open_one(this)
    return None if found is None else await sheets.of_emergency(this.tx, found)


async def _keeps(this: Deed, person: Person) -> list[tuple[DistrictId, str]]:
    return [(its.id, its.name) for its in await districts.some(this.tx, policy.districts_kept(person))]


async def _waiting(this: Deed, hat: Hat) -> int | None:
    return await list_requests.count_for_support(this.tx) if hat.support_administrator else None
