"""Looking at a district's list, and at what waits for a decision. One look leaves one audit line (POLICY 2 and 6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import Actor, DistrictId, PersonId, RequestId, SlackUser
from bot.domain.list_requests import Kind, Request, Waits
from bot.domain.list_sheets import ListLine, ListSheet, RequestSheet
from bot.domain.meant import Called, districts_meant
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.refusals import CannotBeListed
from bot.domain.sheets import DistrictSheet
from bot.domain.silences import Ahead
from bot.services.deeds import Deed, deed
from bot.services.list_deeds import is_last, somebody
from storage import (
    calendars,
    directory,
    districts,
    erasing_cases,
    list_lines,
    list_requests,
    list_sheets,
    people,
    silences,
)
from storage.owing import Spot
from storage.store import Store, Tx

MOST = 21
"""Open requests that one window shows, and one more."""

PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A page of what waits. `older`: where the next one begins."""

    rows: list[RequestSheet]
    older: RequestId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form about somebody on the list, or about nobody yet, begins with."""

    district: DistrictSheet
    line: ListLine | None
    is_last: bool
    overrides: bool
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A list, and of everybody on it who may act what their clock does next."""

    sheet: ListSheet
    ahead: dict[PersonId, Ahead]


async def open_list(
    store: Store, *, who: Actor, district: DistrictId, now: datetime, spot: Spot | None = None
) -> ListSheet:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.SEE_LIST, Matter(district=district))
        return await _sheet(this.tx, this.person, district, now)


async def open_with_dates(store: Store, *, who: Actor, district: DistrictId, now: datetime) -> Dated:
    """Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.SEE_LIST, Matter(district=district))
        limits = (await calendars.rules(this.tx)).inactivity
        return Dated(
            sheet=await _sheet(this.tx, this.person, district, now),
            ahead=await silences.ahead(this.tx, district, limits, now=this.now),
        )


async def _sheet(tx: Tx, person: Person | None, district: DistrictId, now: datetime) -> ListSheet:
    open_ones = await list_requests.open_of_district(tx, district, most=MOST)
    is_support = person is not None and policy.is_support_administrator(person)
    administers = person is not None and policy.is_administrator_of(person, district)
    keeps = person is not None and district in policy.districts_kept(person)
    return ListSheet(
        id=district,
        district=(await districts.get(tx, district)).sheet,
        lines=await list_sheets.lines(tx, district, now=now),
        requests=await list_sheets.of_requests(tx, open_ones),
        zone=person.zone if person is not None else "UTC",
        short=await list_sheets.short_of(tx, district),
        keeps_words_for=await erasing_cases.years_of(tx, district),
        asks=keeps,
        binds=is_support or administers,
        overrides=is_support and not keeps,
        administers=administers,
        withdraws=_theirs(person, open_ones),
    )


def _theirs(person: Person | None, requests: Sequence[Request]) -> frozenset[RequestId]:
    """Those that they asked for themselves, or for whose district they keep the list. For drawing."""
    if person is None:
        return frozenset()
    return frozenset(
        it.id for it in requests if it.asked_by == person.id or policy.is_administrator_of(person, it.district)
    )


async def lists_of(
    store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None
) -> list[tuple[DistrictId, str]]:
    """Whose lists somebody keeps, by name; a support administrator names the district. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        kept = policy.districts_kept(this.person) if this.person else ()
        this.may_in_each(Act.SEE_LIST, kept)
        if len(kept) <= 1:
            this.act = None  # the list itself is looked at next, or chosen: one look leaves one line
        return [(its.id, its.name) for its in await districts.some(this.tx, kept)]


async def to_choose(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> list[Called]:
    """Key and name of every district, for a support administrator. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.SEE_LIST, Matter())
        return sorted(await _called(this.tx), key=lambda it: (it[1].casefold(), it[0]))


async def _called(tx: Tx) -> list[Called]:
    return [(row.key, row.name) for row in (await directory.standing_by_key(tx)).values()]


async def list_named(store: Store, *, who: SlackUser, typed: str, now: datetime) -> ListSheet | list[Called]:
    """For a support administrator: the list of the one that is meant; else those that can be. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        known = await directory.standing_by_key(this.tx)
        meant = districts_meant(typed, [(row.key, row.name) for row in known.values()])
        if len(meant) != 1:
            this.may(Act.SEE_LIST, Matter())
            return meant
        district = DistrictId(known[meant[0][0]].id)
        this.may(Act.SEE_LIST, Matter(district=district))
        return await _sheet(this.tx, this.person, district, now)


async def list_after(store: Store, *, who: SlackUser, district: DistrictId, now: datetime) -> ListSheet | None:
    """As it is after their own request, which may have ended their right to see it. One look, no line."""
    async with store.read() as tx:
        person = await people.by_slack(tx, who)
        if person is None or not policy.decide(person, Act.SEE_LIST, Matter(district=district)).allowed:
            return None
        return await _sheet(tx, person, district, now)


async def about_to_ask(
    store: Store,
    *,
    who: SlackUser,
    district: DistrictId,
    kind: Kind,
    person: PersonId | None,
    now: datetime,
    spot: Spot | None,
) -> About:
    """Asked before a form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        overrides = _overrides(this, district, kind)
        act = Act.BIND_LINE if kind is Kind.BIND else Act.REQUEST_LIST_CHANGE
        this.may(Act.OVERRIDE_REMOVAL if overrides else act, Matter(district=district))
        this.about = person
        line = None if person is None else await list_lines.of_person(this.tx, district, person)
        if person is not None and line is None:
            raise CannotBeListed(reason="no-contact")
        found = await somebody(this.tx, person)
        return About(
            district=(await districts.get(this.tx, district)).sheet,
            line=line,
            is_last=found is not None and await is_last(this.tx, found, district),
            overrides=overrides,
            contacts=sum((await list_lines.counts(this.tx, district)).values()),
        )


def _overrides(this: Deed, district: DistrictId, kind: Kind) -> bool:
    if kind is not Kind.REMOVE or this.person is None:
        return False
    return policy.is_support_administrator(this.person) and district not in policy.districts_kept(this.person)


async def waiting(
    store: Store,
    *,
    who: Actor,
    after: int,
    now: datetime,
    for_whom: Collection[Waits] = list_requests.FOR_SUPPORT,
    spot: Spot | None = None,
) -> Waiting:
    """Of all districts, the oldest first. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.APPROVE_LIST_CHANGE, Matter())
        found = await list_requests.open_in_all(this.tx, for_whom, after=after, size=PAGE + 1)
        page = found[:PAGE]
        older = page[-1].id if len(found) > PAGE else None
        return Waiting(rows=await list_sheets.of_requests(this.tx, page), older=older)


async def request_sheet(store: Store, request: RequestId) -> RequestSheet | None:
    """To draw a form from, once the policy was asked: one look, no line."""
    async with store.read() as tx:
        found = await list_requests.get(tx, request)
        return None if found is None else await list_sheets.of_request(tx, found)
