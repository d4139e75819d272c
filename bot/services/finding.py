"""Finding cases: what somebody typed, where they may look, and one page of what is there. One look, one audit line.

What was asked is settled in the deed; the search itself runs after it, among the readers, since a long one would
keep every deed on SQLite waiting.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy, searches
from bot.domain.acts import Act
from bot.domain.folding import fold
from bot.domain.ids import CaseNumber, DistrictId, SearchId, SlackUser
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.refusals import NotReadable
from bot.domain.searches import Condition, Inquiry, Kept, Search, Tongue
from bot.domain.sheets import CaseRow, DistrictSheet
from bot.services.deeds import Deed, deed
from storage import districts, finding, finding_names, people
from storage import searches as kept_searches
from storage.owing import Spot
from storage.store import Store

Older = tuple[datetime, CaseNumber]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was asked. `subject`: all that stood behind the command, should it have been meant as one."""

    words: str
    filters: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was found. `districts`: whose cases were looked at; none of them: everybody's.

    `count` None: more than are counted. `older`: where the next page begins.
    """

    id: SearchId
    search: Search
    rows: list[CaseRow]
    count: int | None
    districts: list[DistrictSheet]
    older: Older | None
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Settled by the deed: among which districts, None for all of them, and what."""

    id: SearchId
    inquiry: Inquiry
    its: tuple[DistrictId, ...] | None
    sheets: list[DistrictSheet]


async def find(store: Store, *, who: SlackUser, typed: Typed, modules: tuple[str, ...], now: datetime) -> Page:
    """Raises Refusal: NotReadable for what cannot be asked, with the closest that can."""
    async with deed(store, who=who, now=now) as this:
        its = _may_look(this)
        search = searches.parse(typed.words, _tongue(its, modules), filters=typed.filters)
        await _must_be_names(this, its, search)
        key = await kept_searches.remember(
            this.tx, this.by, typed=searches.write(search), as_typed=typed.subject, at=now
        )
        asked = await _asked(this, its, key, search)
    return await _page(store, asked, None)


async def find_again(
    store: Store,
    *,
    who: SlackUser,
    search: SearchId,
    modules: tuple[str, ...],
    now: datetime,
    before: Older | None = None,
    spot: Spot | None = None,
) -> Page:
    """A search that is kept: the next page, or one that was saved. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        its = _may_look(this)
        kept = await _own(this, search)
        asked = await _asked(this, its, kept.id, searches.parse(kept.typed, _tongue(its, modules)))
    return await _page(store, asked, before)


async def kept(store: Store, *, who: SlackUser, search: SearchId | None, now: datetime, spot: Spot | None) -> Kept:
    """To be filled into a form, or saved. None: nothing was asked yet. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may_look(this)
        return Kept(id=SearchId(0), name="", typed="") if search is None else await _own(this, search)


async def may_look_as_agent(store: Store, who: SlackUser) -> bool:
    """For drawing the form; its sending asks again."""
    person = await people.by_slack(store.glances, who)
    return person is not None and not policy.districts_of_contact(person) and policy.is_agent(person)


async def save(store: Store, *, who: SlackUser, search: SearchId, name: str, now: datetime) -> None:
    """Under a name. Raises NotReadable for one more than a person may keep."""
    async with deed(store, who=who, now=now) as this:
        _may_look(this)
        found = await _own(this, search)
        others = {it.name for it in await kept_searches.saved(this.tx, this.by)} - {name}
        if len(others) >= searches.MOST_SAVED:
            raise NotReadable(field=searches.SAVED, reason="too-many")
        await kept_searches.save(this.tx, this.by, name=name, typed=found.typed, at=now)


async def saved(store: Store, *, who: SlackUser, now: datetime) -> list[Kept]:
    async with deed(store, who=who, now=now) as this:
        _may_look(this)
        return await kept_searches.saved(this.tx, this.by)


async def delete(store: Store, *, who: SlackUser, search: SearchId, now: datetime, spot: Spot | None) -> list[Kept]:
    """Returns those that are left."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may_look(this)
        await kept_searches.delete(this.tx, this.by, search)
        return await kept_searches.saved(this.tx, this.by)


async def forget(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None) -> list[Kept]:
    """What they looked for lately, which may name somebody. Returns those that they saved."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may_look(this)
        await kept_searches.forget_recent(this.tx, this.by)
        return await kept_searches.saved(this.tx, this.by)


async def subject_of(store: Store, who: SlackUser, search: SearchId) -> str:
    """What was typed, to be filled in as a subject; opening the form asks the policy."""
    person = await people.by_slack(store.glances, who)
    return "" if person is None else await kept_searches.as_typed(store.glances, person.id, search)


def _may_look(this: Deed) -> tuple[DistrictId, ...] | None:
    """A contact's districts; None: all of them, for an agent. Raises the policy's refusal."""
    own = policy.districts_of_contact(this.person) if this.person else ()
    if not own and this.person is not None and policy.is_agent(this.person):
        this.may(Act.LIST_CASES, Matter())
        return None
    this.may_in_each(Act.LIST_CASES, own)
    return own


def _tongue(its: tuple[DistrictId, ...] | None, modules: tuple[str, ...]) -> Tongue:
    return Tongue(modules=modules, for_agent=its is None)


async def _own(this: Deed, search: SearchId) -> Kept:
    found = await kept_searches.get(this.tx, this.by, search)
    if found is None:
        raise NotReadable(field=searches.SAVED, reason="gone")
    return found


async def _must_be_names(this: Deed, its: tuple[DistrictId, ...] | None, search: Search) -> None:
    """Raises NotReadable for a name that nobody has there; suggests only names of where they may look."""
    for condition, name in ((Condition.CONTACT, search.contact), (Condition.OWNER, search.owner)):
        if not name:
            continue
        if its is None:
            others = await finding_names.for_agents(this.tx, condition, name)
        else:
            others = await finding_names.of_district(this.tx, its, condition, name)
        if others:
            raise NotReadable(field=condition, reason=_nearest(name, others))
    if its is None and search.district:
        its_like, keys = await finding_names.districts_called(this.tx, search.district)
        if not its_like:
            raise NotReadable(field=Condition.DISTRICT, reason=searches.closest(search.district, keys))


def _nearest(name: str, names: list[str]) -> str:
    """By the whole name, or by a word of it."""
    by_words = {word: full for full in names for word in fold(full)}
    by_words |= {" ".join(fold(full)): full for full in names}
    return by_words.get(searches.closest(name, by_words), "")


async def _asked(this: Deed, its: tuple[DistrictId, ...] | None, key: SearchId, search: Search) -> _Asked:
    within = None
    if its is None and search.district:
        within, _ = await finding_names.districts_called(this.tx, search.district)
    sheets = [found.sheet for found in await districts.some(this.tx, its)] if its else []
    inquiry = Inquiry(search=search, by=this.by, zone=_zone(this.person), within=within)
    return _Asked(id=key, inquiry=inquiry, its=its, sheets=sheets)


def _zone(person: Person | None) -> str:
    return person.zone if person else "UTC"


async def _page(store: Store, asked: _Asked, before: Older | None) -> Page:
    async with store.read() as tx:
        size = finding.PAGE + 1
        if asked.its is None:
            found = await finding.search_for_agents(tx, asked.inquiry, before=before, size=size)
        else:
            found = await finding.search_district(tx, asked.its, asked.inquiry, before=before, size=size)
    page = found.rows[: finding.PAGE]
    more = len(found.rows) > finding.PAGE
    return Page(
        id=asked.id,
        search=asked.inquiry.search,
        rows=page,
        count=found.count,
        districts=asked.sheets,
        older=(page[-1].case.modified_at, page[-1].case.number) if more else None,
        may_open=asked.its is not None,
    )
