"""The lists of cases on a Home, a page at a time: each is read from one end of an index made for it, so that a page
costs what it shows. A contact's queries have their districts in them; an agents' is another function (DESIGN 8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import PENDING, SUPPORTS_TURN
from bot.domain.home_lists import HomeList, Shown
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.sheets import HomeRow
from bot.domain.targets import Kind
from storage import cases as storage_of_cases
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, districts, home_lists, pending_clocks, target_clocks
from storage.tables.record import PENDING_STATUSES

PAGE = 10
MENU = 99
"""Districts in an agent's menu, beside *All districts*: Slack takes a hundred."""

After = tuple[datetime, CaseNumber]
Keys = sa.Select[tuple[int, datetime]]

_OPEN = cases.c.status != sa.literal_column("'closed'")
_CLOSED = cases.c.status == sa.literal_column("'closed'")
_PENDING = cases.c.status.in_([sa.literal_column(f"'{status}'") for status in PENDING_STATUSES])
_CHANGED = cases.c.modified_at
_DISTRICT = cases.c.district_id + 0
"""Where no index of a district's is wanted: a person has fewer cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`after`: where the next page begins; None: there is none."""

    rows: list[HomeRow]
    after: After | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """Cases that meet a condition, from one end of an order to the other. `joined`: the clock that orders them."""

    where: sa.ColumnElement[bool]
    by: sa.Column[object] = _CHANGED
    falls: bool = True
    joined: sa.Table | None = None

    def keys(self, *more: sa.ColumnElement[bool], after: After | None, size: int) -> Keys:
        query = sa.select(cases.c.number, self.by.label("at")).where(self.where, *more)
        if self.joined is not None:
            query = query.join(self.joined, self.joined.c.case_number == cases.c.number)
        if after is not None:
            query = query.where(*self._beyond(after))
        order = (self.by.desc(), self._number.desc()) if self.falls else (self.by, self._number)
        return query.order_by(*order).limit(size)

    @property
    def _number(self) -> sa.Column[int]:
        """Of the table in whose index the order is."""
        return cases.c.number if self.joined is None else self.joined.c.case_number

    def _beyond(self, after: After) -> list[sa.ColumnElement[bool]]:
        at, number = after
        if self.falls:
            same = sa.and_(self.by == at, self._number < number)
            return [self.by <= at, sa.or_(self.by < at, same)]
        same = sa.and_(self.by == at, self._number > number)
        return [self.by >= at, sa.or_(self.by > at, same)]


async def page_of_districts(
    tx: Tx, its: Sequence[DistrictId], which: HomeList, *, reader: PersonId, after: After | None
) -> Page:
    """Of these districts. `after`: where the page before ended."""
    size = PAGE + 1
    match which:
        case HomeList.MINE:
            walk = _Walk(where=sa.and_(_OPEN, cases.c.contact_id == reader))
            keys = walk.keys(_DISTRICT.in_(its), after=after, size=size)
        case HomeList.WAITING:
            walk = _WAITS
            keys = walk.keys(cases.c.district_id.in_(its), after=after, size=size)
        case HomeList.CLOSED:
            walk = _Walk(where=_CLOSED, by=cases.c.closed_at)
            keys = _each(its, walk, after, size)
        case HomeList.ALL:
            walk = _Walk(where=sa.true())
            keys = _each(its, walk, after, size)
        case _:
            walk = _Walk(where=_OPEN)
            keys = _each(its, walk, after, size)
    return await _page(tx, keys, reader)


_WAITS = _Walk(where=_PENDING, by=pending_clocks.c.closes_at, falls=False, joined=pending_clocks)
"""By their end: of what one district lets wait, which the clock ends after ten business days, all is sorted."""


def _each(its: Sequence[DistrictId], walk: _Walk, after: After | None, size: int) -> Keys:
    """Of several districts: the first of each, and of these the first. No index has several in one order."""
    of_each = [walk.keys(cases.c.district_id == district, after=after, size=size) for district in its]
    if len(of_each) == 1:
        return of_each[0]
    found = sa.union_all(*(sa.select(keys.subquery()) for keys in of_each)).subquery()
    return sa.select(found.c.number, found.c.at).order_by(found.c.at.desc(), found.c.number.desc()).limit(size)


async def waiting_on(tx: Tx, its: Sequence[DistrictId], *, reader: PersonId, most: int) -> list[HomeRow]:
    """What waits on these districts: the reader's own first, and what closes soonest."""
    theirs = sa.case((cases.c.contact_id == reader, 0), else_=1)
    keys = _WAITS.keys(cases.c.district_id.in_(its), after=None, size=most).order_by(None)
    return (await _page(tx, keys.order_by(theirs, pending_clocks.c.closes_at, cases.c.number), reader)).rows


async def page_for_agents(
    tx: Tx, shown: Shown, *, reader: PersonId, near: datetime, after: After | None = None
) -> Page:
    """Of every district or of one, for the vendor's agents alone. `near`: a target missed by then is due."""
    column = _DISTRICT if shown.which is HomeList.MINE else cases.c.district_id
    of = sa.true() if shown.district is None else column == shown.district
    return await _page(tx, _AGENTS[shown.which](reader, near).keys(of, after=after, size=PAGE + 1), reader)


_AGENTS: dict[HomeList, Callable[[PersonId, datetime], _Walk]] = {
    HomeList.MINE: lambda reader, _: _Walk(where=sa.and_(_OPEN, cases.c.owner_id == reader)),
    HomeList.UNASSIGNED: lambda _, __: _Walk(where=sa.and_(_OPEN, cases.c.owner_id.is_(None))),
    HomeList.DUE: lambda _, near: _Walk(
        where=sa.and_(target_clocks.c.paused_at.is_(None), target_clocks.c.misses_at <= near),
        by=target_clocks.c.misses_at,
        falls=False,
        joined=target_clocks,
    ),
    HomeList.WAITING: lambda _, __: _Walk(where=_PENDING, falls=False),
    HomeList.OPEN: lambda _, __: _Walk(where=_OPEN),
}


async def _page(tx: Tx, keys: Keys, reader: PersonId) -> Page:
    """The first statement finds which cases, in order; the second reads just these."""
    found = [(CaseNumber(row.number), row.at) for row in (await tx.execute(keys)).all()]
    page = found[:PAGE]
    read = await _rows(tx, [number for number, _ in page], reader)
    after = (page[-1][1], page[-1][0]) if len(found) > PAGE else None
    return Page(rows=[read[number] for number, _ in page], after=after)


_ROWS = (
    storage_of_cases.listing()
    .add_columns(
        districts.c.timezone,
        pending_clocks.c.closes_at,
        target_clocks.c.kind.label("target"),
        target_clocks.c.misses_at,
    )
    .outerjoin(pending_clocks, pending_clocks.c.case_number == cases.c.number)
    .outerjoin(target_clocks, target_clocks.c.case_number == cases.c.number)
    .where(cases.c.number.in_(sa.bindparam("numbers", expanding=True)))
)


async def _rows(tx: Tx, numbers: Sequence[CaseNumber], reader: PersonId) -> dict[CaseNumber, HomeRow]:
    if not numbers:
        return {}
    return {
        CaseNumber(row.number): _row(row, reader) for row in (await tx.execute(_ROWS, {"numbers": numbers})).all()
    }


def _row(row: sa.Row[tuple[object, ...]], reader: PersonId) -> HomeRow:
    found = storage_of_cases.row_of(row)
    runs = found.case.status in SUPPORTS_TURN and row.target is not None
    return HomeRow(
        row=found,
        zone=row.timezone,
        is_theirs=found.case.contact == reader,
        closes_at=row.closes_at if found.case.status in PENDING else None,
        target=Kind(row.target) if runs else None,
        misses_at=row.misses_at if runs else None,
    )


_HAS_OPEN = sa.select(cases.c.number).where(cases.c.district_id == districts.c.id, _OPEN).limit(1).scalar_subquery()
_DISTRICTS = (
    sa.select(districts.c.id, districts.c.name)
    .where(districts.c.erased_at.is_(None), _HAS_OPEN.is_not(None))  # asked of one at a time, as in `finding`
    .order_by(districts.c.name, districts.c.id)
    .limit(MENU)
)


async def with_open_cases(tx: Tx) -> list[tuple[DistrictId, str]]:
    """By name, as many as a menu takes."""
    return [(DistrictId(row.id), row.name) for row in (await tx.execute(_DISTRICTS)).all()]


async def name_of(tx: Tx, district: DistrictId) -> str | None:
    """None for one that is erased, or never was."""
    query = sa.select(districts.c.name).where(districts.c.id == district, districts.c.erased_at.is_(None))
    found: str | None = (await tx.execute(query)).scalar_one_or_none()
    return found


_KEPT = sa.select(home_lists.c.which, home_lists.c.district_id).where(
    home_lists.c.person_id == sa.bindparam("person")
)
_FIRST = insert_ignore(home_lists)


async def kept(tx: Tx, person: PersonId) -> Shown | None:
    """What their Home showed last; None: they never chose."""
    row = (await tx.execute(_KEPT, {"person": person})).first()
    if row is None:
        return None
    district = DistrictId(row.district_id) if row.district_id is not None else None
    return Shown(which=HomeList(row.which), district=district)


async def keep(tx: Tx, person: PersonId, shown: Shown) -> None:
    values = {"which": shown.which, "district_id": shown.district}
    if (await tx.execute(_FIRST, {"person_id": person, **values})).rowcount == 0:
        await tx.execute(home_lists.update().where(home_lists.c.person_id == person).values(**values))
