"""The list of cases on a Home: which one its reader chose, of which district, and a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import home_lists
from bot.domain.cases import Priority
from bot.domain.home_lists import Shown
from bot.domain.ids import DistrictId
from bot.domain.reopening import reopen_until
from bot.domain.sheets import HomePage, HomeRow
from bot.services.deeds import Deed
from storage import calendars, districts
from storage import home_lists as lists
from storage.home_lists import After, Page

WAITING = 5
"""At the top of a contact's Home; *Waiting on us* has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What was chosen on a Home. `after`: where the page before ended; None: the first page."""

    shown: Shown
    after: After | None = None


async def for_contact(this: Deed, own: Sequence[DistrictId], turned: Turned | None) -> HomePage:
    """Of the districts in which they may list cases, as the deed asked."""
    shown = home_lists.for_contact(await _wanted(this, turned), own)
    await _remember(this, turned, shown)
    after = _goes_on(turned, shown)
    its = own if shown.district is None else (shown.district,)
    page = await lists.page_of_districts(this.tx, its, shown.which, reader=this.by, after=after)
    waits = await lists.waiting_on(this.tx, own, reader=this.by, most=WAITING + 1)
    days = (await calendars.rules(this.tx)).reopen_days
    return HomePage(
        shown=shown,
        rows=[_reopens(row, days) for row in page.rows],
        is_first=after is None,
        after=page.after,
        districts=[(it.id, it.name) for it in await districts.some(this.tx, tuple(own))],
        waits=waits[:WAITING],
        more_waits=len(waits) > WAITING,
    )


def _reopens(row: HomeRow, days: int) -> HomeRow:
    closed_at = row.row.case.closed_at
    return row if closed_at is None else replace(row, reopen_until=reopen_until(closed_at, row.zone, days=days))


async def for_agent(this: Deed, turned: Turned | None) -> HomePage:
    """Of all districts or of one, as the deed asked."""
    shown, found = await _of_agent(this, turned)
    await _remember(this, turned, shown)
    offered = await lists.with_open_cases(this.tx)
    if shown.district is not None and shown.district not in dict(offered):
        name = await lists.name_of(this.tx, shown.district)
        offered = [(shown.district, name or ""), *offered[: lists.MENU - 1]]
    is_first = _goes_on(turned, shown) is None
    return HomePage(shown=shown, rows=found.rows, is_first=is_first, after=found.after, districts=offered)


async def _of_agent(this: Deed, turned: Turned | None) -> tuple[Shown, Page]:
    """Who never chose sees their own where they have any; a district that is gone is chosen no more."""
    wanted = await _wanted(this, turned)
    if wanted is not None and wanted.district is not None:
        is_there = await lists.name_of(this.tx, wanted.district) is not None
        wanted = wanted if is_there else Shown(which=wanted.which)
    shown = home_lists.for_agent(wanted, has_some=True)
    page = await _page(this, shown, _goes_on(turned, shown))
    if wanted is None and not page.rows:
        shown = home_lists.for_agent(None, has_some=False)
        page = await _page(this, shown, None)
    return shown, page


async def _page(this: Deed, shown: Shown, after: After | None) -> Page:
    rules = await calendars.rules(this.tx)
    near = home_lists.near(calendars.of_vendor(rules, Priority.MEDIUM), this.now)
    return await lists.page_for_agents(this.tx, shown, reader=this.by, near=near, after=after)


async def _wanted(this: Deed, turned: Turned | None) -> Shown | None:
    return turned.shown if turned is not None else await lists.kept(this.tx, this.by)


async def _remember(this: Deed, turned: Turned | None, shown: Shown) -> None:
    """What was chosen now, as far as it is theirs."""
    if turned is not None:
        await lists.keep(this.tx, this.by, shown)


def _goes_on(turned: Turned | None, shown: Shown) -> After | None:
    """A page goes on in the list where the one before it was."""
    return turned.after if turned is not None and turned.shown == shown else None
