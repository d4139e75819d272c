"""The list of cases on a Home: what waits, which list of which district, its rows, and the way to the next page."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.cases import SUPPORTS_TURN, Priority
from bot.domain.home_lists import OF_AGENT, OF_CONTACT, HomeList, Shown
from bot.domain.ids import CaseNumber
from bot.domain.people import Role
from bot.domain.sheets import DistrictSheet, HomePage, HomeRow
from bot.domain.targets import Kind
from bot.domain.training import Training
from bot.views import fields, lists, terms, text, training
from bot.views.actions import Action
from bot.views.message import Block

After = tuple[datetime, CaseNumber]
ALL = "All districts"
NAMED = 5
"""Districts at which somebody reads how they stand."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OF_CONTACT = {
    HomeList.OPEN: "Open",
    HomeList.MINE: "Mine, open",
    HomeList.WAITING: "Waiting on us",
    HomeList.CLOSED: "Closed",
    HomeList.ALL: "All",
}
_OF_AGENT = {
    HomeList.MINE: "Mine",
    HomeList.UNASSIGNED: "Unassigned",
    HomeList.DUE: "About to be missed",
    HomeList.WAITING: "Waiting on districts",
    HomeList.OPEN: "All open",
}
_EMPTY_OF_CONTACT = {
    HomeList.OPEN: "No case is open. *Open a case*, above, tells Support what is wrong.",
    HomeList.MINE: "You stand for no open case. *Show: Open* has those of your colleagues.",
    HomeList.WAITING: "Nothing waits on you. *Show: Open* has the cases that Support works on.",
    HomeList.CLOSED: "No case is closed yet. *Show: Open* has those under way.",
    HomeList.ALL: "No cases yet. *Open a case*, above, begins the first one.",
}
_EMPTY_OF_AGENT = {
    HomeList.MINE: "No open case is yours. *Show: Unassigned* has those that wait for somebody.",
    HomeList.UNASSIGNED: "No case waits for an owner. Well done. *Show: All open* has all.",
    HomeList.DUE: "No target is missed, and none ends within four business hours.",
    HomeList.WAITING: "No case waits on a district. *Show: All open* has all.",
    HomeList.OPEN: "No open cases. Well done.",
}


def for_contact(page: HomePage, districts: Sequence[DistrictSheet], *, now: datetime) -> list[Block]:
    """What waits on them, and the list that they chose. `districts`: all of theirs."""
    named = _OF_CONTACT[page.shown.which]
    its = districts if page.shown.district is None else [it for it in districts if it.name == _chosen(page)]
    rows = [_row(it, its or districts, str(place), now) for place, it in enumerate(page.rows)]
    which = [(value(Shown(which=it, district=page.shown.district)), _OF_CONTACT[it]) for it in OF_CONTACT]
    return [
        *_waits(page, districts, now),
        *_menus(page, which, several=len(page.districts) > 1),
        *(rows or [text.section(_none(page, _EMPTY_OF_CONTACT, named))]),
        *_turned(page),
    ]


def for_agent(page: HomePage, *, now: datetime) -> list[Block]:
    named = _OF_AGENT[page.shown.which]
    rows = [block for place, it in enumerate(page.rows) for block in _desk_row(it, str(place), now)]
    which = [(value(Shown(which=it, district=page.shown.district)), _OF_AGENT[it]) for it in OF_AGENT]
    return [
        *_menus(page, which, several=bool(page.districts)),
        *(rows or [text.section(_none(page, _EMPTY_OF_AGENT, named))]),
        *_turned(page),
    ]


def value(shown: Shown, after: After | None = None) -> str:
    """As a button or an option carries it: list, district, and where the page before ended."""
    here = f"{shown.which}:{shown.district or 0}"
    return here if after is None else f"{here}:{(after[0] - _EPOCH) // timedelta(microseconds=1)}:{after[1]}"


def _chosen(page: HomePage) -> str:
    return next((name for its, name in page.districts if its == page.shown.district), "")


def _menus(page: HomePage, which: Sequence[tuple[str, str]], *, several: bool) -> list[Block]:
    """`several`: there is more than one district to choose from."""
    show = fields.menu(f"{Action.HOME_LIST}#show", which, value(page.shown))
    menus = [text.divider(), text.section("*Show*", accessory=show)]
    if not several:
        return menus
    options = [(None, ALL), *((its, text.one_line(name) or "–") for its, name in page.districts)]
    named = [(value(Shown(which=page.shown.which, district=its)), name) for its, name in options]
    menu = fields.menu(f"{Action.HOME_LIST}#district", named[: fields.OPTIONS], value(page.shown))
    return [*menus, text.section("*District*", accessory=menu)]


def _turned(page: HomePage) -> list[Block]:
    first = text.button("First page", f"{Action.HOME_LIST}#first", value(page.shown))
    following = text.button("Next page", f"{Action.HOME_LIST}#next", value(page.shown, page.after))
    return text.buttons([*([] if page.is_first else [first]), *([following] if page.after else [])])


def _none(page: HomePage, empty: dict[HomeList, str], named: str) -> str:
    """What to do where there is nothing."""
    if not page.is_first:
        return f"No more cases under *{named}*. *First page* begins anew."
    if page.shown.district is None:
        return empty[page.shown.which]
    return f"Nothing under *{named}* at {text.inline(_chosen(page))}. *{ALL}*, above, looks at all of them."


def _waits(page: HomePage, districts: Sequence[DistrictSheet], now: datetime) -> list[Block]:
    """The soonest end first, their own before others'."""
    whom = "your district" if len(districts) == 1 else "your districts"
    if not page.waits:
        return [text.context(f":white_check_mark: Nothing waits on {whom}: Support has no question open.")]
    head = f":hourglass_flowing_sand: *Waiting on {whom}* – please answer, or say whether it is solved"
    rows = [_row(it, districts, f"waits-{place}", now) for place, it in enumerate(page.waits)]
    more = [text.context("More waits: *Show: Waiting on us* has all of it.")] if page.more_waits else []
    return [text.section(head), *rows, *more]


def _row(row: HomeRow, districts: Sequence[DistrictSheet], place: str, now: datetime) -> Block:
    """Their own say so."""
    said = f"{lists.line(row.row, districts)} · yours" if row.is_theirs else lists.line(row.row, districts)
    below = [fact for fact in (_ends(row, now), _reopens(row, now)) if fact]
    return text.section("\n".join([said, *below]), accessory=_see(row.row.case.number, place))


def _ends(row: HomeRow, now: datetime) -> str:
    """When it closes without an answer; '' where it does not wait. The clock closes no Critical case; Support may."""
    if row.closes_at is None:
        return ""
    closes = "Support may close it" if row.row.case.priority is Priority.CRITICAL else "Closes unanswered"
    return f"{closes} on {text.day(row.closes_at, row.zone)}, {_left(row.closes_at, row.zone, now)}"


def _reopens(row: HomeRow, now: datetime) -> str:
    """Until when; '' where it is open."""
    if row.reopen_until is None or row.row.case.is_open:
        return ""
    if row.reopen_until < now:
        return "Closed too long ago to be reopened"
    return f"Can be reopened until {text.day(row.reopen_until, row.zone)}"


def _left(until: datetime, zone: str, now: datetime) -> str:
    there = ZoneInfo(zone)
    days = (until.astimezone(there).date() - now.astimezone(there).date()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def _desk_row(row: HomeRow, place: str, now: datetime) -> list[Block]:
    """With *Take* beside *View* where it is nobody's, and its target where one runs."""
    case = row.row.case
    said, see = lists.line(row.row, []), _see(row.row.case.number, place)
    if row.target is not None and row.misses_at is not None:
        said += f"\n{_due(row.target, row.misses_at, now)}"
    if row.closes_at is not None:
        said += f"\n:hourglass_flowing_sand: {_ends(row, now)}"
    if case.owner is not None or case.status not in SUPPORTS_TURN:
        return [text.section(said, accessory=see)]
    take = text.button("Take", f"{Action.HOME_TAKE}#{place}", case.number, spoken_as=f"Take case {case.number}")
    return [text.section(said), *text.buttons([take, see])]


def _see(number: CaseNumber, place: str) -> Block:
    return text.button("View", f"{Action.VIEW_CASE}#{place}", number, spoken_as=f"View case {number}")


def _due(target: Kind, misses_at: datetime, now: datetime) -> str:
    if misses_at <= now:
        return f":warning: {terms.TARGET[target]} was due {text.moment(misses_at)}, and is missed"
    return f":alarm_clock: {terms.TARGET[target]} due {text.moment(misses_at)}"


def standing(
    at: Sequence[tuple[str, Role, Training]],
    *,
    active_at: datetime | None,
    flags_at: datetime,
    zone: str,
    now: datetime,
) -> list[Block]:
    """In a line: what they are where, their training, when they were last active, and until when that is enough.

    `active_at`: before they opened this. `flags_at`: should they do nothing from now on.
    """
    shown = [
        f"{terms.ROLE[role]} of {text.inline(name)}, training {training.STATES[state]}"
        for name, role, state in at[:NAMED]
    ]
    more = [f"{len(at) - NAMED} more districts"] if len(at) > NAMED else []
    active = [f"last active {text.moment(active_at)}"] if active_at is not None else []
    flagged = f"flagged if you do nothing until {text.day(flags_at, zone)}, {_left(flags_at, zone, now)}"
    return [text.context(" · ".join([*shown, *more, *active, flagged]))]
